import Content
import Foundation
import Navigation
import Pages
import Pixels
import Testing
import Typography

/// Not a check: with YUANBA_LOOK=FOLDER every sample is written there as PNG, to be looked at.
/// YUANBA_LOOK_SIZE=1280x720 and YUANBA_LOOK_THEME=light choose the mode, YUANBA_LOOK_ONLY=ledger a prefix.
@Suite struct LookTests {
    static let environment = ProcessInfo.processInfo.environment

    @Test(.enabled(if: environment["YUANBA_LOOK"] != nil, "YUANBA_LOOK names no folder"))
    func picturesOfAllSamples() throws {
        let folder = try #require(Self.environment["YUANBA_LOOK"])
        let sides = (Self.environment["YUANBA_LOOK_SIZE"] ?? "1920x1080").split(separator: "x").compactMap { Int($0) }
        let size = PixelSize(width: sides[0], height: sides[1])
        let theme = Style.Theme(rawValue: Self.environment["YUANBA_LOOK_THEME"] ?? "dark") ?? .dark
        let fonts = try FontSet.open()
        let renderer = Renderer(fonts: fonts, cache: try GlyphCache(fonts: fonts), style: Style(size: size, theme: theme))
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for sample in Sample.inBothSizes where sample.name.hasPrefix(Self.environment["YUANBA_LOOK_ONLY"] ?? "") {
            let frame = try #require(
                renderer.paint(sample.scene, pictures: SamplePictures.picture, isCancelled: { false }), "\(sample.name)")
            let png = try Picture(size: size, words: frame.decoded()).png()
            try Data(png).write(to: URL(fileURLWithPath: "\(folder)/\(sample.name).png"))
        }
    }
}
