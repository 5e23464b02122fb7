package import Fetch
internal import LinuxIO
package import Store
package import Trust

/// Where a box gets its content from, and whom it believes.
package struct SyncSource: Sendable {
    /// The top of the repository; with or without a slash at its end.
    package var url: String
    /// The root that came to the box out of band. Putting another one there makes the box start from that one.
    package var anchor: [UInt8]
    /// It is certainly not earlier than this, whatever the clock shows.
    package var buildTime: UnixTime

    package init(url: String, anchor: [UInt8], buildTime: UnixTime = UnixTime(seconds: 0)) {
        self.url = url.withSlash
        self.anchor = anchor
        self.buildTime = buildTime
    }
}

/// How far the objects of a pull have come.
package struct SyncProgress: Hashable, Sendable {
    package var objectsDone = 0
    package var objects = 0
    package var bytesDone = 0
    package var bytes = 0
}

/// What a pull found.
package struct PullOutcome: Sendable {
    /// What is to be shown now; nil when it is what was current before.
    package var activated: Generation?
    /// When the township last signed, if it says so: the age of what is shown counts from here.
    package var issued: UnixTime?
    /// Headers and bodies of both directions.
    package var traffic: FetchTraffic
    /// Objects that were fetched.
    package var objects: Int
}

/// Pulls the newest content of one village into its store. For a worker thread: everything blocks.
///
/// A poll is one conditional request for the timestamp. "Not modified" ends it when what is current realises the
/// trusted snapshot; otherwise, and once a day, the whole client workflow of the TUF specification is gone through,
/// from the next root on.
package final class Synchronizer {
    private let store: ContentStore
    private let source: SyncSource
    /// Nil where the source is a medium.
    private let server: Fetcher?
    private let fetcher: any FileFetcher
    private let clock: () -> UnixTime
    private let checksCertificateDates: Bool

    /// `clock` is the system's unless a test says otherwise.
    package init(
        store: ContentStore, source: SyncSource, settings: FetchSettings = FetchSettings(),
        cancel: CancelFlag = CancelFlag(), clock: @escaping () -> UnixTime = { .system }
    ) {
        self.store = store
        self.source = source
        let server = Fetcher(settings, cancel: cancel)
        self.server = server
        fetcher = server
        checksCertificateDates = settings.checksCertificateDates
        self.clock = clock
    }

    /// The same from a medium; the source's URL is `MediumFetcher.address`.
    init(store: ContentStore, source: SyncSource, medium: MediumFetcher, clock: @escaping () -> UnixTime = { .system }) {
        self.store = store
        self.source = source
        server = nil
        fetcher = medium
        checksCertificateDates = false
        self.clock = clock
    }

    /// One pull. `progress` is called on this thread, for each piece of an object.
    @discardableResult
    package func pull(progress: @escaping (SyncProgress) -> Void = { _ in }) throws(SyncError) -> PullOutcome {
        let before = server?.traffic ?? FetchTraffic()
        let update = try stored { () throws(StoreError) in try store.beginUpdate() }
        try adoptAnchor(update)
        let floor = max(source.buildTime, store.newestIssued() ?? source.buildTime)
        let clock = clock()
        let now = max(floor, clock)
        // A clock that has not been set says nothing about the dates of certificates; their names and chains still count,
        // and what is fetched is verified by its own signatures.
        server?.settings.checksCertificateDates = checksCertificateDates && clock >= floor
        var pull = Pull(
            store: store, update: update,
            workflow: try MetadataWorkflow(shelf: update, fetcher: fetcher, url: source.url, asksForDeltas: true, now: now))
        let result = try pull.run(progress: progress)
        return PullOutcome(
            activated: result.activated, issued: store.newestIssued(),
            traffic: (server?.traffic ?? FetchTraffic()) - before, objects: result.objects)
    }

    /// Makes the configured root the trusted one at the first pull, when the stored one has been damaged, and when
    /// somebody has put another one there: that is the way back after a township lost its root keys, and takes a person
    /// at the box. From it the chain of roots is gone through again.
    private func adoptAnchor(_ update: StoreUpdate) throws(SyncError) {
        let digest = Array(HashAlgorithm.sha256.hexHash(source.anchor).utf8)
        if update.note("anchor") == digest, let root = update.trusted("root"),
            (try? TrustedMetadata(trustedRoot: root, now: UnixTime(seconds: .min))) != nil
        {
            return
        }
        do {
            _ = try TrustedMetadata(trustedRoot: source.anchor, now: UnixTime(seconds: .min))
        } catch {
            throw .anchor(detail: error.description)
        }
        try stored { () throws(StoreError) in
            try update.keepTrusted("root", source.anchor)
            try update.setNote("anchor", digest)
        }
    }
}

extension UnixTime {
    /// The system's clock.
    package static var system: UnixTime { UnixTime(seconds: WallTime.now().secondsSinceEpoch) }
}

extension StoreUpdate: MetadataShelf {
    func keep(_ role: UTF8Text, _ bytes: [UInt8]) throws(SyncError) {
        try stored { () throws(StoreError) in try keepTrusted(role, bytes) }
    }

    func forget(_ role: UTF8Text) throws(SyncError) {
        try stored { () throws(StoreError) in try forgetTrusted(role) }
    }
}

/// Runs `body` with its errors as those of a pull.
func stored<Value: ~Copyable>(_ body: () throws(StoreError) -> Value) throws(SyncError) -> Value {
    do {
        return try body()
    } catch {
        throw .store(error)
    }
}

/// The same for verification.
func trusting<Value>(_ body: () throws(TrustError) -> Value) throws(SyncError) -> Value {
    do {
        return try body()
    } catch {
        throw .notTrusted(error)
    }
}
