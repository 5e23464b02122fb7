import Content
import Publishing
import Trust
#if canImport(Glibc)
import Glibc
#endif

/// Takes a page off the screens; with --erase for good.
let withdrawCommand = Command(
    "withdraw", "take a page off the screens, for good with --erase", operands: "ID", count: 1...1,
    options: [
        .init("keys", "DIR", "keys made by yuanba keys new"),
        .init("repository", "DIR", "the directory that the web server shows"),
        .init("parcel", "DIR", "instead, in a village that signs for itself: the folder of yuanba sign; then yuanba release takes it off"),
        .init("village", "CODE", "which village, where the repository holds several"),
        .init("erase", "it may not be published again until --lift"),
        .init("lift", "an erased page may be published again"),
        .init("yes", nil, "erase without asking"),
        passphraseOption,
        .init("now", "TIME", "as of this time instead of the clock's, as 2026-11-22T11:20:00Z"),
    ],
    details: """
        The page, its earlier versions and what only they show leave the index, the repository and, at their next pull, the boxes, which keep no
        generation from before. Without --erase the page is back when the village folder is published again with its file in it.
        In a village that signs for itself: there with --parcel, or at the township, with the targets key, until the village's next release.
        ID is a page's address, as yuanba preview FOLDER --list prints it, such as 6/3fa2c1.
        exit status: 0 done, 1 not confirmed, 2 nothing was changed
        """
) { arguments in
    guard let id = PageID(arguments.operands[0]) else { throw UsageError("“\(arguments.operands[0])” is not a page's address, such as 6/3fa2c1") }
    let now = try instant(arguments)
    let parcel = arguments.value("parcel")
    let writer = RepositoryWriter(try parcel ?? arguments.required("repository"))
    let isErasure = arguments.has("erase")
    if isErasure, arguments.has("lift") { throw UsageError("--erase or --lift, not both") }
    do {
        let keys: KeyDirectory
        let code: String
        let found: VillageIndex?
        if let parcel {
            let signed = try Parcel(opening: parcel)
            code = signed.code
            keys = try KeyDirectory(ofVillage: code, at: try arguments.required("keys"), passphrases: passphrases(arguments))
            found = signed.target("index.json").flatMap { try? ContentJSON.decode(VillageIndex.self, from: $0) }
        } else {
            keys = try KeyDirectory(opening: try arguments.required("keys"), passphrases: passphrases(arguments))
            code = try village(arguments, in: writer)
            found = try previousIndex(of: code, in: writer, keys: keys)
        }
        guard let previous = found else { throw Failure("\(writer.path) 里没有村 \(code)。", status: 2) }
        let known = Set(previous.erased ?? [])
        let entry = previous.entry(id)
        if arguments.has("lift") {
            guard known.contains(id) else { throw Failure("\(id) 没有被清除过，可以直接发布。", status: 2) }
        } else if entry == nil {
            let pages = previous.tiles.flatMap(\.items).flatMap(\.pages).map { "  \($0.id)　\($0.title)" }
            throw Failure((["没有 \(id) 这一项。\(previous.village.name)现在公开的有："] + pages).joined(separator: "\n"), status: 2)
        }
        let title = entry?.title ?? id.text
        if isErasure, !arguments.has("yes") { try confirm(title, id) }
        let erased = isErasure ? known.union([id]) : known.subtracting([id])
        guard let build = VillageBuild(withdrawing: arguments.has("lift") ? [] : [id], from: previous, erased: erased, in: writer, now: now) else {
            throw Failure("\(writer.path) 里有文件不见了，没有改动。请先重新发布一次 \(previous.village.name)，再撤下。", status: 2)
        }
        let time = UnixTime(seconds: Int64(now.secondsSinceEpoch))
        if let parcel {
            let version = try Parcel.sign(build.bundle(), into: parcel, keys: keys, now: time).version
            print(
                arguments.has("lift")
                    ? "可以重新公布了：\(id)。请确认文件已经改好，再运行 yuanba sign。"
                    : "已从第\(version)版里拿掉：\(title)（\(id)）。还没有下屏：请把 \(parcel) 马上交给镇上发布（yuanba release）。")
            return 0
        }
        // A village that signs for itself has the key; the township's `targets` comes before it.
        let isTakenDown = !keys.holdsKey(ofVillage: code)
        let outcome = try isTakenDown ? writer.takeDown(build.bundle(), keys: keys, now: time) : writer.publish([build.bundle()], keys: keys, now: time)
        guard !arguments.has("lift") else {
            print("可以重新公布了：\(id)。请确认文件已经改好，再发布村文件夹。")
            return 0
        }
        print("已撤下：\(title)（\(id)），从 \(writer.path) 清掉\(outcome.removed.count)个文件。电视机下次联网时马上拿掉，正在看的也会拿掉。")
        if isTakenDown {
            print("这是镇上先撤下的。请村里也运行 yuanba withdraw \(id)\(isErasure ? " --erase" : "") --parcel 文件夹，再交来发布；没撤下的旧版镇上不收。")
            return 0
        }
        print(
            isErasure
                ? "这一项不会再公布。改好以后要再公布，请先运行 yuanba withdraw \(id) --lift。"
                : "原来的文件还在村文件夹里的话，下次发布又会上屏。不想再上屏，请把文件拿走或者改好；要保证不再上屏，请加 --erase。")
        if isErasure { print("村文件夹里的原文件、备份和网站的缓存不归这里管，请一并清理。") }
    } catch let error as RepositoryError {
        throw Failure(String(describing: error), status: 2)
    }
    return 0
}

private func village(_ arguments: Arguments, in writer: RepositoryWriter) throws -> String {
    if let code = arguments.value("village") { return code }
    let codes = try RepositoryReader(writer.path).villages
    guard codes.count == 1 else { throw UsageError("\(writer.path) holds \(codes.isEmpty ? "no village" : "several villages; --village says which: " + codes.joined(separator: ", "))") }
    return codes[0]
}

/// Erasing cannot be taken back: the word has to be written out.
private func confirm(_ title: String, _ id: PageID) throws {
    guard isatty(0) == 1 else { throw Failure("清除以后不能恢复，要有人确认。请在终端里运行，或者加上 --yes。", status: 2) }
    print("要清除的是：\(title)（\(id)），连同更正以前的版本和只有它用的照片。清除以后不能恢复。\n确定的话，请输入 清除 两个字，再按回车：", terminator: "")
    fflush(nil)
    guard readLine()?.filter({ !$0.isWhitespace }) == "清除" else { throw Failure("没有清除，什么都没有改动。", status: 1) }
}
