package import Content
package import Navigation
package import Pixels
package import Typography

/// Scenes to outlines, drawings and frames. Pure: no I/O, no clock; pictures come through a closure. One per thread, because it
/// keeps working memory and the layouts of the last places.
package final class Renderer {
    package let style: Style
    private let setter: TextSetter
    private let painter: Painter
    private var layouts: [(key: LayoutKey, layout: PlaceLayout)] = []
    private var link: Link?
    private var clocks: [TypeSize: ClockStrip] = [:]

    /// Places whose layout is kept: where one is, its neighbours in each direction, and the way back.
    private static let layoutLimit = 16

    /// What a place's layout depends on. Equal content that is the same storage compares in no time.
    private struct LayoutKey: Equatable {
        var place: Place
        var type: TypeSize
        var index: VillageIndex?
        var page: Page?
        var before: Page?
        var today: Day?
        var box: String
        var cameras: [String: CameraState]
        var hasCorner: Bool

        init(_ scene: Scene) {
            place = scene.view.place
            type = scene.view.type
            index = scene.index
            page = scene.page
            before = scene.before
            today = scene.now?.day
            box = scene.box
            cameras = scene.cameras
            hasCorner = scene.view.corner != nil
        }
    }

    /// - Parameter cache: may be shared with other renderers.
    package init(fonts: FontSet, cache: GlyphCache, style: Style) {
        self.style = style
        setter = TextSetter(fonts: fonts)
        painter = Painter(cache: cache, size: style.size, palette: .of(style.theme))
    }

    /// What the whole place offers to the remote, all its discrete pages.
    package func outline(_ scene: Scene) -> Outline { layout(scene).outline }

    /// The scene's screen as operations. Cheap while the place's layout is kept: moving the focus or paging sets no text again.
    package func drawing(_ scene: Scene) -> Drawing {
        if scene.view.overlay == .code, scene.link != link?.text { link = scene.link.flatMap { Link($0) } }
        return kit(scene).drawing(scene, layout(scene), link: scene.link == nil ? nil : link)
    }

    /// The scene's screen as a frame; nil when `isCancelled`, which is asked every few rows, says that nobody wants it any more.
    /// - Parameter pictures: an object at the size it is drawn; nil when it cannot be had or does not decode, then a box says so.
    package func paint(
        _ scene: Scene, pictures: (ObjectID, PixelSize) -> Picture?, isCancelled: () -> Bool
    ) -> Frame? {
        painter.paint(drawing(scene), pictures: pictures, isCancelled: isCancelled)
    }

    /// As `paint`, with what a display needs to know to put cameras into it.
    package func screen(
        _ scene: Scene, pictures: (ObjectID, PixelSize) -> Picture?, isCancelled: () -> Bool
    ) -> Screen? {
        let drawing = drawing(scene)
        guard let frame = painter.paint(drawing, pictures: pictures, isCancelled: isCancelled) else { return nil }
        var screen = Screen(frame: frame, windows: drawing.windows, watched: drawing.watched)
        if drawing.windows.isEmpty { return screen }
        if drawing.windows.contains(where: { $0.clock != nil }) { screen.clock = clock(scene.view.type) }
        var covered = scene
        for window in drawing.windows { covered.cameras[window.camera] = .interrupted }
        screen.cover = painter.paint(self.drawing(covered), pictures: pictures, isCancelled: isCancelled)
        return screen.cover == nil ? nil : screen
    }

    private func clock(_ type: TypeSize) -> ClockStrip {
        if let clock = clocks[type] { return clock }
        let kit = Kit(metrics: Metrics(size: style.size, type: type), setter: setter)
        let clock = kit.clockStrip(painter)
        clocks[type] = clock
        return clock
    }

    /// Drops kept layouts and lines, as after new content or for measuring.
    package func forget() {
        layouts.removeAll()
        setter.forget()
    }

    private func kit(_ scene: Scene) -> Kit {
        Kit(metrics: Metrics(size: style.size, type: scene.view.type), setter: setter)
    }

    private func layout(_ scene: Scene) -> PlaceLayout {
        let key = LayoutKey(scene)
        if let found = layouts.firstIndex(where: { $0.key == key }) {
            if found > 0 { layouts.insert(layouts.remove(at: found), at: 0) }
            return layouts[0].layout
        }
        let layout = kit(scene).place(scene)
        if layouts.count >= Self.layoutLimit { layouts.removeLast() }
        layouts.insert((key, layout), at: 0)
        return layout
    }
}
