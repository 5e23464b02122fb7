internal import Content
internal import Display
internal import LinuxIO
internal import Pages
internal import Pixels

/// The cameras of the box, on the loop. Opens those that the screen shows, has each viewing written down before there is a picture, closes
/// what nobody looks at any more, and tells how each of them is.
final class CameraDesk {
    /// Some camera is in another state: see `states`.
    var stateChanged: () -> Void = {}
    /// Some camera has another picture, or none any more.
    var pictureChanged: () -> Void = {}
    /// Whether pictures may be shown now; see `Output.isCurtained`.
    var mayShow: () -> Bool = { true }

    private let settings: [String: CameraSetting]
    private let loop: EventLoop
    private let log: Log
    private let news: Doorbell
    private let records: ViewingWorker
    private let recordThread: WorkerThread
    private var registrations: [EventLoop.Registration] = []
    private var open: [String: OpenCamera] = [:]
    /// Threads that were told to end.
    private var leaving: [(worker: CameraWorker, thread: WorkerThread)] = []
    /// When each of them last had a live picture.
    private var lastSeen: [String: Instant] = [:]
    private var markTimer: TimerID?
    private var ageTimer: TimerID?
    private var conditions: [String: Condition] = [:]
    private var logCondition = Condition()

    /// A camera that is looked at.
    private final class OpenCamera {
        enum Record { case none, asked, written, refused }

        let worker: CameraWorker
        let thread: WorkerThread
        let layer: CameraLayer
        var record = Record.none
        var condition = CameraCondition.starting
        /// Of the content that does not change any more.
        var frozenSince: Instant?

        init(_ worker: CameraWorker, _ thread: WorkerThread, _ layer: CameraLayer) {
            self.worker = worker
            self.thread = thread
            self.layer = layer
        }
    }

    /// Between two marks in the viewing log: as much may be missing from the end of a viewing that a power cut ends.
    private static let markInterval = Duration.seconds(30)

    /// - Parameter logPath: of the viewing log.
    init(_ settings: [String: CameraSetting], box: String, logPath: String, loop: EventLoop, log: Log) throws(SystemError) {
        self.settings = settings
        self.loop = loop
        self.log = log
        news = try Doorbell()
        let records = try ViewingWorker(path: logPath, box: box)
        self.records = records
        recordThread = try WorkerThread(name: "viewings") { records.run() }
        registrations = [
            try news.attach(to: loop) { [unowned self] in takeNews() },
            try records.answers.attach(to: loop) { [unowned self] in take($0) },
        ]
    }

    /// Closes everything and writes the ends of the viewings. Blocks until the devices are closed.
    func stop() {
        watch([], formats: [], memory: nil)
        for registration in registrations { loop.remove(registration) }
        for timer in [markTimer, ageTimer].compactMap({ $0 }) { loop.cancel(timer) }
        for (_, thread) in leaving { thread.join() }
        records.stop()
        recordThread.join()
    }

    // MARK: What is looked at

    /// The screen shows these cameras from now on, live or not, and no others.
    /// - Parameters:
    ///   - formats: see `Output.videoFormats`.
    ///   - memory: see `Output.pictureMemory`.
    func watch(_ cameras: [Drawing.Watched], formats: [PixelFormat], memory: PictureMemory?) {
        for id in open.keys where !cameras.contains(where: { $0.camera == id }) { close(id) }
        for camera in cameras {
            if let open = open[camera.camera] { open.worker.change(room: camera.size) } else { start(camera, formats, memory) }
        }
    }

    /// The windows of a screen with their cameras. One whose camera is not open stays empty.
    func windows(of screen: Screen) -> [VideoWindow] {
        screen.windows.compactMap { window in
            guard let camera = open[window.camera] else { return nil }
            camera.layer.fit(into: window.rect.size)
            let clock = window.clock.flatMap { origin in screen.clock.map { VideoWindow.Clock(strip: $0, origin: origin) } }
            return VideoWindow(layer: camera.layer, rect: window.rect, clock: clock)
        }
    }

    private func start(_ watched: Drawing.Watched, _ formats: [PixelFormat], _ memory: PictureMemory?) {
        let id = watched.camera
        guard let setting = settings[id] else { return }
        do throws(SystemError) {
            let worker = try CameraWorker(setting, room: watched.size, formats: formats, memory: memory, news: news, log: log)
            let thread = try WorkerThread(name: "camera \(id)") { worker.run() }
            open[id] = OpenCamera(worker, thread, CameraLayer(masks: setting.masks))
            log.info("camera \(id): being opened")
            checkAges()
        } catch {
            log.error("camera \(id): \(error)")
        }
    }

    private func close(_ id: String) {
        guard let camera = open.removeValue(forKey: id) else { return }
        camera.worker.stop()
        camera.layer.hide()
        camera.worker.take()?.release()
        // Closing a device may take a second: the thread does it by itself.
        leaving.append((camera.worker, camera.thread))
        if camera.record == .written || camera.record == .asked { records.post(.end(camera: id, at: .now)) }
        if open.isEmpty, let ageTimer {
            loop.cancel(ageTimer)
            self.ageTimer = nil
        }
        log.info("camera \(id): closed")
        stateChanged()
    }

    // MARK: How they are

    /// By their ids in the content; all that the box is set up for.
    var states: [String: CameraState] {
        settings.keys.reduce(into: [:]) { $0[$1] = state($1) }
    }

    private func state(_ id: String) -> CameraState {
        guard let camera = open[id] else { return .starting }
        switch camera.condition {
        case .starting: return .starting
        case .live:
            switch camera.record {
            case .written: return .live
            case .refused: return .unlogged
            case .none, .asked: return .starting
            }
        case .late: return .late(last: lastSeen[id])
        case .frozen: return .frozen(since: camera.frozenSince)
        case .noSignal: return .noSignal(last: lastSeen[id])
        case .wrongFormat: return .wrongFormat
        case .absent: return .absent(last: lastSeen[id])
        }
    }

    private func takeNews() {
        leaving.removeAll { worker, thread in
            guard worker.isOver else { return false }
            thread.join()
            return true
        }
        var hasPicture = false
        var isNews = false
        for (id, camera) in open {
            let condition = camera.worker.report.condition
            if condition != camera.condition {
                // Before the page knows of it: an old picture must not stand while one is painted.
                if camera.condition == .live {
                    camera.layer.hide()
                    hasPicture = true
                }
                camera.condition = condition
                if case .frozen(let since) = condition { camera.frozenSince = Instant.now.earlier(by: .now() - since) }
                isNews = true
                tell(id, camera)
                if condition == .live, camera.record == .none || camera.record == .refused {
                    camera.record = .asked
                    records.post(.begin(camera: id, at: .now))
                }
            }
            guard let picture = camera.worker.take() else { continue }
            guard condition == .live, camera.record == .written, mayShow() else {
                picture.release()
                continue
            }
            camera.layer.show(picture)
            lastSeen[id] = .now
            hasPicture = true
        }
        if hasPicture { pictureChanged() }
        if isNews { stateChanged() }
    }

    private func tell(_ id: String, _ camera: OpenCamera) {
        let report = camera.worker.report
        let words = report.problem ?? "\(camera.condition)"
        guard conditions[id, default: Condition()].changes(to: words) else { return }
        log.notice("camera \(id): \(words)" + (report.format.map { " (\($0))" } ?? ""))
    }

    /// The camera's own thread tells when a picture gets old. Should it hang in the kernel, this does.
    private func checkAges() {
        guard ageTimer == nil else { return }
        ageTimer = loop.after(.milliseconds(100)) { [unowned self] in
            ageTimer = nil
            guard !open.isEmpty else { return }
            let now = MonotonicInstant.now()
            var isChanged = false
            let mayShow = mayShow()
            for camera in open.values {
                camera.layer.giveBackHidden(at: now)
                let had = camera.layer.picture
                if mayShow { camera.layer.hideIfOld(at: now) } else { camera.layer.hide() }
                if camera.layer.picture != had { isChanged = true }
            }
            if isChanged { pictureChanged() }
            checkAges()
        }
    }

    // MARK: The log

    private func take(_ answer: ViewingWorker.Answer) {
        switch answer {
        case .began(let id):
            if open[id]?.record == .asked { open[id]?.record = .written }
            if logCondition.changes(to: nil) { log.notice("the viewing log is written again") }
            mark()
        case .refused(let id, let reason):
            open[id]?.record = .refused
            open[id]?.layer.hide()
            if logCondition.changes(to: reason) { log.error("cameras are not shown, because the viewing log cannot be written: \(reason)") }
            pictureChanged()
            mark()
        case .opened(let torn):
            if torn > 0 { log.warning("\(torn) lines of the viewing log were torn; what was whole is kept") }
        }
        stateChanged()
    }

    private func mark() {
        guard markTimer == nil, !open.isEmpty else { return }
        markTimer = loop.afterCoarse(Self.markInterval) { [unowned self] in
            markTimer = nil
            if open.values.contains(where: { $0.record == .written }) { records.post(.mark(at: .now)) }
            // What could not be written may be possible by now.
            for (id, camera) in open where camera.record == .refused && camera.condition == .live {
                camera.record = .asked
                records.post(.begin(camera: id, at: .now))
            }
            mark()
        }
    }

    // MARK: For the status

    /// - Parameter refresh: from one vblank to the next.
    func describe(refresh: Duration) -> [Status.Camera] {
        settings.keys.sorted().map { id in
            guard let camera = open[id] else { return Status.Camera(id: id, state: "closed") }
            camera.layer.refresh = refresh
            let report = camera.worker.report
            var status = Status.Camera(id: id, state: state(id).name)
            status.problem = report.problem
            status.format = report.format.map { "\($0)" }
            switch camera.layer.path {
            case .plane(let number)?: status.path = "plane \(number)"
            case .composed(let reason)?: (status.path, status.reason) = ("composed", reason)
            case nil: break
            }
            status.fetched = report.fetched
            status.shown = camera.layer.shownCount
            status.dropped = report.overtaken + camera.layer.droppedCount
            status.lost = report.lost
            status.openings = report.openings
            status.bytes = report.byteCount
            status.memory = report.byteCount == 0 ? nil : report.isExternal ? "display" : "camera"
            status.drawnBytes = camera.layer.drawnByteCount
            status.latency = camera.layer.latency
            return status
        }
    }

    /// Memory of all capture buffers.
    var byteCount: Int { open.values.reduce(0) { $0 + $1.worker.report.byteCount } }
}

extension Instant {
    /// The present, as the system has it.
    static var now: Instant { Instant(secondsSinceEpoch: Int(WallTime.now().secondsSinceEpoch)) }

    /// So much before this one, in whole seconds.
    func earlier(by duration: Duration) -> Instant { Instant(secondsSinceEpoch: secondsSinceEpoch - Int(duration.nanoseconds / 1_000_000_000)) }
}

extension CameraState {
    /// For the status.
    var name: String {
        switch self {
        case .starting: "starting"
        case .live: "live"
        case .frozen: "frozen"
        case .late: "late"
        case .noSignal: "noSignal"
        case .wrongFormat: "wrongFormat"
        case .absent: "absent"
        case .unlogged: "unlogged"
        case .interrupted: "interrupted"
        }
    }
}
