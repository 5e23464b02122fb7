internal import Content

/// What a running daemon says of itself: `yuanba status`, and the facts that the emulated box checks. Field names are part of what others
/// rely on; new ones are added, none changes its meaning.
package struct Status: Codable, Sendable {
    package struct Display: Codable, Sendable {
        /// `lit`, `no display`, `waiting for a card`, `held by another process`, `permission denied`…
        package var state = "waiting for a card"
        /// What is meant, and what to do, where something is wrong.
        package var detail: String?
        package var card: String?
        package var driver: String?
        package var connector: String?
        /// `1920x1080@60`
        package var mode: String?
        package var buffers = 0
        /// Pitch × height × buffers.
        package var drmBytes = 0
        /// What the processor wrote to them.
        package var writtenBytes = 0
        package var commits = 0
        package var flips = 0
        package var modesets = 0
        /// Flips that did not come within a second.
        package var missingFlips = 0
        /// Commits that the kernel refused.
        package var refusals = 0
        /// How often cameras' pictures became too old on the screen and were covered.
        package var covered = 0
        package init() {}
    }

    package struct Content: Codable, Sendable {
        package var village: String
        package var name: String
        package var issued: String
        package var generation: Int
        package var pages: Int
    }

    package struct Sync: Codable, Sendable {
        /// `never`, `unchanged`, `activated`, or the code of what went wrong: `offline`, `server`, `untrusted`…
        package var outcome = "never"
        /// English, with file and rule.
        package var detail: String?
        /// Pulls that ended, well or not.
        package var pulls = 0
        /// Of the last pull.
        package var requests = 0
        package var bytes = 0
        package init() {}
    }

    package struct Memory: Codable, Sendable {
        /// Proportional set size of the daemon and of the process that covers cameras, without the cameras' buffers.
        package var pssBytes: Int
        package var drmBytes: Int
        package var v4l2Bytes: Int
        package var totalBytes: Int
    }

    package struct Frames: Codable, Sendable {
        package var cached = 0
        package var cachedBytes = 0
        package var painted: UInt64 = 0
        /// Of the last painted frame.
        package var paintMicroseconds = 0
        package init() {}
    }

    /// Vblanks from a key's event in the kernel to the flip that shows its effect: how many keys took how many.
    package struct Latency: Codable, Sendable {
        /// Index is the number of vblanks, the last entry counts that many or more.
        package var predicted = [Int](repeating: 0, count: 16)
        package var unpredicted = [Int](repeating: 0, count: 16)
        package init() {}
    }

    /// A camera that the box is set up for.
    package struct Camera: Codable, Sendable {
        /// As the content names it.
        package var id: String
        /// `closed` while nobody looks; `starting`, `live`, `late`, `frozen`, `noSignal`, `wrongFormat`, `absent`, `unlogged`.
        package var state: String
        /// Why it is not open, in English.
        package var problem: String?
        /// `YUYV 640×360 25 fps`
        package var format: String?
        /// How its pictures get to the screen: `composed`, or `plane` with its number; and why.
        package var path: String?
        package var reason: String?
        /// Pictures that came from the device since it was opened; that were on screen; that a newer one overtook; that the device lost.
        package var fetched = 0
        package var shown = 0
        package var dropped = 0
        package var lost = 0
        package var openings = 0
        /// Of its buffers, and whose memory they are: `camera`, `display`.
        package var bytes = 0
        package var memory: String?
        /// Pixels that the processor made of its pictures since it was opened: none while a plane shows them.
        package var drawnBytes = 0
        /// Vblanks from a picture's time to the flip that shows it, since `path` is what it is; the last entry counts that many or more.
        package var latency: [Int] = []

        package init(id: String, state: String) {
            self.id = id
            self.state = state
        }
    }

    package struct Remote: Codable, Sendable {
        package var name: String
        package var path: String
        package var state: String
    }

    /// `ready` once the first picture of content is lit, `starting` before, `no content` when there is none to show.
    package var state = "starting"
    package var version = Build.version
    package var box = ""
    /// The place shown, as an address.
    package var place = ""
    package var page = 1
    package var pages = 1
    /// Title of what is shown.
    package var title = ""
    /// Whether the screen shows exactly this; false while a frame is being painted.
    package var settled = false
    /// New content waits until the reader takes it.
    package var waiting = false
    package var focus: String?
    package var strip: String?
    package var overlay: String?
    package var type = "normal"
    package var trouble: String?
    /// What became of the last USB stick, and why: `reading`, `taken`, `nothing-new`, `format`, `empty`, `untrusted`, `unreadable`, `store`, `none` once
    /// it is pulled out.
    package var stick: String?
    package var stickDetail: String?
    /// Why nothing can be painted, in English; nil when it can.
    package var problem: String?
    package var content: Content?
    package var display = Display()
    package var sync = Sync()
    package var frames = Frames()
    package var latency = Latency()
    package var remotes: [Remote] = []
    package var cameras: [Camera] = []
    package var memory: Memory?
    /// Turns of the loop since start.
    package var wakeUps: UInt64 = 0
    package var uptimeSeconds = 0
    /// From exec to the first flip with content, by the kernel's clock; nil before it.
    package var firstPictureMilliseconds: Int?

    package init() {}

    /// The middle of the latencies, in words.
    private static func latency(_ camera: Camera) -> String {
        let count = camera.latency.reduce(0, +)
        var rest = count / 2
        guard count > 0, let middle = camera.latency.firstIndex(where: { rest -= $0; return rest < 0 }) else { return "" }
        return ", \(middle)\(middle == camera.latency.count - 1 ? " or more" : "") vblanks from camera to screen"
    }

    /// Lines for a person, the most important first.
    package var text: String {
        var lines = ["state      \(state)"]
        lines.append("showing    \(place)  page \(page) of \(pages)  \(title)")
        if !settled { lines.append("           being painted") }
        if waiting { lines.append("waiting    new content") }
        if let focus { lines.append("focus      \(focus)") }
        if let overlay { lines.append("overlay    \(overlay)") }
        if let strip { lines.append("strip      \(strip)") }
        if let content {
            lines.append(
                "content    \(content.name) (\(content.village)), generation \(content.generation), issued \(content.issued), "
                    + "\(content.pages) pages")
        } else {
            lines.append("content    none")
        }
        if let problem { lines.append("problem    \(problem)") }
        if let trouble { lines.append("trouble    \(trouble)") }
        if let stick { lines.append("stick      \(stick)\(stickDetail.map { " (\($0))" } ?? "")") }
        lines.append("sync       \(sync.outcome)" + (sync.detail.map { ": \($0)" } ?? ""))
        lines.append(
            "display    \(display.state)" + (display.mode.map { "  \($0)" } ?? "") + (display.connector.map { " on \($0)" } ?? "")
                + (display.driver.map { ", \($0)" } ?? "") + (display.card.map { " \($0)" } ?? "")
                + ", \(display.buffers) buffers, \(display.drmBytes) bytes")
        if let detail = display.detail { lines.append("           \(detail)") }
        lines.append("commits    \(display.commits), flips \(display.flips), modesets \(display.modesets)")
        for remote in remotes { lines.append("remote     \(remote.name)  \(remote.path)  \(remote.state)") }
        if remotes.isEmpty { lines.append("remote     none found") }
        for camera in cameras {
            lines.append(
                "camera     \(camera.id)  \(camera.state)" + (camera.format.map { "  \($0)" } ?? "") + (camera.path.map { "  \($0)" } ?? "")
                    + (camera.reason.map { " (\($0))" } ?? "") + Self.latency(camera) + ", \(camera.shown) shown, \(camera.dropped) overtaken, \(camera.lost) lost"
                    + (camera.problem.map { ": \($0)" } ?? ""))
        }
        if let memory {
            lines.append(
                "memory     \(memory.totalBytes / 1024) KiB: PSS \(memory.pssBytes / 1024), DRM \(memory.drmBytes / 1024), "
                    + "V4L2 \(memory.v4l2Bytes / 1024)")
        }
        lines.append("frames     \(frames.cached) kept, \(frames.cachedBytes / 1024) KiB; last painted in \(frames.paintMicroseconds) µs")
        lines.append("up         \(uptimeSeconds) s, \(wakeUps) wake-ups")
        return lines.joined(separator: "\n")
    }
}

/// What this build is.
package enum Build {
    package static let version = "0.1.0"
}
