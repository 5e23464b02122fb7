internal import CV4L2
internal import LinuxIO

/// One of the connectors of a device, as the driver tells of it now (VIDIOC_ENUMINPUT).
struct CameraInput: Equatable {
    let index: UInt32
    let name: String
    let status: UInt32
    let capabilities: UInt32
    let tuner: UInt32?

    /// What keeps a picture from coming in; nil when nothing does.
    var silence: String? { CameraInput.silence(status: status) }

    static func silence(status: UInt32) -> String? {
        let reasons: [(Int32, String)] = [
            (V4L2_IN_ST_NO_POWER, "no power"), (V4L2_IN_ST_NO_SIGNAL, "no signal"), (V4L2_IN_ST_NO_H_LOCK, "no horizontal lock"),
            (V4L2_IN_ST_NO_V_LOCK, "no vertical lock"), (V4L2_IN_ST_NO_STD_LOCK, "no standard lock"), (V4L2_IN_ST_NO_SYNC, "no sync"),
            (V4L2_IN_ST_NO_CARRIER, "no carrier"), (V4L2_IN_ST_NO_ACCESS, "no access"),
        ]
        return reasons.first { status & UInt32($0.0) != 0 }?.1
    }
}

extension VideoNode {
    /// All inputs; none for drivers without the request, which have a single one.
    var inputs: [CameraInput] {
        var inputs: [CameraInput] = []
        while inputs.count < 64, let input = input(UInt32(inputs.count)) { inputs.append(input) }
        return inputs
    }

    func input(_ index: UInt32) -> CameraInput? {
        var found = yuanba_video_input()
        guard succeeds({ yuanba_video_enumerate_input($0, index, &found) }) else { return nil }
        return CameraInput(
            index: index, name: VideoNode.text(&found.name), status: found.status, capabilities: found.capabilities,
            tuner: found.is_tuner == 0 ? nil : found.tuner)
    }

    /// The chosen input.
    var currentInput: CameraInput? {
        var index: UInt32 = 0
        return succeeds { yuanba_video_get_input($0, &index) } ? input(index) : nil
    }

    /// Switches to the input and makes it follow what comes in there: standard, frequency, timings.
    func choose(_ settings: InputSettings?) throws(CameraError) {
        if let settings {
            do throws(CameraError) {
                try request("choose input") { yuanba_video_set_input($0, UInt32(settings.index)) }
            } catch .failed(let error) where error.errno == .invalidArgument {
                throw .wrongFormat(reason: "\(path) has no input \(settings.index)")
            }
        }
        guard let input = currentInput else { return }
        if let tuner = input.tuner, let frequency = settings?.frequency {
            try request("tune") { yuanba_video_tune($0, tuner, frequency) }
        }
        if input.capabilities & UInt32(V4L2_IN_CAP_STD) != 0 { try chooseStandard(settings?.standard) }
        if input.capabilities & UInt32(V4L2_IN_CAP_DV_TIMINGS) != 0 { try followTimings() }
    }

    private func chooseStandard(_ standard: InputSettings.Standard?) throws(CameraError) {
        if let standard {
            let id =
                switch standard {
                case .pal: yuanba_STD_PAL
                case .ntsc: yuanba_STD_NTSC
                case .secam: yuanba_STD_SECAM
                }
            return try request("choose standard") { yuanba_video_set_standard($0, id) }
        }
        // Decoders that cannot tell keep the standard that they have.
        var sensed: UInt64 = 0
        if succeeds({ yuanba_video_sense_standard($0, &sensed) }), sensed != 0 {
            try request("choose standard") { yuanba_video_set_standard($0, sensed) }
        }
    }

    private func followTimings() throws(CameraError) {
        do throws(CameraError) {
            try request("follow timings") { yuanba_video_follow_timings($0) }
        } catch .failed(let error) {
            switch error.errno {
            case .linkSevered: throw .noSignal(reason: "nothing is plugged in")
            case .noLocks: throw .noSignal(reason: "no lock")
            case .outOfRange: throw .wrongFormat(reason: "more than the receiver can take")
            // Receivers that cannot tell keep the timings that they have.
            case .notSupportedByDevice, .noData: return
            default: throw .failed(error)
            }
        }
    }
}
