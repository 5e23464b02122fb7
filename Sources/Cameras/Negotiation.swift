internal import CV4L2
internal import LinuxIO
internal import Pixels

extension VideoNode {
    /// Sets the format that suits the settings best, and returns what the driver made of it.
    func negotiate(_ settings: CameraSettings) throws(CameraError) -> CaptureFormat {
        let offers = offers(settings)
        guard let choice = CaptureChoice.best(of: offers, for: settings.size, framesPerSecond: settings.framesPerSecond) else {
            throw .wrongFormat(reason: settings.fourcc.map { "\(path) has no \($0)" } ?? "\(path) offers nothing")
        }
        var format = yuanba_video_format()
        format.width = UInt32(choice.size.width)
        format.height = UInt32(choice.size.height)
        format.fourcc = choice.fourcc.rawValue
        format.field = V4L2_FIELD_ANY.rawValue
        format.planes = 1
        format.plane.0.pitch = UInt32(settings.strideBytes ?? 0)
        try request("set format") { yuanba_video_set_format($0, type, &format) }
        guard settings.fourcc == nil || format.fourcc == choice.fourcc.rawValue else {
            throw .wrongFormat(reason: "\(path) made \(FourCC(rawValue: format.fourcc)) of \(choice.fourcc)")
        }
        switch format.field {
        case V4L2_FIELD_ALTERNATE.rawValue, V4L2_FIELD_SEQ_TB.rawValue, V4L2_FIELD_SEQ_BT.rawValue:
            throw .wrongFormat(reason: "the source is interlaced, and \(path) does not put its fields together")
        default: break
        }
        if let strideBytes = settings.strideBytes, format.plane.0.pitch != UInt32(strideBytes) {
            throw .wrongFormat(reason: "\(path) has rows of \(format.plane.0.pitch) bytes, not \(strideBytes)")
        }
        var interval = 1_000_000_000 / Int64(max(1, settings.framesPerSecond))
        let isKnown = succeeds { yuanba_video_set_interval($0, type, &interval) } && interval > 0
        return try CaptureFormat(format, interval: isKnown ? .nanoseconds(interval) : nil)
    }

    /// What the driver says that it can do. Where it does not name sizes, the present one stands for all.
    private func offers(_ settings: CameraSettings) -> [CaptureOffer] {
        var present = yuanba_video_format()
        let isKnown = succeeds { yuanba_video_get_format($0, type, &present) } && present.width > 0
        let presentSize = isKnown ? PixelSize(width: Int(present.width), height: Int(present.height)) : settings.size
        var offers: [CaptureOffer] = []
        for fourcc in formats where settings.fourcc == nil || fourcc == settings.fourcc {
            let sizes = sizes(fourcc, nearest: settings.size)
            for size in sizes.isEmpty ? [presentSize] : sizes {
                offers.append(CaptureOffer(fourcc: fourcc, size: size, interval: shortestInterval(fourcc, size)))
            }
        }
        return offers
    }

    /// All formats that come from the device itself.
    var formats: [FourCC] {
        var formats: [FourCC] = []
        var (index, fourcc, isEmulated): (UInt32, UInt32, UInt32) = (0, 0, 0)
        while index < 256, succeeds({ yuanba_video_enumerate_format($0, type, index, &fourcc, &isEmulated) }) {
            if isEmulated == 0 { formats.append(FourCC(rawValue: fourcc)) }
            index += 1
        }
        return formats
    }

    private func sizes(_ fourcc: FourCC, nearest wanted: PixelSize) -> [PixelSize] {
        var sizes: [PixelSize] = []
        var found = yuanba_video_sizes()
        while sizes.count < 64, succeeds({ yuanba_video_enumerate_sizes($0, fourcc.rawValue, UInt32(sizes.count), &found) }) {
            guard found.step_width > 0, found.step_height > 0 else {
                sizes.append(PixelSize(width: Int(found.width), height: Int(found.height)))
                continue
            }
            let width = VideoNode.nearest(wanted.width, Int(found.width), Int(found.largest_width), Int(found.step_width))
            let height = VideoNode.nearest(wanted.height, Int(found.height), Int(found.largest_height), Int(found.step_height))
            return [PixelSize(width: width, height: height)]
        }
        return sizes
    }

    /// The first of `least`, `least` + `step` … that is not below `wanted`, at most `most`.
    static func nearest(_ wanted: Int, _ least: Int, _ most: Int, _ step: Int) -> Int {
        let steps = max(0, (wanted - least + step - 1) / step)
        let value = least + steps * step
        return value <= most ? value : most
    }

    private func shortestInterval(_ fourcc: FourCC, _ size: PixelSize) -> Duration? {
        var shortest: Int64?
        var (nanoseconds, isRange): (Int64, Int32) = (0, 0)
        for index in 0 ..< UInt32(64) {
            let isKnown = succeeds {
                yuanba_video_enumerate_interval(
                    $0, fourcc.rawValue, UInt32(size.width), UInt32(size.height), index, &nanoseconds, &isRange)
            }
            guard isKnown else { break }
            if nanoseconds > 0 { shortest = min(shortest ?? .max, nanoseconds) }
            if isRange != 0 { break }
        }
        return shortest.map { .nanoseconds($0) }
    }
}
