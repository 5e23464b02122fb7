internal import LinuxIO
package import Trust

/// A village's public key as it is handed to the township: a small file, and a fingerprint to be read out over the telephone.
package struct VillageKey: Sendable {
    package let code: String
    package let key: PublicKey

    package init(code: String, key: PublicKey) {
        self.code = code
        self.key = key
    }

    /// Reads such a file. Throws `.badName`, `.notAKey` and `.disk`.
    package init(file path: String) throws(RepositoryError) {
        let bytes = try onDisk { () throws(SystemError) in try File.read(path, limit: 16_384) }
        guard let object = (try? JSONValue(parsing: bytes))?.object, let code = object["village"]?.text?.description,
            let key = PublicKey(json: object["key"])
        else { throw .notAKey(path: path) }
        guard RepositoryPath.isVillageCode(code) else { throw .badName(code) }
        self.init(code: code, key: key)
        guard self.key.isUsable else { throw .notAKey(path: path) }
    }

    var bytes: [UInt8] {
        let value: JSONValue = ["village": JSONValue(code), "key": key.json]
        return value.serialized + [UInt8(ascii: "\n")]
    }

    /// The first sixteen digits of the key's id in groups of four.
    package var fingerprint: String { Self.fingerprint(of: key.keyID) }

    static func fingerprint(of keyID: UTF8Text) -> String {
        let digits = Array(keyID.description.prefix(16))
        return stride(from: 0, to: digits.count, by: 4).map { String(digits[$0..<min($0 + 4, digits.count)]) }.joined(separator: " ")
    }
}

extension KeyDirectory {
    private func handed(_ code: String) -> String { "\(path)/villages/\(code)/public.json" }

    /// What marks a village that the township has ended; the key that it had stands in it.
    func removed(_ code: String) -> String { "\(path)/villages/\(code)/removed.json" }

    /// Makes a village's key at `path`, beside it the file to be handed to the township, and returns both what is in it and where it is.
    /// Throws `.badName`, `.keysExist`, `.badKey` and `.disk`.
    /// `device`: the key is in there already.
    package static func newVillage(
        _ code: String, at path: String, passphrases: Passphrases = Passphrases(), device: CommandSigner? = nil
    ) throws(RepositoryError) -> (key: VillageKey, file: String) {
        guard RepositoryPath.isVillageCode(code) else { throw .badName(code) }
        let directory = KeyDirectory(unchecked: path, passphrases)
        guard !directory.has("villages/\(code)") else { throw .keysExist(path: directory.file("villages/\(code)")) }
        let key = VillageKey(code: code, key: try directory.make("villages/\(code)", in: device).publicKey)
        try onDisk { () throws(SystemError) in try AtomicFile.replace(directory.handed(code), with: key.bytes) }
        return (key, directory.handed(code))
    }

    /// Believes `key` from the next release on: a new village, one that comes back, or a new key in the place of a lost one.
    /// Returns the fingerprint of the key that it replaces, if there is one.
    @discardableResult
    package func trust(_ key: VillageKey) throws(RepositoryError) -> String? {
        let former = try villageKey(key.code)
        try onDisk { () throws(SystemError) in
            try Directory.create("\(path)/villages/\(key.code)", mode: 0o700)
            try AtomicFile.replace(handed(key.code), with: key.bytes)
            try File.remove(removed(key.code))
            try Directory.synchronize("\(path)/villages/\(key.code)")
        }
        return former.flatMap { $0.key == key.key ? nil : $0.fingerprint }
    }

    /// Ends the delegation to a village with the next release. `trust` with the file that is returned takes that back.
    /// Throws `.unknownVillage` and `.disk`.
    package func remove(village code: String) throws(RepositoryError) -> String {
        guard RepositoryPath.isVillageCode(code) else { throw .badName(code) }
        guard let key = try villageKey(code) else { throw .unknownVillage(code: code) }
        try onDisk { () throws(SystemError) in
            try AtomicFile.replace(removed(code), with: key.bytes)
            try File.remove(handed(code))
            try Directory.synchronize("\(path)/villages/\(code)")
        }
        return removed(code)
    }

    /// Whether the village's private key is here, so that the township can sign for it.
    package func holdsKey(ofVillage code: String) -> Bool { RepositoryPath.isVillageCode(code) && has("villages/\(code)") }

    func isRemoved(_ code: String) -> Bool { File.byteCount(removed(code)) != nil }

    /// The key that the township has for a village: handed over, or its own; nil for none. Throws `.badKey`, `.notAKey` and `.disk`.
    func villageKey(_ code: String) throws(RepositoryError) -> VillageKey? {
        if File.byteCount(handed(code)) != nil { return try VillageKey(file: handed(code)) }
        return has("villages/\(code)") ? VillageKey(code: code, key: try read("villages/\(code)").publicKey) : nil
    }
}
