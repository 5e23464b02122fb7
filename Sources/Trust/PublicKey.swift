internal import CCrypto

/// A public key as metadata lists it, under the key id that the metadata gives it (TUF specification 4.2, "keys").
///
/// A key of a kind that we do not know is kept and verifies nothing, so that a repository can move to a new kind.
package struct PublicKey: Hashable, Sendable {
    /// `keytype`, for example `ed25519`.
    package let type: UTF8Text
    /// `scheme`, for example `rsassa-pss-sha256`.
    package let scheme: UTF8Text
    /// `keyval.public`: hexadecimal for ed25519, PEM (SubjectPublicKeyInfo) for the others.
    package let value: UTF8Text

    package init(type: UTF8Text, scheme: UTF8Text, value: UTF8Text) {
        self.type = type
        self.scheme = scheme
        self.value = value
    }

    /// The public half of a key that somebody else has made: PEM (SubjectPublicKeyInfo), Ed25519, ECDSA on P-256, or RSA of 2048 to 8192 bits.
    /// Throws `.key`.
    package init(pem: [UInt8]) throws(TrustError) {
        guard let key = OpenSSLKey(publicPEM: pem) else { throw .key(detail: "not a public key in PEM") }
        if let raw = key.rawEd25519 {
            self.init(type: "ed25519", scheme: "ed25519", value: UTF8Text(Hexadecimal.string(raw)))
        } else {
            guard let pem = key.publicPEM else { throw .key(detail: "the public key cannot be written") }
            let (type, scheme): (UTF8Text, UTF8Text) = key.isRSA ? ("rsa", "rsassa-pss-sha256") : ("ecdsa", "ecdsa-sha2-nistp256")
            self.init(type: type, scheme: scheme, value: UTF8Text(String(decoding: pem, as: UTF8.self)))
        }
        guard isUsable else { throw .key(detail: "only Ed25519, ECDSA on P-256 and RSA of 2048 to 8192 bits are known") }
    }

    /// The key as it stands in metadata.
    package var json: JSONValue {
        ["keytype": .string(type), "scheme": .string(scheme), "keyval": ["public": .string(value)]]
    }

    /// Reads `json` back; nil for anything else. A key of a kind that we do not know is one, too.
    package init?(json value: JSONValue?) {
        guard let key = value?.object, let type = key["keytype"]?.text, let scheme = key["scheme"]?.text,
            let value = key["keyval"]?.object?["public"]?.text
        else { return nil }
        self.init(type: type, scheme: scheme, value: value)
    }

    /// The id that we give a key: the SHA-256 of its canonical form. Ids read from metadata are taken as given.
    package var keyID: UTF8Text { UTF8Text(HashAlgorithm.sha256.hexHash(json.canonical)) }

    private enum Scheme {
        case ed25519, ecdsaP256, rsaPSS
    }

    private var knownScheme: Scheme? {
        switch (type, scheme) {
        case ("ed25519", "ed25519"): .ed25519
        // The second spelling is that of repositories made before 2022.
        case ("ecdsa", "ecdsa-sha2-nistp256"), ("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256"): .ecdsaP256
        case ("rsa", "rsassa-pss-sha256"): .rsaPSS
        default: nil
        }
    }

    private func parsed() -> OpenSSLKey? {
        switch knownScheme {
        case .ed25519:
            guard let raw = Hexadecimal.bytes(value.utf8), raw.count == 32 else { return nil }
            return OpenSSLKey(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, raw, raw.count))
        case .ecdsaP256:
            guard let key = OpenSSLKey(publicPEM: value.utf8), key.isP256 else { return nil }
            return key
        case .rsaPSS:
            // Below 2048 bits it can be broken; above 8192 one check costs a small box seconds.
            guard let key = OpenSSLKey(publicPEM: value.utf8), key.isRSA, (2_048...8_192).contains(key.bitCount) else {
                return nil
            }
            return key
        case nil:
            return nil
        }
    }

    /// Whether it is of a kind that we know and can be read.
    package var isUsable: Bool { parsed() != nil }

    /// What tells two keys apart whatever id and spelling they are listed under: the DER of the key. nil for a key
    /// that cannot verify.
    var identity: [UInt8]? { parsed()?.subjectPublicKeyInfo }

    /// Whether `signature` is this key's over `message`. False for an unknown kind of key or a key that cannot be read.
    package func verifies(_ signature: [UInt8], over message: [UInt8]) -> Bool {
        guard let key = parsed(), let context = EVP_MD_CTX_new() else { return false }
        defer {
            EVP_MD_CTX_free(context)
            // Nothing of a failed check may be left for the next caller of libcrypto on this thread (libcurl).
            ERR_clear_error()
        }
        let digest = knownScheme == .ed25519 ? nil : EVP_sha256()
        var parameters: OpaquePointer?
        guard EVP_DigestVerifyInit(context, &parameters, digest, nil, key.pointer) == 1 else { return false }
        if knownScheme == .rsaPSS {
            // securesystemslib signs with a salt as long as the hash, older signers with the longest that fits.
            guard yb_rsa_pss(parameters, yb_rsa_pss_any_salt()) == 1 else { return false }
        }
        return EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
    }
}

/// Lets libcrypto read `bytes`; nil when it has no memory for that. The BIO points into the bytes, so both end together.
func withMemoryBIO(_ bytes: [UInt8], _ body: (OpaquePointer) -> OpaquePointer?) -> OpaquePointer? {
    bytes.withUnsafeBytes { raw in
        guard let bio = BIO_new_mem_buf(raw.baseAddress, Int32(clamping: raw.count)) else { return nil }
        defer { BIO_free(bio) }
        return body(bio)
    }
}

/// What `write` has libcrypto write; nil when it fails, or there is no memory.
func bytesOfMemoryBIO(_ write: (OpaquePointer) -> Int32) -> [UInt8]? {
    guard let bio = BIO_new(BIO_s_mem()) else { return nil }
    defer { BIO_free(bio) }
    var start: UnsafeMutablePointer<CChar>?
    guard write(bio) == 1 else { return nil }
    let count = yb_bio_bytes(bio, &start)
    guard count > 0, let start else { return nil }
    return Array(UnsafeRawBufferPointer(start: start, count: count))
}

/// Owns an `EVP_PKEY`.
struct OpenSSLKey: ~Copyable {
    let pointer: OpaquePointer

    /// Takes ownership; nil for nil.
    init?(_ pointer: OpaquePointer?) {
        guard let pointer else {
            ERR_clear_error()
            return nil
        }
        self.pointer = pointer
    }

    init?(publicPEM pem: [UInt8]) {
        self.init(withMemoryBIO(pem) { PEM_read_bio_PUBKEY($0, nil, nil, nil) })
    }

    deinit { EVP_PKEY_free(pointer) }

    var isRSA: Bool { EVP_PKEY_get_base_id(pointer) == EVP_PKEY_RSA }
    var bitCount: Int { Int(EVP_PKEY_get_bits(pointer)) }

    var isP256: Bool {
        guard EVP_PKEY_get_base_id(pointer) == EVP_PKEY_EC else { return false }
        var name = [CChar](repeating: 0, count: 64)
        var count = 0
        guard EVP_PKEY_get_group_name(pointer, &name, name.count, &count) == 1 else { return false }
        return name.prefix(count).elementsEqual("prime256v1".utf8.map { CChar($0) })
    }

    /// The 32 bytes of an Ed25519 public key; nil for another kind.
    var rawEd25519: [UInt8]? {
        guard EVP_PKEY_get_base_id(pointer) == EVP_PKEY_ED25519 else { return nil }
        var raw = [UInt8](repeating: 0, count: 32)
        var count = raw.count
        guard EVP_PKEY_get_raw_public_key(pointer, &raw, &count) == 1, count == 32 else { return nil }
        return raw
    }

    var publicPEM: [UInt8]? { bytesOfMemoryBIO { PEM_write_bio_PUBKEY($0, pointer) } }

    var subjectPublicKeyInfo: [UInt8]? {
        var start: UnsafeMutablePointer<UInt8>?
        let count = i2d_PUBKEY(pointer, &start)
        guard count > 0, let start else { return nil }
        defer { CRYPTO_free(start, nil, 0) }
        return Array(UnsafeBufferPointer(start: start, count: Int(count)))
    }
}
