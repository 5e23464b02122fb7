/// Everything that a village publishes at one time, as plain files. It is a full statement: what is not in it is no
/// longer published.
package struct VillageBundle: Sendable {
    /// A file that the village signs by name: `index.json`, `sections/….json`.
    package struct Target: Sendable {
        /// Relative to the village's code; ASCII `[a-z0-9/._-]`.
        package var path: String
        package var bytes: [UInt8]

        package init(path: String, bytes: [UInt8]) {
            self.path = path
            self.bytes = bytes
        }
    }

    /// A file that a section manifest lists by its hash.
    package struct Object: Sendable {
        /// Where the bytes are.
        package enum Content: Sendable {
            case bytes([UInt8])
            case file(path: String, byteCount: Int)
        }

        /// 64 lower-case hexadecimal digits.
        package var sha256: String
        package var content: Content

        package init(sha256: String, content: Content) {
            self.sha256 = sha256
            self.content = content
        }
    }

    /// The administrative code, digits: the name of the village's role.
    package var code: String
    package var targets: [Target]
    package var objects: [Object]

    package init(code: String, targets: [Target], objects: [Object]) {
        self.code = code
        self.targets = targets
        self.objects = objects
    }
}
