import Box
import Fetch
import LinuxIO
import Store
import Trust

/// What the daemon does at each poll, once, with words.
let syncCommand = Command(
    "sync", "one pull, as the daemon does it",
    options: [
        .init("repository", "URL", "the top of the repository"),
        .init("root", "FILE", "the root.json that the box was given"),
        .init("store", "DIR", "the box's store; made when it is not there"),
        .init("village", "CODE", "whose content"),
        .init("server-roots", "FILE", "PEM file with the only roots that may vouch for the web server; the system's without"),
    ],
    details: """
        exit status: 0 the newest content is there, 1 it is not: what was there before stays
        example: yuanba sync --repository http://127.0.0.1:8080/ --root keys/root.json --store store --village 999999
        """
) { arguments in
    let root = try arguments.required("root")
    let anchor: [UInt8]
    do {
        anchor = try File.read(root, limit: MetadataLimits.root)
    } catch {
        throw Failure("\(error); --root is the root.json that yuanba keys new made")
    }
    let directory = try arguments.required("store")
    return try FileOwner.acting(for: directory) { try pull(into: directory, anchor, arguments) }
}

private func pull(into directory: String, _ anchor: [UInt8], _ arguments: Arguments) throws -> Int32 {
    do {
        let store = try ContentStore(directory, village: try arguments.required("village"))
        for finding in store.findings { say(error: finding) }
        let source = SyncSource(url: try arguments.required("repository"), anchor: anchor)
        var settings = FetchSettings()
        settings.trustedRoots = arguments.value("server-roots")
        let outcome = try Synchronizer(store: store, source: source, settings: settings).pull()
        let traffic = outcome.traffic
        let state =
            if let generation = outcome.activated {
                "generation \(generation.number) activated, \(outcome.objects) objects fetched"
            } else {
                "nothing new"
            }
        print(
            "\(state); \(traffic.requests) requests, \(traffic.bytesSent) bytes sent, \(traffic.bytesReceived) received, "
                + "signed \(outcome.issued?.iso8601 ?? "at no stated time")")
    } catch let error as StoreError {
        throw Failure(error.description)
    } catch let error as SyncError {
        throw Failure(error.description)
    }
    return 0
}
