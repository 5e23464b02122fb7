internal import CCrypto

/// Something that signs for one key: a key file here, a hardware key behind a command elsewhere.
package protocol Signer: Sendable {
    /// What others verify with.
    var publicKey: PublicKey { get }

    /// The signature over `message`. May block on a person or a device. Throws `.key` and `.noSignature`.
    func sign(_ message: [UInt8]) throws(TrustError) -> [UInt8]
}

/// An Ed25519 private key, read from or written to PEM (PKCS #8).
package struct Ed25519Signer: Signer {
    /// The 32 bytes that make the key. libcrypto's key object is not Sendable, and signing is rare.
    private let seed: [UInt8]
    package let publicKey: PublicKey

    /// A new key from the system's random source.
    package static func generate() throws(TrustError) -> Ed25519Signer {
        var seed = [UInt8](repeating: 0, count: 32)
        guard RAND_priv_bytes(&seed, 32) == 1 else { throw .key(detail: "no random numbers") }
        return try Ed25519Signer(seed: seed)
    }

    /// The key that `seed` (32 bytes; RFC 8032 5.1.5) makes.
    package init(seed: [UInt8]) throws(TrustError) {
        guard let key = Self.key(seed) else { throw .key(detail: "not 32 bytes") }
        guard let raw = key.rawEd25519 else { throw .key(detail: "no public key") }
        self.seed = seed
        publicKey = PublicKey(type: "ed25519", scheme: "ed25519", value: UTF8Text(Hexadecimal.string(raw)))
    }

    /// The key in `pem`; one that is protected needs its `passphrase`. Throws `.key`.
    package init(pem: [UInt8], passphrase: String? = nil) throws(TrustError) {
        // Without a callback libcrypto takes the last argument as the passphrase; with nil it would ask the terminal.
        let pointer = (passphrase ?? "").withCString { text in
            withMemoryBIO(pem) { PEM_read_bio_PrivateKey($0, nil, nil, UnsafeMutableRawPointer(mutating: text)) }
        }
        guard let key = OpenSSLKey(pointer), EVP_PKEY_get_base_id(key.pointer) == EVP_PKEY_ED25519 else {
            throw .key(detail: "not an Ed25519 private key in PEM, or its passphrase is missing or wrong")
        }
        var seed = [UInt8](repeating: 0, count: 32)
        var count = seed.count
        guard EVP_PKEY_get_raw_private_key(key.pointer, &seed, &count) == 1, count == 32 else {
            throw .key(detail: "the private key cannot be read")
        }
        try self.init(seed: seed)
    }

    /// PEM (PKCS #8), protected with AES-256 when there is a `passphrase`. Whoever stores it keeps it from others.
    package func pem(passphrase: String? = nil) throws(TrustError) -> [UInt8] {
        guard let key = Self.key(seed) else { throw .key(detail: "out of memory") }
        let written = bytesOfMemoryBIO { bio in
            guard let passphrase else { return PEM_write_bio_PKCS8PrivateKey(bio, key.pointer, nil, nil, 0, nil, nil) }
            return passphrase.withCString {
                PEM_write_bio_PKCS8PrivateKey(bio, key.pointer, EVP_aes_256_cbc(), $0, Int32(clamping: passphrase.utf8.count), nil, nil)
            }
        }
        guard let written else { throw .key(detail: "the private key cannot be written") }
        return written
    }

    package func sign(_ message: [UInt8]) throws(TrustError) -> [UInt8] {
        guard let key = Self.key(seed), let context = EVP_MD_CTX_new() else { throw .key(detail: "out of memory") }
        defer { EVP_MD_CTX_free(context) }
        var signature = [UInt8](repeating: 0, count: 64)
        var count = signature.count
        guard EVP_DigestSignInit(context, nil, nil, nil, key.pointer) == 1,
            EVP_DigestSign(context, &signature, &count, message, message.count) == 1, count == 64
        else { throw .key(detail: "libcrypto made no signature") }
        return signature
    }

    private static func key(_ seed: [UInt8]) -> OpenSSLKey? {
        guard seed.count == 32 else { return nil }
        return OpenSSLKey(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, seed, seed.count))
    }
}
