/// Why metadata or a target is not accepted. Each case names the rule that refused it and the step of the TUF
/// specification (1.0.x, section 5) that asks for the refusal.
package enum TrustError: Error, Hashable, Sendable {
    /// Not JSON, or a field that is missing or of the wrong kind. `detail` is for a log.
    case malformed(role: UTF8Text, detail: String)
    /// `_type` says something else: one role's file in the place of another's.
    case wrongType(role: UTF8Text, found: String)
    /// `spec_version` is not 1.x.
    case unsupportedVersion(role: UTF8Text, found: String)
    /// One key id stands twice in `signatures`.
    case duplicateSignature(role: UTF8Text, keyID: UTF8Text)
    /// Too few distinct keys of the role have signed (5.3.4, 5.4.2, 5.5.3, 5.6.3).
    case tooFewSignatures(role: UTF8Text, valid: Int, threshold: Int, signedBy: UTF8Text)
    /// The next root must be exactly one higher (5.3.5).
    case rootVersion(expected: Int64, offered: Int64)
    /// An older version than the one that was accepted before: a rollback attack or a restored backup (5.4.3, 5.5.5).
    case rollback(role: UTF8Text, trusted: Int64, offered: Int64)
    /// Not the version that the timestamp or snapshot names (5.5.4, 5.6.4): a mix-and-match attack or a half copied
    /// repository.
    case versionMismatch(role: UTF8Text, expected: Int64, offered: Int64)
    /// A file that the snapshot listed before is gone (5.5.5).
    case removedFromSnapshot(role: UTF8Text)
    /// The role is delegated but the snapshot does not list it.
    case notInSnapshot(role: UTF8Text)
    /// Past its date: a freeze attack, a publisher that stopped, or a wrong clock (5.3.10, 5.4.4, 5.5.6, 5.6.5).
    case expired(role: UTF8Text, at: UnixTime)
    /// Longer or shorter than its delegator says.
    case length(role: UTF8Text, expected: Int64, offered: Int64)
    /// Bytes that are not the ones its delegator names (5.5.2, 5.6.2, 5.7.3).
    case hash(role: UTF8Text)
    /// None of the hashes named for it is of a kind that we know.
    case noKnownHash(role: UTF8Text)
    /// Larger than the limit for its kind, in bytes.
    case tooLarge(role: UTF8Text, limit: Int)
    /// More new roots in one go than the limit.
    case tooManyRotations(limit: Int)
    /// Called out of order; a programmer's error that must not become an acceptance.
    case outOfOrder(String)
    /// No role that may speak for the path lists it.
    case targetNotFound(path: UTF8Text)
    /// A private or public key that cannot be read, or a signature that libcrypto would not make.
    case key(detail: String)
    /// The command that signs for a key has made no signature of it.
    case noSignature(command: String, SignatureFailure)
}

/// What became of a command that should have signed.
package enum SignatureFailure: Hashable, Sendable {
    /// It could not be run, or wrote what no signature can be.
    case failed(detail: String)
    /// It ended with this status.
    case exit(status: Int32)
    /// What it wrote is no signature of the key that was asked for.
    case otherKey
}

extension TrustError: CustomStringConvertible {
    /// English, one line, for logs.
    package var description: String {
        switch self {
        case .malformed(let role, let detail): "\(role).json is malformed: \(detail)"
        case .wrongType(let role, let found): "\(role).json is of type \"\(found)\""
        case .unsupportedVersion(let role, let found): "\(role).json is for TUF \(found), not 1.x"
        case .duplicateSignature(let role, let keyID): "\(role).json is signed twice with key \(keyID)"
        case .tooFewSignatures(let role, let valid, let threshold, let signer):
            "\(role).json has \(valid) valid signature(s) of the keys that \(signer) allows; \(threshold) needed"
        case .rootVersion(let expected, let offered): "root version \(offered) came where \(expected) must follow"
        case .rollback(let role, let trusted, let offered):
            "\(role).json version \(offered) is older than \(trusted), which was accepted before"
        case .versionMismatch(let role, let expected, let offered):
            "\(role).json has version \(offered), but version \(expected) is announced"
        case .removedFromSnapshot(let role): "the snapshot no longer lists \(role)"
        case .notInSnapshot(let role): "the snapshot does not list \(role).json"
        case .expired(let role, let date): "\(role).json expired at \(date)"
        case .length(let role, let expected, let offered): "\(role) has \(offered) bytes, \(expected) announced"
        case .hash(let role): "\(role) is not the file that was signed: its hash differs"
        case .noKnownHash(let role): "\(role) has no hash of a known kind"
        case .tooLarge(let role, let limit): "\(role) is larger than \(limit) bytes"
        case .tooManyRotations(let limit): "more than \(limit) new versions of root.json"
        case .outOfOrder(let detail): "verification out of order: \(detail)"
        case .targetNotFound(let path): "no role lists \(path)"
        case .key(let detail): "key: \(detail)"
        case .noSignature(let command, let failure):
            switch failure {
            case .failed(let detail): "no signature from \(command): \(detail)"
            case .exit(let status): "no signature from \(command): it ended with status \(status)"
            case .otherKey: "no signature from \(command): what it wrote is not the key's"
            }
        }
    }
}
