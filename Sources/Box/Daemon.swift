internal import Content
package import Display
package import LinuxIO
internal import Navigation
internal import Pages
internal import Pixels
internal import Remote
internal import Typography

/// The running box: wires display, remote, content and control together on one loop. What each of them does stands in its own target;
/// here is only who tells whom.
package final class Daemon {
    private let configuration: Configuration
    private let log: Log
    private let loop: EventLoop
    private let output: any Output
    private let service = ServiceManager.ofThisProcess()
    private let start = ProcessMemory.start() ?? .now()

    private var clock = TrustedClock()
    private let painted: Mailbox<Painted>
    private var painter: PaintWorker?
    private var paintThread: WorkerThread?
    private var director: ScreenDirector?
    private let sync: SyncWorker
    private var syncThread: WorkerThread?
    private var remote: RemoteInput?
    private var control: ControlServer?
    private var screenshots: ScreenshotDesk?
    private var cameras: CameraDesk?

    private var lastTag: UInt64 = 0
    /// What the display was given last, for a screenshot: without the pictures of cameras, which are never kept.
    private var shownFrame: Frame?
    /// The cameras that it shows.
    private var watched: [Drawing.Watched] = []
    private var latency = LatencyMeter()
    private var status = Status()
    private var syncFailures = 0
    /// The next pull; nil while one is on its way.
    private var pullTimer: TimerID?
    /// The stick that is plugged in, or was until lately.
    private var stick: StickNote?
    private var stickWatch: DirectoryWatch?
    private var routeWatch: RouteWatch?
    private var stickNews: TimerID?
    private var card = Card.starting
    private var trouble: Trouble?
    /// Of the last pull.
    private var pullTrouble: Trouble?
    /// When the township last signed, by the newest metadata accepted.
    private var fresh: Instant?
    private var source: (any ContentSource)?
    private var generation = 0
    private var storeOpened = false
    private var typeSize: TypeSize
    /// Where the process before this one was.
    private var bookmark: Bookmark?
    /// What was written down for the next one.
    private var written: Bookmark?
    private var writing: TimerID?
    private var firstPicture: Duration?
    private var syncCondition = Condition()
    private var tick: TimerID?
    private let starts: StartCounter
    /// Stands on the screen until somebody has mended the settings and started the box again.
    private let settingsTrouble: Trouble?
    private let decodesApart: Bool

    /// Everything that can fail before there is a loop fails here. `output` nil chooses the kernel's display by the configuration;
    /// `problems` is what could not be read of the settings. With `decodesApart` photos are decoded by this program started once more, which
    /// then has to be yuanbad.
    package init(
        _ configuration: Configuration, problems: Configuration.Problems? = nil, log: Log,
        decodesApart: Bool = false, output: ((EventLoop) throws -> any Output)? = nil
    ) throws {
        self.decodesApart = decodesApart
        self.configuration = configuration
        self.log = log
        loop = try EventLoop()
        painted = try Mailbox()
        sync = try SyncWorker(configuration, log: log.named("sync"))
        typeSize = configuration.typeSize
        self.output = try output?(loop) ?? Self.configuredOutput(configuration, loop, log, service)
        status.box = configuration.box
        bookmark = BookmarkFile(controlPath: configuration.controlPath).take()
        starts = StartCounter(folder: Directory.parent(of: configuration.controlPath))
        settingsTrouble = problems.map { .settings(line: $0.all.first?.line) }
    }

    /// Runs until SIGTERM or SIGINT; then leaves the last picture lit. Blocks.
    package func run() throws {
        Signal.ignoreBrokenPipes()
        Signal.leaveNoZombies()
        let signals = try SignalSource([.terminate, .interrupt])
        _ = try signals.attach(to: loop) { [unowned self] signal in
            log.notice("stopping on \(signal)")
            loop.stop()
        }
        _ = try painted.attach(to: loop) { [unowned self] in director?.finished($0) }
        _ = try sync.results.attach(to: loop) { [unowned self] in take($0) }
        if !configuration.cameras.isEmpty { try openCameras() }
        output.start { [unowned self] in take($0) }
        let screenshots = try ScreenshotDesk(loop: loop)
        self.screenshots = screenshots
        control = try ControlServer(path: configuration.controlPath, loop: loop, log: log.named("control")) { [unowned self] in
            handle($0, answer: $1)
        }
        remote = RemoteInput(loop: loop, grab: configuration.grabRemotes, log: log.named("remote")) { [unowned self] event in
            director?.key(event.key, event.phase, at: event.time)
            schedule()
        }
        syncThread = try WorkerThread(name: "sync", stackBytes: 1 << 20) { [sync] in sync.run() }
        if starts.begin() < 5 {
            sync.post(.open)
            watchSticks()
            watchRoutes()
            // A pull that is on its way tells of itself, and may have something on the screen.
            loop.afterCoarse(BootPatience.length) { [unowned self] in if pullTrouble != nil, pullTimer != nil { tellTrouble() } }
            loop.afterCoarse(.seconds(60)) { [unowned self] in starts.lasted() }
        } else {
            rest()
        }
        if let interval = service.watchdogInterval { watch(every: interval / 2) }
        service.ready()
        schedule()
        loop.run()
        starts.lasted()
        service.stopping()
        director?.pause()
        output.leaveLit()
        cameras?.stop()
        sync.stop()
        painter?.stop()
        paintThread?.join()
        syncThread?.join()
        withExtendedLifetime(signals) {}
    }

    /// The starts before this one did not last: what the box was about to read may be the reason. It is left alone, a card stands, and
    /// the service manager's next start tries again.
    private func rest() {
        log.error("several starts in a row did not last: showing that, and trying again in ten minutes")
        storeOpened = true
        trouble = .failing
        card = .noContent(.failing)
        director?.card(card)
        director?.resume()
        loop.afterCoarse(.seconds(600)) { [unowned self] in loop.stop() }
    }

    /// Nobody makes the folder where the system mounts no sticks.
    private func watchSticks() {
        guard let watch = try? DirectoryWatch(configuration.stickPath) else { return }
        stickWatch = watch
        var waiting: TimerID?
        // Some changes come together.
        let changed: () -> Void = { [unowned self] in
            guard waiting == nil else { return }
            waiting = loop.after(.milliseconds(200)) { [unowned self] in
                waiting = nil
                sync.post(.stick)
            }
        }
        _ = try? watch.attach(to: loop, changed)
        changed()
    }

    /// A box that could not pull need not wait for its next try when the network comes back: somebody stands there with the cable in their hand.
    private func watchRoutes() {
        guard let watch = try? RouteWatch() else { return }
        routeWatch = watch
        _ = try? watch.attach(to: loop) { [unowned self] in
            guard syncFailures > 0 else { return }
            // One more failure is no reason for a longer pause: the resolver may need a moment, and a pull that is on its way began without a network.
            syncFailures = 0
            guard let timer = pullTimer else { return }
            loop.cancel(timer)
            // Addresses and routes come one after the other.
            pullTimer = loop.after(.seconds(1)) { [unowned self] in pullNow() }
        }
    }

    private func pullNow() {
        pullTimer = nil
        sync.post(.pull)
    }

    // MARK: Display

    private func take(_ event: OutputEvent) {
        switch event {
        case .ready(let size):
            show(on: Style(size: size, theme: configuration.theme))
            cameras?.watch(watched, formats: output.videoFormats, memory: output.pictureMemory)
        case .dark:
            director?.pause()
            cameras?.watch([], formats: [], memory: nil)
        case .presented(let presentation):
            guard case .shown(let flip) = presentation.outcome else { return }
            latency.shown(presentation.tag, at: flip.instant, refresh: refresh)
            if firstPicture == nil, director?.index != nil {
                let duration = flip.instant - start
                firstPicture = duration
                log.notice("first picture \(duration.nanoseconds / 1_000_000) ms after exec")
            }
        }
    }

    private func openCameras() throws {
        let desk = try CameraDesk(
            configuration.cameras, box: configuration.box, logPath: configuration.storePath + "/viewing.log", loop: loop,
            log: log.named("cameras"))
        desk.stateChanged = { [unowned self, unowned desk] in director?.cameras(desk.states) }
        desk.pictureChanged = { [unowned self] in output.videoChanged() }
        desk.mayShow = { [unowned self] in output.isCurtained }
        cameras = desk
    }

    private var refresh: Duration {
        let millihertz = output.report.mode?.refreshMillihertz ?? 0
        return .nanoseconds(1_000_000_000_000 / Int64(millihertz > 0 ? millihertz : 60_000))
    }

    private static func configuredOutput(
        _ configuration: Configuration, _ loop: EventLoop, _ log: Log, _ service: ServiceManager
    ) -> any Output {
        if let size = Configuration.memorySize(configuration.card) { return MemoryOutput(size: size) }
        var display = DisplayConfiguration()
        display.card = CardSelector(parsing: configuration.card) ?? .automatic
        display.mode = ModeRequest(parsing: configuration.mode)
        let inherited = InheritedDescriptors.ofThisProcess()
        return KernelOutput(
            display, loop: loop, log: log, services: service, inherited: inherited.take(named: KernelOutput.storeName))
    }

    /// Without fonts the screen says so, and they are looked for again until an installer has brought some.
    private func show(on style: Style) {
        do {
            try paint(on: style)
            status.problem = nil
        } catch {
            let text = "\(error)"
            if status.problem != text { log.error("nothing can be painted: \(text)") }
            status.problem = text
            let frame = NoFontCard.frame(style.size)
            shownFrame = frame
            output.present(Composite(frame), tag: 0)
            loop.afterCoarse(.seconds(10)) { [unowned self] in
                if director == nil { show(on: style) }
            }
        }
    }

    private func paint(on style: Style) throws {
        if let director {
            director.change(style)
            director.resume()
            return
        }
        let fonts = try FontSet.open(FontFamily.debian(root: configuration.fontPath))
        let decoderLog = log.named("decoder")
        var decoder: (@Sendable () -> ContentDecoder)?
        if decodesApart { decoder = { ContentDecoder(log: decoderLog) } }
        let painter = try PaintWorker(fonts: fonts, cache: try GlyphCache(fonts: fonts), style: style, results: painted, decoder: decoder)
        paintThread = try WorkerThread(name: "paint", stackBytes: 1 << 20) { painter.run() }
        self.painter = painter
        let director = ScreenDirector(
            painter: painter, style: style, type: typeSize, box: configuration.box,
            abilities: configuration.isHall ? [.code, .unattended] : .code, log: log.named("screen")
        ) { [unowned self] screen, since, predicted in
            lastTag += 1
            if let since { latency.presented(lastTag, since: since, predicted: predicted) }
            shownFrame = screen.frame
            watched = screen.watched
            cameras?.watch(watched, formats: output.videoFormats, memory: output.pictureMemory)
            output.present(Composite(screen.frame, cameras?.windows(of: screen) ?? [], cover: screen.cover), tag: lastTag)
            remember()
        }
        if let cameras { director.cameras(cameras.states) }
        director.perform = { [unowned self] in perform($0) }
        self.director = director
        director.card(card)
        director.trouble(trouble)
        if let fresh { director.fresh(fresh) }
        if let bookmark { director.resume(at: bookmark) }
        if let source { director.content(source) }
        if !storeOpened {
            // What a predecessor left lit is better than a card for the moment that the store takes; a slow disk gets the card.
            director.pause()
            loop.after(.seconds(1)) { [unowned self] in reveal() }
        }
        turn(director)
        schedule()
    }

    /// The store has answered, or had its time.
    private func reveal() {
        guard !storeOpened else { return }
        storeOpened = true
        if output.report.state != .noDisplay { director?.resume() }
    }

    /// Writes down where the viewer is, once they have stayed there: nobody needs a file for each page that is leafed through.
    private func remember() {
        guard writing == nil, director?.place != written else { return }
        writing = loop.afterCoarse(.seconds(2)) { [unowned self] in
            writing = nil
            guard let director, director.index != nil, director.place != written else { return }
            written = director.place
            sync.post(.bookmark(written))
        }
    }

    // MARK: Time

    /// One coarse tick a second while a dialogue is open or keys wait, one in five while only the way home times out, else one a minute:
    /// the clock on home.
    private func schedule() {
        if let tick { loop.cancel(tick) }
        guard let director else { return }
        let second = director.awaitsSeconds ? 1 : director.awaitsTime ? 5 : 60 - WallTime.now().secondsSinceEpoch % 60
        tick = loop.afterCoarse(.seconds(second)) { [unowned self] in
            tick = nil
            turn(director)
            schedule()
        }
    }

    private func turn(_ director: ScreenDirector) { director.tick(now: clock.shown, uptime: .now()) }

    private func watch(every interval: Duration) {
        loop.afterCoarse(interval) { [unowned self] in
            // An absent TV and a still page are healthy; a painting that does not end and a frame that never gets to be shown are not.
            let now = MonotonicInstant.now()
            let painting = painter?.busy(now: now) ?? .zero
            let overdue = output.report.overdueSince.map { now - $0 } ?? .zero
            if painting >= .seconds(10) {
                log.error("painting has not ended for \(painting)")
            } else if overdue >= .seconds(10) {
                log.error("nothing has been shown for \(overdue), although the display is there")
            } else {
                service.alive()
            }
            watch(every: interval)
        }
    }

    // MARK: Content

    private func take(_ result: SyncWorker.Result) {
        switch result {
        case .progress(let done, let total):
            card = stick == .reading ? .copying(done: done, total: total) : .downloading(done: done, total: total)
            director?.card(card)
            return
        case .opened(let stored, let type, let issued):
            if let type, type != typeSize {
                typeSize = type
                director?.change(type)
            }
            if let (source, number) = stored { adopt(source, number) }
            if let issued { learn(issued) }
            reveal()
            pullNow()
            return
        case .content(let source, let number):
            adopt(source, number)
        case .finished(let pull):
            defer { reveal() }
            status.sync.pulls += 1
            status.sync.requests = pull.requests
            status.sync.bytes = pull.bytes
            status.sync.outcome = pull.outcome
            status.sync.detail = pull.detail
            pullTrouble = pull.trouble
            if let issued = pull.issued { learn(issued) }
            tellTrouble()
            if syncCondition.changes(to: pull.detail) {
                if let detail = pull.detail { log.warning("pull: \(detail)") } else { log.notice("pull: all is well") }
            }
            syncFailures = pull.trouble == nil ? 0 : syncFailures + 1
            if pull.trouble == nil { director?.retry() }
            let delay = PullPace.delay(failures: syncFailures, interval: configuration.pollInterval, jitter: .random(in: 0...1))
            pullTimer = loop.afterCoarse(delay) { [unowned self] in pullNow() }
        case .stick(let note, let detail, let issued):
            take(note, detail, issued)
        }
        if let director { turn(director) }
    }

    /// The strip tells of a stick for a minute, of one that may be pulled out no longer than until it is; the card of a box without content, of one
    /// that it could not use, until it is pulled out.
    private func take(_ note: StickNote?, _ detail: String?, _ issued: Instant?) {
        if let detail { log.notice("stick: \(detail)") }
        if let issued { learn(issued) }
        if note == nil, stick == nil { return }
        let former = stick
        status.stick = note?.rawValue ?? "none"
        status.stickDetail = detail
        stick = note
        if let trouble = stickTrouble ?? (note == nil ? trouble : nil) {
            card = .noContent(trouble)
            director?.card(card)
        }
        guard let note else {
            // That it may be pulled out is obeyed now; why one was not taken can still be read.
            if former == .taken || former == .nothingNew { director?.stick(nil) }
            return
        }
        director?.stick(note)
        if let stickNews { loop.cancel(stickNews) }
        stickNews = note == .reading ? nil : loop.afterCoarse(.seconds(60)) { [unowned self] in director?.stick(nil) }
    }

    private func tellTrouble() {
        let isExpected = pullTrouble == .offline && BootPatience.covers(.now(), start: start)
        trouble = settingsTrouble ?? (isExpected ? nil : pullTrouble)
        if let trouble = stickTrouble ?? trouble {
            card = .noContent(trouble)
            director?.card(card)
        }
        director?.trouble(trouble)
    }

    private var stickTrouble: Trouble? {
        guard let stick, stick != .taken, stick != .nothingNew else { return nil }
        return .stick(stick)
    }

    private func adopt(_ new: any ContentSource, _ number: Int) {
        source = new
        generation = number
        clock.raise(to: new.index.issued)
        director?.content(new)
        if let director { turn(director) }
    }

    /// The township signed then: it is not earlier now, and the content is no older.
    private func learn(_ issued: Instant) {
        fresh = issued
        clock.raise(to: issued)
        director?.fresh(issued)
    }

    // MARK: Effects and control

    private func perform(_ effect: Effect) {
        switch effect {
        case .sendAlarm:
            // No uplink to the township yet: the villager must learn at once that nobody was told.
            director?.alarm(delivered: false)
        case .typeSizeChanged(let type): sync.post(.remember(type))
        case .takeWaitingContent, .leaveForTelevision, .returnFromTelevision: break
        }
    }

    private func handle(_ request: ControlRequest, answer: @escaping (ControlReply) -> Void) {
        switch request {
        case .status:
            answer(.status(currentStatus()))
        case .keys(let keys):
            for key in keys {
                director?.key(key, .press, at: .now())
                director?.key(key, .release, at: .now())
            }
            schedule()
            answer(.done)
        case .screenshot(let writeback):
            do {
                if writeback {
                    let picture = try writtenBack()
                    screenshots?.take(answer) { picture }
                } else {
                    guard let frame = shownFrame else { throw ScreenshotError.nothingShown }
                    screenshots?.take(answer) { Picture(size: PixelSize(width: frame.width, height: frame.height), words: frame.decoded()) }
                }
            } catch {
                answer(.failed("\(error)"))
            }
        }
    }

    private func writtenBack() throws -> Picture {
        guard let kernel = output as? KernelOutput else { throw ScreenshotError.noKernelDisplay }
        let captured = try kernel.captureWriteback()
        return Picture(size: captured.size, words: captured.pixels)
    }

    private func currentStatus() -> Status {
        var status = status
        let report = output.report
        status.display.state = report.state == .lit ? "lit" : "\(report.state)"
        status.display.card = report.cardPath
        status.display.driver = report.driver
        status.display.connector = report.connector
        status.display.mode = report.mode.map { "\($0)" }
        status.display.buffers = report.bufferCount
        status.display.drmBytes = report.scanoutByteCount
        status.display.writtenBytes = report.writtenByteCount
        status.display.commits = report.counters.commits
        status.display.flips = report.counters.flips
        status.display.modesets = report.counters.modesets
        status.display.missingFlips = report.counters.missingFlips
        status.display.refusals = report.counters.refusals
        status.latency = latency.counts
        status.trouble = trouble?.name
        status.remotes = (remote?.report.devices ?? []).map {
            Status.Remote(name: $0.name, path: $0.path, state: "\($0.state)")
        }
        status.wakeUps = loop.wakeUps
        status.uptimeSeconds = Int((MonotonicInstant.now() - start).nanoseconds / 1_000_000_000)
        status.firstPictureMilliseconds = firstPicture.map { Int($0.nanoseconds / 1_000_000) }
        status.cameras = cameras?.describe(refresh: refresh) ?? []
        let videoBytes = cameras?.byteCount ?? 0
        status.display.covered = report.counters.covered
        if let own = ProcessMemory.proportionalSetSize() {
            let pss = own + (report.curtainProcess.flatMap { ProcessMemory.proportionalSetSize(of: $0) } ?? 0)
            status.memory = Status.Memory(
                pssBytes: pss, drmBytes: report.scanoutByteCount, v4l2Bytes: videoBytes,
                totalBytes: pss + report.scanoutByteCount + videoBytes)
        }
        if let source {
            let index = director?.index ?? source.index
            status.content = Status.Content(
                village: index.village.code, name: index.village.name, issued: index.issued.iso, generation: generation,
                pages: index.tiles.reduce(0) { $0 + $1.items.reduce(0) { $0 + $1.pages.count } })
        }
        guard let director else {
            // Without fonts the one picture there is stands already.
            status.settled = shownFrame != nil
            return status
        }
        status.state = firstPicture != nil ? "ready" : director.index == nil ? "no content" : "starting"
        director.describe(into: &status)
        return status
    }
}

/// Why there is no screenshot.
enum ScreenshotError: Error, CustomStringConvertible {
    case nothingShown
    case noKernelDisplay

    var description: String {
        switch self {
        case .nothingShown: "nothing is shown yet"
        case .noKernelDisplay: "the output in use has no writeback"
        }
    }
}
