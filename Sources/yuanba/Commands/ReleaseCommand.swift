import Publishing
import Trust

/// The township's half of publishing.
let releaseCommand = Command(
    "release", "release what villages have signed, and renew what is due; to be run daily", operands: "[FOLDER…]", count: 0...1_000,
    options: [
        .init("keys", "DIR", "keys made by yuanba keys new; snapshot and timestamp sign, and targets for a new village or key"),
        .init("repository", "DIR", "the directory that the web server shows; made when it is not there"),
        .init("now", "TIME", "release as of this time instead of the clock's, as 2026-11-22T11:20:00Z"),
        passphraseOption,
    ],
    details: """
        FOLDER is what yuanba sign wrote. Signature, version, every file and every page list are checked before anything is copied; a folder that fails
        is left out, the others go out. The metadata that boxes ask for first is written last; one release at a time.
        Without a FOLDER: the daily renewal of timestamp and snapshot, and what yuanba keys trust, remove and rotate have prepared.
        exit status: 0 all released, 1 a folder was left out, 2 nothing was changed
        example: yuanba release /media/usb/青溪坝村 --keys online --repository repository
        """
) { arguments in
    let now = UnixTime(seconds: Int64(try instant(arguments).secondsSinceEpoch))
    let writer = RepositoryWriter(try arguments.required("repository"))
    return try refusing {
        let keys = try KeyDirectory(opening: try arguments.required("keys"), passphrases: passphrases(arguments))
        var parcels: [Parcel] = []
        var refused: [RepositoryError] = []
        for folder in arguments.operands {
            do {
                let parcel = try Parcel(opening: folder)
                guard !parcels.contains(where: { $0.code == parcel.code }) else { throw Failure("村 \(parcel.code) 有两个文件夹，请只留一个。", status: 2) }
                parcels.append(parcel)
            } catch let error as RepositoryError {
                refused.append(error)
            }
        }
        guard arguments.operands.isEmpty || !parcels.isEmpty else { throw Failure(refused.map(\.description).joined(separator: "\n"), status: 2) }
        let (outcome, more) = try writer.release(parcels, keys: keys, now: now)
        refused += more
        for error in refused { print("没有发布：\(error)") }
        guard outcome.snapshotVersion > 0 else { throw Failure("\(writer.path) 还是空的，没有可以发布的内容。", status: 2) }
        print(
            outcome.written.isEmpty
                ? "和上次一样，没有要签的。"
                : "已发布到 \(writer.path)：写了\(outcome.written.count)个文件\(outcome.removed.isEmpty ? "" : "，撤下\(outcome.removed.count)个")。电视机会在下次联网时更新。")
        return refused.isEmpty ? 0 : 1
    }
}
