import Foundation
import Navigation
import Pages
import Pixels
import Testing
import Typography

/// Frames. A few whole pictures are kept as pixels; the rest is about what may and may not change.
@Suite struct PixelTests {
    /// Samples whose picture is kept. They hold for FreeType 2.12.1, HarfBuzz 6.0.0 and Noto Sans CJK 2.004; elsewhere a share of the
    /// pixels may differ by a little, see `mayDiffer`.
    static let kept = ["home", "ledger", "row", "guide", "notice", "notice-camera", "board", "cameras", "points", "emergency"]
    static let names = kept.map { $0 + ".png" }

    /// Pixels, of a hundred, that may differ at all: only glyph edges ever do.
    static let mayDiffer = 3.0

    // Outside of @Test: Swift 6.0 does not take a closure in there.
    static let keptSamples = Sample.all.filter { kept.contains($0.name) }

    @Test(arguments: keptSamples)
    func pictureIsAsAccepted(_ sample: Sample) throws {
        let size = PixelSize(width: 1280, height: 720)
        let frame = try paint(sample.scene, size)
        let picture = Picture(size: size, words: frame.decoded())
        let file = Goldens.folder.appendingPathComponent(sample.name + ".png")
        if Goldens.accepts {
            try Data(picture.png()).write(to: file)
            return
        }
        let expected = try Picture.decode(Array(Data(contentsOf: file)), pixelLimit: 4_000_000)
        var differing = 0
        var worst = 0
        for y in 0..<size.height {
            for x in 0..<size.width {
                let (a, b) = (picture[x, y], expected[x, y])
                guard a != b else { continue }
                differing += 1
                worst = max(worst, abs(Int(a.green) - Int(b.green)))
            }
        }
        let share = Double(differing) * 100 / Double(size.width * size.height)
        if share > Self.mayDiffer {
            try FileManager.default.createDirectory(at: Goldens.actual, withIntermediateDirectories: true)
            try Data(picture.png()).write(to: Goldens.actual.appendingPathComponent(sample.name + ".png"))
        }
        #expect(share <= Self.mayDiffer, "\(differing) pixels differ, the worst by \(worst) (actual/\(sample.name).png)")
    }

    /// Moving the focus by one changes the rows of the two targets and nothing else.
    @Test(arguments: ["home", "ledger", "tile"])
    func focusChangesOnlyItsRows(_ name: String) throws {
        let sample = try #require(Sample.all.first { $0.name == name })
        let renderer = try LayoutTests.renderer()
        func frame(_ focus: Int) throws -> Frame {
            var scene = sample.scene
            scene.view.focus = focus
            return try #require(renderer.paint(scene, pictures: SamplePictures.picture, isCancelled: { false }))
        }
        func rows(_ focus: Int) throws -> Range<Int> {
            var scene = sample.scene
            scene.view.focus = focus
            let frames = renderer.drawing(scene).ops.compactMap { op -> PixelRect? in
                if case .frame(let rect, _, _, .sun) = op { rect } else { nil }
            }
            let rect = try #require(frames.first)
            #expect(frames.count == 1, "one thing has the focus")
            return rect.y..<rect.maxY
        }
        let (before, after) = (try frame(0), try frame(1))
        let allowed = [try rows(0), try rows(1)]
        var changed = 0
        after.forEachDifference(from: before) { row, _ in
            changed += 1
            #expect(allowed.contains { $0.contains(row) }, "row \(row)")
        }
        #expect(changed > 0)
    }

    @Test func aCancelledPaintingGivesNothing() throws {
        let renderer = try LayoutTests.renderer()
        let scene = Sample.all[0].scene
        #expect(renderer.paint(scene, pictures: SamplePictures.picture, isCancelled: { true }) == nil)
        var asked = 0
        let late = renderer.paint(scene, pictures: SamplePictures.picture) {
            asked += 1
            return asked > 5
        }
        #expect(late == nil)
        #expect(asked == 6, "it stops at the band where it is told")
    }

    @Test func theSameSceneIsTheSamePixels() throws {
        let scene = Sample.all[0].scene
        let size = PixelSize(width: 1280, height: 720)
        let (a, b) = (try paint(scene, size), try paint(scene, size))
        b.forEachDifference(from: a) { row, _ in Issue.record("row \(row) differs") }
    }

    private func paint(_ scene: Scene, _ size: PixelSize) throws -> Frame {
        try #require(LayoutTests.renderer(size).paint(scene, pictures: SamplePictures.picture, isCancelled: { false }))
    }
}
