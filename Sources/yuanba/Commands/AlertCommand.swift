import Content
import LinuxIO
import Publishing
import Trust

/// A warning for the screens of a town, or its end.
let alertCommand = Command(
    "alert", "put a warning on the screens of a village or of all villages of a repository, or end it", operands: "FILE|end", count: 1...1,
    options: [
        .init("keys", "DIR", "keys made by yuanba keys new; of them emergency, snapshot and timestamp sign"),
        .init("repository", "DIR", "the directory that the web server shows"),
        .init("village", "CODE", "one village; all of them without it"),
        passphraseOption,
        .init("now", "TIME", "publish as of this time instead of the clock's, as 2026-11-22T11:20:00Z"),
    ],
    details: """
        FILE: lines 级别, 种类, 发布单位, 发布时间, 结束时间, 电话, 编号 as “级别: 红色”, then ---, then what to do in one to three lines, an empty line,
        and at most four lines more. The same 编号 again is an update: it opens on screens that had folded the former.
        Boxes show it at their next poll, fold it on 确认 and drop it at its 结束时间.
        example: yuanba alert 山洪.txt --keys keys --repository repository
        """
) { arguments in
    let now: Instant
    if let text = arguments.value("now") {
        guard let given = Instant(iso: text) else { throw UsageError("--now is a time such as 2026-11-22T11:32:00Z") }
        now = given
    } else {
        now = .current
    }
    let writer = RepositoryWriter(try arguments.required("repository"))
    let reader: RepositoryReader
    do { reader = try RepositoryReader(writer.path) } catch { throw Failure("\(error)", status: 2) }
    let codes = arguments.value("village").map { [$0] } ?? reader.villages.filter { $0 != "emergency" }
    for code in codes where reader.index(of: code) == nil { throw Failure("\(writer.path) has nothing for village \(code)", status: 2) }
    do {
        let keys = try KeyDirectory(opening: try arguments.required("keys"), passphrases: passphrases(arguments))
        var warnings: [String: [UInt8]?] = [:]
        if arguments.operands[0] == "end" {
            for code in codes { warnings[code] = .some(nil) }
        } else {
            let name = arguments.operands[0]
            let text = String(decoding: try File.read(name, limit: 64 * 1024), as: UTF8.self)
            for code in codes {
                let bytes = try writer.emergency(of: code, keys: keys)
                let before = bytes.flatMap { try? ContentJSON.decode(Emergency.self, from: $0) }
                let (warning, messages) = EmergencySource.read(text, name: name, before: before, coverage: glyphCoverage())
                for message in messages { print(message.text) }
                guard let warning else { throw Failure("没有发布。", status: 1) }
                warnings[code] = .some(try ContentJSON.encode(warning))
            }
        }
        let outcome = try writer.publish([], warnings: warnings, keys: keys, now: UnixTime(seconds: Int64(now.secondsSinceEpoch)))
        print("已发布到 \(codes.count) 个村，写了\(outcome.written.count)个文件。电视机会在下次联网时显示。")
    } catch let error as RepositoryError {
        throw Failure(String(describing: error), status: 2)
    }
    return 0
}
