package import Content
package import Navigation
package import Pages
package import Pixels
package import Typography

/// Paints single views on the calling thread: previews, screenshots of what is not shown, benchmarks. The same renderer as the daemon's
/// painting thread, so the pixels are the same.
package final class StillPainter {
    private let renderer: Renderer
    private let cache: GlyphCache
    private let source: (any ContentSource)?
    private var world: World
    private let box: String
    private var pictures = PictureShelf()
    private var registers = RegisterShelf()
    /// What could not be read while painting, in English.
    package private(set) var problems: [String] = []

    /// `now` nil paints as a box does whose clock is unknown.
    package init(
        fonts: FontSet, cache: GlyphCache, style: Style, source: (any ContentSource)?, now: Instant?, box: String = "",
        card: Card = .starting, trouble: Trouble? = nil
    ) {
        renderer = Renderer(fonts: fonts, cache: cache, style: style)
        self.cache = cache
        self.source = source
        self.box = box
        world = World(index: source?.index, now: now, card: card, trouble: trouble, emergency: source?.emergency)
    }

    /// The discrete pages of a place and what can be focused on them.
    package func outline(_ place: Place, _ type: TypeSize) -> Outline {
        let key = OutlineKey(place: place, type: type)
        if let known = world.outlines[key] { return known }
        let outline = renderer.outline(scene(State(at: place, type: type, in: world).view(in: world)))
        world.outlines[key] = outline
        return outline
    }

    /// Every place that keys lead to, in the order in which a person would meet them: what a page opens stands before the next page.
    package func places(_ type: TypeSize) -> [Place] {
        var places: [Place] = []
        var known = Set<Place>()
        // A stack of its own: linked rows of many months would make a deep recursion.
        var open: [Place] = [.home]
        while let place = open.popLast() {
            guard known.insert(place).inserted else { continue }
            places.append(place)
            let outline = outline(place, type)
            var next = outline.pages.joined().compactMap(\.opens)
            next += outline.axis?.stops.map(\.place) ?? []
            if let filter = outline.filter { next.append(filter.place) }
            if case .page(let id) = place { next += world.index?.item(of: id)?.pages.map { .page($0.id) } ?? [] }
            open += next.reversed()
        }
        return places
    }

    /// Whether the content has a warning that is in force at the painter's time: then all pages have its banner.
    package var hasWarning: Bool { world.activeEmergency != nil }

    /// What a screen shows at a spot of a place; with `warned` before somebody has folded the warning.
    package func paint(_ place: Place, _ spot: Spot, _ type: TypeSize, warned: Bool = false) -> Frame {
        // The places on the way matter too: ◀▶ in a row go along the rows of its page.
        for above in State(at: place, type: type, in: world).stack { _ = outline(above.place, type) }
        let state = state(at: place, spot, type, warned)
        let scene = hinted(state, type)
        let frame = renderer.paint(
            scene,
            pictures: { [self] id, size in
                do {
                    return try pictures.picture(id, fitting: size, from: source)
                } catch {
                    problems.append("picture \(id): \(error)")
                    return nil
                }
            }, isCancelled: { false })
        guard let frame else { preconditionFailure("a painting that nobody cancels was cancelled") }
        return frame
    }

    /// What is written at a spot of a place, and where its ink is: for programs that hold the picture against it.
    package func texts(_ place: Place, _ spot: Spot, _ type: TypeSize, warned: Bool = false) -> [(text: String, ink: PixelRect)] {
        let drawing = renderer.drawing(hinted(state(at: place, spot, type, warned), type))
        return drawing.ops.compactMap { op in
            if case .text(let line, let pen, _) = op { (line.text, cache.ink(of: line.shaped, at: pen)) } else { nil }
        }
    }

    /// With the hints that there is room for.
    private func hinted(_ state: State, _ type: TypeSize) -> Scene {
        var scene = scene(state.view(in: world))
        let room = Metrics(size: renderer.style.size, type: type).hintRoom
        scene.hints = state.hints(in: world, width: room.width, em: room.em)
        return scene
    }

    private func state(at place: Place, _ spot: Spot, _ type: TypeSize, _ warned: Bool) -> State {
        var state = State(at: place, spot, type: type, in: world)
        if warned { state.handle(.worldChanged, in: world) }
        return state
    }

    private func scene(_ view: View) -> Scene {
        var scene = Scene(view: view, index: world.index, now: world.now, box: box)
        guard let source else { return scene }
        do {
            try scene.fill(from: source, &registers)
        } catch {
            problems.append("\(view.place.address): \(error)")
        }
        return scene
    }
}
