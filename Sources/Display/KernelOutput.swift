internal import CDRM
package import LinuxIO
internal import Pixels

/// What the installer may say about the display.
package struct DisplayConfiguration: Equatable, Sendable {
    /// Which card.
    package var card = CardSelector.automatic
    /// Which connector, by the kernel's name (`HDMI-A-1`); nil: the likeliest one with a display.
    package var connector: String?
    /// Which mode; nil: see `ModeChoice`.
    package var mode: ModeRequest?
    /// Scanout buffers, 2 or 3. With 3 the next picture is copied while one is on its way; with 2 it is copied after
    /// that, which is soon enough wherever a copy takes less than a frame's time. Two: the copy is of what changed and takes well
    /// under a millisecond, and the third buffer would cost 8.3 MB at 1920×1080.
    package var bufferCount = 2

    package init() {}
}

/// A display driven through the kernel's atomic mode setting. Waits for a card, for being alone with it and for a
/// display; survives the loss of each of them, and tells what it waits for.
package final class KernelOutput: Output {
    /// The name under which the card stands in the service manager's fd store.
    package static let storeName = "card"

    private let configuration: DisplayConfiguration
    private let loop: EventLoop
    private let log: Log
    private let services: ServiceManager
    private var inherited: Descriptor?
    private var handler: (OutputEvent) -> Void = { _ in }

    private var card: Card?
    private var events: EventLoop.Registration?
    private var uevents: UeventSource?
    private var presenter: Presenter?
    /// What is lit or was last, until the card goes; `isConnected` tells which.
    private var scanout: KernelScanout?
    private var isConnected = false
    private var state = DisplayState.waitingForCard
    private var announced: PixelSize?
    private var isDark = true
    private var counters = DisplayReport.Counters()
    private var latest: Composite?
    private var later: TimerID?
    private var failedAttempts = 0
    private var left = false
    private var refusal = Condition()
    private var console: Console?
    /// Of the present scanout, while cameras are looked at and a moment longer.
    private var curtain: Curtain?
    private var curtainEnd: TimerID?
    private var curtainTrouble = Condition()
    private var coverings = 0
    /// See `Presenter.Event.oldestPicture`.
    private var oldestPicture: MonotonicInstant?

    /// `inherited` is the card's descriptor from the fd store, when a process before this one left it there; `services`
    /// keeps ours. Opens nothing before `start`.
    package init(
        _ configuration: DisplayConfiguration, loop: EventLoop, log: Log, services: ServiceManager,
        inherited: consuming Descriptor?
    ) {
        self.configuration = configuration
        self.loop = loop
        self.log = log.named("display")
        self.services = services
        self.inherited = inherited
    }

    package func start(_ handler: @escaping (OutputEvent) -> Void) {
        self.handler = handler
        do throws(SystemError) {
            let source = try UeventSource()
            _ = try source.attach(to: loop, lost: { [unowned self] in lookAgain() }) { [unowned self] in handle($0) }
            uevents = source
        } catch {
            // Without them a change is found by the timers, a few seconds late.
            log.warning("no device events: \(error)")
        }
        acquire()
    }

    package func present(_ composite: Composite, tag: UInt64) {
        latest = composite
        guard let presenter else {
            // It is kept for when there is a card, but nobody waits that long.
            return handler(.presented(Presentation(tag: tag, outcome: .superseded)))
        }
        presenter.present(composite, tag: tag)
        if isConnected, composite.size == scanout?.ring.size { enter(.lit) }
        // After the page: nobody waits for this.
        draw(composite.cover)
    }

    package func videoChanged() { presenter?.videoChanged() }

    package var videoFormats: [PixelFormat] { isConnected ? scanout?.videoFormats ?? [] : [] }
    package var pictureMemory: PictureMemory? { videoFormats.isEmpty ? nil : card?.pictureMemory }

    package var report: DisplayReport {
        var report = DisplayReport()
        report.state = state
        report.cardPath = card?.path
        report.driver = card?.driver
        report.connector = scanout?.pipeline.connector.name
        report.mode = scanout?.pipeline.mode
        report.bufferCount = scanout?.ring.buffers.count ?? 0
        report.scanoutByteCount = scanout?.byteCount ?? 0
        report.writtenByteCount = scanout?.writtenByteCount ?? 0
        report.counters = presenter?.counters ?? counters
        report.counters.covered = coverings
        report.curtainProcess = curtain?.process
        if let curtain { report.scanoutByteCount += curtain.byteCount }
        report.lastFlip = presenter?.lastFlip
        report.overdueSince = presenter?.overdueSince
        return report
    }

    package func leaveLit() {
        left = true
        card?.keepsFramebuffers = true
        if let later { loop.cancel(later) }
        if let events { loop.remove(events) }
        events = nil
        if latest?.cover != nil || oldestPicture != nil {
            // Whoever looks at it until the successor is there must not take the last picture of a camera for a live one.
            do throws(SystemError) { try curtain?.close() } catch { log.warning("cameras' last pictures are still lit: \(error)") }
        }
        presenter = nil
        curtain = nil
        scanout = nil
        // Started by hand, the terminal must be usable afterwards; a service's terminal stays as it is.
        if !services.isPresent { console?.restore() }
    }

    /// What the hardware composes now, read back through a writeback connector (vkms); for tests, as it blocks and sets
    /// the mode.
    package func captureWriteback() throws(SystemError) -> CapturedPicture {
        guard let card, isConnected, let scanout, card.showWritebackConnectors(),
            let topology = try? CardTopology.read(card, probing: false)
        else { throw SystemError("capture: nothing is lit, or the kernel has no writeback", .notSupported) }
        return try Writeback(card: card, topology: topology, pipeline: scanout.pipeline).capture()
    }

    // MARK: The curtain

    package var isCurtained: Bool { curtain?.isReady ?? false }

    /// What stands in for the page's cameras from now on; nil: none are on it.
    private func draw(_ cover: Frame?) {
        guard let cover, isConnected, let scanout, cover.size == scanout.ring.size else {
            // Pages with and without a camera in the corner take turns.
            if curtain != nil, curtainEnd == nil {
                curtainEnd = loop.afterCoarse(.seconds(5)) { [unowned self] in
                    curtainEnd = nil
                    if oldestPicture == nil { curtain = nil } else { draw(latest?.cover) }
                }
            }
            return
        }
        if let curtainEnd { loop.cancel(curtainEnd) }
        curtainEnd = nil
        if let curtain { return curtain.draw(cover) }
        do throws(SystemError) {
            let curtain = try Curtain(scanout, cover: cover, loop: loop) { [unowned self] in handle($0) }
            expire(curtain)
            self.curtain = curtain
        } catch {
            if curtainTrouble.changes(to: "\(error)") { log.error("cameras are not shown, because nothing could take them off the screen: \(error)") }
            redrawLater()
        }
    }

    private func expire(_ curtain: Curtain?) { curtain?.expire(at: oldestPicture.map { $0 + CurtainWatch.oldest }) }

    private func redrawLater() {
        loop.afterCoarse(.seconds(1)) { [unowned self] in
            if curtain == nil { draw(latest?.cover) }
        }
    }

    private func handle(_ news: Curtain.News) {
        switch news {
        case .ready:
            _ = curtainTrouble.changes(to: nil)
        case .covered:
            coverings += 1
            if curtainTrouble.changes(to: "covered") { log.warning("pictures of cameras became too old on the screen: they were covered") }
            presenter?.videoWasCovered()
        case .ended:
            if curtainTrouble.changes(to: "ended") { log.warning("the process that covers cameras' pictures has ended; starting another") }
            // Not from within its own call.
            loop.after(.zero) { [unowned self, weak ended = curtain] in
                if curtain === ended { curtain = nil }
            }
            redrawLater()
        }
    }

    // MARK: The card

    private func acquire() {
        guard card == nil, !left else { return }
        if let card = takeInherited() { return use(card, isStored: true) }
        do throws(DisplayError) {
            let card = try CardDiscovery().acquire(configuration.card)
            use(card, isStored: false)
        } catch {
            enter(named(error.state))
            goDark()
            // A predecessor that is just ending, or a driver that is just loading, is worth a few quick looks; from then
            // on once a second, together with all other coarse timers.
            failedAttempts += 1
            schedule(failedAttempts <= 5 ? .milliseconds(50 << failedAttempts) : nil) { $0.acquire() }
        }
    }

    private func takeInherited() -> Card? {
        guard let descriptor = inherited.take() else { return nil }
        if let card = Card.adopt(descriptor), card.isMaster, isWanted(card) { return card }
        log.notice("the card kept for this process cannot be used any more; looking for one")
        services.removeStored(name: KernelOutput.storeName)
        return nil
    }

    private func isWanted(_ card: Card) -> Bool {
        switch configuration.card {
        case .automatic: true
        case .driver(let name): card.driver == name
        case .path(let path): CardDiscovery.isSameNode(path, card.path)
        }
    }

    /// Looking for the holder reads all of /proc: done once for each time that the card is found busy.
    private func named(_ state: DisplayState) -> DisplayState {
        guard case .busy(let path, nil) = state else { return state }
        if case .busy(path, let holder) = self.state { return .busy(path: path, holder: holder) }
        return .busy(path: path, holder: DeviceHolder.find(path))
    }

    private func use(_ card: Card, isStored: Bool) {
        self.card = card
        failedAttempts = 0
        do throws(SystemError) {
            events = try loop.add(card.descriptor, .readable) { [unowned self] _ in readEvents() }
        } catch {
            return dropCard(.unusable(path: card.path, reason: "\(error)"))
        }
        if console == nil { console = Console.silence(log) }
        if !isStored { services.store(card.descriptor, name: KernelOutput.storeName) }
        log.notice("using \(card.path) (\(card.driver))" + (card.leftovers.isEmpty ? "" : ", lit by the process before"))
        presenter = Presenter(loop: loop, log: log, latest: latest, counters: counters) { [unowned self] in handle($0) }
        configure(probing: false)
    }

    private func dropCard(_ state: DisplayState) {
        if let events { loop.remove(events) }
        events = nil
        if let presenter { counters = presenter.counters }
        presenter = nil
        curtain = nil
        oldestPicture = nil
        scanout = nil
        isConnected = false
        card = nil
        services.removeStored(name: KernelOutput.storeName)
        enter(named(state))
        goDark()
        failedAttempts = 0
        schedule(.milliseconds(50)) { $0.acquire() }
    }

    private func readEvents() {
        guard let card else { return }
        withUnsafeTemporaryAllocation(byteCount: 1024, alignment: 8) { buffer in
            do throws(SystemError) {
                // Each read takes whole events; level-triggered readiness brings the rest.
                guard let count = try card.readEvents(into: buffer), count > 0 else { return }
                FlipEvent.forEach(in: UnsafeRawBufferPointer(rebasing: buffer[..<count])) { presenter?.handle($0) }
            } catch {
                dropCard(.waitingForCard)
            }
        }
    }

    // MARK: The display

    /// Chooses connector and mode from what is there and lights it. `probing` asks displays anew.
    private func configure(probing: Bool) {
        guard let card, let presenter, !left else { return }
        // Without device events a change is found by looking.
        if uevents == nil { schedule(.seconds(5)) { $0.configure(probing: false) } }
        do throws(DisplayError) {
            var topology = try CardTopology.read(card, probing: probing)
            if !probing, choose(topology).map(\.modes.isEmpty) ?? true {
                topology = try CardTopology.read(card, probing: true)
            }
            guard let connector = choose(topology) else { throw .noDisplay }
            if isConnected, let scanout, !connector.linkIsBad,
                scanout.pipeline.connector.isSameDisplay(as: connector) { return }
            let scanout = try negotiate(topology, connector, card)
            log.notice(
                "\(connector.name): \(scanout.pipeline.mode), \(scanout.ring.buffers.count) buffers, "
                    + "\(scanout.byteCount / 1024) kB of scanout")
            presenter.configure(scanout, isNewDisplay: isConnected)
            self.scanout = scanout
            isConnected = true
            curtain = nil
            draw(latest?.cover)
            let size = scanout.ring.size
            enter(presenter.latest?.size == size ? .lit : .waitingForFrame)
            if announced != size || isDark {
                announced = size
                isDark = false
                handler(.ready(size))
            }
        } catch {
            switch error {
            case .busy, .noCard: return dropCard(error.state)
            case .noDisplay where configuration.card == .automatic && CardDiscovery().hasDisplay(otherThan: card.path):
                return dropCard(error.state)
            default: break
            }
            turnOff()
            enter(error.state)
            goDark()
            // Device events say when to look again; the timer is for drivers that do not send them.
            schedule(.seconds(5)) { $0.configure(probing: false) }
        }
    }

    private func choose(_ topology: CardTopology) -> ConnectorDescription? {
        ConnectorChoice.choose(
            from: topology.connectors.map(\.description), named: configuration.connector,
            current: isConnected ? scanout?.pipeline.connector.id : nil)
    }

    private func turnOff() {
        presenter?.turnOff()
        isConnected = false
    }

    /// The first mode that the kernel takes with as many buffers as there is memory for: 3, then 2, then a smaller mode.
    private func negotiate(
        _ topology: CardTopology, _ connector: ConnectorDescription, _ card: Card
    ) throws(DisplayError) -> KernelScanout {
        let modes = ModeChoice.candidates(
            requested: configuration.mode, listed: connector.modes, hasEDID: connector.edid != nil)
        var reason = "the display lists no mode"
        for mode in modes {
            guard let pipeline = Pipeline(topology, connector: connector, mode: mode) else {
                throw .unusable(path: card.path, reason: "no plane for \(connector.name) shows 32-bit RGB")
            }
            do throws(SystemError) {
                let scanout = try makeScanout(card, pipeline)
                try scanout.test()
                return scanout
            } catch {
                switch error.errno {
                case .permissionDenied, .notPermitted: throw .busy(path: card.path, holder: nil)
                case .noSuchDevice, .noSuchDeviceOrAddress: throw .noCard
                default:
                    reason = "\(mode): \(error)"
                    log.info("not used: \(reason)")
                }
            }
        }
        throw .noMode("the kernel takes no mode for \(connector.name); the last one: \(reason)")
    }

    private func makeScanout(_ card: Card, _ pipeline: Pipeline) throws(SystemError) -> KernelScanout {
        if let scanout, scanout.ring.size == pipeline.mode.size, scanout.pipeline.format == pipeline.format {
            return KernelScanout(pipeline, reusing: scanout)
        }
        var count = configuration.bufferCount
        while true {
            do throws(SystemError) {
                return try KernelScanout(card, pipeline, bufferCount: count)
            } catch {
                guard count > 2, error.errno == .outOfMemory || error.errno == .noSpaceLeft else { throw error }
                log.notice("not enough scanout memory for \(count) buffers: \(error)")
                count -= 1
            }
        }
    }

    private func handle(_ event: Presenter.Event) {
        switch event {
        case .presented(let presentation):
            if case .shown = presentation.outcome, refusal.changes(to: nil) { failedAttempts = 0 }
            handler(.presented(presentation))
        case .oldestPicture(let taken):
            oldestPicture = taken
            expire(curtain)
        case .masterLost:
            let path = card?.path ?? ""
            // Not from within the presenter's own call: it goes with the card.
            loop.after(.zero) { [unowned self] in dropCard(.busy(path: path, holder: nil)) }
        case .cardGone:
            loop.after(.zero) { [unowned self] in dropCard(.waitingForCard) }
        case .refused(let error):
            failedAttempts += 1
            if refusal.changes(to: "\(error)") { log.error("the display cannot be lit: \(error)") }
            schedule(.seconds(min(failedAttempts, 5))) { $0.reconfigure() }
        }
    }

    private func reconfigure() {
        turnOff()
        configure(probing: true)
    }

    // MARK: Device events

    private func handle(_ event: Uevent) {
        guard event.subsystem == "drm" else { return }
        if let card, event.action == "remove", event.deviceName.map({ "/dev/\($0)" == card.path }) ?? false {
            return dropCard(.waitingForCard)
        }
        lookAgain()
    }

    /// Several events come for one plug: looked at once, a moment later.
    private func lookAgain() {
        schedule(.milliseconds(30)) { $0.card == nil ? $0.acquire() : $0.configure(probing: true) }
    }

    /// One thing is done later at a time: what is asked for last. Nil: with the next coarse second.
    private func schedule(_ delay: Duration?, _ action: @escaping (KernelOutput) -> Void) {
        if let later { loop.cancel(later) }
        let run = { [unowned self] in
            later = nil
            action(self)
        }
        later = if let delay, delay < .seconds(1) { loop.after(delay, run) } else {
            loop.afterCoarse(delay ?? .seconds(1), run)
        }
    }

    private func enter(_ state: DisplayState) {
        guard state != self.state else { return }
        self.state = state
        log.notice("\(state)")
    }

    private func goDark() {
        guard !isDark else { return }
        isDark = true
        handler(.dark)
    }
}

extension ConnectorDescription {
    /// Whether the same TV is still there, with the same modes to choose from.
    func isSameDisplay(as other: ConnectorDescription) -> Bool {
        id == other.id && edid == other.edid && modes == other.modes
    }
}
