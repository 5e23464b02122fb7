internal import Fetch
internal import LinuxIO

/// Brings a repository's files, from a server or from a medium. Trusted for nothing. Every call blocks.
protocol FileFetcher: AnyObject {
    /// A whole file in memory, of at most `limit` bytes; `.notModified` if it is still the one that `validator` was given for.
    func get(_ address: String, limit: Int, unless validator: Validator?) throws(FetchError) -> Fetcher.Answer
    /// A file of at most `byteCount` bytes into the file at `path`; neither hashed nor synchronized here. `progress` gets the bytes in it.
    func download(_ address: String, to path: String, byteCount: Int, progress: @escaping (Int) -> Void) throws(FetchError)
}

extension FileFetcher {
    func get(_ address: String, limit: Int) throws(FetchError) -> Fetcher.Answer { try get(address, limit: limit, unless: nil) }
}

extension Fetcher: FileFetcher {}

/// A repository on a medium that somebody brought. Its files are copied; what is verified later is the copy, so that a medium which says
/// something else the second time gains nothing.
final class MediumFetcher: FileFetcher {
    /// What the addresses of its files begin with.
    static let address = "medium:/"

    private let folder: ForeignFolder
    private let cancel: CancelFlag

    init(_ folder: ForeignFolder, cancel: CancelFlag) {
        self.folder = folder
        self.cancel = cancel
    }

    func get(_ address: String, limit: Int, unless validator: Validator?) throws(FetchError) -> Fetcher.Answer {
        var bytes: [UInt8] = []
        try read(address) { piece in
            bytes.append(contentsOf: piece)
            return bytes.count <= limit ? nil : .tooLarge(limit: limit)
        }
        return .file(bytes, Validator())
    }

    func download(
        _ address: String, to path: String, byteCount: Int, progress: @escaping (Int) -> Void
    ) throws(FetchError) {
        let file = try own { () throws(SystemError) in
            // What a server began there is of another kind; cutting a file gives up the room that was reserved for it.
            try File.remove(path + ".tag")
            let file = try Descriptor.open(path, [.writeOnly, .create, .noFollow])
            if (File.byteCount(path) ?? 0) > 0 { try file.truncate(byteCount: 0) }
            return file
        }
        var count = 0
        try read(address) { piece in
            count += piece.count
            guard count <= byteCount else { return .tooLarge(limit: byteCount) }
            do throws(SystemError) { try file.writeAll(piece) } catch { return .disk(error) }
            progress(count)
            return nil
        }
    }

    private func read(_ address: String, _ take: (UnsafeRawBufferPointer) -> FetchError?) throws(FetchError) {
        guard address.hasPrefix(Self.address) else { throw .badAddress(address) }
        let file: Descriptor
        do {
            file = try folder.open(String(address.dropFirst(Self.address.count)))
        } catch {
            throw error.errno == .noSuchFileOrDirectory ? .absent : .unreadable(error)
        }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            guard !cancel.isCancelled else { throw .cancelled }
            let count: Int
            do {
                count = try file.read(into: buffer) ?? 0
            } catch {
                throw .unreadable(error)
            }
            guard count > 0 else { return }
            if let failure = take(UnsafeRawBufferPointer(rebasing: buffer[..<count])) { throw failure }
        }
    }

    private func own<Value: ~Copyable>(_ body: () throws(SystemError) -> Value) throws(FetchError) -> Value {
        do {
            return try body()
        } catch {
            throw .disk(error)
        }
    }
}
