package import LinuxIO
package import Pixels

/// Where frames go: a kernel display, or memory. Lives on the loop's thread; nothing here blocks.
package protocol Output: AnyObject {
    /// Begins; `handler` is called on the loop from then on, the first time maybe before this returns. Once.
    func start(_ handler: @escaping (OutputEvent) -> Void)

    /// Shows a screen as soon as the display can. One that comes while another one is on its way waits; when several
    /// come, the newest wins. Screens of another size than the last `ready` said are dropped; with the display off the
    /// newest is kept and shown when it is back. `tag` comes back in `presented`.
    func present(_ composite: Composite, tag: UInt64)

    /// A layer of the screen has another picture, or none any more: shown with the next flip that is free, the newest pictures then.
    func videoChanged()

    /// The formats of cameras that could be shown without a copy now, those to be asked for first.
    var videoFormats: [PixelFormat] { get }

    /// Memory of the display for cameras that give such a format; nil where there is none.
    var pictureMemory: PictureMemory? { get }

    /// Whether pictures of cameras may be shown: somebody stands by who takes them off the screen should this process not be able to.
    var isCurtained: Bool { get }

    /// What is in use and how it goes.
    var report: DisplayReport { get }

    /// For the end of the program: stops, and lets the last picture stand for the successor, without what cameras show.
    func leaveLit()
}

/// What an output tells.
package enum OutputEvent: Equatable, Sendable {
    /// There is a display of this size: present frames of it. Comes again when the size changes.
    case ready(PixelSize)
    /// Nothing is seen now and painting can stop; the report's state says why. Ends with `ready`.
    case dark
    /// The end of one `present`.
    case presented(Presentation)
}

/// What became of a presented frame.
package struct Presentation: Equatable, Sendable {
    /// As given to `present`.
    package let tag: UInt64
    /// How it ended.
    package let outcome: Outcome

    package enum Outcome: Equatable, Sendable {
        /// It is on screen since this vertical blank.
        case shown(Flip)
        /// Nothing differs from the frame before, so nothing was done.
        case unchanged
        /// A newer one took its place, or its size was wrong.
        case superseded
    }
}

/// A completed page flip as the kernel reports it (struct drm_event_vblank).
package struct Flip: Equatable, Sendable {
    /// Number of the vertical blank; 0 always on drivers without a counter (virtio-gpu).
    package let sequence: UInt32
    /// When it was.
    package let instant: MonotonicInstant

    /// Some drivers give no time for the first flip after a modeset (vkms): then it has just been.
    var orNow: Flip { instant.nanoseconds == 0 ? Flip(sequence: sequence, instant: .now()) : self }
}

/// What an operator needs to know about the display; a value for `yuanba status`.
package struct DisplayReport: Equatable, Sendable {
    /// Whether a picture can be seen, and why not.
    package internal(set) var state: DisplayState = .waitingForCard
    /// `/dev/dri/card0`; nil while there is none.
    package internal(set) var cardPath: String?
    /// The kernel driver's name: `vc4`, `virtio_gpu`.
    package internal(set) var driver: String?
    /// `HDMI-A-1`
    package internal(set) var connector: String?
    /// The mode in use.
    package internal(set) var mode: DisplayMode?
    /// Scanout buffers in use.
    package internal(set) var bufferCount = 0
    /// Pitch × height × buffers.
    package internal(set) var scanoutByteCount = 0
    /// How many bytes this process has written to them.
    package internal(set) var writtenByteCount = 0
    /// The process that covers cameras' pictures should this one hang or end; nil while there is none.
    package internal(set) var curtainProcess: Int32?
    /// Since the start of the program.
    package internal(set) var counters = Counters()
    /// The last completed flip.
    package internal(set) var lastFlip: Flip?
    /// Since when there has been something to show and a display for it, and nothing was shown; nil when all is shown.
    package internal(set) var overdueSince: MonotonicInstant?

    package struct Counters: Equatable, Sendable {
        /// Atomic commits that the kernel accepted, modesets included.
        package internal(set) var commits = 0
        /// Of these, commits that were allowed to set a mode.
        package internal(set) var modesets = 0
        /// Completed flips.
        package internal(set) var flips = 0
        /// Flips that did not come within a second.
        package internal(set) var missingFlips = 0
        /// Commits that the kernel refused.
        package internal(set) var refusals = 0
        /// How often cameras' pictures were covered by the process that does so when this one hangs.
        package internal(set) var covered = 0
    }
}

/// Whether a picture can be seen.
package enum DisplayState: Equatable, Sendable, CustomStringConvertible {
    /// No card that is asked for is there yet.
    case waitingForCard
    /// The device node is there but this user may not open it.
    case permissionDenied(path: String)
    /// Another process has the display.
    case busy(path: String, holder: String?)
    /// The card cannot be driven by this program.
    case unusable(path: String, reason: String)
    /// Card in use, no TV at it (or it is off).
    case noDisplay
    /// A display is ready and waits for the first frame of its size.
    case waitingForFrame
    /// The newest frame is or is about to be on screen.
    case lit

    /// English, for logs and `yuanba status`.
    package var description: String {
        switch self {
        case .waitingForCard: "waiting for a display driver (no usable card in /dev/dri)"
        case .permissionDenied(let path): "\(path): permission denied; is this user in the group of the node?"
        case .busy(let path, let holder): "\(path) is in use by \(holder ?? "another process")"
        case .unusable(let path, let reason): "\(path) cannot be used: \(reason)"
        case .noDisplay: "no display connected, or it is switched off"
        case .waitingForFrame: "display ready, nothing painted yet"
        case .lit: "lit"
        }
    }
}
