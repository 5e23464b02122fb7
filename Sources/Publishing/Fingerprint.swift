import Content
import Trust

/// SHA-256 as hexadecimal digits, for ids that must be the same on every machine.
func sha256(_ text: String) -> String { HashAlgorithm.sha256.hexHash(Array(text.utf8)) }

/// The name of an object with these bytes.
func objectID(_ bytes: [UInt8]) -> ObjectID {
    guard let id = ObjectID(hex: HashAlgorithm.sha256.hexHash(bytes)) else { preconditionFailure("a hash is 64 hexadecimal digits") }
    return id
}
