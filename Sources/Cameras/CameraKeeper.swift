package import LinuxIO

/// Keeps one camera going on an event loop: opens it, hands over its newest picture, says how it is, and opens it anew after whatever happened,
/// as long as it lives. Opening blocks the loop for as long as the device takes, so a camera wants a thread of its own.
package final class CameraKeeper {
    /// How long a stream may give no frames at all before it is begun anew.
    package static let longestPause: Duration = .seconds(3)
    /// How often the driver is asked whether anything comes in at the input.
    static let inputLook: Duration = .milliseconds(500)

    private let settings: CameraSettings
    private let folder: String
    private let loop: EventLoop
    private let log: Log
    private let takeFrame: (CameraFrame) throws(CameraError) -> Void
    private let takeStatus: (CameraStatus) -> Void
    /// Nil also when the device was found not to write there.
    private var memory: CaptureMemory?

    private var stream: Stream?
    private var known = CameraStatus()
    private var delay = ReopenDelay()
    private var retry: TimerID?
    private var uevents: (source: UeventSource, registration: EventLoop.Registration)?
    private var trouble = Condition()

    private final class Stream {
        let camera: CameraStream
        var watch: SignalWatch
        var content: ContentWatch
        var lastFrame: MonotonicInstant
        var lastLook: MonotonicInstant
        /// Why the frames since the last good one were none.
        var refusal: CameraError?
        var registration: EventLoop.Registration?
        var timer: (id: TimerID, deadline: MonotonicInstant)?

        init(_ camera: CameraStream) {
            self.camera = camera
            lastFrame = .now()
            lastLook = lastFrame
            watch = SignalWatch(at: lastFrame, interval: camera.format.interval)
            content = ContentWatch(interval: camera.format.interval)
        }
    }

    /// Opens the camera in the loop's next turn.
    /// - Parameters:
    ///   - folder: where the nodes are; tests have their own.
    ///   - memory: where frames are to be put; the driver's own where the device does not take it, and when it is nil.
    ///   - takeFrame: gets each picture, and releases it when it is done with it. It throws `wrongFormat` for one that is none: a camera that sends
    ///     such pictures only is no longer live.
    ///   - takeStatus: is told whenever the state is another one. When it does not stream any more, frames of it are to be released at
    ///     once: the device stays busy with them.
    package init(
        _ settings: CameraSettings, in folder: String = "/dev", memory: CaptureMemory? = nil, loop: EventLoop, log: Log,
        takeFrame: @escaping (CameraFrame) throws(CameraError) -> Void, takeStatus: @escaping (CameraStatus) -> Void
    ) {
        self.settings = settings
        self.folder = folder
        self.memory = memory
        self.loop = loop
        self.log = log.named("camera \(settings.device)")
        self.takeFrame = takeFrame
        self.takeStatus = takeStatus
        listen()
        tryAgain(after: .zero)
    }

    deinit {
        close()
        if let uevents { loop.remove(uevents.registration) }
    }

    /// How the camera is now.
    package var status: CameraStatus {
        var status = known
        if let stream { status.counters = status.counters.adding(stream.camera.counters) }
        return status
    }

    /// Whatever is plugged in may be the camera: it is tried at once.
    private func listen() {
        do throws(SystemError) {
            let source = try UeventSource()
            let look = { [unowned self] in if stream == nil { tryAgain(after: .milliseconds(100)) } }
            let registration = try source.attach(to: loop, lost: look) { event in
                if event.subsystem == "video4linux", event.action == "add" { look() }
            }
            uevents = (source, registration)
        } catch {
            log.info("\(error); it is looked for now and then only")
        }
    }

    private func tryAgain(after delay: Duration) {
        if let retry { loop.cancel(retry) }
        retry = loop.after(delay) { [unowned self] in open() }
    }

    private func open() {
        retry = nil
        do throws(CameraError) {
            let new = Stream(try openStream())
            do throws(SystemError) {
                new.registration = try loop.add(new.camera.descriptor, [.readable, .priority]) { [unowned self] in fetch($0) }
            } catch {
                throw .failed(error)
            }
            stream = new
            known.openings += 1
            known.format = new.camera.format
            known.bufferBytes = new.camera.memory.bytes
            known.isExternal = new.camera.isExternal
            judge()
        } catch {
            fail(error)
        }
    }

    private func openStream() throws(CameraError) -> CameraStream {
        guard let memory else { return try CameraStream.open(settings, in: folder) }
        do throws(CameraError) {
            return try CameraStream.open(settings, memory: memory, in: folder)
        } catch {
            switch error {
            case .failed, .wrongFormat: break
            default: throw error
            }
            self.memory = nil
            log.info("not into memory of the display: \(error)")
            return try CameraStream.open(settings, in: folder)
        }
    }

    private func close() {
        if let retry { loop.cancel(retry) }
        retry = nil
        guard let old = stream else { return }
        old.registration.map(loop.remove)
        if let timer = old.timer { loop.cancel(timer.id) }
        known.counters = known.counters.adding(old.camera.counters)
        known.bufferBytes = 0
        stream = nil
    }

    private func fail(_ error: CameraError) {
        close()
        if trouble.changes(to: "\(error)") { log.warning("\(error)") }
        // A change of the source is soon over and is no state of its own.
        tell(error == .sourceChanged ? .starting : .unavailable(error))
        tryAgain(after: delay.after(error))
    }

    private func fetch(_ readiness: Readiness) {
        guard let stream else { return }
        do throws(CameraError) {
            if let frame = try stream.camera.newestFrame() {
                take(frame, stream)
            } else if readiness.contains(.error) {
                // Otherwise an error that no request tells of would wake the loop again and again.
                throw .failed(SystemError("stream", .inputOutputError))
            }
        } catch {
            fail(error)
        }
    }

    private func take(_ frame: CameraFrame, _ stream: Stream) {
        let now = MonotonicInstant.now()
        let content = stream.content.take(sample: frame.digest(isWhole: false)) { frame.digest(isWhole: true) }
        stream.lastFrame = now
        do throws(CameraError) {
            try takeFrame(frame)
            stream.refusal = nil
            stream.watch.take(sequence: frame.sequence, timestamp: frame.timestamp, digest: content, at: now)
            delay.reset()
            if trouble.changes(to: nil) { log.notice("\(stream.camera.name) gives \(stream.camera.format)") }
        } catch {
            stream.refusal = error
        }
        judge()
    }

    /// Says what may be said now, and looks again when that changes by itself.
    private func judge() {
        guard let stream else { return }
        let now = MonotonicInstant.now()
        if now - stream.lastFrame >= CameraKeeper.longestPause {
            return fail(.failed(SystemError("wait for a frame", .timedOut)))
        }
        if now - stream.lastLook >= CameraKeeper.inputLook {
            stream.lastLook = now
            stream.watch.take(silence: stream.camera.silence)
        }
        let signal = stream.watch.state(at: now)
        known.lastLive = stream.watch.lastLive ?? known.lastLive
        switch (signal, stream.refusal) {
        case (.waiting, let refusal?), (.frozen, let refusal?): tell(.unavailable(refusal))
        default: tell(.streaming(signal))
        }
        let end = stream.lastFrame + CameraKeeper.longestPause
        judgeAgain(at: max(min(stream.watch.nextChange(after: now) ?? end, end), now + .milliseconds(1)), stream)
    }

    private func judgeAgain(at deadline: MonotonicInstant, _ stream: Stream) {
        if let timer = stream.timer {
            // One that is due before then looks again itself: a timer for each frame would be a new one for each frame.
            if timer.deadline <= deadline { return }
            loop.cancel(timer.id)
        }
        let id = loop.after(max(deadline - .now(), .zero)) { [unowned self, unowned stream] in
            stream.timer = nil
            judge()
        }
        stream.timer = (id, deadline)
    }

    private func tell(_ state: CameraStatus.State) {
        let isNews = !CameraKeeper.isSame(state, known.state)
        known.state = state
        if isNews { takeStatus(status) }
    }

    /// How late a picture is changes all the time and is no news.
    private static func isSame(_ a: CameraStatus.State, _ b: CameraStatus.State) -> Bool {
        if case .streaming(.late) = a, case .streaming(.late) = b { return true }
        return a == b
    }
}
