package import Content
internal import Fetch
package import LinuxIO
package import Navigation
internal import Store
internal import Trust

extension Generation: ContentSource {}

/// The thread that may block on the network and the disk: opens the store, pulls, and keeps what must outlive a restart.
package final class SyncWorker: Sendable {
    package enum Order: Sendable {
        case open
        case pull
        /// Somebody plugged a USB stick in, or pulled it out.
        case stick
        case remember(TypeSize)
        /// Nil: at home.
        case bookmark(Bookmark?)
    }

    /// How a pull ended, in the words of the status.
    package struct Pull: Sendable {
        package var outcome: String
        package var detail: String?
        package var trouble: Trouble?
        /// When the township last signed, by the newest metadata accepted; nil when it does not say, or nothing was accepted yet.
        package var issued: Instant?
        package var requests = 0
        package var bytes = 0
    }

    package enum Result: Sendable {
        /// What the store holds, with the generation's number; nil when it holds nothing yet. Then the type size that was remembered,
        /// and when the township had last signed.
        case opened((any ContentSource, generation: Int)?, TypeSize?, issued: Instant?)
        /// Objects fetched and in all, of a pull that is under way.
        case progress(done: Int, total: Int)
        case content(any ContentSource, generation: Int)
        case finished(Pull)
        /// What became of a USB stick, with the words for the log; nil when there is none any more.
        case stick(StickNote?, detail: String?, issued: Instant?)
    }

    package let results: Mailbox<Result>
    private let orders: Mailbox<Order>
    private let configuration: Configuration
    private let bookmarks: BookmarkFile
    private let cancel = CancelFlag()
    private let log: Log

    package init(_ configuration: Configuration, log: Log) throws(SystemError) {
        results = try Mailbox()
        orders = try Mailbox()
        self.configuration = configuration
        bookmarks = BookmarkFile(controlPath: configuration.controlPath)
        self.log = log
    }

    package func post(_ order: Order) { orders.post(order) }

    /// Ends the thread soon, in the midst of a transfer too.
    package func stop() {
        cancel.cancel()
        orders.close()
    }

    /// The thread's body; returns after `stop()`.
    package func run() {
        var store: ContentStore?
        var synchronizers: [Synchronizer] = []
        while let batch = orders.receive() {
            for order in batch where !cancel.isCancelled {
                switch order {
                case .open:
                    store = open()
                case .pull:
                    if store == nil { store = open() }
                    guard let store else { continue }
                    results.post(.finished(pull(store, &synchronizers)))
                case .stick:
                    if store == nil { store = open() }
                    if let store { readStick(into: store) }
                case .remember(let type):
                    remember(type)
                case .bookmark(let bookmark):
                    do { try bookmarks.write(bookmark) } catch { log.info("the place is not remembered: \(error)") }
                }
            }
        }
    }

    // MARK: Orders

    private var typePath: String { configuration.storePath + "/type" }

    private func open() -> ContentStore? {
        do {
            let store = try ContentStore(configuration.storePath, village: configuration.village)
            for finding in store.findings { log.warning(finding) }
            let type = (try? File.read(typePath, limit: 64)).flatMap { TypeSize(rawValue: String(decoding: $0, as: UTF8.self)) }
            results.post(.opened(store.current.map { ($0, generation: $0.number) }, type, issued: Instant(store.newestIssued())))
            return store
        } catch {
            let trouble: Trouble =
                switch error {
                case .diskFull: .diskFull
                case .newer: .newerSoftware
                default: .disk
                }
            results.post(.finished(Pull(outcome: "disk", detail: "\(configuration.storePath): \(error)", trouble: trouble)))
            return nil
        }
    }

    private func readStick(into store: ContentStore) {
        let reader = StickReader(configuration: configuration, cancel: cancel)
        guard reader.isThere else {
            results.post(.stick(nil, detail: nil, issued: nil))
            return
        }
        results.post(.stick(.reading, detail: nil, issued: nil))
        let result = reader.read(into: store, progress: counting())
        if let new = result.activated { results.post(.content(new, generation: new.number)) }
        results.post(.stick(result.note, detail: result.detail, issued: Instant(result.issued)))
    }

    /// The screen counts objects; pieces of one would only cost it frames.
    private func counting() -> (SyncProgress) -> Void {
        var last = SyncProgress()
        return { [results] progress in
            guard progress.objectsDone != last.objectsDone || progress.objects != last.objects else { return }
            last = progress
            results.post(.progress(done: progress.objectsDone, total: progress.objects))
        }
    }

    private func remember(_ type: TypeSize) {
        do {
            try AtomicFile.replace(typePath, with: Array(type.rawValue.utf8))
        } catch {
            log.warning("the type size is not remembered: \(error)")
        }
    }

    private func pull(_ store: ContentStore, _ synchronizers: inout [Synchronizer]) -> Pull {
        if synchronizers.isEmpty {
            guard !configuration.repositories.isEmpty, !configuration.village.isEmpty else {
                return Pull(
                    outcome: "not-provisioned", detail: "no repository and village in the settings", trouble: .notProvisioned)
            }
            do {
                let anchor = try File.read(configuration.rootPath, limit: MetadataLimits.root)
                var settings = FetchSettings()
                settings.trustedRoots = configuration.serverRootsPath
                synchronizers = configuration.repositories.map {
                    Synchronizer(
                        store: store,
                        source: SyncSource(
                            url: $0, anchor: anchor, buildTime: Build.time),
                        settings: settings, cancel: cancel)
                }
            } catch {
                return Pull(outcome: "anchor", detail: "\(configuration.rootPath): \(error)", trouble: .notProvisioned)
            }
        }
        var failure: Pull?
        for synchronizer in synchronizers {
            do {
                let outcome = try synchronizer.pull(progress: counting())
                if let new = outcome.activated { results.post(.content(new, generation: new.number)) }
                return Pull(
                    outcome: outcome.activated == nil ? "unchanged" : "activated", issued: Instant(outcome.issued), requests: outcome.traffic.requests,
                    bytes: outcome.traffic.bytesSent + outcome.traffic.bytesReceived)
            } catch {
                // The first source is the township's own; what is wrong with it is what people can mend.
                failure = failure ?? Pull(outcome: error.code, detail: "\(error)", trouble: error.trouble)
            }
        }
        return failure ?? Pull(outcome: "unchanged")
    }
}

extension SyncError {
    /// What the screen says of it.
    fileprivate var trouble: Trouble {
        switch self {
        case .fetch(_, .status), .fetch(_, .redirected), .fetch(_, .tooLarge), .fetch(_, .invalidAnswer), .unknownVillage: .server
        case .fetch(_, .disk): .disk
        case .fetch: .offline
        case .notTrusted, .altered: .untrusted
        case .anchor: .notProvisioned
        case .unusable: .newerSoftware
        case .store(.diskFull): .diskFull
        case .store: .disk
        }
    }
}

extension Instant {
    fileprivate init?(_ time: UnixTime?) {
        guard let time else { return nil }
        self.init(secondsSinceEpoch: Int(time.seconds))
    }
}
