import Content
import Publishing
import Trust

/// Check, make the pages, sign, write the repository. What is held back stays back; the rest goes out.
let publishCommand = Command(
    "publish", "check village folders and publish them into a repository", operands: "FOLDER…", count: 1...1_000,
    options: [
        .init("keys", "DIR", "keys made by yuanba keys new"),
        .init("repository", "DIR", "the directory that the web server shows; made when it is not there"),
        .init("now", "TIME", "publish as of this time instead of the clock's, as 2026-11-22T11:20:00Z"),
        .init("all", "every message, however long that gets"),
        passphraseOption,
        cacheOption,
    ],
    details: """
        A page that an error holds back stays on the TVs as it was published last, unless the error is a person's data: then it is taken off.
        The same folder twice changes nothing in the repository, except its signed time when a day has passed.
        exit status: 0 everything went out, 1 something was held back, 2 nothing could be published
        example: yuanba publish Assets/demo/青溪坝村 --keys keys --repository repository
        """
) { arguments in
    let now = try instant(arguments)
    let time = UnixTime(seconds: Int64(now.secondsSinceEpoch))
    let writer = RepositoryWriter(try arguments.required("repository"))
    let keysPath = try arguments.required("keys")
    let coverage = glyphCoverage()
    var bundles: [VillageBundle] = []
    var names: [String] = []
    var heldBack = false
    do {
        let keys = try KeyDirectory(opening: keysPath, passphrases: passphrases(arguments))
        for folder in arguments.operands {
            if arguments.operands.count > 1 { print("── \(folder)") }
            let checked = Publication.checked(folder, arguments, now: now, coverage: coverage)
            guard let found = checked.build else {
                print(checked.report.fitting(arguments))
                heldBack = true
                continue
            }
            let previous = try previousIndex(of: found.index.village.code, in: writer, keys: keys)
            let publication = Publication(found, checked.report, following: previous, now: now, object: { writer.object($0.hex) })
            let build = publication.build
            heldBack = heldBack || publication.report.heldBack
            print(publication.report.fitting(arguments))
            guard !build.pages.isEmpty else { continue }
            guard !bundles.contains(where: { $0.code == build.index.village.code }) else {
                throw Failure("\(folder) 的村代码 \(build.index.village.code) 和前面的村一样。请核对\"村信息.csv\"。", status: 2)
            }
            bundles.append(try build.bundle())
            names.append("\(build.index.village.town)\(build.index.village.name)\(build.pages.count)页")
        }
        guard !bundles.isEmpty else { throw Failure("没有可以发布的内容，\(writer.path) 没有改动。", status: 2) }
        let outcome = try writer.publish(bundles, keys: keys, now: time)
        print("")
        print(
            outcome.written.isEmpty
                ? "和上次一样，没有新内容。"
                : "已发布到 \(writer.path)：\(names.joined(separator: "，"))，写了\(outcome.written.count)个文件\(outcome.removed.isEmpty ? "" : "，撤下\(outcome.removed.count)个")。电视机会在下次联网时更新。")
    } catch let error as RepositoryError {
        throw Failure(String(describing: error), status: 2)
    }
    return heldBack ? 1 : 0
}

/// The index that the repository has now: an unchanged village keeps its time of issue.
func previousIndex(of code: String, in writer: RepositoryWriter, keys: KeyDirectory) throws -> VillageIndex? {
    guard let bytes = try writer.target("\(code)/index.json", keys: keys) else { return nil }
    return try? ContentJSON.decode(VillageIndex.self, from: bytes)
}
