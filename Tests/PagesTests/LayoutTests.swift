import Content
import Foundation
import Navigation
import Pages
import Pixels
import Testing
import Typography

/// Every sample's drawing, operation by operation. Exact: layout has no tolerance.
@Suite struct LayoutTests {
    static let fonts = Result { try FontSet.open() }

    static func renderer(_ size: PixelSize = .fullHD, _ theme: Style.Theme = .dark) throws -> Renderer {
        let fonts = try fonts.get()
        return Renderer(fonts: fonts, cache: try GlyphCache(fonts: fonts), style: Style(size: size, theme: theme))
    }

    @Test(arguments: Sample.inBothSizes)
    func layoutIsAsAccepted(_ sample: Sample) throws {
        try Goldens.expect(Self.renderer().drawing(sample.scene).dump, equals: sample.name + ".txt")
    }

    // Outside of @Test: Swift 6.0 does not take a closure in there.
    static let uprightSamples = Sample.all.filter { Sample.upright.contains($0.name) }

    @Test(arguments: uprightSamples)
    func uprightLayoutIsAsAccepted(_ sample: Sample) throws {
        let renderer = try Self.renderer(PixelSize(width: 1080, height: 1920))
        try Goldens.expect(renderer.drawing(sample.scene).dump, equals: sample.name + "-upright.txt")
    }

    @Test func noGoldenIsUnused() throws {
        let used = Sample.inBothSizes.map { $0.name + ".txt" } + Sample.upright.map { $0 + "-upright.txt" } + PixelTests.names
        let names = Set(used)
        #expect(names.count == used.count, "two samples share a name")
        let files = try FileManager.default.contentsOfDirectory(atPath: Goldens.folder.path).filter { $0 != "actual" }
        #expect(files.filter { !names.contains($0) } == [], "goldens that no test uses")
    }

    /// The same scene again, and after others that push its layout out, is the same drawing.
    @Test func keptLayoutsDrawTheSame() throws {
        let renderer = try Self.renderer()
        let first = Sample.inBothSizes.map { renderer.drawing($0.scene) }
        let again = Sample.inBothSizes.reversed().map { renderer.drawing($0.scene) }
        #expect(first == again.reversed())
    }

    struct Targets: Sendable {
        var name: String
        var place: Place
        var expected: [[String]]
    }

    /// Identity, digit, position and destination of what can be focused, by page.
    static let targets = [
        Targets(name: "home", place: .home, expected: [[
            "tile-1 1 0,0 tile/1", "tile-2 2 0,1 2/2026-10", "tile-3 3 0,2 3/lessons", "tile-4 4 1,0 4/guides",
            "tile-5 5 1,1 5/officials", "tile-6 6 1,2 6/2026-q4", "tile-7 7 2,0 7/road", "tile-8 8 2,1 tile/8",
            "tile-9 9 2,2 9/cases",
        ]]),
        Targets(name: "a tile's list", place: .tile(1), expected: [[
            "1/water 1 0,0 1/water", "1/fire 2 1,0 1/fire", "1/medical 3 2,0 1/medical",
            "1/elders 4 3,0 1/elders", "1/points 5 4,0 1/points",
        ]]),
        Targets(name: "books", place: .page(SampleVillage.page("2/2026-10")), expected: [
            ["r9 1 0,0 2/2026-10/rows/r9", "r12 2 1,0 2/2026-10/rows/r12", "r13 3 2,0 2/2026-10/rows/r13",
             "r14 4 3,0 2/2026-10/rows/r14", "r16 5 4,0 2/2026-10/rows/r16", "r18 6 5,0 2/2026-10/rows/r18",
             "r21 7 6,0 2/2026-10/rows/r21"],
            ["r10 1 0,0 2/2026-10/rows/r10", "r11 2 1,0 2/2026-10/rows/r11", "r15 3 2,0 2/2026-10/rows/r15",
             "r19 4 3,0 2/2026-10/rows/r19"],
        ]),
        Targets(name: "a row", place: .row(SampleVillage.page("2/2026-10"), row: "r12"), expected: [[
            "picture-\(SampleVillage.voucher.object.hex.prefix(16)) 1 0,0 2/2026-10/pictures/\(SampleVillage.voucher.object.hex)",
            "before 2 1,0 2/2026-09/rows/r4",
        ]]),
        Targets(name: "a card", place: .card(.damaged), expected: [[]]),
    ]

    @Test(arguments: targets)
    func outline(_ row: Targets) throws {
        let outline = try Self.renderer().outline(Sample(row.name, row.place).scene)
        let found = outline.pages.map { page in
            page.map { target in
                let digit = target.digit.map(String.init) ?? "-"
                return "\(target.identity) \(digit) \(target.row),\(target.column) \(target.opens?.address ?? "-")"
            }
        }
        #expect(found == row.expected)
    }
}
