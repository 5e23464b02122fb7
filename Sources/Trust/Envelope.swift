/// A metadata file split into what is signed and its signatures, nothing of it trusted yet (TUF specification 4.2.1).
package struct Envelope: Sendable {
    /// The `signed` object with every field, known or not: unknown ones are part of what is signed.
    package let signed: JSONObject
    /// Key id → signature, each id once.
    package let signatures: [UTF8Text: [UInt8]]

    /// Parses `bytes` that claim to be `role`. Throws `.malformed` and `.duplicateSignature`.
    package init(_ bytes: [UInt8], role: UTF8Text) throws(TrustError) {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: bytes)
        } catch {
            throw .malformed(role: role, detail: error.description)
        }
        guard let object = value.object else { throw .malformed(role: role, detail: "not an object") }
        let fields = Fields(object, role: role)
        signed = try fields.object("signed").object
        var signatures: [UTF8Text: [UInt8]] = [:]
        for element in try fields.array("signatures") {
            guard let signature = element.object else {
                throw .malformed(role: role, detail: "a signature that is not an object")
            }
            let parts = Fields(signature, role: role)
            let keyID = try parts.text("keyid")
            // A signature that is not hexadecimal is one that does not verify, not a reason to drop the others.
            let value = Hexadecimal.bytes(try parts.text("sig").utf8) ?? []
            guard signatures.updateValue(value, forKey: keyID) == nil else {
                throw .duplicateSignature(role: role, keyID: keyID)
            }
        }
        self.signatures = signatures
    }

    /// How many distinct keys of `rule` have signed. Keys are told apart by what they are and not by id: one key
    /// listed under two ids counts once (TUF specification 4.2.1, "distinct").
    func validSignatures(rule: RoleRule, keys: [UTF8Text: PublicKey]) -> Int {
        let message = JSONValue.object(signed).canonical
        var seen: Set<[UInt8]> = []
        for keyID in rule.keyIDs {
            guard let signature = signatures[keyID], let key = keys[keyID], let identity = key.identity,
                !seen.contains(identity), key.verifies(signature, over: message)
            else { continue }
            seen.insert(identity)
        }
        return seen.count
    }

    /// Throws `.tooFewSignatures` unless the threshold of `rule` is met; `signer` names whose rule it is.
    func verify(role: UTF8Text, rule: RoleRule, keys: [UTF8Text: PublicKey], by signer: UTF8Text) throws(TrustError) {
        let valid = validSignatures(rule: rule, keys: keys)
        guard valid >= rule.threshold else {
            throw .tooFewSignatures(role: role, valid: valid, threshold: rule.threshold, signedBy: signer)
        }
    }

    /// Whether `key` has signed.
    package func isSigned(by key: PublicKey) -> Bool {
        validSignatures(rule: RoleRule(keyIDs: [key.keyID], threshold: 1), keys: [key.keyID: key]) == 1
    }

    /// A metadata file: `signed` with one signature of each signer. The same input gives the same bytes where the
    /// signature scheme is deterministic (Ed25519 is). Throws `.key`.
    package static func seal(_ signed: JSONValue, signers: [any Signer]) throws(TrustError) -> [UInt8] {
        let message = signed.canonical
        var signatures: [(keyID: UTF8Text, entry: JSONValue)] = []
        for signer in signers {
            let keyID = signer.publicKey.keyID
            let signature = Hexadecimal.string(try signer.sign(message))
            signatures.append((keyID, ["keyid": .string(keyID), "sig": JSONValue(signature)]))
        }
        signatures.sort { $0.keyID < $1.keyID }
        let file: JSONValue = ["signatures": .array(signatures.map(\.entry)), "signed": signed]
        return file.serialized
    }
}

/// Who may sign a role: key ids and how many distinct keys it takes.
package struct RoleRule: Hashable, Sendable {
    package var keyIDs: [UTF8Text]
    package var threshold: Int

    package init(keyIDs: [UTF8Text], threshold: Int) {
        self.keyIDs = keyIDs
        self.threshold = threshold
    }
}
