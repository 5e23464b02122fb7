import Glibc
import LinuxIO
import Pixels
import Testing
import ThrownError

@testable import Box

/// With the real program, which the tests' build has put beside them.
@Suite struct PictureDecoderTests {
    private static let program = File.resolved("/proc/self/exe").map { Directory.parent(of: $0) + "/yuanbad" }
    private static let isBuilt = program.map { File.byteCount($0) != nil } ?? false

    private func decoder() throws -> PictureDecoder {
        PictureDecoder(program: try #require(Self.program), log: Log.standardError(least: .error, forJournal: false))
    }

    private func photo() -> Picture {
        Picture(size: PixelSize(width: 640, height: 360), words: (0..<(640 * 360)).map { UInt32(truncatingIfNeeded: $0 &* 2_654_435) & 0xFF_FFFF })
    }

    private func same(_ one: Picture, _ other: Picture) -> Bool {
        one.size == other.size
            && (0..<one.size.height).allSatisfy { y in (0..<one.size.width).allSatisfy { one[$0, y] == other[$0, y] } }
    }

    @Test(.enabled(if: isBuilt, "yuanbad is not beside the tests: swift build --build-tests"))
    func itDecodesWhatThisProcessWould() throws {
        let decoder = try decoder()
        for bytes in [try photo().jpeg(quality: 85), try photo().png()] {
            for box in [PixelSize(width: 640, height: 360), PixelSize(width: 333, height: 90), PixelSize(width: 4_000, height: 3_000)] {
                #expect(same(try decoder.decode(bytes, fitting: box), try Picture.decode(bytes, fitting: box)))
            }
        }
        #expect(thrown(PixelsError.self) { try decoder.decode([1, 2, 3], fitting: PixelSize(width: 9, height: 9)) } == .unknownFormat)
        var cut = try photo().jpeg(quality: 85)
        cut.removeLast(cut.count / 2)
        let error = thrown(PixelsError.self) { try decoder.decode(cut, fitting: PixelSize(width: 9, height: 9)) }
        if case .corrupt = error {} else { Issue.record("\(String(describing: error))") }
    }

    /// As the kernel says.
    @Test(.enabled(if: isBuilt, "yuanbad is not beside the tests: swift build --build-tests"))
    func itIsConfinedAndItsEndIsNotOurs() throws {
        let decoder = try decoder()
        let bytes = try photo().jpeg(quality: 85)
        let box = PixelSize(width: 100, height: 100)
        _ = try decoder.decode(bytes, fitting: box)
        let first = try #require(decoder.process)
        let status = String(decoding: try File.read("/proc/\(first)/status", limit: 1 << 16), as: UTF8.self).split(separator: "\n")
        #expect(status.contains("Seccomp:\t2") && status.contains("NoNewPrivs:\t1") && status.contains("Threads:\t1"))
        #expect(try Set(Directory.entries("/proc/\(first)/fd")).isSubset(of: ["0", "1", "2", "3", "4", "5"]), "what it was given, and nothing else")

        #expect(kill(first, SIGKILL) == 0)
        #expect(throws: PixelsError.self) { try decoder.decode(bytes, fitting: box) }
        #expect(same(try decoder.decode(bytes, fitting: box), try Picture.decode(bytes, fitting: box)))
        #expect(decoder.process != first)
    }

    @Test(.enabled(if: isBuilt, "yuanbad is not beside the tests: swift build --build-tests"))
    func aPhotoThatTakesTooLongOrTooMuchIsNone() throws {
        let decoder = try decoder()
        // A PNG of 60,000 × 60,000 pixels by its head.
        var huge = try photo().png()
        for at in [16, 20] { huge.replaceSubrange(at..<(at + 4), with: [0, 0, 0xEA, 0x60]) }
        #expect(throws: PixelsError.self) { try decoder.decode(huge, fitting: PixelSize(width: 100, height: 100)) }
        let bytes = try photo().jpeg(quality: 85)
        #expect(throws: PixelsError.self) { try decoder.decode(bytes, fitting: PixelSize(width: 20_000, height: 20_000)) }
        _ = try decoder.decode(bytes, fitting: PixelSize(width: 100, height: 100))
    }
}
