import Cameras
import LinuxIO
import Pixels

#if canImport(Glibc)
import Glibc
#endif

/// For whoever writes the box's settings: what is plugged in where.
let cameraListCommand = Command(
    "camera list", "the cameras of this machine: where each is plugged in, which is how the settings name it",
    details: "a line each: bus path, node, driver, name, inputs; exit status 1 when one could not be looked at"
) { _ in
    let (found, refused) = CameraDiscovery.cameras()
    for camera in found {
        let inputs = camera.inputs.enumerated().map { "\($0)=\($1)" }.joined(separator: ", ")
        print("\(camera.bus)  \(camera.path)  \(camera.driver)  \(camera.name)\(inputs.isEmpty ? "" : "  (\(inputs))")")
    }
    for error in refused { say(error: "\(error)") }
    return refused.isEmpty ? 0 : 1
}

private let deviceOptions: [Command.Option] = [
    .init("size", "WxH", "of the rectangle that it is for (640x360)"),
    .init("fps", "N", "frames in a second (25)"),
    .init("input", "N", "which of its inputs"),
    .init("standard", "NAME", "pal, ntsc or secam; otherwise what comes in"),
    .init("frequency", "MHZ", "of a tuner"),
]

extension CameraSettings {
    fileprivate init(_ arguments: Arguments) throws {
        guard let device = arguments.operands.first.flatMap(Device.init(parsing:)) else { throw UsageError("which camera?") }
        self.init(device: device)
        if let text = arguments.value("size") {
            let parts = text.split(separator: "x").compactMap { Int($0) }
            guard parts.count == 2, parts.allSatisfy({ (1 ... 16384).contains($0) }) else { throw UsageError("--size is written 640x360") }
            size = PixelSize(width: parts[0], height: parts[1])
        }
        if let text = arguments.value("fps") {
            guard let number = Int(text), (1 ... 240).contains(number) else { throw UsageError("--fps is a number from 1 to 240") }
            framesPerSecond = number
        }
        if let text = arguments.value("input") {
            guard let number = Int(text), number >= 0 else { throw UsageError("--input is a number") }
            input = InputSettings(index: number)
        }
        if let text = arguments.value("standard") {
            guard let standard = InputSettings.Standard(rawValue: text) else { throw UsageError("--standard is pal, ntsc or secam") }
            input = input ?? InputSettings(index: 0)
            input?.standard = standard
        }
        if let text = arguments.value("frequency") {
            guard let number = Double(text), number > 0, number < 4000 else { throw UsageError("--frequency is a number of megahertz") }
            input = input ?? InputSettings(index: 0)
            input?.frequency = UInt64((number * 1_000_000).rounded())
        }
        if let text = arguments.value("format") { fourcc = FourCC(text) }
    }
}

/// A camera as the daemon keeps it going, without its picture.
let cameraWatchCommand = Command(
    "camera watch", "what can be said of a camera, each time it changes, until Ctrl-C; shows no picture and keeps none",
    operands: "BUS-PATH|NODE", count: 1 ... 1, options: deviceOptions + [.init("format", "FOURCC", "only this format")],
    details: """
        a line each: seconds, state, what it is about. States: starting, waiting, live, late, frozen, no-signal, absent, wrong-format,
        permission, busy, failed. At the end the counts of all streams: frames fetched, skipped, damaged, lost by the driver.
        """
) { arguments in
    try watch(CameraSettings(arguments))
    return 0
}

private func watch(_ settings: CameraSettings) throws {
    let start = MonotonicInstant.now()
    func seconds() -> String {
        let milliseconds = (MonotonicInstant.now() - start).nanoseconds / 1_000_000
        let rest = String(milliseconds % 1000)
        return "\(milliseconds / 1000).\(String(repeating: "0", count: 3 - rest.count))\(rest)"
    }
    let loop = try EventLoop()
    let signals = try SignalSource([.interrupt, .terminate])
    let registration = try signals.attach(to: loop) { _ in loop.stop() }
    var converter: FrameConverter?
    let keeper = CameraKeeper(
        settings, loop: loop, log: .none,
        takeFrame: { (frame) throws(CameraError) in
            defer { frame.release() }
            if converter?.format != frame.format { converter = try FrameConverter(frame.format) }
            // What nobody has to decode is a picture by its size alone.
            if let converter, converter.way != .direct { try converter.withVideo(frame) { _ in } }
        },
        takeStatus: { status in
            print("\(seconds()) \(describe(status))")
            fflush(nil)
        })
    loop.run()
    loop.remove(registration)
    let counters = keeper.status.counters
    print(
        "\(seconds()) end fetched=\(counters.fetched) skipped=\(counters.skipped) damaged=\(counters.damaged) lost=\(counters.lost)")
}

private func describe(_ status: CameraStatus) -> String {
    switch status.state {
    case .starting: "starting"
    case .streaming(.waiting): "waiting \(status.format.map { "\($0)" } ?? "")"
    case .streaming(.live): "live \(status.format.map { "\($0)" } ?? "")"
    case .streaming(.late(let age)): "late \(age.nanoseconds / 1_000_000) ms"
    case .streaming(.frozen): "frozen"
    case .streaming(.noSignal(let reason)): "no-signal \(reason)"
    case .unavailable(let error):
        switch error {
        case .absent, .gone: "absent \(error)"
        case .noSignal(let reason): "no-signal \(reason)"
        case .wrongFormat, .notACamera: "wrong-format \(error)"
        case .permissionDenied: "permission \(error)"
        case .busy: "busy \(error)"
        case .sourceChanged: "starting"
        case .failed: "failed \(error)"
        }
    }
}

/// Which way each format of a device takes to the screen, and how exact its colours are.
let cameraFormatsCommand = Command(
    "camera formats", "each format of a camera: what shows it, and with --bars how exact its colours are",
    operands: "BUS-PATH|NODE", count: 1 ... 1,
    options: deviceOptions + [.init("format", "CODE", "only this one: HSV3"), .init("bars", "the camera sees the eight colour bars of 75 %, without anything over them")],
    details: """
        a line each: format, what a display calls it (- where none reads it), who makes pixels of it (direct: the scaler, straight from the
        camera's memory; own: a pass of ours before; library: libv4lconvert; refused), matrix, range, and the largest difference of red, green
        or blue from the bars, 0...255.
        """
) { arguments in
    let settings = try CameraSettings(arguments)
    var refused = 0
    for fourcc in try CameraDiscovery.formats(of: settings.device) where settings.fourcc == nil || fourcc == settings.fourcc {
        var settings = settings
        settings.fourcc = fourcc
        var line = "\(fourcc) \(fourcc.displayFormat?.description ?? "-")"
        do throws(CameraError) {
            let (stream, frame) = try firstFrame(settings)
            let converter = try FrameConverter(stream.format)
            let canvas = Canvas(capacity: stream.format.size)
            let scaler = VideoScaler(converter.video, converter.encoding, from: stream.format.size, to: stream.format.size)
            try converter.withVideo(frame) { canvas.draw($0, scaler, at: .zero) }
            let encoding = stream.format.encoding
            line += " \(converter.way.rawValue) \(encoding.matrix) \(encoding.range)"
            if arguments.has("bars") { line += " \(ColorBars.largestError(canvas, grey: stream.format.isGrey ? encoding : nil))" }
        } catch {
            refused += 1
            line += " refused \(error)"
        }
        print(line)
        fflush(nil)
    }
    return refused == 0 ? 0 : 1
}

private func firstFrame(_ settings: CameraSettings) throws(CameraError) -> (CameraStream, CameraFrame) {
    let stream = try CameraStream.open(settings)
    let end = MonotonicInstant.now() + .seconds(5)
    while MonotonicInstant.now() < end {
        if let frame = try stream.newestFrame() { return (stream, frame) }
        do throws(SystemError) {
            _ = try stream.descriptor.waitUntilReadable(timeout: .milliseconds(100))
        } catch {
            throw .failed(error)
        }
    }
    throw .failed(SystemError("wait for a frame", .timedOut))
}

/// The test picture of television: white, yellow, cyan, green, magenta, red, blue, black, side by side, at three quarters of full.
enum ColorBars {
    static let colors: [UInt32] = [0xBF_BFBF, 0xBF_BF00, 0x00_BFBF, 0x00_BF00, 0xBF_00BF, 0xBF_0000, 0x00_00BF, 0x00_0000]

    /// The largest difference of a channel in the middle third of any bar.
    /// - Parameter encoding: of a camera without colour; then it is the difference from the bars' luma.
    static func largestError(_ canvas: Canvas, grey encoding: YUVEncoding?) -> Int {
        let size = canvas.capacity
        var worst = 0
        for (number, color) in colors.map({ Color($0) }).enumerated() {
            let expected = encoding.map { luma(of: color, $0) } ?? color
            let left = size.width * (3 * number + 1) / 24, right = size.width * (3 * number + 2) / 24
            for y in stride(from: size.height / 4, to: size.height * 3 / 4, by: 7) {
                for x in left ..< right {
                    let color = canvas[x, y]
                    for (ours, exact) in [(color.red, expected.red), (color.green, expected.green), (color.blue, expected.blue)] {
                        worst = max(worst, abs(Int(ours) - Int(exact)))
                    }
                }
            }
        }
        return worst
    }

    private static func luma(of color: Color, _ encoding: YUVEncoding) -> Color {
        let (red, blue) = encoding.matrix == .bt601 ? (0.299, 0.114) : (0.2126, 0.0722)
        let luma = UInt32(
            (red * Double(color.red) + (1 - red - blue) * Double(color.green) + blue * Double(color.blue)).rounded())
        return Color(luma << 16 | luma << 8 | luma)
    }
}
