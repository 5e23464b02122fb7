internal import Fetch
internal import LinuxIO
internal import Trust

/// The box's metadata workflow behind the command line of the public TUF client conformance suite
/// (theupdateframework/tuf-conformance, CLIENT-CLI.md): `init`, `refresh` and `download`.
///
/// Keeps nothing outside the directories that it is given, takes the time from the system's clock as it is, and uses
/// the base URLs as they are given. Blocks.
package struct TUFClient: Sendable {
    package enum Verb: Sendable {
        /// Begin with the root in this file; nothing is asked of the server.
        case initialise(root: String)
        /// Bring the metadata up to date.
        case refresh
        /// The same, then fetch the targets that are not there already.
        case download(targets: [String], baseURL: String, directory: String)
    }

    /// Where role files are kept, under their percent-encoded names and without versions.
    package var metadataDirectory: String
    /// Empty for `initialise`.
    package var metadataURL: String

    package init(metadataDirectory: String, metadataURL: String) {
        self.metadataDirectory = metadataDirectory
        self.metadataURL = metadataURL
    }

    /// Throws what a pull of the box would.
    package func run(_ verb: Verb) throws(SyncError) {
        switch verb {
        case .initialise(let root):
            let bytes = try onDisk { () throws(SystemError) in try File.read(root, limit: MetadataLimits.root) }
            // Dates do not count yet: an expired root may lead to one that is not (5.3.10).
            _ = try trusting { () throws(TrustError) in try TrustedMetadata(trustedRoot: bytes, now: UnixTime(seconds: .min)) }
            try onDisk { () throws(SystemError) in
                try Directory.create(metadataDirectory)
                try AtomicFile.replace(metadataDirectory + "/root.json", with: bytes)
            }
        case .refresh:
            _ = try refreshed()
        case .download(let targets, let baseURL, let directory):
            var workflow = try refreshed()
            for name in targets { try download(UTF8Text(name), from: baseURL.withSlash, into: directory, &workflow) }
        }
    }

    private func refreshed() throws(SyncError) -> MetadataWorkflow<DirectoryShelf> {
        var workflow = try MetadataWorkflow(
            shelf: DirectoryShelf(path: metadataDirectory), fetcher: Fetcher(), url: metadataURL.withSlash, now: .system)
        try workflow.updateRoot()
        _ = try workflow.updateTimestamp()
        try workflow.updateSnapshot()
        try workflow.load("targets", delegator: "root")
        return workflow
    }

    private func download(
        _ path: UTF8Text, from url: String, into directory: String, _ workflow: inout MetadataWorkflow<DirectoryShelf>
    ) throws(SyncError) {
        let target = try workflow.target(path)
        guard let name = workflow.fileName(path, target) else { throw .notTrusted(.noKnownHash(role: path)) }
        let limit = Int(clamping: target.length)
        let local = "\(directory)/\(path.percentEncoded)"
        if let present = try? File.read(local, limit: limit), (try? target.verify(present, path: path)) != nil { return }
        let answer: Fetcher.Answer
        do {
            answer = try workflow.fetcher.get(url + name, limit: limit)
        } catch {
            throw .fetch(file: name, error)
        }
        guard case .file(let bytes, _) = answer, (try? target.verify(bytes, path: path)) != nil else {
            throw .altered(file: name)
        }
        try onDisk { () throws(SystemError) in
            try Directory.create(directory)
            try AtomicFile.replace(local, with: bytes)
        }
    }
}

private func onDisk<Value>(_ body: () throws(SystemError) -> Value) throws(SyncError) -> Value {
    do {
        return try body()
    } catch {
        throw .store(.disk(error))
    }
}

/// Role files in a directory under their percent-encoded names.
private struct DirectoryShelf: MetadataShelf {
    let path: String

    private func file(_ role: UTF8Text) -> String { "\(path)/\(role.percentEncoded).json" }

    func trusted(_ role: UTF8Text) -> [UInt8]? { try? File.read(file(role), limit: MetadataLimits.targets) }

    func keep(_ role: UTF8Text, _ bytes: [UInt8]) throws(SyncError) {
        try onDisk { () throws(SystemError) in try AtomicFile.replace(file(role), with: bytes) }
    }

    func forget(_ role: UTF8Text) throws(SyncError) {
        try onDisk { () throws(SystemError) in try File.remove(file(role)) }
    }
}

extension String {
    /// As a base URL that names are put behind.
    var withSlash: String { hasSuffix("/") ? self : self + "/" }
}
