internal import CCurl
internal import LinuxIO

/// One request on a libcurl handle of its own, with what has to live as long as it does. Not for more than one thread.
///
/// A handle serves once. libcurl before 8.1 keeps in it where the last header of the answer before was, and writes there, into memory that is
/// somebody else's by then, when the next answer begins with a folded line: any server could do that to a box.
final class Request {
    let transfer: Transfer
    private let curl: UnsafeMutableRawPointer
    private let url: String
    private let limit: Int
    private let list: UnsafeMutablePointer<curl_slist>?
    private let message: UnsafeMutablePointer<CChar>

    /// Makes `curl`, which ends with the request, ready for a GET. `share` keeps connections, names and TLS sessions for the next; it must
    /// outlive the request. Throws `.badAddress`, and the handle ends then, too.
    init(
        _ curl: UnsafeMutableRawPointer, _ transfer: Transfer, share: UnsafeMutableRawPointer, url: String, headers: [String], limit: Int,
        settings: FetchSettings
    ) throws(FetchError) {
        guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
            curl_easy_cleanup(curl)
            throw .badAddress(url)
        }
        self.curl = curl
        self.transfer = transfer
        self.url = url
        self.limit = limit
        var list: UnsafeMutablePointer<curl_slist>?
        for header in headers { list = curl_slist_append(list, header) }
        self.list = list
        message = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
        message.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))

        yb_set_share(curl, share)
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
    }

    deinit {
        curl_easy_cleanup(curl)
        curl_slist_free_all(list)
        message.deallocate()
    }

    /// Adds to `traffic` what went over the wire, and throws what is wrong with the answer, unless that is its status.
    func conclude(_ code: CURLcode, _ traffic: inout FetchTraffic) throws(FetchError) {
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
