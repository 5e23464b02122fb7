import Box
import Content
import Foundation
import LinuxIO
import Testing

@Suite struct ViewingLogTests {
    private static func at(_ seconds: Int) -> Instant { Instant(secondsSinceEpoch: 1_795_000_000 + seconds) }

    private func withPath(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.path + "/viewing-\(UUID())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder + "/viewing.log")
    }

    private func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: path))) }

    @Test func aViewingHasItsCameraItsBoxAndItsTimes() throws {
        try withPath { path in
            let log = try ViewingLog(path: path)
            let first = try log.begin(camera: "2", box: "0417", at: Self.at(0))
            let second = try log.begin(camera: "river", box: "0417", at: Self.at(5))
            try log.mark(first, at: Self.at(30))
            try log.end(first, at: Self.at(44))
            let (viewings, torn) = ViewingLog.read(try bytes(path))
            #expect(torn == 0)
            #expect(viewings.map(\.number) == [first, second])
            #expect(viewings[0].camera == "2" && viewings[0].box == "0417")
            #expect(viewings[0].from == Self.at(0) && viewings[0].to == Self.at(44))
            #expect(viewings[0].hasEnded && !viewings[0].wasCut)
            #expect(viewings[1].hasEnded == false)
            // Read by a program that knows nothing of ours.
            let lines = String(decoding: try bytes(path), as: UTF8.self).split(separator: "\n")
            #expect(lines.count == 4)
            let begin = try #require(try JSONSerialization.jsonObject(with: Data(lines[0].utf8)) as? [String: Any])
            #expect(begin["camera"] as? String == "2")
            #expect(begin["box"] as? String == "0417")
            #expect(begin["what"] as? String == "begin")
        }
    }

    /// A power cut leaves any beginning of the file: whatever it is, what was whole stays, the rest is ended or told, and the log goes on.
    @Test func everyBeginningOfALogIsMended() throws {
        try withPath { path in
            var log: ViewingLog? = try ViewingLog(path: path)
            let first = try #require(try log?.begin(camera: "1", box: "0417", at: Self.at(0)))
            _ = try log?.begin(camera: "2", box: "0417", at: Self.at(1))
            try log?.mark(first, at: Self.at(30))
            try log?.end(first, at: Self.at(44))
            log = nil
            let whole = try bytes(path)
            let ends = whole.indices.filter { whole[$0] == 0x0A }
            for length in 0...whole.count {
                try Data(whole[..<length]).write(to: URL(fileURLWithPath: path))
                let mended = try ViewingLog(path: path)
                let isTorn = length > 0 && whole[length - 1] != 0x0A
                let complete = ends.filter { $0 < length }.count
                // A line without its newline is whole all the same.
                let lacksNewlineOnly = ends.contains(length)
                #expect(mended.tornLines == (isTorn && !lacksNewlineOnly ? 1 : 0), "\(length)")
                let next = try mended.begin(camera: "3", box: "0417", at: Self.at(100))
                let now = try bytes(path)
                #expect(Array(now[..<length]) == Array(whole[..<length]), "appended to, never changed")
                let (viewings, _) = ViewingLog.read(now)
                let lines = complete + (lacksNewlineOnly ? 1 : 0)
                let begun = min(lines, 2)
                #expect(viewings.count == begun + 1, "\(length)")
                #expect(viewings.last?.number == next)
                #expect(!viewings.dropLast().contains { !$0.hasEnded }, "\(length)")
                if begun > 0 {
                    #expect(viewings[0].wasCut == (lines < 4))
                    #expect(viewings[0].to == (lines < 3 ? Self.at(0) : lines < 4 ? Self.at(30) : Self.at(44)))
                }
            }
        }
    }

    /// Blocks of zeros are what some file systems give for data that a power cut lost.
    @Test func zerosAndNonsenseAreToldAndPassedOver() throws {
        try withPath { path in
            var log: ViewingLog? = try ViewingLog(path: path)
            _ = try log?.begin(camera: "1", box: "0417", at: Self.at(0))
            log = nil
            let whole = try bytes(path)
            try Data(whole + [UInt8](repeating: 0, count: 4096)).write(to: URL(fileURLWithPath: path))
            let mended = try ViewingLog(path: path)
            #expect(mended.tornLines == 1)
            let next = try mended.begin(camera: "1", box: "0417", at: Self.at(9))
            #expect(next == 2)
            let known = try bytes(path)
            #expect(ViewingLog.read(known).viewings.map(\.hasEnded) == [true, false])
        }
    }

    @Test func noPictureWhereNothingCanBeWritten() throws {
        let worker = try ViewingWorker(path: "/nowhere/viewing.log", box: "0417")
        let thread = try WorkerThread(name: "log") { worker.run() }
        worker.post(.begin(camera: "1", at: Self.at(0)))
        let answers = worker.answers.receive()
        worker.stop()
        thread.join()
        guard case .refused(camera: "1", let reason)? = answers?.first else {
            Issue.record("not refused")
            return
        }
        #expect(reason.contains("ENOENT"))
    }
}
