package import Content
package import LinuxIO
package import Navigation
package import Pages

/// Decides which frame is on the screen: keys, content, time and finished paintings come in, frames go out.
/// Lives on the loop; never blocks, never paints.
package final class ScreenDirector {
    /// Takes a screen to the display. `since` is when the key that led to it was pressed, by the kernel's monotonic clock.
    package typealias Present = (_ screen: Screen, _ since: MonotonicInstant?, _ predicted: Bool) -> Void

    /// What only the daemon can do.
    package var perform: (Effect) -> Void = { _ in }
    /// Something changed that the status shows.
    package private(set) var painted: UInt64 = 0
    package private(set) var lastPaint: Duration = .zero

    private var state: State
    private var world: World
    private var source: (any ContentSource)?
    private var waitingSource: (any ContentSource)?
    private var generation = 0
    private let painter: PaintWorker
    private var style: Style
    private let box: String
    private let present: Present
    private let log: Log
    private var problems = Condition()
    /// Frames of what could not be read, or not all of it.
    private var incomplete: Set<FrameKey> = []

    private var frames: FrameCache<FrameKey>
    private let budgets: (still: Int, live: Int)
    /// What the display was given last.
    private var presented: FrameKey?
    /// What the painting thread was asked for, and the key press it answers.
    private var wanted: (number: Int, key: FrameKey, since: MonotonicInstant?)?
    private var lastJob = 0
    private var isPaused = false
    /// See `Scene.cameras`.
    private var cameras: [String: CameraState] = [:]
    /// Where the process before this one was, until there is content.
    private var bookmark: Bookmark?

    /// - Parameters:
    ///   - frameBudget: four megabytes hold some eight pages of text: what the likeliest keys show. A photo over the whole screen is painted anew
    ///     each time.
    ///   - liveBudget: while cameras are looked at, whose buffers and curtain take memory of their own.
    package init(
        painter: PaintWorker, style: Style, type: TypeSize, box: String, abilities: World.Abilities = .code, frameBudget: Int = 4 << 20,
        liveBudget: Int = 2 << 20, log: Log, present: @escaping Present
    ) {
        self.painter = painter
        self.style = style
        self.box = box
        self.present = present
        self.log = log
        state = State(type: type)
        world = World(abilities: abilities)
        budgets = (frameBudget, liveBudget)
        frames = FrameCache(budget: frameBudget)
    }

    // MARK: What happens

    package func key(_ key: RemoteKey, _ phase: KeyPhase, at time: MonotonicInstant) {
        handle(.key(key, phase), since: time)
    }

    /// New verified content. Shown at once where nobody is reading, else offered.
    package func content(_ new: any ContentSource) {
        // A warning waits for nobody.
        world.emergency = new.emergency
        if source == nil {
            adopt(new)
            if let bookmark, let resumed = State(resuming: bookmark, type: state.type, in: world) { state = resumed }
            bookmark = nil
            handle(.worldChanged)
        } else if let floor = new.index.floor, let shown = source?.index.issued, shown < floor {
            // Something was withdrawn: nobody goes on reading it.
            adopt(new)
            handle(.worldChanged)
        } else {
            waitingSource = new
            world.waiting = new.index
            handle(.worldChanged)
        }
    }

    /// Why there is no content yet, for the card; ignored once there is some.
    package func card(_ card: Card) {
        guard world.card != card else { return }
        world.card = card
        if world.index == nil { refresh() }
    }

    package func trouble(_ trouble: Trouble?) {
        guard world.trouble != trouble else { return }
        world.trouble = trouble
        refresh()
    }

    /// What became of a USB stick; nil once that is no news any more.
    package func stick(_ note: StickNote?) {
        guard world.stick != note else { return }
        world.stick = note
        refresh()
    }

    /// When the township last signed: the age of the content counts from here.
    package func fresh(_ issued: Instant) {
        guard world.fresh != issued else { return }
        world.fresh = issued
        refresh()
    }

    /// Once a minute at least, and whenever the clock becomes known: `now` is nil while it is not.
    package func tick(now: Instant?, uptime: MonotonicInstant) {
        world.now = now
        handle(.tick(MonotonicSeconds(Int(uptime.nanoseconds / 1_000_000_000))))
    }

    /// How the box's cameras are, by their ids in the content.
    package func cameras(_ states: [String: CameraState]) {
        guard cameras != states else { return }
        cameras = states
        refresh()
    }

    /// A pull went well: what could not be read may have been fetched again, and is painted anew.
    package func retry() {
        guard !incomplete.isEmpty else { return }
        let again = incomplete
        incomplete = []
        frames.removeAll { again.contains($0) }
        if let presented, again.contains(presented) { self.presented = nil }
        refresh()
    }

    package func alarm(delivered: Bool) { handle(delivered ? .alarmDelivered : .alarmFailed) }

    /// The mode or the theme changed: nothing that was painted fits any more.
    package func change(_ new: Style) {
        guard new != style else { return }
        style = new
        painter.change(new)
        frames.removeAll { _ in true }
        incomplete = []
        world.outlines.removeAll()
        presented = nil
        wanted = nil
        refresh()
    }

    package func finished(_ result: Painted) {
        if let problem = result.problem {
            if problems.changes(to: problem) { log.warning(problem) }
        } else {
            _ = problems.changes(to: nil)
        }
        guard result.style == style, result.key.generation == generation else { return }
        painted += 1
        lastPaint = result.duration
        let isWanted = wanted?.number == result.number
        if isWanted { frames.insert(result.screen, for: result.key) } else { frames.insertAhead(result.screen, for: result.key) }
        if result.problem == nil { incomplete.remove(result.key) } else { incomplete.insert(result.key) }
        let isNews = world.outlines.updateValue(result.outline, forKey: result.outlineKey) != result.outline
        guard let wanted, wanted.number == result.number else {
            if isNews { handle(.worldChanged) }
            return predict()
        }
        self.wanted = nil
        if isNews { _ = state.handle(.worldChanged, in: world).map(perform) }
        refresh(since: wanted.since, painted: (result.key, result.screen))
    }

    /// The display went away: nothing is painted until `resume`; state is kept.
    package func pause() {
        isPaused = true
        wanted = nil
        painter.forgetPredictions()
    }

    package func resume() {
        isPaused = false
        refresh()
    }

    /// The first content is opened there, if it still has that page and nobody has moved yet.
    package func resume(at bookmark: Bookmark) {
        if source == nil { self.bookmark = bookmark }
    }

    /// Where the viewer is now, for a successor; nil at home.
    package var place: Bookmark? { state.bookmark(in: world) }

    /// From what was remembered over a restart.
    package func change(_ type: TypeSize) {
        guard state.type != type, state.stack.count == 1 else { return }
        state = State(type: type)
        refresh()
    }

    // MARK: What is on the screen

    /// Whether some time-out is running.
    package var awaitsTime: Bool { state.awaitsTime(in: world) }

    /// Whether one is running that people wait for.
    package var awaitsSeconds: Bool { state.overlay != nil && state.overlay != .emergency || !state.pending.isEmpty || state.patrols(in: world) }

    package func describe(into status: inout Status) {
        let view = view
        status.place = view.place.address
        status.page = view.page + 1
        status.pages = outline?.pages.count ?? 1
        status.type = view.type.rawValue
        status.overlay = view.overlay.map { "\($0)" }
        status.strip = view.strip.map { "\($0)" }
        if let focus = view.focus, let outline, outline.pages.indices.contains(view.page),
            outline.pages[view.page].indices.contains(focus)
        {
            status.focus = outline.pages[view.page][focus].identity
        }
        switch view.place {
        case .page(let id), .part(let id, _), .row(let id, _), .picture(let id, _): status.title = world.index?.entry(id)?.title ?? ""
        case .home: status.title = world.index?.village.name ?? ""
        case .tile(let digit): status.title = world.index?.tile(digit)?.title ?? ""
        case .card: break
        }
        // A wish that is not answered yet: what is described is not on the screen.
        status.settled = wanted == nil && presented == key(of: state)
        status.waiting = world.waiting != nil
        status.frames.cached = frames.count
        status.frames.cachedBytes = frames.byteCount
        status.frames.painted = painted
        status.frames.paintMicroseconds = Int(lastPaint.nanoseconds / 1_000)
    }

    package var view: View { state.view(in: world) }

    package var outline: Outline? {
        let view = view
        return world.outlines[OutlineKey(place: view.place, type: view.type)]
    }

    package var index: VillageIndex? { world.index }

    package var frameCount: Int { frames.count }

    package var frameBytes: Int { frames.byteCount }

    // MARK: How

    private func handle(_ event: Event, since: MonotonicInstant? = nil) {
        for effect in state.handle(event, in: world) {
            switch effect {
            case .takeWaitingContent:
                guard let waitingSource else { continue }
                adopt(waitingSource)
                handle(.worldChanged)
            default:
                perform(effect)
            }
        }
        refresh(since: since)
    }

    private func adopt(_ new: any ContentSource) {
        let old = source?.index
        source = new
        waitingSource = nil
        generation += 1
        incomplete = []
        world.index = new.index
        world.waiting = nil
        // A page that is the same keeps its outline, so that the focus stays where it is without waiting for a new layout.
        world.outlines = world.outlines.filter { key, _ in
            guard let id = key.place.pageID else { return true }
            return old?.entry(id)?.object == new.index.entry(id)?.object
        }
        frames.removeAll { $0.generation != generation }
    }

    /// - Parameter painted: what answers the wish. It may be more than the cache keeps, and is shown all the same.
    private func refresh(since: MonotonicInstant? = nil, painted: (key: FrameKey, screen: Screen)? = nil) {
        guard !isPaused else { return }
        let key = key(of: state)
        if key == presented {
            // The wish was overtaken by going back to what is shown.
            wanted = nil
        } else if let screen = painted?.key == key ? painted?.screen : frames.take(key) {
            wanted = nil
            presented = key
            frames.settle()
            frames.budget = screen.windows.isEmpty ? budgets.still : budgets.live
            present(screen, since, painted == nil)
        } else {
            if wanted?.key != key {
                let job = job(state)
                wanted = (job.number, key, since)
                painter.want(job)
            }
            return
        }
        predict()
    }

    private func predict() {
        guard wanted == nil, !isPaused else { return }
        painter.predict(from: job(state), known: frames.keys)
    }

    private func key(of state: State) -> FrameKey {
        FrameKey(view: state.view(in: world), generation: generation, world: world, cameras: cameras)
    }

    private func job(_ state: State) -> PaintJob {
        lastJob += 1
        return PaintJob(number: lastJob, state: state, world: world, source: source, generation: generation, box: box, cameras: cameras)
    }
}
