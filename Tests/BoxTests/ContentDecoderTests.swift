import Content
import Glibc
import LinuxIO
import Pixels
import Registers
import Testing
import ThrownError

@testable import Box

/// With the real program, which the tests' build has put beside them.
@Suite struct ContentDecoderTests {
    private static let program = File.resolved("/proc/self/exe").map { Directory.parent(of: $0) + "/yuanbad" }
    private static let isBuilt = program.map { File.byteCount($0) != nil } ?? false

    private func decoder() throws -> ContentDecoder {
        ContentDecoder(program: try #require(Self.program), log: Log.standardError(least: .error, forJournal: false))
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
                #expect(same(try decoder.picture(bytes, fitting: box), try Picture.decode(bytes, fitting: box)))
            }
        }
        #expect(thrown(PixelsError.self) { try decoder.picture([1, 2, 3], fitting: PixelSize(width: 9, height: 9)) } == .unknownFormat)
        var cut = try photo().jpeg(quality: 85)
        cut.removeLast(cut.count / 2)
        let error = thrown(PixelsError.self) { try decoder.picture(cut, fitting: PixelSize(width: 9, height: 9)) }
        if case .corrupt = error {} else { Issue.record("\(String(describing: error))") }
    }

    private static let list = Register(columns: [.init("姓名", .name), .init("组"), .init("金额", .number)], rows: [], groupColumn: 1)

    private func rows(_ count: Int) -> [Register.Row] {
        (0..<count).map { Register.Row(id: "r\($0)", cells: ["\(["张", "刘"][$0 % 2])＊明", "\(["一", "二", "三"][$0 % 3])组", "\($0).00"], surname: ["张", "刘"][$0 % 2]) }
    }

    @Test(.enabled(if: isBuilt, "yuanbad is not beside the tests: swift build --build-tests"))
    func itReadsTheRowsThatThisProcessWould() throws {
        let decoder = try decoder()
        let bytes = try RegisterChunk.bytes(of: rows(1_000), in: Self.list)
        for wanted in [
            .rows(group: nil, surname: nil, offset: 0, limit: 1_000), .rows(group: "二组", surname: nil, offset: 30, limit: 200),
            .rows(group: "三组", surname: "刘", offset: 400, limit: 5), .rows(group: "九组", surname: nil, offset: 0, limit: 5), .row(id: "r7"),
            .row(id: "' OR 1=1 --"),
        ] as [RegisterQuestion.Wanted] {
            let question = RegisterQuestion(wanted, columns: 3, after: 2_000)
            #expect(try decoder.answer(question, about: bytes) == question.answer(about: bytes))
        }
        // A photo, a list and a photo again: one process for both.
        let first = decoder.process
        let photo = try photo().jpeg(quality: 85)
        #expect(same(try decoder.picture(photo, fitting: PixelSize(width: 99, height: 99)), try Picture.decode(photo, fitting: PixelSize(width: 99, height: 99))))
        #expect(decoder.process == first)
    }

    @Test(.enabled(if: isBuilt, "yuanbad is not beside the tests: swift build --build-tests"))
    func aListThatIsNoneIsRefusedWithTheReason() throws {
        let decoder = try decoder()
        let question = RegisterQuestion(.rows(group: nil, surname: nil, offset: 0, limit: 5), columns: 3, after: 0)
        let bytes = try RegisterChunk.bytes(of: rows(100), in: Self.list)
        for (number, bad) in [[1, 2, 3], Array(bytes[..<4_096]), [UInt8](repeating: 0, count: 60_000)].enumerated() {
            #expect(throws: RegisterError.self, "\(number)") { try decoder.answer(question, about: bad) }
        }
        let error = thrown(RegisterError.self) { try decoder.answer(RegisterQuestion(question.wanted, columns: 2, after: 0), about: bytes) }
        #expect(error == .notARegister("notARegister(\"row r0 has 3 cells\")"))
        #expect(throws: RegisterError.self) { try decoder.answer(question, about: []) }
        // And after the process was killed, the next one answers.
        #expect(kill(try #require(decoder.process), SIGKILL) == 0)
        #expect(throws: RegisterError.self) { try decoder.answer(question, about: bytes) }
        #expect(try decoder.answer(question, about: bytes).rows.count == 5)
    }

    /// What a process that was taken over might say.
    @Test func anAnswerToAnotherQuestionIsNone() {
        let question = RegisterQuestion(.rows(group: nil, surname: nil, offset: 0, limit: 2), columns: 3, after: 0)
        let rows = rows(3)
        #expect(question.admits(RegisterAnswer(count: 100, rows: Array(rows[..<2]))))
        #expect(!question.admits(RegisterAnswer(count: 100, rows: rows)), "more rows than were wanted")
        #expect(!question.admits(RegisterAnswer(count: 1, rows: Array(rows[..<2]))), "more rows than it counts")
        #expect(!question.admits(RegisterAnswer(count: 1 << 40, rows: [])), "a count beyond all lists")
        #expect(!question.admits(RegisterAnswer(count: 2, rows: [Register.Row(id: "r", cells: ["一"])])), "other columns")
        #expect(!RegisterQuestion(.row(id: "r0"), columns: 3, after: 0).admits(RegisterAnswer(count: 2, rows: Array(rows[..<2]))))
    }

    /// As the kernel says.
    @Test(.enabled(if: isBuilt, "yuanbad is not beside the tests: swift build --build-tests"))
    func itIsConfinedAndItsEndIsNotOurs() throws {
        let decoder = try decoder()
        let bytes = try photo().jpeg(quality: 85)
        let box = PixelSize(width: 100, height: 100)
        _ = try decoder.picture(bytes, fitting: box)
        let first = try #require(decoder.process)
        let status = String(decoding: try File.read("/proc/\(first)/status", limit: 1 << 16), as: UTF8.self).split(separator: "\n")
        #expect(status.contains("Seccomp:\t2") && status.contains("NoNewPrivs:\t1") && status.contains("Threads:\t1"))
        #expect(try Set(Directory.entries("/proc/\(first)/fd")).isSubset(of: ["0", "1", "2", "3", "4", "5"]), "what it was given, and nothing else")

        #expect(kill(first, SIGKILL) == 0)
        #expect(throws: PixelsError.self) { try decoder.picture(bytes, fitting: box) }
        #expect(same(try decoder.picture(bytes, fitting: box), try Picture.decode(bytes, fitting: box)))
        #expect(decoder.process != first)
    }

    @Test(.enabled(if: isBuilt, "yuanbad is not beside the tests: swift build --build-tests"))
    func aPhotoThatTakesTooLongOrTooMuchIsNone() throws {
        let decoder = try decoder()
        // A PNG of 60,000 × 60,000 pixels by its head.
        var huge = try photo().png()
        for at in [16, 20] { huge.replaceSubrange(at..<(at + 4), with: [0, 0, 0xEA, 0x60]) }
        #expect(throws: PixelsError.self) { try decoder.picture(huge, fitting: PixelSize(width: 100, height: 100)) }
        let bytes = try photo().jpeg(quality: 85)
        #expect(throws: PixelsError.self) { try decoder.picture(bytes, fitting: PixelSize(width: 20_000, height: 20_000)) }
        _ = try decoder.picture(bytes, fitting: PixelSize(width: 100, height: 100))
    }
}
