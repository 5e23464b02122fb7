import Glibc
import Pixels
import Testing

import Typography

/// Fonts that are broken, on purpose or by a bad disk: an error or blank glyphs, never a crash.
@Suite("Hostile fonts")
struct HostileFontTests {
    static let source = "/usr/share/fonts/truetype/noto/NotoSansYi-Regular.ttf"

    private static func bytes(_ path: String) -> [UInt8]? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        fseek(file, 0, SEEK_END)
        var bytes = [UInt8](repeating: 0, count: ftell(file))
        rewind(file)
        return fread(&bytes, 1, bytes.count, file) == bytes.count ? bytes : nil
    }

    /// Opens the bytes as the only font, sets text with it and paints it.
    private func use(_ bytes: [UInt8]) throws -> Result<Int, TypographyError> {
        var path = Array("/tmp/yuanba-font-XXXXXX\0".utf8CString)
        let descriptor = mkstemp(&path)
        #expect(descriptor >= 0)
        defer {
            unlink(path)
            close(descriptor)
        }
        #expect(write(descriptor, bytes, bytes.count) == bytes.count)
        let name = String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let family = FontFamily(name: "broken", debianPackage: "none", regular: [FontFile(path: name)], bold: [])
        do throws(TypographyError) {
            let fonts = try FontSet.open([family])
            let typesetter = Typesetter(fonts: fonts)
            let cache = try GlyphCache(fonts: fonts, budget: 512 << 10)
            let canvas = Canvas(capacity: PixelSize(width: 400, height: 100))
            for size in [13, 44, 512] {
                for line in typesetter.paragraph("ꆈꌠꁱꂷ ABC 12，\u{A015}", TextStyle(size: size), width: 380, .prose) {
                    cache.paint(line, at: PixelPoint(x: 10, y: 70), .white, on: canvas)
                }
            }
            return .success(cache.statistics.rasterised)
        } catch {
            return .failure(error)
        }
    }

    private func isUnusable(_ result: Result<Int, TypographyError>) -> Bool {
        if case .failure(.unusableFont) = result { return true }
        return false
    }

    @Test("what is not a font at all is refused by name")
    func noFont() throws {
        for bytes in [[], [0], Array("not a font".utf8), [UInt8](repeating: 0, count: 5000), Array("OTTO".utf8), Array("ttcf\0\u{1}\0\0\u{7F}".utf8)] {
            #expect(isUnusable(try use(bytes)))
        }
    }

    @Test("truncated at any place: an error, or glyphs that stay blank", arguments: 0 ..< 24)
    func truncated(step: Int) throws {
        guard let bytes = HostileFontTests.bytes(HostileFontTests.source) else {
            print("not tried: \(HostileFontTests.source) is missing, install fonts-noto-core")
            return
        }
        _ = try use(Array(bytes.prefix(bytes.count * step / 24)))
    }

    @Test("random bytes changed", arguments: 0 ..< 60)
    func altered(seed: Int) throws {
        guard var bytes = HostileFontTests.bytes(HostileFontTests.source) else {
            print("not tried: \(HostileFontTests.source) is missing, install fonts-noto-core")
            return
        }
        var dice = Dice(state: UInt64(seed))
        // The first kilobytes hold the table directory and the tables that lengths are taken from.
        let reach = seed % 2 == 0 ? bytes.count : 4096
        for _ in 0 ..< (seed % 3 == 0 ? 2000 : 20) { bytes[Int(dice.next() % UInt64(reach))] = UInt8(truncatingIfNeeded: dice.next()) }
        _ = try use(bytes)
    }

    /// Where each table of the font lies.
    private func tables(_ bytes: [UInt8]) -> [String: Range<Int>] {
        var tables: [String: Range<Int>] = [:]
        for index in 0 ..< Int(bytes[4]) << 8 | Int(bytes[5]) {
            let record = 12 + 16 * index
            let offset = bytes[record + 8 ..< record + 12].reduce(0) { $0 << 8 | Int($1) }
            let length = bytes[record + 12 ..< record + 16].reduce(0) { $0 << 8 | Int($1) }
            tables[String(decoding: bytes[record ..< record + 4], as: UTF8.self)] = offset ..< offset + length
        }
        return tables
    }

    /// With 16 units an em of 512 px would make each glyph 30,000 px high.
    @Test("zero advances and ems of 16384 and of 16 units do not stop a paragraph", arguments: [0x4000, 0x10])
    func metrics(unitsPerEm: Int) throws {
        guard var bytes = HostileFontTests.bytes(HostileFontTests.source) else {
            print("not tried: \(HostileFontTests.source) is missing, install fonts-noto-core")
            return
        }
        let tables = tables(bytes)
        let (metrics, head) = (try #require(tables["hmtx"]), try #require(tables["head"]))
        for at in metrics { bytes[at] = 0 }
        (bytes[head.lowerBound + 18], bytes[head.lowerBound + 19]) = (UInt8(unitsPerEm >> 8), UInt8(unitsPerEm & 255))
        #expect(throws: Never.self) { try use(bytes).get() }
    }

    @Test("composite glyphs that contain themselves, alone and in pairs", arguments: [0, 1])
    func cyclic(other: Int) throws {
        guard var bytes = HostileFontTests.bytes(HostileFontTests.source) else {
            print("not tried: \(HostileFontTests.source) is missing, install fonts-noto-core")
            return
        }
        let tables = tables(bytes)
        let (head, loca, glyf) = (try #require(tables["head"]), try #require(tables["loca"]), try #require(tables["glyf"]))
        let isLong = bytes[head.lowerBound + 51] != 0
        func start(_ glyph: Int) -> Int {
            let at = loca.lowerBound + glyph * (isLong ? 4 : 2)
            return isLong ? bytes[at ..< at + 4].reduce(0) { $0 << 8 | Int($1) } : (Int(bytes[at]) << 8 | Int(bytes[at + 1])) * 2
        }
        var changed = 0
        for glyph in 0 ..< loca.count / (isLong ? 4 : 2) - 1 where start(glyph + 1) - start(glyph) >= 18 {
            let at = glyf.lowerBound + start(glyph)
            (bytes[at], bytes[at + 1]) = (0xFF, 0xFF) // a composite, …
            // … its parts placed by two words, the last of them being this.
            bytes.replaceSubrange(at + 10 ..< at + 18, with: [0, 3, UInt8((glyph ^ other) >> 8), UInt8((glyph ^ other) & 255), 0, 0, 0, 0])
            changed += 1
        }
        #expect(changed > 1000)
        _ = try use(bytes)
    }
}
