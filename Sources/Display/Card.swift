internal import CDRM
internal import LinuxIO

/// Which card the configuration asks for.
package enum CardSelector: Equatable, Sendable {
    /// The first one that has connectors and can be used.
    case automatic
    /// By the kernel driver's name: `driver:vc4`.
    case driver(String)
    /// By its node, or a link to it, as in /dev/dri/by-path.
    case path(String)

    /// `auto`, `driver:NAME` or an absolute path; nil for anything else.
    package init?(parsing text: String) {
        if text == "auto" {
            self = .automatic
        } else if text.hasPrefix("driver:"), text.utf8.count > 7 {
            self = .driver(String(text.dropFirst(7)))
        } else if text.hasPrefix("/") {
            self = .path(text)
        } else {
            return nil
        }
    }
}

/// An open primary node of a card, able to do atomic mode setting. Framebuffers hold it, so it closes after them.
final class Card {
    let path: String
    let driver: String
    let descriptor: Descriptor
    /// Set for the end of the program: what is lit stays, see `leaveLit`.
    var keepsFramebuffers = false
    /// Framebuffers of the process before, lit until the first picture of ours is.
    var leftovers: [FramebufferID] = []

    /// See there; nil where the kernel has no more descriptors.
    private(set) lazy var pictureMemory: PictureMemory? = try? PictureMemory(self)

    /// Opens a node. This process becomes master when nobody else is: the only way without root.
    static func open(_ path: String) throws(DisplayError) -> Card {
        let descriptor: Descriptor
        do throws(SystemError) {
            descriptor = try Descriptor.open(path, [.readWrite, .nonBlocking])
        } catch {
            switch error.errno {
            case .permissionDenied, .notPermitted: throw .permissionDenied(path: path)
            case .noSuchFileOrDirectory, .noSuchDevice, .noSuchDeviceOrAddress: throw .noCard
            default: throw .refused(error)
            }
        }
        return try Card(descriptor, path: path)
    }

    /// Takes over a descriptor from before this process started. Nil when it is no card, or one that is gone.
    static func adopt(_ descriptor: consuming Descriptor) -> Card? {
        var minor: UInt32 = 0
        guard descriptor.withRaw({ yuanba_drm_minor($0, &minor) }) == 1 else { return nil }
        guard let card = try? Card(descriptor, path: "/dev/dri/card\(minor)") else { return nil }
        card.leftovers = FramebufferID.all(of: card)
        return card
    }

    private init(_ descriptor: consuming Descriptor, path: String) throws(DisplayError) {
        guard let version = descriptor.withRaw({ drmGetVersion($0) }) else {
            throw .unusable(path: path, reason: "not a DRM device, or its driver is gone")
        }
        driver = String(cString: version.pointee.name)
        drmFreeVersion(version)
        self.path = path
        self.descriptor = descriptor
        try require(UInt64(DRM_CLIENT_CAP_UNIVERSAL_PLANES), 1, "has no mode setting")
        try require(UInt64(DRM_CLIENT_CAP_ATOMIC), 1, "the driver cannot do atomic mode setting")
        guard hasDumbBuffers else { throw .unusable(path: path, reason: "the driver has no dumb buffers") }
    }

    private var hasDumbBuffers: Bool {
        var value: UInt64 = 0
        return withRaw { drmGetCap($0, UInt64(DRM_CAP_DUMB_BUFFER), &value) } == 0 && value != 0
    }

    private func require(_ capability: UInt64, _ value: UInt64, _ otherwise: String) throws(DisplayError) {
        guard withRaw({ drmSetClientCap($0, capability, value) }) == 0 else {
            throw .unusable(path: path, reason: otherwise)
        }
    }

    /// The number, for a libdrm call inside `body`. From elsewhere through here, not through `descriptor`: Swift 6.0 lends that for too
    /// long where branches follow.
    func withRaw<Result>(_ body: (Int32) -> Result) -> Result { descriptor.withRaw(body) }

    /// Whole events of page flips; nil when there are none now.
    func readEvents(into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int? { try descriptor.read(into: buffer) }

    /// Whether this descriptor may set modes now.
    var isMaster: Bool { withRaw { drmIsMaster($0) } != 0 }

    /// Makes writeback connectors visible (DRM_CLIENT_CAP_WRITEBACK_CONNECTORS). False when the kernel has none.
    func showWritebackConnectors() -> Bool {
        withRaw { drmSetClientCap($0, UInt64(DRM_CLIENT_CAP_WRITEBACK_CONNECTORS), 1) } == 0
    }

    /// One mode setting request.
    func request<Argument>(
        _ name: StaticString, _ number: UInt, _ argument: inout Argument
    ) throws(SystemError) {
        let status = withUnsafeMutablePointer(to: &argument) { pointer in
            descriptor.withRaw { yuanba_drm($0, number, pointer) }
        }
        guard status == 0 else { throw SystemError("\(name) on \(path)", .current) }
    }
}
