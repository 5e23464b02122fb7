import Foundation
import Testing

@testable import Box

@Suite struct StartCounterTests {
    let folder = NSTemporaryDirectory() + "starts-\(UUID().uuidString)"

    init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

    @Test func countsUntilOneLasts() {
        let counter = StartCounter(folder: folder)
        let counts = [counter.begin(), counter.begin(), StartCounter(folder: folder).begin()]
        #expect(counts == [0, 1, 2])
        counter.lasted()
        #expect(counter.begin() == 0)
    }

    @Test(arguments: ["", "x", "-3", "99999999999999999999", "3\n"]) func damage(_ text: String) throws {
        try text.write(toFile: folder + "/starts", atomically: false, encoding: .utf8)
        let counter = StartCounter(folder: folder)
        #expect(counter.begin() == 0)
        #expect(counter.begin() == 1)
    }

    @Test func withoutAFolderEveryStartIsTheFirst() {
        let counter = StartCounter(folder: folder + "/nowhere")
        counter.lasted()
        let counts = [counter.begin(), counter.begin()]
        #expect(counts == [0, 0])
    }
}
