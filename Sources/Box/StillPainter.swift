package import Content
package import Navigation
package import Pages
package import Pixels
package import Typography

/// Paints single views on the calling thread: previews, screenshots of what is not shown, benchmarks. The same renderer as the daemon's
/// painting thread, so the pixels are the same.
package final class StillPainter {
    private let renderer: Renderer
    private let source: (any ContentSource)?
    private var world: World
    private let box: String
    private var pictures = PictureShelf()
    /// What could not be read while painting, in English.
    package private(set) var problems: [String] = []

    /// `now` nil paints as a box does whose clock is unknown.
    package init(
        fonts: FontSet, cache: GlyphCache, style: Style, source: (any ContentSource)?, now: Instant?, box: String = "",
        card: Card = .starting, trouble: Trouble? = nil
    ) {
        renderer = Renderer(fonts: fonts, cache: cache, style: style)
        self.source = source
        self.box = box
        world = World(index: source?.index, now: now, card: card, trouble: trouble)
    }

    /// The discrete pages of a place and what can be focused on them.
    package func outline(_ view: View) -> Outline {
        let outline = renderer.outline(scene(view))
        world.outlines[OutlineKey(place: view.place, type: view.type)] = outline
        return outline
    }

    /// The frame of a view.
    /// `hints` are those of a state that shows this view.
    package func paint(_ view: View, hints: [Hint]) -> Frame {
        var scene = scene(view)
        scene.hints = hints
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

    private func scene(_ view: View) -> Scene {
        var scene = Scene(view: view, index: world.index, now: world.now, box: box)
        guard let source else { return scene }
        do {
            try scene.fill(from: source)
        } catch {
            problems.append("\(view.place.address): \(error)")
        }
        return scene
    }
}
