internal import CCurl
internal import LinuxIO

/// What libcurl's callbacks see of one request.
final class Transfer {
    /// Where the body goes. Returns what went wrong, and then the transfer stops.
    typealias Sink = (UnsafeRawBufferPointer) -> FetchError?

    /// Headers and error pages are bounded too: their senders are not trusted either.
    private static let headerLimit = 64 * 1_024
    private static let ignoredLimit = 64 * 1_024

    private let curl: UnsafeMutableRawPointer
    private let cancel: CancelFlag
    private let bodyLimit: Int
    private let begin: (Transfer) -> FetchError?
    private let sink: Sink
    private var headerBytes = 0
    private var ignoredBytes = 0
    private var began = false

    /// Body bytes of a wanted answer so far.
    private(set) var bodyBytes = 0
    private(set) var status = 0
    private(set) var validator = Validator()
    private(set) var location: String?
    private(set) var contentRange: String?
    /// Why a callback stopped the transfer.
    private(set) var failure: FetchError?

    /// `begin` is called before the first byte of a wanted body, when status and headers are known.
    init(
        _ curl: UnsafeMutableRawPointer, cancel: CancelFlag, bodyLimit: Int, begin: @escaping (Transfer) -> FetchError?,
        sink: @escaping Sink
    ) {
        self.curl = curl
        self.cancel = cancel
        self.bodyLimit = bodyLimit
        self.begin = begin
        self.sink = sink
    }

    /// Registers the callbacks; they hold until the handle is reset, so the transfer must outlive the request.
    func register() {
        yb_set_callbacks(
            curl,
            { bytes, size, count, context in
                guard let bytes, let context else { return 0 }
                let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
                return transfer.body(UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
            },
            { bytes, size, count, context in
                guard let bytes, let context else { return 0 }
                let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
                return transfer.header(UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
            },
            { context, _, _, _, _ in
                guard let context else { return 1 }
                return Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue().cancel.isCancelled ? 1 : 0
            },
            Unmanaged.passUnretained(self).toOpaque())
    }

    /// Called once after a wanted answer: an empty body begins as well.
    func finish() {
        if failure == nil, isWanted { beginOnce() }
    }

    /// Whether the answer is one with (a part of) the file.
    var isWanted: Bool { status == 200 || status == 206 }

    private func beginOnce() {
        guard !began else { return }
        began = true
        failure = begin(self)
    }

    private func body(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard isWanted else {
            // An error page is read to its end, so that the connection stays usable, unless it is long.
            ignoredBytes += bytes.count
            return ignoredBytes <= Self.ignoredLimit
        }
        beginOnce()
        guard failure == nil else { return false }
        bodyBytes += bytes.count
        guard bodyBytes <= bodyLimit else {
            failure = .tooLarge(limit: bodyLimit)
            return false
        }
        failure = sink(bytes)
        return failure == nil
    }

    /// libcurl hands over one whole header line at a time.
    private func header(_ bytes: UnsafeRawBufferPointer) -> Bool {
        headerBytes += bytes.count
        guard headerBytes <= Self.headerLimit else {
            failure = .invalidAnswer(detail: "more than \(Self.headerLimit) bytes of headers")
            return false
        }
        let line = String(decoding: bytes, as: UTF8.self)
        if line.hasPrefix("HTTP/") {
            // A new answer begins: an interim one (1xx) is followed by the real one.
            status = yb_get_long(curl, CURLINFO_RESPONSE_CODE)
            validator = Validator()
            location = nil
            contentRange = nil
            return true
        }
        guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) else { return true }
        let value = Self.trimmed(line[line.utf8.index(after: colon)...])
        switch line[..<colon].lowercased() {
        case "etag": validator.entityTag = value
        case "last-modified": validator.lastModified = value
        case "location": location = value
        case "content-range": contentRange = value
        default: break
        }
        return true
    }

    private static func trimmed(_ text: Substring) -> String {
        let space: Set<UInt8> = [0x20, 0x09, 0x0D, 0x0A]
        var bytes = Array(text.utf8)[...]
        while let last = bytes.last, space.contains(last) { bytes.removeLast() }
        while let first = bytes.first, space.contains(first) { bytes.removeFirst() }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// `bytes FIRST-LAST/TOTAL` (RFC 9110 14.4).
struct ContentRange: Equatable {
    var first: Int
    var total: Int?

    init?(_ text: String) {
        guard text.hasPrefix("bytes ") else { return nil }
        let parts = text.dropFirst("bytes ".count).split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let bounds = parts[0].split(separator: "-", omittingEmptySubsequences: false)
        guard bounds.count == 2, let first = Int(bounds[0]), let last = Int(bounds[1]), first >= 0, last >= first else {
            return nil
        }
        self.first = first
        total = Int(parts[1])
        if let total, last >= total { return nil }
        if total == nil, parts[1] != "*" { return nil }
    }
}
