import Content
import LinuxIO
import Publishing
import Trust

/// The village's half of publishing: no network, no repository.
let signCommand = Command(
    "sign", "check a village folder and sign it for the township, offline", operands: "FOLDER", count: 1...1,
    options: [
        .init("keys", "DIR", "the village's key, made by yuanba keys village"),
        .init("to", "DIR", "the folder that is carried to the township; keep it, the next signing continues it"),
        .init("above", "VERSION", "the number that the township tells when that folder was lost"),
        .init("now", "TIME", "sign as of this time instead of the clock's, as 2026-11-22T11:20:00Z"),
        .init("all", "every message, however long that gets"),
        passphraseOption,
        cacheOption,
    ],
    details: """
        A page that an error holds back stays as it was signed last, unless the error is a person's data: then it is taken off.
        Nothing is on the TVs before the township runs yuanba release on the folder.
        exit status: 0 everything was signed, 1 something was held back, 2 nothing was signed
        example: yuanba sign 青溪坝村 --keys 村密钥 --to /media/usb/青溪坝村
        """
) { arguments in
    let now = try instant(arguments)
    let target = try arguments.required("to")
    let keysPath = try arguments.required("keys")
    var above: Int64 = 0
    if let text = arguments.value("above") {
        guard let number = Int64(text), number >= 0 else { throw UsageError("--above is a number, as the township told it") }
        above = number
    }
    let checked = Publication.checked(arguments.operands[0], arguments, now: now, coverage: glyphCoverage())
    guard let build = checked.build else {
        print(checked.report.fitting(arguments))
        return 2
    }
    let code = build.index.village.code
    return try refusing {
        let keys = try KeyDirectory(ofVillage: code, at: keysPath, passphrases: passphrases(arguments))
        let names = (try? Directory.entries(target)) ?? []
        let former = names.isEmpty ? nil : try Parcel(opening: target)
        guard former.map({ $0.code == code }) ?? true else { throw Failure("\(target) 里是村 \(former?.code ?? "") 的，请换一个文件夹。", status: 2) }
        let previous = former?.target("index.json").flatMap { try? ContentJSON.decode(VillageIndex.self, from: $0) }
        let files = RepositoryWriter(target)
        let publication = Publication(build, checked.report, following: previous, now: now, object: { files.object($0.hex) })
        print(publication.report.fitting(arguments))
        guard !publication.build.pages.isEmpty else { throw Failure("没有可以公开的内容，没有签名。", status: 2) }
        let signed = try Parcel.sign(
            try publication.build.bundle(), into: target, above: above, keys: keys, now: UnixTime(seconds: Int64(now.secondsSinceEpoch)))
        print("")
        print(
            signed.written.isEmpty
                ? "和上次一样，没有新内容。\(target) 里是第\(signed.version)版。"
                : "已签名：第\(signed.version)版，写了\(signed.written.count)个文件。请把 \(target) 整个文件夹交给镇上；还没有上屏。")
        return publication.report.heldBack ? 1 : 0
    }
}
