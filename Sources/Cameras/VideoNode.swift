internal import CV4L2
internal import LinuxIO
internal import Pixels

/// An open device node that captures pictures. Buffers hold it, so it closes after their memory is unmapped.
///
/// `@unchecked Sendable`: it has no state of its own, and the kernel serialises the requests of one node.
final class VideoNode: @unchecked Sendable {
    let path: String
    let driver: String
    let card: String
    let bus: String
    /// V4L2_BUF_TYPE_VIDEO_CAPTURE or its multi-planar form.
    let type: UInt32
    let descriptor: Descriptor

    /// Opens a node. Blocks while the driver wakes the device.
    static func open(_ path: String) throws(CameraError) -> VideoNode {
        let descriptor: Descriptor
        do throws(SystemError) {
            descriptor = try Descriptor.open(path, [.readWrite, .nonBlocking])
        } catch {
            throw VideoNode.error(error, path)
        }
        return try VideoNode(descriptor, path: path)
    }

    private init(_ descriptor: consuming Descriptor, path: String) throws(CameraError) {
        guard descriptor.withRaw({ yuanba_is_video_node($0) }) == 1 else {
            throw .notACamera(path: path, reason: "it is no video node")
        }
        var node = yuanba_video_node()
        guard descriptor.withRaw({ yuanba_video_query($0, &node) }) == 0 else {
            throw VideoNode.error(SystemError("query \(path)", .current), path)
        }
        guard node.capabilities & UInt32(V4L2_CAP_STREAMING) != 0 else { throw .notACamera(path: path, reason: "it does not stream") }
        if node.capabilities & UInt32(V4L2_CAP_VIDEO_CAPTURE) != 0 {
            type = yuanba_VIDEO_CAPTURE
        } else if node.capabilities & UInt32(V4L2_CAP_VIDEO_CAPTURE_MPLANE) != 0 {
            type = yuanba_VIDEO_CAPTURE_MPLANE
        } else {
            throw .notACamera(path: path, reason: "it does not capture pictures")
        }
        driver = VideoNode.text(&node.driver)
        card = VideoNode.text(&node.card)
        bus = VideoNode.text(&node.bus)
        self.path = path
        self.descriptor = descriptor
    }

    /// A C string within a struct.
    static func text<Bytes>(_ bytes: inout Bytes) -> String {
        withUnsafeBytes(of: &bytes) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    /// One request, which returns -1 when it fails.
    func request(_ operation: StaticString, _ body: (Int32) -> Int32) throws(CameraError) {
        do throws(SystemError) {
            try systemCall("\(operation) of \(path)") { descriptor.withRaw(body) }
        } catch {
            throw VideoNode.error(error, path)
        }
    }

    /// The same where it may well fail, for whatever reason: false then.
    func succeeds(_ body: (Int32) -> Int32) -> Bool {
        (try? systemCall("ask \(path)") { descriptor.withRaw(body) }) != nil
    }

    static func error(_ error: SystemError, _ path: String) -> CameraError {
        switch error.errno {
        case .noSuchDevice, .noSuchDeviceOrAddress: .gone
        case .noSuchFileOrDirectory: .absent(path)
        case .permissionDenied, .notPermitted: .permissionDenied(path: path)
        case .busy: .busy(path: path)
        default: .failed(error)
        }
    }
}
