internal import CCrypto

/// The hash functions that metadata may name (TUF specification 4.4; we accept these two).
package enum HashAlgorithm: String, Hashable, Sendable, CaseIterable {
    case sha256
    case sha512

    /// Length of a hash in bytes.
    package var byteCount: Int {
        switch self {
        case .sha256: 32
        case .sha512: 64
        }
    }
}

/// A hash being computed over bytes that come in pieces. Not thread-safe; moves between threads as a value would.
package struct RunningDigest: ~Copyable {
    private let context: OpaquePointer

    package init(_ algorithm: HashAlgorithm = .sha256) {
        guard let context = EVP_MD_CTX_new() else { fatalError("out of memory") }
        self.context = context
        let function =
            switch algorithm {
            case .sha256: EVP_sha256()
            case .sha512: EVP_sha512()
            }
        // Fails only where libcrypto has been built without SHA-2, and then nothing here can work.
        guard EVP_DigestInit_ex(context, function, nil) == 1 else { fatalError("libcrypto without SHA-2") }
    }

    deinit { EVP_MD_CTX_free(context) }

    /// Adds `bytes`. They are read before this returns.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress else { return }
        EVP_DigestUpdate(context, base, bytes.count)
    }

    /// Adds `bytes`.
    package mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { update($0) }
    }

    /// The hash of all bytes so far.
    package consuming func finish() -> [UInt8] {
        var hash = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var count: UInt32 = 0
        EVP_DigestFinal_ex(context, &hash, &count)
        return Array(hash.prefix(Int(count)))
    }
}

extension HashAlgorithm {
    /// The hash of `bytes`.
    package func hash(_ bytes: [UInt8]) -> [UInt8] {
        var digest = RunningDigest(self)
        digest.update(bytes)
        return digest.finish()
    }

    /// The hash of `bytes`, as metadata and file names write it: lower-case hexadecimal.
    package func hexHash(_ bytes: [UInt8]) -> String {
        Hexadecimal.string(hash(bytes))
    }
}
