import Foundation
import Testing

/// Expected output as files beside the tests. A difference leaves the actual output in `actual/` (not in git) next to the expected;
/// `YUANBA_ACCEPT=1 swift test --filter PagesTests` takes what is drawn now as expected: look at the difference before committing it.
enum Goldens {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Goldens")
    static let actual = folder.appendingPathComponent("actual")
    static let accepts = ProcessInfo.processInfo.environment["YUANBA_ACCEPT"] == "1"

    static func expect(_ text: String, equals name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let file = folder.appendingPathComponent(name)
        let expected = try? String(contentsOf: file, encoding: .utf8)
        if expected == text { return }
        if accepts {
            try Data(text.utf8).write(to: file)
            return
        }
        try FileManager.default.createDirectory(at: actual, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: actual.appendingPathComponent(name))
        Issue.record("\(difference(expected, text)) (actual/\(name))", sourceLocation: sourceLocation)
    }

    /// The first line that differs, for a message that says what happened without opening a file.
    private static func difference(_ expected: String?, _ actual: String) -> String {
        guard let expected else { return "there is no golden yet" }
        let (old, new) = (expected.split(separator: "\n"), actual.split(separator: "\n"))
        for (offset, pair) in zip(old, new).enumerated() where pair.0 != pair.1 {
            return "line \(offset + 1) was \(pair.0), is \(pair.1)"
        }
        return "\(old.count) lines before, \(new.count) now"
    }
}
