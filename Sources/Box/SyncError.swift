package import Fetch
package import Store
package import Trust

/// Why a pull brought nothing new. What was shown before is still there, whole.
package enum SyncError: Error, Equatable, Sendable {
    /// The line, the server or its answer; `file` is the one that was asked for.
    case fetch(file: String, FetchError)
    /// Metadata that may not be believed; the case names the file and the rule.
    case notTrusted(TrustError)
    /// A file on the server that is not the one that was signed.
    case altered(file: String)
    /// The repository has nothing for this village.
    case unknownVillage(String)
    /// Signed content that this build cannot use.
    case unusable(detail: String)
    /// The box's own disk: full, broken, or in use by another pull.
    case store(StoreError)
    /// The file with the root that the box trusts from the start.
    case anchor(detail: String)
}

extension SyncError: CustomStringConvertible {
    /// English, one line, for logs.
    package var description: String {
        switch self {
        case .fetch(let file, let error): "\(file): \(error)"
        case .notTrusted(let error): "not trusted: \(error)"
        case .altered(let file): "\(file) on the server is not the file that was signed"
        case .unknownVillage(let code): "the repository has nothing for village \(code)"
        case .unusable(let detail): "the new content cannot be used: \(detail)"
        case .store(let error): error.description
        case .anchor(let detail): "the trusted root cannot be used: \(detail)"
        }
    }

    /// A short word for screens and status reports, which stays the same over versions.
    package var code: String {
        switch self {
        case .fetch(_, let error):
            switch error {
            case .offline: "offline"
            case .tls: "tls"
            case .timedOut: "timeout"
            case .interrupted: "interrupted"
            case .cancelled: "cancelled"
            case .disk: "disk"
            case .absent, .unreadable: "medium"
            case .badAddress: "address"
            case .status, .redirected, .tooLarge, .invalidAnswer: "server"
            }
        case .notTrusted(.expired): "expired"
        case .notTrusted: "untrusted"
        case .altered: "altered"
        case .unknownVillage: "village"
        case .unusable: "unusable"
        case .store(.diskFull): "disk-full"
        case .store(.busy): "busy"
        case .store: "disk"
        case .anchor: "anchor"
        }
    }
}
