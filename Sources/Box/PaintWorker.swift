package import LinuxIO
internal import Navigation
package import Pages
internal import Pixels
internal import Content
internal import Synchronization
package import Typography

/// The painting thread. One frame is wanted at a time, the newest wish replaces the former; predicted frames are painted in between,
/// and given up between two bands when a wish arrives.
package final class PaintWorker: Sendable {
    private struct Board {
        var style: Style
        var wanted: PaintJob?
        var predicted: [PaintJob] = []
        /// Where predictions start, and the frames that are there already.
        var base: (job: PaintJob, known: Set<FrameKey>)?
        var stopped = false
    }

    private let board: Mutex<Board>
    private let wishes = Atomic<Int>(0)
    private let wake: Mailbox<Void>
    private let results: Mailbox<Painted>
    private let fonts: FontSet
    private let cache: GlyphCache
    private let decoder: (@Sendable () -> ContentDecoder)?
    /// Nanoseconds since the thread took up the job it works on; 0 while it waits. For the watchdog.
    private let busySince = Atomic<Int64>(0)

    /// Paints with `fonts` into frames of `style`, and posts each to `results`. `run()` is the thread's body; it makes its own `decoder`, or
    /// decodes photos and reads lists itself.
    package init(
        fonts: FontSet, cache: GlyphCache, style: Style, results: Mailbox<Painted>, decoder: (@Sendable () -> ContentDecoder)? = nil
    ) throws(SystemError) {
        board = Mutex(Board(style: style))
        wake = try Mailbox()
        self.results = results
        self.fonts = fonts
        self.cache = cache
        self.decoder = decoder
    }

    /// Paint this next; a former wish and running predictions are given up.
    package func want(_ job: PaintJob) {
        board.withLock { $0.wanted = job }
        _ = wishes.add(1, ordering: .releasing)
        wake.post(())
    }

    /// When nothing is wanted, paint what one more key would show from `job`'s state, except for `known`; replaces what was predicted
    /// before. What a key would show is worked out here and not on the loop, where it would cost each key press milliseconds.
    package func predict(from job: PaintJob, known: Set<FrameKey>) {
        board.withLock {
            $0.predicted = []
            $0.base = (job, known)
        }
        wake.post(())
    }

    /// Nothing needs to be painted ahead now.
    package func forgetPredictions() {
        board.withLock {
            $0.predicted = []
            $0.base = nil
        }
    }

    /// Another mode or theme: all that is under way is for nothing.
    package func change(_ style: Style) {
        board.withLock {
            $0.style = style
            $0.wanted = nil
            $0.predicted = []
            $0.base = nil
        }
        _ = wishes.add(1, ordering: .releasing)
    }

    package func stop() {
        board.withLock { $0.stopped = true }
        _ = wishes.add(1, ordering: .releasing)
        wake.close()
    }

    /// How long the thread has been on one job; nil while it waits. From any thread.
    package func busy(now: MonotonicInstant) -> Duration? {
        let since = busySince.load(ordering: .acquiring)
        return since == 0 ? nil : .nanoseconds(max(0, now.nanoseconds - since))
    }

    /// The thread's body: returns after `stop()`.
    package func run() {
        var renderer: (style: Style, value: Renderer)?
        let decoder = decoder?()
        var pictures = PictureShelf(decoder: decoder)
        var registers = RegisterShelf(decoder: decoder)
        var ahead = Ahead()
        while wake.receive() != nil {
            while true {
                guard let (job, style, isWanted) = next() else {
                    guard expand(&ahead) else { break }
                    continue
                }
                if renderer?.style != style { renderer = (style, Renderer(fonts: fonts, cache: cache, style: style)) }
                guard let renderer = renderer?.value else { return }
                let begin = MonotonicInstant.now()
                busySince.store(begin.nanoseconds, ordering: .releasing)
                let mark = wishes.load(ordering: .acquiring)
                let painted = paint(job, style, renderer, &pictures, &registers, since: begin) {
                    !isWanted && self.wishes.load(ordering: .acquiring) != mark
                }
                busySince.store(0, ordering: .releasing)
                if let painted { results.post(painted) }
            }
            fonts.releasePages()
        }
    }

    /// What was painted ahead of one state. When the budget can't hold it all, painting it again and again would keep an idle box busy.
    private struct Ahead {
        var of: FrameKey?
        var tried: Set<FrameKey> = []
    }

    /// Works out what to paint ahead; false when there is nothing.
    private func expand(_ ahead: inout Ahead) -> Bool {
        let base = board.withLock { board in
            defer { board.base = nil }
            return board.stopped ? nil : board.base
        }
        guard let (job, known) = base else { return false }
        let start = job.key(job.state)
        if ahead.of != start { ahead = Ahead(of: start) }
        var jobs: [PaintJob] = []
        for state in job.state.statesAhead(in: job.world) {
            let key = job.key(state)
            guard !known.contains(key), ahead.tried.insert(key).inserted else { continue }
            var next = job
            next.state = state
            next.number = 0
            jobs.append(next)
        }
        board.withLock { if $0.base == nil { $0.predicted = jobs.reversed() } }
        return true
    }

    private func next() -> (job: PaintJob, style: Style, isWanted: Bool)? {
        board.withLock { board in
            guard !board.stopped else { return nil }
            if let job = board.wanted {
                board.wanted = nil
                return (job, board.style, true)
            }
            return board.predicted.popLast().map { ($0, board.style, false) }
        }
    }

    private func paint(
        _ job: PaintJob, _ style: Style, _ renderer: Renderer, _ pictures: inout PictureShelf, _ registers: inout RegisterShelf,
        since begin: MonotonicInstant, isCancelled: () -> Bool
    ) -> Painted? {
        var problem: String?
        var world = job.world
        var view = job.state.view(in: world)
        var scene = Scene(view: view, index: world.index, now: world.now, box: job.box)
        scene.cameras = job.cameras
        if let source = job.source {
            do {
                try scene.fill(from: source, &registers)
            } catch {
                problem = "\(view.place.address): \(error)"
            }
        }
        let outline = renderer.outline(scene)
        let outlineKey = OutlineKey(place: view.place, type: view.type)
        world.outlines[outlineKey] = outline
        // Only now it is known what can have the focus.
        view = job.state.view(in: world)
        scene.view = view
        let room = Metrics(size: style.size, type: view.type).hintRoom
        scene.hints = job.state.hints(in: world, width: room.width, em: room.em)
        let screen = renderer.screen(
            scene,
            pictures: { id, size in
                do {
                    return try pictures.picture(id, fitting: size, from: job.source)
                } catch {
                    problem = "picture \(id): \(error)"
                    return nil
                }
            }, isCancelled: isCancelled)
        guard let screen else { return nil }
        return Painted(
            number: job.number, key: FrameKey(view: view, generation: job.generation, world: world, cameras: job.cameras), style: style,
            screen: screen,
            outlineKey: outlineKey, outline: outline, duration: MonotonicInstant.now() - begin, problem: problem)
    }
}

extension Scene {
    /// Adds the pages that the view's place needs, of a long register with the rows that it shows. Blocks on the disk; throws when one cannot
    /// be read.
    package mutating func fill(from source: any ContentSource, _ registers: inout RegisterShelf) throws {
        do {
            try read(from: source, &registers)
        } catch let error as ContentError {
            isUnreadable = page == nil
            throw error
        }
    }

    private mutating func read(from source: any ContentSource, _ registers: inout RegisterShelf) throws {
        switch view.place {
        case .part(let id, let part):
            var page = try source.page(id)
            let back = FormerPart.back(part)
            for _ in 0..<(back ?? 0) {
                guard let former = page.envelope.former else { throw ContentError.inconsistent("\(id) has no \(part)") }
                page = try ContentJSON.decode(Page.self, from: try source.object(former.object))
            }
            self.page = try registers.filled(page, back == nil ? RegisterPart(part) : RegisterPart(range: 0), from: source)
        case .page(let id):
            page = try registers.filled(try source.page(id), RegisterPart(), from: source)
        case .picture(let id, _):
            page = try source.page(id)
        case .row(let id, let row):
            let page = try registers.filled(try source.page(id), row: row, from: source)
            self.page = page
            if let ledger = page.body as? Ledger, let reference = ledger.row(row)?.before {
                before = try source.page(reference.page)
            }
        case .home, .tile, .card:
            break
        }
        if let corner = view.corner { cornerList = try source.page(corner.page).body as? CameraList }
    }
}

/// The last decoded pictures, so that moving the focus among photos does not decode the others again. A screen's worth of small ones
/// beside a large one; the large one over a whole screen alone.
struct PictureShelf {
    private let decoder: ContentDecoder?
    private var held: [(id: ObjectID, size: PixelSize, picture: Picture)] = []

    /// Nil decodes on this thread.
    init(decoder: ContentDecoder? = nil) { self.decoder = decoder }

    /// Pixels of all that are held but for the last one: 8 MB.
    private static let pixelLimit = 2_000_000

    mutating func picture(_ id: ObjectID, fitting size: PixelSize, from source: (any ContentSource)?) throws -> Picture? {
        if let found = held.firstIndex(where: { $0.id == id && $0.size == size }) {
            let one = held.remove(at: found)
            held.append(one)
            return one.picture
        }
        guard let source else { return nil }
        // Room first: two large pictures are never held at once, not even while one of them is decoded.
        makeRoom(for: size)
        let bytes = try source.object(id)
        let picture = try decoder.map { try $0.picture(bytes, fitting: size) } ?? Picture.decode(bytes, fitting: size)
        held.append((id, size, picture))
        return picture
    }

    private mutating func makeRoom(for size: PixelSize) {
        var pixels = held.reduce(size.width * size.height) { $0 + $1.size.width * $1.size.height }
        while pixels > Self.pixelLimit, let oldest = held.first {
            pixels -= oldest.size.width * oldest.size.height
            held.removeFirst()
        }
    }
}
