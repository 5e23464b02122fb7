internal import LinuxIO
package import Trust

/// A key inside a device, a smart card or a security module, that signs by a command: the command gets the message on its standard input and
/// writes the bare signature to its standard output. That is 64 bytes for Ed25519 (RFC 8032), DER for ECDSA over SHA-256 (RFC 3279 2.2.3), and
/// PSS with SHA-256 for RSA (RFC 8017 8.1).
package struct CommandSigner: Signer {
    package let publicKey: PublicKey
    /// For sh(1).
    package let command: String

    package init(command: String, publicKey: PublicKey) {
        self.command = command
        self.publicKey = publicKey
    }

    /// Runs the command and holds what it writes against the public key: a card that was mistaken for another one signs, too.
    /// Blocks as long as the command does. Throws `.noSignature`.
    package func sign(_ message: [UInt8]) throws(TrustError) -> [UInt8] {
        let answer: ShellCommand.Answer
        do {
            answer = try ShellCommand.run(command, input: message, limit: Self.longestSignature)
        } catch {
            throw .noSignature(command: command, .failed(detail: error.description))
        }
        guard answer.status == 0 else { throw .noSignature(command: command, .exit(status: answer.status)) }
        guard publicKey.verifies(answer.output, over: message) else { throw .noSignature(command: command, .otherKey) }
        return answer.output
    }

    /// Of RSA with 8192 bits.
    private static let longestSignature = 1_024

    // MARK: The file that stands for the key

    /// What stands in the place of a key file. Throws `.key`.
    init(file bytes: [UInt8]) throws(TrustError) {
        guard let object = (try? JSONValue(parsing: bytes))?.object, let command = object["command"]?.text,
            let key = PublicKey(json: object["key"])
        else { throw .key(detail: "not a command with its public key") }
        self.init(command: command.description, publicKey: key)
        guard publicKey.isUsable else { throw .key(detail: "its public key cannot be read") }
    }

    var file: [UInt8] {
        let value: JSONValue = ["command": JSONValue(command), "key": publicKey.json]
        return value.serialized + [UInt8(ascii: "\n")]
    }
}
