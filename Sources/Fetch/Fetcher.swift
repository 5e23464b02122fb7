internal import CCurl
internal import LinuxIO

/// Fetches files over HTTP with one connection that is kept between requests. Trusts nothing: what it brings is bytes.
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
    private let curl: UnsafeMutableRawPointer

    /// `cancel` stops the current transfer and all later ones.
    package init(_ settings: FetchSettings = FetchSettings(), cancel: CancelFlag = CancelFlag()) {
        self.settings = settings
        cancelFlag = cancel
        // Counts its calls, and is safe from any thread in libcurl 7.84 and later.
        curl_global_init(Int(CURL_GLOBAL_DEFAULT))
        guard let curl = curl_easy_init() else { fatalError("libcurl does not start") }
        self.curl = curl
    }

    deinit { curl_easy_cleanup(curl) }

    /// GETs `url` into memory, at most `limit` bytes. With the `validator` of an earlier answer the answer may be
    /// `.notModified`. Throws any `FetchError` but `.disk`.
    package func get(_ url: String, limit: Int, unless validator: Validator? = nil) throws(FetchError) -> Answer {
        var bytes: [UInt8] = []
        let transfer = Transfer(curl, cancel: cancelFlag, bodyLimit: limit, begin: { _ in nil }) { piece in
            bytes.append(contentsOf: piece)
            return nil
        }
        var headers: [String] = []
        if let tag = validator?.entityTag { headers.append("If-None-Match: \(tag)") }
        if let date = validator?.lastModified { headers.append("If-Modified-Since: \(date)") }
        try perform(transfer, url: url, headers: headers, limit: limit)
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
        let partial: PartialFile
        do {
            partial = try PartialFile(path, byteCount: byteCount)
        } catch {
            throw .disk(error)
        }
        var headers: [String] = []
        if let tag = partial.tag {
            headers = ["Range: bytes=\(partial.byteCount)-", "If-Range: \(tag)"]
        }
        let start = partial.byteCount
        let transfer = Transfer(
            curl, cancel: cancelFlag, bodyLimit: byteCount,
            begin: { transfer in
                if transfer.status == 206 {
                    guard let range = transfer.contentRange.flatMap({ ContentRange($0) }), range.first == start,
                        range.total == nil || range.total == byteCount, start > 0
                    else { return .invalidAnswer(detail: "not the part that was asked for") }
                    return nil
                }
                return partial.restart(tag: transfer.validator.strong)
            },
            sink: { piece in
                if let failure = partial.append(piece, limit: byteCount) { return failure }
                progress(partial.byteCount)
                return nil
            })
        try perform(transfer, url: url, headers: headers, limit: byteCount)
        switch transfer.status {
        case 200, 206: return
        case 416 where start > 0:
            // The server's file is shorter than what we have of it: it is another one.
            if let failure = partial.restart(tag: nil) { throw failure }
            try download(url, to: path, byteCount: byteCount, progress: progress)
        default: throw Self.refusal(transfer)
        }
    }

    private func perform(_ transfer: Transfer, url: String, headers: [String], limit: Int) throws(FetchError) {
        guard !cancelFlag.isCancelled else { throw .cancelled }
        guard url.hasPrefix("http://") || url.hasPrefix("https://") else { throw .badAddress(url) }
        // Keeps the connection, the DNS cache and TLS sessions.
        curl_easy_reset(curl)
        var list: UnsafeMutablePointer<curl_slist>?
        for header in headers { list = curl_slist_append(list, header) }
        defer { curl_slist_free_all(list) }
        let message = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
        message.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        defer { message.deallocate() }

        yb_set_string(curl, CURLOPT_URL, url)
        yb_set_string(curl, CURLOPT_PROTOCOLS_STR, "http,https")
        yb_set_string(curl, CURLOPT_PROXY, "")
        yb_set_string(curl, CURLOPT_USERAGENT, settings.userAgent)
        yb_set_long(curl, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        // Its timeouts would otherwise use SIGALRM.
        yb_set_long(curl, CURLOPT_NOSIGNAL, 1)
        yb_set_long(curl, CURLOPT_CONNECTTIMEOUT_MS, settings.connectTimeout.milliseconds)
        yb_set_long(curl, CURLOPT_LOW_SPEED_LIMIT, settings.lowSpeed)
        yb_set_long(curl, CURLOPT_LOW_SPEED_TIME, max(1, settings.stallTimeout.milliseconds / 1_000))
        let needed = Duration.seconds(limit / max(1, settings.slowestRate))
        yb_set_long(curl, CURLOPT_TIMEOUT_MS, (settings.transferTimeout + needed).milliseconds)
        yb_set_size(curl, CURLOPT_MAXFILESIZE_LARGE, curl_off_t(limit))
        if let roots = settings.trustedRoots {
            yb_set_string(curl, CURLOPT_CAINFO, roots)
            yb_set_string(curl, CURLOPT_CAPATH, nil)
        }
        yb_set_ignore_certificate_dates(curl, settings.checksCertificateDates ? 0 : 1)
        yb_set_headers(curl, list)
        yb_set_error_buffer(curl, message)
        transfer.register()

        let code = withExtendedLifetime(transfer) { curl_easy_perform(curl) }
        // The handle outlives the buffer.
        yb_set_error_buffer(curl, nil)
        traffic.requests += 1
        traffic.connections += yb_get_long(curl, CURLINFO_NUM_CONNECTS)
        traffic.bytesSent += yb_get_long(curl, CURLINFO_REQUEST_SIZE)
        traffic.bytesReceived += yb_get_long(curl, CURLINFO_HEADER_SIZE) + Int(yb_get_size(curl, CURLINFO_SIZE_DOWNLOAD_T))

        if code == CURLE_OK { transfer.finish() }
        if let failure = transfer.failure { throw failure }
        // An error page that is longer than the file may be is an error page all the same.
        guard code != CURLE_OK, code != CURLE_FILESIZE_EXCEEDED || transfer.isWanted else { return }
        let text = String(cString: message)
        throw Self.error(code, detail: text.isEmpty ? String(cString: curl_easy_strerror(code)) : text, url, limit)
    }

    private static func refusal(_ transfer: Transfer) -> FetchError {
        if (300..<400).contains(transfer.status), let location = transfer.location { return .redirected(to: location) }
        return .status(transfer.status)
    }

    private static func error(_ code: CURLcode, detail: String, _ url: String, _ limit: Int) -> FetchError {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT, CURLE_INTERFACE_FAILED:
            .offline(detail: detail)
        case CURLE_OPERATION_TIMEDOUT: .timedOut
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CIPHER, CURLE_SSL_CRL_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS,
            CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_INITFAILED, CURLE_USE_SSL_FAILED:
            .tls(detail: detail)
        case CURLE_FILESIZE_EXCEEDED: .tooLarge(limit: limit)
        case CURLE_ABORTED_BY_CALLBACK: .cancelled
        case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR: .interrupted(detail: detail)
        case CURLE_URL_MALFORMAT: .badAddress(url)
        // A callback that stopped without a reason of its own: an error page without end.
        case CURLE_WRITE_ERROR: .invalidAnswer(detail: "an error page that is too long")
        default: .invalidAnswer(detail: detail)
        }
    }
}

extension Duration {
    fileprivate var milliseconds: Int { Int(clamping: nanoseconds / 1_000_000) }
}
