internal import LinuxIO
package import Trust

/// The private keys of a repository, one directory per role, so that each can be kept on a medium of its own:
/// `root/1` to `root/3` (two of them sign; offline), `targets`, `snapshot`, `timestamp`, `emergency`, `villages/CODE`.
/// Beside them `root.json`, the first signed root, which is what a box is given as its anchor.
///
/// Key files are PEM (PKCS #8), readable by their owner only. Everything here blocks on the disk.
package struct KeyDirectory: Sendable {
    package let path: String

    /// Keys that are there already. Throws `.noKeys`.
    package init(opening path: String) throws(RepositoryError) {
        guard File.byteCount(path + "/root.json") != nil else { throw .noKeys(path: path) }
        self.path = path
    }

    /// Makes new keys and the first root, signed by two of its three keys and valid for three years from `now`.
    /// Throws `.keysExist` when there is anything at `path`, and `.disk`.
    package static func new(_ path: String, now: UnixTime) throws(RepositoryError) -> KeyDirectory {
        if let names = try? Directory.entries(path), !names.isEmpty { throw .keysExist(path: path) }
        try onDisk { () throws(SystemError) in try Directory.create(path, mode: 0o700) }
        let directory = KeyDirectory(unchecked: path)
        var rootSigners: [Ed25519Signer] = []
        for number in 1...3 { rootSigners.append(try directory.make("root/\(number)")) }
        var roles: [TopLevelRole: (keys: [PublicKey], threshold: Int)] = [:]
        roles[.root] = (rootSigners.map(\.publicKey), 2)
        for role in [TopLevelRole.targets, .snapshot, .timestamp] {
            roles[role] = ([try directory.make(role.rawValue).publicKey], 1)
        }
        _ = try directory.make("emergency")
        let root = MetadataDraft.root(version: 1, expires: now.adding(days: Validity.root), roles: roles)
        let bytes = try directory.signed { () throws(TrustError) in try Envelope.seal(root, signers: Array(rootSigners.prefix(2))) }
        // Last: a directory without it does not count as a set of keys.
        try onDisk { () throws(SystemError) in
            try AtomicFile.replace(path + "/1.root.json", with: bytes)
            try AtomicFile.replace(path + "/root.json", with: bytes)
        }
        return directory
    }

    /// Every root in order of version, the first being the anchor. Throws `.noKeys`, `.foreignRepository` when the
    /// chain is broken, and `.disk`.
    package func roots() throws(RepositoryError) -> [[UInt8]] {
        var roots: [[UInt8]] = []
        while true {
            let file = "\(path)/\(roots.count + 1).root.json"
            guard File.byteCount(file) != nil else { break }
            roots.append(try onDisk { () throws(SystemError) in try File.read(file, limit: MetadataLimits.root) })
        }
        guard !roots.isEmpty else { throw .noKeys(path: path) }
        return roots
    }

    /// The signer of a role: `targets`, `snapshot`, `timestamp` or `emergency`. Throws `.badKey`.
    package func signer(_ role: String) throws(RepositoryError) -> Ed25519Signer {
        try read(role)
    }

    /// The signer of a village, made on the first call. Throws `.badName`, `.badKey` and `.disk`.
    package func villageSigner(_ code: String) throws(RepositoryError) -> Ed25519Signer {
        guard RepositoryPath.isVillageCode(code) else { throw .badName(code) }
        let role = "villages/\(code)"
        return File.byteCount(file(role)) != nil ? try read(role) : try make(role)
    }

    private init(unchecked path: String) { self.path = path }

    private func file(_ role: String) -> String { "\(path)/\(role)/key.pem" }

    private func read(_ role: String) throws(RepositoryError) -> Ed25519Signer {
        let file = file(role)
        let pem = try onDisk { () throws(SystemError) in try File.read(file, limit: 16_384) }
        do {
            return try Ed25519Signer(pem: pem)
        } catch {
            throw .badKey(path: file, error)
        }
    }

    private func make(_ role: String) throws(RepositoryError) -> Ed25519Signer {
        let signer = try signed { () throws(TrustError) in try Ed25519Signer.generate() }
        let pem = try signed { () throws(TrustError) in try signer.pem() }
        try onDisk { () throws(SystemError) in
            try Directory.create("\(path)/\(role)", mode: 0o700)
            try AtomicFile.replace(file(role), with: pem, mode: 0o600)
        }
        return signer
    }

    private func signed<Value>(_ body: () throws(TrustError) -> Value) throws(RepositoryError) -> Value {
        do {
            return try body()
        } catch {
            throw .badKey(path: path, error)
        }
    }
}

/// Runs `body` with its errors as `.disk`.
func onDisk<Value: ~Copyable>(_ body: () throws(SystemError) -> Value) throws(RepositoryError) -> Value {
    do {
        return try body()
    } catch {
        throw .disk(error)
    }
}

/// How long each role's signature holds, in days, and how early it is renewed.
enum Validity {
    static let root: Int64 = 3 * 365
    static let targets: Int64 = 400
    static let snapshot: Int64 = 90
    static let timestamp: Int64 = 30

    /// A role that changes nothing is signed anew when less than this share of its time is left.
    static func needsRenewal(expires: UnixTime, days: Int64, now: UnixTime) -> Bool {
        expires < now.adding(days: days / 2)
    }

    /// A timestamp is signed anew at each publishing when it is older than this, in seconds: the cadence is daily, and
    /// a job that runs each morning must not miss a day for being a minute early.
    static let timestampAge: Int64 = 20 * 3_600

    /// How long a file that a newer one replaced stays, in seconds: longer than any pull.
    static let replacedFiles: Int64 = 86_400
}
