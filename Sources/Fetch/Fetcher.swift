internal import CCurl
internal import LinuxIO

/// Fetches files over HTTP; connections are kept between requests. Trusts nothing: what it brings is bytes.
///
/// Every call blocks its thread until the transfer is over, so it belongs on a worker; one thread at a time. Redirects
/// are not followed, content encodings are neither asked for nor undone, the environment's proxies are not used.
package final class Fetcher {
    /// A whole file in memory.
    package enum Answer: Equatable, Sendable {
        /// It is still the file that the validator was given for.
        case notModified
        case file([UInt8], Validator)
    }

    /// May change between transfers.
    package var settings: FetchSettings
    package private(set) var traffic = FetchTraffic()
    private let cancelFlag: CancelFlag
    /// Connections, names and TLS sessions, kept between requests.
    private let share: UnsafeMutableRawPointer

    /// `cancel` stops the current transfer and all later ones.
    package init(_ settings: FetchSettings = FetchSettings(), cancel: CancelFlag = CancelFlag()) {
        self.settings = settings
        cancelFlag = cancel
        // Counts its calls, and is safe from any thread in libcurl 7.84 and later.
        curl_global_init(Int(CURL_GLOBAL_DEFAULT))
        guard let share = curl_share_init() else { fatalError("libcurl does not start") }
        for kind in [CURL_LOCK_DATA_CONNECT, CURL_LOCK_DATA_DNS, CURL_LOCK_DATA_SSL_SESSION] { yb_share(share, kind) }
        self.share = share
    }

    deinit { curl_share_cleanup(share) }

    private func handle() -> UnsafeMutableRawPointer {
        guard let handle = curl_easy_init() else { fatalError("libcurl does not start") }
        return handle
    }

    /// GETs `url` into memory, at most `limit` bytes. With the `validator` of an earlier answer the answer may be
    /// `.notModified`. Throws any `FetchError` but `.disk`.
    package func get(_ url: String, limit: Int, unless validator: Validator? = nil) throws(FetchError) -> Answer {
        var bytes: [UInt8] = []
        let curl = handle()
        let transfer = Transfer(curl, cancel: cancelFlag, bodyLimit: limit, begin: { _ in nil }) { piece in
            bytes.append(contentsOf: piece)
            return nil
        }
        var headers: [String] = []
        if let tag = validator?.entityTag { headers.append("If-None-Match: \(tag)") }
        if let date = validator?.lastModified { headers.append("If-Modified-Since: \(date)") }
        try perform(curl, transfer, url: url, headers: headers, limit: limit)
        switch transfer.status {
        case 200: return .file(bytes, transfer.validator)
        case 304 where validator?.isEmpty == false: return .notModified
        default: throw Self.refusal(transfer)
        }
    }

    /// GETs `url` into the file at `path`, which is made if need be, at most `byteCount` bytes.
    ///
    /// What an interrupted earlier call left in the file is continued where the server proves that the file is still the
    /// same (If-Range with a strong validator, kept in `path.tag`); otherwise the file is begun anew. The bytes are
    /// neither hashed nor synchronized here. `progress` gets the number of bytes in the file.
    /// Throws any `FetchError`; the file then holds what came.
    package func download(
        _ url: String, to path: String, byteCount: Int, progress: @escaping (Int) -> Void = { _ in }
    ) throws(FetchError) {
        let start = try Start(path, byteCount: byteCount)
        let curl = handle()
        let transfer = start.transfer(curl, cancel: cancelFlag, progress: progress)
        try perform(curl, transfer, url: url, headers: start.headers, limit: byteCount)
        switch transfer.status {
        case 200, 206: return
        case 416 where start.byteCount > 0:
            // The server's file is shorter than what we have of it: it is another one.
            if let failure = start.partial.restart(tag: nil) { throw failure }
            try download(url, to: path, byteCount: byteCount, progress: progress)
        default: throw Self.refusal(transfer)
        }
    }

    /// One of several files to be fetched.
    package struct Item: Sendable {
        package var url: String
        package var path: String
        package var byteCount: Int

        package init(url: String, path: String, byteCount: Int) {
            self.url = url
            self.path = path
            self.byteCount = byteCount
        }
    }

    /// How many connections a box has to a server at most.
    package static let connectionLimit = 4

    /// GETs several files as `download` does, up to `connectionLimit` at once, begun in their order: on a line with a long way to the server
    /// most of the time would go into waiting for the next answer.
    ///
    /// Everything is called on this thread: `progress` with an item's number and the bytes in its file, `finished` with an item's number and
    /// what went wrong with it, if anything; when it gives false, no further item is begun. A file whose part was of another one is not tried
    /// again here. Blocks until all that was begun is over.
    package func download(
        _ items: [Item], progress: (Int, Int) -> Void, finished: (Int, FetchError?) -> Bool
    ) {
        guard let multi = curl_multi_init() else { fatalError("libcurl does not start") }
        defer { curl_multi_cleanup(multi) }
        yb_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, Self.connectionLimit)
        var waiting = Array(items.indices)[...]
        var running: [UnsafeMutableRawPointer: (item: Int, start: Start, request: Request)] = [:]
        var goesOn = true
        withoutActuallyEscaping(progress) { progress in
            func fill() {
                while goesOn, running.count < Self.connectionLimit, let number = waiting.popFirst() {
                    let item = items[number]
                    do throws(FetchError) {
                        let start = try Start(item.path, byteCount: item.byteCount)
                        let handle = handle()
                        let transfer = start.transfer(handle, cancel: cancelFlag) { progress(number, $0) }
                        let request = try Request(
                            handle, transfer, share: share, url: item.url, headers: start.headers, limit: item.byteCount, settings: settings)
                        curl_multi_add_handle(multi, handle)
                        running[handle] = (number, start, request)
                    } catch {
                        goesOn = finished(number, error) && goesOn
                    }
                }
            }
            fill()
            while !running.isEmpty {
                var count: Int32 = 0
                curl_multi_perform(multi, &count)
                var left: Int32 = 0
                while let message = curl_multi_info_read(multi, &left) {
                    guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle,
                        let (number, _, request) = running.removeValue(forKey: handle)
                    else { continue }
                    let code = yb_message_result(message)
                    curl_multi_remove_handle(multi, handle)
                    var failure: FetchError?
                    do throws(FetchError) {
                        try request.conclude(code, &traffic)
                        if !request.transfer.isWanted { failure = Self.refusal(request.transfer) }
                    } catch {
                        failure = error
                    }
                    goesOn = finished(number, failure) && goesOn
                }
                fill()
                // Woken by the sockets; the limit is for the cancel flag, which libcurl looks at once a second.
                if !running.isEmpty { curl_multi_poll(multi, nil, 0, 1_000, nil) }
            }
        }
    }

    /// What is there of a file before a request for it.
    private struct Start {
        let partial: PartialFile
        let byteCount: Int
        let limit: Int

        init(_ path: String, byteCount limit: Int) throws(FetchError) {
            do {
                partial = try PartialFile(path, byteCount: limit)
            } catch {
                throw .disk(error)
            }
            byteCount = partial.byteCount
            self.limit = limit
        }

        var headers: [String] { partial.tag.map { ["Range: bytes=\(byteCount)-", "If-Range: \($0)"] } ?? [] }

        func transfer(_ curl: UnsafeMutableRawPointer, cancel: CancelFlag, progress: @escaping (Int) -> Void) -> Transfer {
            let (partial, byteCount, limit) = (partial, byteCount, limit)
            return Transfer(
                curl, cancel: cancel, bodyLimit: limit,
                begin: { transfer in
                    if transfer.status == 206 {
                        guard let range = transfer.contentRange.flatMap({ ContentRange($0) }), range.first == byteCount,
                            range.total == nil || range.total == limit, byteCount > 0
                        else { return .invalidAnswer(detail: "not the part that was asked for") }
                        return nil
                    }
                    return partial.restart(tag: transfer.validator.strong)
                },
                sink: { piece in
                    if let failure = partial.append(piece, limit: limit) { return failure }
                    progress(partial.byteCount)
                    return nil
                })
        }
    }

    private func perform(
        _ curl: UnsafeMutableRawPointer, _ transfer: Transfer, url: String, headers: [String], limit: Int
    ) throws(FetchError) {
        let request = try Request(curl, transfer, share: share, url: url, headers: headers, limit: limit, settings: settings)
        guard !cancelFlag.isCancelled else { throw .cancelled }
        let code = withExtendedLifetime(request) { curl_easy_perform(curl) }
        try request.conclude(code, &traffic)
    }

    private static func refusal(_ transfer: Transfer) -> FetchError {
        if (300..<400).contains(transfer.status), let location = transfer.location { return .redirected(to: location) }
        return .status(transfer.status)
    }
}
