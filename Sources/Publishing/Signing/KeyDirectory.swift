internal import LinuxIO
package import Trust

/// The private keys of a repository, one directory per role, so that each can be kept on a medium of its own:
/// `root/1` to `root/3` (two of them sign; offline), `targets`, `snapshot`, `timestamp`, `emergency`, `villages/CODE`.
/// Beside them `root.json`, the first signed root, which is what a box is given as its anchor, and every later one as
/// `N.root.json`. A township that does not hold a village's key has `villages/CODE/public.json` in its place.
///
/// Key files are PEM (PKCS #8), readable by their owner only. In the place of a `key.pem`, a `key.json` names the command of a device that has
/// the key (`CommandSigner`). Everything here blocks on the disk, and signing on such a device, too.
package struct KeyDirectory: Sendable {
    package let path: String
    let passphrases: Passphrases

    /// Keys that are there already; a directory of which some roles were taken away to other media will do. Throws `.noKeys` and `.disk`.
    package init(opening path: String, passphrases: Passphrases = Passphrases()) throws(RepositoryError) {
        guard File.byteCount(path + "/root.json") != nil else { throw .noKeys(path: path) }
        self.init(unchecked: path, passphrases)
        try settle()
    }

    /// A village's own directory, which holds its key and nothing of the township. Throws `.missingKey`.
    package init(ofVillage code: String, at path: String, passphrases: Passphrases = Passphrases()) throws(RepositoryError) {
        guard RepositoryPath.isVillageCode(code) else { throw .badName(code) }
        self.init(unchecked: path, passphrases)
        guard has("villages/\(code)") else { throw .missingKey(path: file("villages/\(code)")) }
    }

    init(unchecked path: String, _ passphrases: Passphrases) {
        self.path = path
        self.passphrases = passphrases
    }

    /// Makes new keys and the first root, signed by two of its three keys and valid for three years from `now`.
    /// Throws `.keysExist` when there is anything at `path`, and `.disk`.
    package static func new(
        _ path: String, now: UnixTime, passphrases: Passphrases = Passphrases()
    ) throws(RepositoryError) -> KeyDirectory {
        if let names = try? Directory.entries(path), !names.isEmpty { throw .keysExist(path: path) }
        try onDisk { () throws(SystemError) in try Directory.create(path, mode: 0o700) }
        let directory = KeyDirectory(unchecked: path, passphrases)
        var rootSigners: [any Signer] = []
        for number in 1...rootKeyCount { rootSigners.append(try directory.make("root/\(number)")) }
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

    static let rootKeyCount = 3

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

    /// The newest root, the chain to it verified. Throws as `roots` does.
    func root() throws(RepositoryError) -> RootMetadata {
        let roots = try roots()
        do {
            var trusted = try TrustedMetadata(trustedRoot: roots[0], now: UnixTime(seconds: .min))
            for root in roots.dropFirst() { try trusted.updateRoot(root) }
            return trusted.root.signed
        } catch {
            throw .foreignRepository(file: "\(path)/\(roots.count).root.json", error)
        }
    }

    /// Whether the private key of a role is here.
    func has(_ role: String) -> Bool { File.byteCount(file(role)) != nil }

    /// The signer of a role: `targets`, `snapshot`, `timestamp`, `emergency`, `root/1`. Throws `.missingKey`, `.badKey` and `.disk`.
    package func signer(_ role: String) throws(RepositoryError) -> any Signer {
        try read(role)
    }

    /// The signer of a top-level role, held against the newest root. Throws `.wrongKey`, too.
    func signer(_ role: TopLevelRole, in root: RootMetadata) throws(RepositoryError) -> any Signer {
        let signer = try read(role.rawValue)
        guard root.rule(role).keyIDs.contains(signer.publicKey.keyID) else { throw .wrongKey(path: file(role.rawValue)) }
        return signer
    }

    /// The signer of a village, made on the first call. Throws `.badName`, `.removedVillage`, `.badKey` and `.disk`.
    package func villageSigner(_ code: String) throws(RepositoryError) -> any Signer {
        guard RepositoryPath.isVillageCode(code) else { throw .badName(code) }
        guard File.byteCount(removed(code)) == nil else { throw .removedVillage(code: code, file: removed(code)) }
        let role = "villages/\(code)"
        return has(role) ? try read(role) : try make(role)
    }

    /// The file of a role's key, whichever kind it is; `key.pem` where there is none.
    func file(_ role: String) -> String { keyFile("\(path)/\(role)/key") }

    /// `stem` with the ending of the file that is there: of a device's, of a key's, or of the one that there should be.
    func keyFile(_ stem: String) -> String {
        let device = stem + Self.deviceEnding
        return File.byteCount(device) == nil ? stem + Self.fileEnding : device
    }

    static let (fileEnding, deviceEnding) = (".pem", ".json")

    func read(_ role: String) throws(RepositoryError) -> any Signer { try read(at: file(role)) }

    func read(at file: String) throws(RepositoryError) -> any Signer {
        guard File.byteCount(file) != nil else { throw .missingKey(path: file) }
        let pem = try onDisk { () throws(SystemError) in try File.read(file, limit: 16_384) }
        if file.hasSuffix(Self.deviceEnding) {
            do {
                return try CommandSigner(file: pem)
            } catch {
                throw .badKey(path: file, error)
            }
        }
        if String(decoding: pem, as: UTF8.self).contains("ENCRYPTED") {
            guard let signer = passphrases.opening(file, { try? Ed25519Signer(pem: pem, passphrase: $0) }) else {
                throw .locked(path: file)
            }
            return signer
        }
        do {
            return try Ed25519Signer(pem: pem)
        } catch {
            throw .badKey(path: file, error)
        }
    }

    /// Makes a key and its file, or the file that stands for the key in `device`, which has to sign something first: before a root lists it is the
    /// time to learn that it does not. `stem` is the file's name without its ending; what a crash left under it of the other kind goes.
    func make(_ role: String, named stem: String = "key", in device: CommandSigner? = nil) throws(RepositoryError) -> any Signer {
        let signer: any Signer
        let bytes: [UInt8]
        if let device {
            _ = try signed { () throws(TrustError) in try device.sign(Array("yuanba \(role)".utf8)) }
            (signer, bytes) = (device, device.file)
        } else {
            let made = try signed { () throws(TrustError) in try Ed25519Signer.generate() }
            (signer, bytes) = (made, try signed { () throws(TrustError) in try made.pem(passphrase: passphrases.forNewKeys) })
        }
        let (ending, other) = device == nil ? (Self.fileEnding, Self.deviceEnding) : (Self.deviceEnding, Self.fileEnding)
        try onDisk { () throws(SystemError) in
            try Directory.create("\(path)/\(role)", mode: 0o700)
            try File.remove("\(path)/\(role)/\(stem)\(other)")
            try AtomicFile.replace("\(path)/\(role)/\(stem)\(ending)", with: bytes, mode: 0o600)
        }
        return signer
    }

    func signed<Value>(_ body: () throws(TrustError) -> Value) throws(RepositoryError) -> Value {
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

    /// Before a signature that takes a person ends, that person is told this many days ahead.
    static let warning: Int64 = 60

    /// The last version that is believed to have come from counting. Past it somebody with a stolen key has pushed the number up.
    static let lastVersion = Int64(1) << 40
}
