import Foundation
import Trust

/// Files that independent implementations wrote; see Fixtures/generate.py.
enum Fixture {
    static func bytes(_ path: String) throws -> [UInt8] {
        let url = Bundle.module.bundleURL.appendingPathComponent("Fixtures").appendingPathComponent(path)
        return [UInt8](try Data(contentsOf: url))
    }

    static func json(_ path: String) throws -> JSONValue {
        try JSONValue(parsing: bytes(path))
    }
}
