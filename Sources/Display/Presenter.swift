package import LinuxIO
internal import Pixels

/// Brings frames to a display: one commit on its way at a time, the newest frame next. Never waits for the kernel;
/// every error and a flip that does not come have a way on.
package final class Presenter {
    /// What the owner must deal with.
    package enum Event {
        case presented(Presentation)
        /// The kernel does not take the mode (any more), or refuses for a reason that looking again may mend.
        case refused(SystemError)
        /// Another process is master now.
        case masterLost
        /// The card does not answer.
        case cardGone
        /// The oldest picture of a camera that is or may be on screen was taken then; nil while there is none. Comes before the first such
        /// picture is committed.
        case oldestPicture(MonotonicInstant?)
    }

    /// What the next commit must do besides changing the buffer.
    private enum Restart {
        case none
        /// State everything, but do not allow a modeset yet: a predecessor's picture turns into ours without a black one.
        case seamless
        case modeset
        /// Off first, because the kernel would find that nothing has changed and leave a confused display alone.
        case offAndOn
    }

    /// Since the start of the program: the owner hands them from card to card.
    package private(set) var counters: DisplayReport.Counters
    package private(set) var lastFlip: Flip?
    /// The newest screen; also what is lit again after the display was away.
    package private(set) var latest: Composite?
    /// Where frames go; nil while there is no display.
    package private(set) var scanout: (any Scanout)?

    private let loop: EventLoop
    private let log: Log
    private let patience: Duration
    private let handler: (Event) -> Void

    private var queue = FlipQueue(bufferCount: 0)
    /// What each buffer held at its last commit.
    private var sent: [HeldComposite] = []
    /// The ring that `queue` is about; kept while the display is away.
    private var ring: ScanoutRing?
    private var restart = Restart.seamless
    private var pending: (composite: Composite, tag: UInt64?)?
    /// The free buffer that holds `pending` already.
    private var prepared: Int?
    private var tagOnItsWay: UInt64?
    /// Of the screen whose flip is waited for.
    private var windowsOnTheirWay: [VideoWindow] = []
    private var picturesOnTheirWay: [UInt64] = []
    /// When the oldest of these was taken, and of those on screen.
    private var oldestOnItsWay: MonotonicInstant?
    private var oldestOnScreen: MonotonicInstant?
    /// Somebody else has changed what is on screen: see `videoWasCovered`.
    private var isCovered = false
    /// When the flip that is waited for counts as missing.
    private var flipDue: MonotonicInstant?
    private var flipTimeout: TimerID?
    /// Since when a frame has been waiting or on its way without anything being shown.
    private var outstanding: MonotonicInstant?
    private var retry: TimerID?
    private var busySince: MonotonicInstant?
    /// Maybe lit until the first flip of the present scanout.
    private var outgoing: ScanoutRing?

    /// A presenter without a display. `patience`: how long a flip may take.
    package init(
        loop: EventLoop, log: Log, latest: Composite? = nil, counters: DisplayReport.Counters = .init(),
        patience: Duration = .seconds(1), handler: @escaping (Event) -> Void
    ) {
        self.loop = loop
        self.log = log
        self.latest = latest
        self.counters = counters
        self.patience = patience
        self.handler = handler
    }

    /// Since when there has been something to show, a display to show it on, and nothing was shown; nil when all is shown. Every way of
    /// going wrong has a way on, so many seconds mean that none of them leads anywhere.
    package var overdueSince: MonotonicInstant? { scanout == nil ? nil : outstanding }

    deinit {
        for timer in [flipTimeout, retry].compactMap({ $0 }) { loop.cancel(timer) }
    }

    /// Frames go this way from now on; the first commit states everything. `isNewDisplay`: what was lit until now was
    /// another display, so this one is switched off and on.
    package func configure(_ scanout: any Scanout, isNewDisplay: Bool) {
        self.scanout = scanout
        if scanout.ring !== ring {
            giveUpFlip()
            if outgoing == nil { outgoing = ring }
            ring = scanout.ring
            queue = FlipQueue(bufferCount: scanout.ring.buffers.count)
            sent = scanout.ring.buffers.map { _ in HeldComposite() }
        }
        if isNewDisplay { restart = .offAndOn } else if case .none = restart { restart = .modeset }
        outstanding = nil
        relight()
    }

    /// There is no display any more. What is presented meanwhile is kept.
    package func turnOff() {
        guard let scanout else { return }
        giveUpFlip()
        do throws(SystemError) {
            try scanout.darken()
            counted(isModeset: true)
            restart = .modeset
        } catch {
            restart = .offAndOn
        }
        tellOldest(nil)
        self.scanout = nil
    }

    /// See `Output.present`.
    package func present(_ composite: Composite, tag: UInt64) {
        if let scanout, composite.size != scanout.ring.size { return finish(tag, .superseded) }
        latest = composite
        let previous = pending
        pending = (composite, tag)
        outstanding = outstanding ?? .now()
        prepared = nil
        if let tag = previous?.tag { finish(tag, .superseded) }
        drive()
    }

    /// See `Output.videoChanged`.
    package func videoChanged() {
        guard pending == nil, scanout != nil, let latest, !latest.windows.isEmpty else { return }
        pending = (latest, nil)
        outstanding = outstanding ?? .now()
        drive()
    }

    /// The page's picture was taken off the screen, and all planes, by the process that does so when this one hangs: shows everything again.
    package func videoWasCovered() {
        guard scanout != nil, let latest else { return }
        isCovered = true
        if pending == nil { pending = (latest, nil) }
        outstanding = outstanding ?? .now()
        drive()
    }

    private func tellOldest(_ instant: MonotonicInstant?) {
        guard instant != oldestOnScreen else { return }
        oldestOnScreen = instant
        handler(.oldestPicture(instant))
    }

    /// A flip event came.
    package func handle(_ event: FlipEvent) {
        guard queue.landed(event.serial) else { return }
        flipDue = nil
        counters.flips += 1
        for index in windowsOnTheirWay.indices {
            windowsOnTheirWay[index].layer.shown(picturesOnTheirWay[index], at: event.flip.orNow)
        }
        lastFlip = event.flip.orNow
        outgoing = nil
        tellOldest(oldestOnItsWay)
        scanout?.settled()
        scanout?.landed()
        let tag = tagOnItsWay
        tagOnItsWay = nil
        outstanding = pending == nil ? nil : .now()
        // The waiting frame first: its vertical blank is nearer than whatever the owner does with the news.
        drive()
        if let tag { finish(tag, .shown(event.flip.orNow)) }
    }

    private func finish(_ tag: UInt64, _ outcome: Presentation.Outcome) {
        handler(.presented(Presentation(tag: tag, outcome: outcome)))
    }

    private func counted(isModeset: Bool) {
        counters.commits += 1
        if isModeset { counters.modesets += 1 }
    }

    private func relight() {
        if pending == nil, let latest { pending = (latest, nil) }
        if pending != nil { outstanding = outstanding ?? .now() }
        drive()
    }

    /// What is on screen is unknown from here on; the frame that was on its way goes out again with the next commit.
    private func giveUpFlip() {
        flipDue = nil
        queue.reset()
        prepared = nil
        let tag = tagOnItsWay
        tagOnItsWay = nil
        if pending == nil, let latest {
            pending = (latest, tag)
        } else if let tag {
            finish(tag, .superseded)
        }
    }

    /// Moves the waiting frame as far as it can go now: into a free buffer, and to the kernel.
    private func drive() {
        guard let scanout, let pending, retry == nil, pending.composite.size == scanout.ring.size else { return }
        // This process may have been stopped since the pictures came, and since one was written to a buffer.
        let now = MonotonicInstant.now()
        for index in pending.composite.windows.indices { pending.composite.windows[index].layer.hideIfOld(at: now) }
        if let buffer = prepared, let oldest = oldest(pending.composite.windows, scanout, buffer), now - oldest >= CurtainWatch.oldest {
            prepared = nil
        }
        if prepared == nil {
            scanout.arrange(pending.composite.windows)
            if case .none = restart, let newest = queue.newest,
                scanout.ring.buffers[newest].held.holds(pending.composite, { scanout.isOnPlane($0) })
            {
                guard scanout.hasNewPlanePictures || isCovered else {
                    self.pending = nil
                    if !queue.isFlipping { outstanding = nil }
                    if let tag = pending.tag { finish(tag, .unchanged) }
                    return
                }
                // The page stays; only planes get another picture.
                guard !queue.isFlipping else { return }
                scanout.ring.clips.removeAll()
                prepared = newest
            } else {
                guard let free = queue.free else { return }
                prepare(pending.composite, in: free, scanout)
                prepared = free
            }
        }
        guard !queue.isFlipping, let buffer = prepared else { return }
        if isCovered { scanout.ring.clips.add(PixelRect(scanout.ring.size)) }
        oldestOnItsWay = oldest(pending.composite.windows, scanout, buffer)
        if oldestOnScreen == nil { tellOldest(oldestOnItsWay) }
        do throws(SystemError) {
            try commit(scanout, buffer)
            isCovered = false
            queue.committed(buffer)
            sent[buffer].become(scanout.ring.buffers[buffer].held)
            windowsOnTheirWay = pending.composite.windows
            picturesOnTheirWay.removeAll(keepingCapacity: true)
            for index in windowsOnTheirWay.indices {
                let number = picture(windowsOnTheirWay, index, scanout, buffer)
                picturesOnTheirWay.append(number)
                windowsOnTheirWay[index].layer.committed(number)
            }
            busySince = nil
            tagOnItsWay = pending.tag
            self.pending = nil
            prepared = nil
            flipDue = .now() + patience
            if flipTimeout == nil { awaitFlip(patience) }
        } catch {
            counters.refusals += 1
            recover(from: error)
        }
    }

    /// The number of the picture that a commit of that buffer shows in a window.
    private func picture(_ windows: [VideoWindow], _ index: Int, _ scanout: any Scanout, _ buffer: Int) -> UInt64 {
        scanout.isOnPlane(index) ? windows[index].layer.picture : scanout.ring.buffers[buffer].held.windows[index].picture
    }

    /// When the oldest picture was taken that a commit of that buffer shows.
    private func oldest(_ windows: [VideoWindow], _ scanout: any Scanout, _ buffer: Int) -> MonotonicInstant? {
        var oldest: MonotonicInstant?
        for index in windows.indices {
            let number = picture(windows, index, scanout, buffer)
            if number == 0 { continue }
            let taken = windows[index].layer.taken(number)
            if let known = oldest, known <= taken { continue }
            oldest = taken
        }
        return oldest
    }

    private func prepare(_ composite: Composite, in buffer: Int, _ scanout: any Scanout) {
        let (ring, target, page) = (scanout.ring, scanout.ring.buffers[buffer], composite.page)
        ring.clips.removeAll()
        func isOnPlane(_ index: Int) -> Bool { scanout.isOnPlane(index) }
        if scanout.wantsDamage, case .none = restart, let newest = queue.newest {
            addDamage(of: composite, since: ring.buffers[newest].held, to: ring.clips, isOnPlane)
        }
        // The clips hold what differs from the screen before and from what this buffer held when the kernel last saw it:
        // kernels disagree about which of the two is meant (virtio-gpu before 6.8 takes the second, and copies no more
        // than that to the host), and the union is right for both. What the buffer holds may be neither, when a screen
        // was written to it that a newer one replaced.
        if scanout.wantsDamage, !target.held.isSame(as: sent[buffer]) {
            addDamage(of: composite, since: sent[buffer], to: ring.clips, isOnPlane)
        }
        page.forEachDifference(from: target.held.page) { row, columns in
            target.write(page, row: row, columns: columns)
            ring.clips.add(row: row, columns: columns)
        }
        let isSamePage = target.held.page === page
        if !isSamePage {
            // Camera pixels stand where the page's own words may be equal to those of the page before.
            for window in target.held.windows {
                for y in window.rect.y..<window.rect.maxY { target.write(page, row: y, columns: window.rect.x..<window.rect.maxX) }
                ring.clips.add(window.rect)
            }
        }
        let isSameLayout = isSamePage && target.held.windows.count == composite.windows.count
        if !isSameLayout { target.held.windows = composite.windows.map { $0.content(isOnPlane: false) } }
        for index in composite.windows.indices {
            let window = composite.windows[index]
            let content = window.content(isOnPlane: isOnPlane(index))
            if isSameLayout, target.held.windows[index] == content { continue }
            let rows = isSameLayout ? window.rows(from: target.held.windows[index], to: content) : window.rect.y..<window.rect.maxY
            ring.write(window, rows, under: page, cover: composite.cover, to: buffer, isOnPlane: content.isOnPlane)
            ring.clips.add(PixelRect(x: window.rect.x, y: rows.lowerBound, width: window.rect.width, height: rows.count))
            target.held.windows[index] = content
        }
        target.held.page = page
    }

    private func addDamage(of composite: Composite, since held: HeldComposite, to clips: DamageClips, _ isOnPlane: (Int) -> Bool) {
        composite.page.forEachDifference(from: held.page) { clips.add(row: $0, columns: $1) }
        held.forEachOtherWindow(in: composite, isOnPlane) { clips.add($0) }
    }

    private func commit(_ scanout: any Scanout, _ buffer: Int) throws(SystemError) {
        let serial = queue.nextSerial
        switch restart {
        case .none:
            try scanout.flip(to: buffer, damage: scanout.ring.clips, serial: serial)
            return counted(isModeset: false)
        case .seamless:
            do throws(SystemError) {
                try scanout.light(buffer, allowModeset: false, serial: serial)
                restart = .none
                return counted(isModeset: false)
            } catch {
                guard error.errno == .invalidArgument else { throw error }
                restart = .modeset
            }
        case .offAndOn:
            try scanout.darken()
            counted(isModeset: true)
            restart = .modeset
        case .modeset:
            break
        }
        try scanout.light(buffer, allowModeset: true, serial: serial)
        restart = .none
        counted(isModeset: true)
    }

    /// One timer for many flips: the pictures of cameras come too often to set one for each.
    private func awaitFlip(_ delay: Duration) {
        flipTimeout = loop.after(delay) { [unowned self] in
            flipTimeout = nil
            guard let flipDue else { return }
            let left = flipDue - .now()
            if left > .zero { awaitFlip(left) } else { flipIsMissing() }
        }
    }

    private func flipIsMissing() {
        counters.missingFlips += 1
        log.warning("a page flip did not come in time: setting the mode again")
        giveUpFlip()
        restart = .offAndOn
        drive()
    }

    private func recover(from error: SystemError) {
        switch error.errno {
        case .permissionDenied, .notPermitted:
            handler(.masterLost)
        case .noSuchDevice, .noSuchDeviceOrAddress:
            handler(.cardGone)
        case .busy:
            // The commit before this one is not through: a modeset, somebody else's flip, or hardware that hangs; after
            // 10 s the kernel gives up waiting by itself.
            let now = MonotonicInstant.now()
            let since = busySince ?? now
            busySince = since
            if case .none = restart, now - since > patience {
                log.warning("the display is busy for too long: setting the mode again")
                restart = .offAndOn
            }
            again(after: since == now ? .milliseconds(4) : .milliseconds(50))
        default:
            if case .none = restart {
                // The display or the kernel's state has changed under us: state everything.
                log.warning("\(error): setting the mode again")
                restart = .modeset
                again(after: .zero)
            } else {
                restart = .offAndOn
                handler(.refused(error))
            }
        }
    }

    private func again(after delay: Duration) {
        retry = loop.after(delay) { [unowned self] in
            retry = nil
            drive()
        }
    }
}
