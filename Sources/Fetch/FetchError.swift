package import LinuxIO

/// Why a file could not be fetched. What came so far is never trusted, whatever the case.
package enum FetchError: Error, Equatable, Sendable {
    /// No network, no route, no such host, nobody listening: the line or the server is down.
    case offline(detail: String)
    /// The server's certificate is not accepted, or TLS could not be spoken.
    case tls(detail: String)
    /// Nothing, or too little, came in time.
    case timedOut
    /// An answer other than 200, 206 or 304. 404 and 403 mean that the file is not there.
    case status(Int)
    /// The server points elsewhere; that is not followed (a captive portal does this).
    case redirected(to: String)
    /// More bytes than the limit, which is given.
    case tooLarge(limit: Int)
    /// The connection broke before the end.
    case interrupted(detail: String)
    /// Not HTTP, or not as we asked.
    case invalidAnswer(detail: String)
    /// Not a URL that can be fetched: http and https only.
    case badAddress(String)
    /// A medium does not have the file.
    case absent
    /// A medium has it and does not give it: it is worn out or pulled out, or a name on it leads elsewhere.
    case unreadable(SystemError)
    /// Stopped by our own wish.
    case cancelled
    /// Our own disk.
    case disk(SystemError)
}

extension FetchError: CustomStringConvertible {
    /// English, one line, for logs.
    package var description: String {
        switch self {
        case .offline(let detail): "the server cannot be reached: \(detail)"
        case .tls(let detail): "no trusted connection: \(detail)"
        case .timedOut: "the server does not answer in time"
        case .status(let code): "the server answers \(code)"
        case .redirected(let target): "the server points to \(target), which is not followed"
        case .tooLarge(let limit): "longer than \(limit) bytes"
        case .interrupted(let detail): "the connection broke: \(detail)"
        case .invalidAnswer(let detail): "not the answer of a web server: \(detail)"
        case .badAddress(let url): "not an http or https address: \(url)"
        case .absent: "there is no such file"
        case .unreadable(let error): "the medium cannot be read: \(error)"
        case .cancelled: "cancelled"
        case .disk(let error): error.description
        }
    }
}
