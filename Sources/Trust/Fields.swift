/// Reads the fields of one metadata object; what is missing or of the wrong kind is `.malformed` with the field's name.
struct Fields {
    let object: JSONObject
    let role: UTF8Text

    init(_ object: JSONObject, role: UTF8Text) {
        self.object = object
        self.role = role
    }

    func text(_ key: UTF8Text) throws(TrustError) -> UTF8Text {
        guard let text = object[key]?.text else { throw wrong(key, "a string") }
        return text
    }

    /// An integer of at least `minimum`.
    func integer(_ key: UTF8Text, atLeast minimum: Int64) throws(TrustError) -> Int64 {
        guard let integer = object[key]?.integer, integer >= minimum else {
            throw wrong(key, "an integer of at least \(minimum)")
        }
        return integer
    }

    func bool(_ key: UTF8Text) throws(TrustError) -> Bool {
        guard let bool = object[key]?.bool else { throw wrong(key, "true or false") }
        return bool
    }

    func array(_ key: UTF8Text) throws(TrustError) -> [JSONValue] {
        guard let array = object[key]?.array else { throw wrong(key, "an array") }
        return array
    }

    func object(_ key: UTF8Text) throws(TrustError) -> Fields {
        guard let object = object[key]?.object else { throw wrong(key, "an object") }
        return Fields(object, role: role)
    }

    func texts(_ key: UTF8Text) throws(TrustError) -> [UTF8Text] {
        var texts: [UTF8Text] = []
        for element in try array(key) {
            guard let text = element.text else { throw wrong(key, "an array of strings") }
            texts.append(text)
        }
        return texts
    }

    /// The members as objects, for maps like `roles` and `meta`.
    func entries() throws(TrustError) -> [(UTF8Text, Fields)] {
        var entries: [(UTF8Text, Fields)] = []
        for member in object.members {
            guard let object = member.value.object else { throw wrong(member.key, "an object") }
            entries.append((member.key, Fields(object, role: role)))
        }
        return entries
    }

    func wrong(_ key: UTF8Text, _ wanted: String) -> TrustError {
        .malformed(role: role, detail: "\"\(key)\" is not \(wanted)")
    }
}

extension Fields {
    /// `keys`: key id → key.
    func keys() throws(TrustError) -> [UTF8Text: PublicKey] {
        var keys: [UTF8Text: PublicKey] = [:]
        for (keyID, key) in try object("keys").entries() {
            keys[keyID] = PublicKey(
                type: try key.text("keytype"), scheme: try key.text("scheme"),
                value: try key.object("keyval").text("public"))
        }
        return keys
    }

    /// `keyids` and `threshold`.
    func rule() throws(TrustError) -> RoleRule {
        let keyIDs = try texts("keyids")
        guard Set(keyIDs).count == keyIDs.count else { throw .malformed(role: role, detail: "a key id twice in a role") }
        return RoleRule(keyIDs: keyIDs, threshold: Int(clamping: try integer("threshold", atLeast: 1)))
    }

    /// `hashes`: algorithm → hash. Kinds that we do not know are left out.
    func hashes() throws(TrustError) -> [HashAlgorithm: [UInt8]] {
        let fields = try object("hashes")
        guard !fields.object.members.isEmpty else { throw wrong("hashes", "at least one hash") }
        var hashes: [HashAlgorithm: [UInt8]] = [:]
        for member in fields.object.members {
            guard let text = member.value.text else { throw wrong("hashes", "strings") }
            guard let algorithm = HashAlgorithm(rawValue: member.key.description) else { continue }
            guard let hash = Hexadecimal.bytes(text.utf8), hash.count == algorithm.byteCount else {
                throw wrong("hashes", "\(algorithm.byteCount * 2) hexadecimal digits for \(algorithm.rawValue)")
            }
            hashes[algorithm] = hash
        }
        return hashes
    }
}
