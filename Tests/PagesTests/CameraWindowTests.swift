import Content
import Navigation
import Pages
import Pixels
import Testing

/// A camera has a hole in the page, and is opened at all, only on the word of somebody who may say so.
@Suite struct CameraWindowTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        var list = SampleMatters.cameras(4)
        var box = "0417"
        var now: Instant? = SampleVillage.now
        /// Of camera 1, which the box says is live.
        let isShown: Bool
        var testDescription: String { name }

        func list(_ change: (inout CameraList) -> Void) -> Case {
            var changed = self
            change(&changed.list)
            return changed
        }
    }

    static let cases = [
        Case(name: "authorised for this box", isShown: true),
        Case(name: "on its last day", isShown: true).list { $0.authorisation?.expires = SampleVillage.now.day },
        Case(name: "nobody has said so", isShown: false).list { $0.authorisation = nil },
        Case(name: "until yesterday", isShown: false).list { $0.authorisation?.expires = SampleVillage.now.day.adding(days: -1) },
        Case(name: "for other boxes", box: "0999", isShown: false),
        Case(name: "for no box", isShown: false).list { $0.authorisation?.boxes = [] },
        Case(name: "a box without a number", box: "", isShown: false),
        Case(name: "nobody knows what day it is", now: nil, isShown: false),
    ]

    @Test(arguments: cases) func onlyWhatIsAllowedIsOpened(_ row: Case) throws {
        let id = SampleVillage.page("8/cameras")
        let page = Page(envelope: try #require(SampleMatters.pages[id]).envelope, body: row.list)
        let renderer = try LayoutTests.renderer()
        for view in [
            View(place: .page(id)), View(place: .row(id, row: "1")),
            View(place: .home, corner: WatchedCamera(page: id, camera: "1")),
        ] {
            var scene = Scene(view: view, index: SampleVillage.index, now: row.now, box: row.box)
            if view.corner == nil { scene.page = page }
            scene.cornerList = row.list
            scene.cameras = ["1": .live, "2": .starting]
            let drawing = renderer.drawing(scene)
            #expect(drawing.windows.map(\.camera) == (row.isShown ? ["1"] : []), "\(view.place.address)")
            let watched = view.place == .page(id) ? ["1", "2"] : ["1"]
            #expect(drawing.watched.map(\.camera) == (row.isShown ? watched : []))
            let holes = drawing.ops.filter { if case .hole = $0 { true } else { false } }.count
            // One for the picture, one for the clock in it.
            #expect(holes == (row.isShown ? 2 : 0))
        }
    }

    /// The picture of a screenshot or preview is the page alone: nothing of a camera is in it, and its places are black.
    @Test func aPaintedPageHoldsNoPicture() throws {
        let id = SampleVillage.page("8/cameras")
        let page = Page(envelope: try #require(SampleMatters.pages[id]).envelope, body: SampleMatters.cameras(1))
        var scene = Scene(view: View(place: .row(id, row: "1")), index: SampleVillage.index, page: page, now: SampleVillage.now, box: "0417")
        scene.cameras = ["1": .live]
        let screen = try #require(try LayoutTests.renderer().screen(scene, pictures: { _, _ in nil }, isCancelled: { false }))
        let window = try #require(screen.windows.first)
        let words = screen.frame.decoded()
        let middle = PixelPoint(x: window.rect.midX, y: window.rect.midY)
        #expect(words[middle.y * screen.frame.width + middle.x] == 0)
        #expect(window.clock != nil && screen.clock != nil)
    }
}
