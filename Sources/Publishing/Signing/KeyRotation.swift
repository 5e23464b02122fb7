internal import LinuxIO
package import Trust

/// New keys in the place of old ones, and a new root that says so.
extension KeyDirectory {
    private static let next = "key-next"

    /// Replaces the keys of `roles` — `root/1` to `root/3`, `targets`, `snapshot`, `timestamp`, `emergency` — and signs the next root with
    /// the root keys that are here; with no role the root is only given a new date. Old key files stay under another name.
    ///
    /// With a `device`, whose public key takes the place of one role's, nothing is made but the file that names it.
    ///
    /// Boxes see none of it before the next release. A root key that is not here any more can be replaced when the other two are.
    /// Returns the new root's version; nil when only roles were replaced that `targets` delegates to. Throws `.tooFewRootKeys`,
    /// `.unknownRole`, `.badKey` and `.disk`; nothing has changed then.
    package func rotate(_ roles: [String], to device: CommandSigner? = nil, now: UnixTime) throws(RepositoryError) -> Int64? {
        precondition(device == nil || roles.count == 1, "one key in two places")
        let slots = (1...Self.rootKeyCount).map { "root/\($0)" }
        let topLevel: [TopLevelRole] = [.targets, .snapshot, .timestamp]
        for role in roles where !slots.contains(role) && !topLevel.map(\.rawValue).contains(role) && role != "emergency" {
            throw .unknownRole(role)
        }
        if roles == ["emergency"] {
            _ = try make("emergency", named: Self.next, in: device)
            try takeOver("emergency")
            return nil
        }
        let old = try root()
        var present: [String: any Signer] = [:]
        for slot in slots where has(slot) {
            let signer = try read(slot)
            if old.rule(.root).keyIDs.contains(signer.publicKey.keyID) { present[slot] = signer }
        }
        guard present.count >= old.rule(.root).threshold else {
            throw .tooFewRootKeys(path: path, found: present.count, needed: old.rule(.root).threshold)
        }

        var rootKeys: [UTF8Text: PublicKey] = [:]
        for keyID in old.rule(.root).keyIDs { rootKeys[keyID] = old.keys[keyID] }
        let unaccounted = Set(rootKeys.keys).subtracting(present.values.map(\.publicKey.keyID))
        var made: [String: any Signer] = [:]
        for slot in roles where slots.contains(slot) {
            guard let former = present[slot]?.publicKey.keyID ?? (unaccounted.count == 1 ? unaccounted.first : nil) else {
                throw .tooFewRootKeys(path: path, found: present.count, needed: Self.rootKeyCount - 1)
            }
            rootKeys[former] = nil
        }
        for role in Set(roles).sorted() {
            let signer = try make(role, named: Self.next, in: device)
            made[role] = signer
            if slots.contains(role) { rootKeys[signer.publicKey.keyID] = signer.publicKey }
        }

        var rules: [TopLevelRole: (keys: [PublicKey], threshold: Int)] = [:]
        rules[.root] = (Array(rootKeys.values), old.rule(.root).threshold)
        for role in topLevel {
            let kept = old.rule(role).keyIDs.compactMap { old.keys[$0] }
            rules[role] = (made[role.rawValue].map { [$0.publicKey] } ?? kept, old.rule(role).threshold)
        }
        let version = old.head.version + 1
        let draft = MetadataDraft.root(version: version, expires: now.adding(days: Validity.root), roles: rules)
        let signers = signers(Array(present.values) + slots.compactMap { made[$0] }, old: old.rule(.root), new: Set(rootKeys.keys))
        let bytes = try signed { () throws(TrustError) in try Envelope.seal(draft, signers: signers) }
        do {
            var trusted = try TrustedMetadata(trustedRoot: try roots().last!, now: UnixTime(seconds: .min))
            try trusted.updateRoot(bytes)
        } catch let error as TrustError {
            throw .badKey(path: path, error)
        } catch {
            throw (error as? RepositoryError) ?? .noKeys(path: path)
        }
        try onDisk { () throws(SystemError) in try AtomicFile.replace("\(path)/\(version).root.json", with: bytes) }
        for role in made.keys.sorted() { try takeOver(role) }
        return version
    }

    /// Who signs a root: every key file of `candidates`, for the more signatures the better, and devices as far as the old threshold or the new one
    /// takes them, because each is a walk to a safe and a PIN. Who is in both signs once.
    private func signers(_ candidates: [any Signer], old: RoleRule, new: Set<UTF8Text>) -> [any Signer] {
        var chosen: [UTF8Text: any Signer] = [:]
        for signer in candidates where !(signer is CommandSigner) { chosen[signer.publicKey.keyID] = signer }
        for signer in candidates where signer is CommandSigner {
            let signing = Set(chosen.keys)
            guard signing.intersection(old.keyIDs).count < old.threshold || signing.intersection(new).count < old.threshold else { break }
            chosen[signer.publicKey.keyID] = signer
        }
        return Array(chosen.values)
    }

    /// Takes the newest root back, and puts the keys that it replaced in their places, as long as the repository does not have it: what a box
    /// has seen cannot be unsaid. Returns the version that is gone. Throws `.nothingToUndo`, `.badKey` and `.disk`.
    package func undoRotation(before repository: String) throws(RepositoryError) -> Int64 {
        let roots = try roots()
        let version = roots.count
        guard version > 1, File.byteCount("\(repository)/\(version).root.json") == nil else { throw .nothingToUndo(version: version) }
        let former: RootMetadata
        do throws(TrustError) {
            former = try RootMetadata(Envelope(roots[version - 2], role: "root").signed)
        } catch {
            throw .foreignRepository(file: "\(path)/\(version - 1).root.json", error)
        }
        for role in Self.rootRoles where has(role) {
            let keyIDs = former.rule(Self.ruleName(of: role)).keyIDs
            guard try !keyIDs.contains(read(role).publicKey.keyID) else { continue }
            var replacement: String?
            for name in (try? Directory.entries("\(path)/\(role)")) ?? [] where name.hasPrefix("key-former-") {
                let file = "\(path)/\(role)/\(name)"
                if try keyIDs.contains(read(at: file).publicKey.keyID) { replacement = file }
            }
            try onDisk { () throws(SystemError) in
                // The new key has signed nothing that anybody has seen.
                let new = file(role)
                if let replacement {
                    let place = "\(path)/\(role)/key\(ending(replacement))"
                    try File.move(replacement, to: place)
                    if place != new { try File.remove(new) }
                } else {
                    try File.remove(new)
                }
                try Directory.synchronize("\(path)/\(role)")
            }
        }
        // Last: until then this can be begun again.
        try onDisk { () throws(SystemError) in
            try File.remove("\(path)/\(version).root.json")
            try Directory.synchronize(path)
        }
        return Int64(version)
    }

    /// The roles that a root lists, a root key each for itself.
    private static let rootRoles = (1...rootKeyCount).map { "root/\($0)" } + ["targets", "snapshot", "timestamp"]

    private static func ruleName(of role: String) -> TopLevelRole { role.hasPrefix("root/") ? .root : TopLevelRole(rawValue: role)! }

    /// Ends what a crash in the midst of a rotation left: a new key that the newest root lists takes its place, any other goes.
    func settle() throws(RepositoryError) {
        for role in Self.rootRoles {
            let new = keyFile("\(path)/\(role)/\(Self.next)")
            guard File.byteCount(new) != nil else { continue }
            let keyID = try read(at: new).publicKey.keyID
            if try root().rule(Self.ruleName(of: role)).keyIDs.contains(keyID) {
                try takeOver(role)
            } else {
                try onDisk { () throws(SystemError) in try File.remove(new) }
            }
        }
    }

    private func ending(_ file: String) -> String { file.hasSuffix(Self.deviceEnding) ? Self.deviceEnding : Self.fileEnding }

    /// The new key under the name of keys in use; the former stays beside it under a number.
    private func takeOver(_ role: String) throws(RepositoryError) {
        let folder = "\(path)/\(role)"
        try onDisk { () throws(SystemError) in
            let current = file(role)
            if File.byteCount(current) != nil {
                var number = 1
                while File.byteCount(keyFile("\(folder)/key-former-\(number)")) != nil { number += 1 }
                try File.move(current, to: "\(folder)/key-former-\(number)\(ending(current))")
            }
            let new = keyFile("\(folder)/\(Self.next)")
            try File.move(new, to: "\(folder)/key\(ending(new))")
            try Directory.synchronize(folder)
        }
    }
}
