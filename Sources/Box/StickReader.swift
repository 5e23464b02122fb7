internal import Content
internal import Fetch
internal import LinuxIO
internal import Navigation
internal import Store
internal import Trust

/// A USB stick that the system mounted for the daemon, which has no right to mount anything. `systemd/stick` mounts it at `medium` in the folder
/// and then says so in `state`: `mounted`, or `refused` and why.
struct StickReader {
    let configuration: Configuration
    let cancel: CancelFlag

    /// Whether somebody has plugged one in.
    var isThere: Bool { File.byteCount(configuration.stickPath + "/state") != nil }

    struct Result {
        var note: StickNote
        /// English, for the log and the status.
        var detail: String
        var activated: Generation?
        var issued: UnixTime?
    }

    /// Takes in what the stick has for this village, verified like everything else. Blocks.
    func read(into store: ContentStore, progress: @escaping (SyncProgress) -> Void) -> Result {
        let state = File.readAttribute(configuration.stickPath + "/state") ?? ""
        guard state == "mounted" else { return Result(note: .format, detail: state) }
        let folder: ForeignFolder
        do {
            let medium = try ForeignFolder(configuration.stickPath + "/medium")
            let volume = try medium.volume()
            guard configuration.stickKinds.contains(volume.kind), volume.isInert else {
                return Result(note: .format, detail: "the medium is \(volume), which is not taken")
            }
            folder = try ForeignFolder(configuration.stickPath + "/medium/yuanba")
        } catch {
            return Result(note: error.errno == .noSuchFileOrDirectory ? .empty : .unreadable, detail: "\(error)")
        }
        do {
            let anchor: [UInt8]
            do {
                anchor = try File.read(configuration.rootPath, limit: MetadataLimits.root)
            } catch {
                throw SyncError.anchor(detail: "\(error)")
            }
            let source = SyncSource(url: MediumFetcher.address, anchor: anchor, buildTime: Build.time)
            let outcome = try Synchronizer(store: store, source: source, medium: MediumFetcher(folder, cancel: cancel)).pull(progress: progress)
            return Result(
                note: outcome.activated == nil ? .nothingNew : .taken,
                detail: outcome.activated.map { "generation \($0.number) of the stick" } ?? "nothing new on the stick",
                activated: outcome.activated, issued: outcome.issued)
        } catch let error as SyncError {
            return Result(note: StickNote(error), detail: "\(error)")
        } catch {
            return Result(note: .unreadable, detail: "\(error)")
        }
    }
}

extension StickNote {
    /// What the one who plugged it in can do about it.
    init(_ error: SyncError) {
        switch error {
        case .notTrusted(.rollback), .notTrusted(.expired): self = .nothingNew
        case .unknownVillage, .fetch("timestamp.json", .absent): self = .empty
        case .notTrusted, .altered, .fetch(_, .absent), .fetch(_, .tooLarge), .anchor: self = .untrusted
        case .unusable: self = .untrusted
        case .store, .fetch(_, .disk): self = .store
        case .fetch: self = .unreadable
        }
    }
}

extension Build {
    static var time: UnixTime { UnixTime(seconds: Int64(date.secondsSinceEpoch)) }
}
