import Testing
import Trust

@Suite struct SignatureTests {
    /// RFC 8032 section 7.1.
    @Test(arguments: [
        (
            "TEST 1", "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
        (
            "TEST 2", "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
        (
            "TEST 3", "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ])
    func ed25519(name: String, seed: String, publicKey: String, message: String, signature: String) throws {
        let signer = try Ed25519Signer(seed: bytes(seed))
        #expect(signer.publicKey.value.description == publicKey)
        #expect(Hexadecimal.string(try signer.sign(bytes(message))) == signature)
        #expect(signer.publicKey.verifies(bytes(signature), over: bytes(message)))
        #expect(!signer.publicKey.verifies(bytes(signature), over: bytes(message + "00")))
    }

    @Test func signaturesOfSecuresystemslib() throws {
        for row in try #require(Fixture.json("signatures.json").array) {
            let object = try #require(row.object)
            let name = try #require(object["name"]?.text)
            let key = try #require(object["key"].flatMap(key))
            let message = bytes(try #require(object["message"]?.text).description)
            let signature = bytes(try #require(object["signature"]?.text).description)
            #expect(key.keyID == object["keyid"]?.text, "\(name): our key id is the one securesystemslib gives")
            #expect(key.verifies(signature, over: message), "\(name)")
            for index in [0, signature.count / 2, signature.count - 1] {
                var altered = signature
                altered[index] ^= 1
                #expect(!key.verifies(altered, over: message), "\(name), byte \(index) altered")
            }
            #expect(!key.verifies(signature, over: message + [0]), "\(name), message altered")
            #expect(!key.verifies([], over: message), "\(name), empty")
            #expect(!key.verifies(signature + signature, over: message), "\(name), twice")
            let unknown = PublicKey(type: key.type, scheme: "unknown", value: key.value)
            #expect(!unknown.verifies(signature, over: message), "\(name), unknown scheme")
            for other in ["ed25519", "ecdsa", "rsa"] where other != name.description {
                let confused = PublicKey(type: UTF8Text(other), scheme: key.scheme, value: key.value)
                #expect(!confused.verifies(signature, over: message), "\(name) taken for \(other)")
            }
        }
    }

    @Test func privateKeysThroughPEM() throws {
        let signer = try Ed25519Signer.generate()
        let plain = try signer.pem()
        #expect(String(decoding: plain, as: UTF8.self).hasPrefix("-----BEGIN PRIVATE KEY-----"))
        #expect(try Ed25519Signer(pem: plain).publicKey == signer.publicKey)
        let protected = try signer.pem(passphrase: "青溪")
        #expect(String(decoding: protected, as: UTF8.self).hasPrefix("-----BEGIN ENCRYPTED PRIVATE KEY-----"))
        #expect(try Ed25519Signer(pem: protected, passphrase: "青溪").publicKey == signer.publicKey)
        for wrong in [nil, "", "x"] {
            #expect(throws: TrustError.self) { try Ed25519Signer(pem: protected, passphrase: wrong) }
        }
        #expect(throws: TrustError.self) { try Ed25519Signer(pem: Array("nonsense".utf8)) }
        #expect(throws: TrustError.self) { try Ed25519Signer(pem: []) }
    }

    private func key(_ value: JSONValue) -> PublicKey? {
        guard let object = value.object, let type = object["keytype"]?.text, let scheme = object["scheme"]?.text,
            let text = object["keyval"]?.object?["public"]?.text
        else { return nil }
        return PublicKey(type: type, scheme: scheme, value: text)
    }
}

func bytes(_ hexadecimal: String) -> [UInt8] { Hexadecimal.bytes(hexadecimal.utf8)! }
