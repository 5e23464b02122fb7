internal import CLinux
package import Navigation

/// Which Linux key codes (linux/input-event-codes.h) mean which key of the remote. A remote that needs other meanings is one more
/// table in `Models/` and one line in `KeyMap.models`.
package struct KeyMap: Sendable {
    private let keys: [UInt16: RemoteKey]

    /// A table of its own; a code named twice is a mistake and traps.
    package init(_ table: KeyValuePairs<RemoteKey, [Int32]>) {
        var keys: [UInt16: RemoteKey] = [:]
        for (key, codes) in table {
            for code in codes {
                let old = keys.updateValue(key, forKey: UInt16(truncatingIfNeeded: code))
                precondition(old == nil, "key code \(code) stands twice in the table")
            }
        }
        self.keys = keys
    }

    /// This table with those codes meaning something else.
    package func changed(by other: KeyMap) -> KeyMap { KeyMap(keys: keys.merging(other.keys) { $1 }) }

    private init(keys: [UInt16: RemoteKey]) { self.keys = keys }

    /// Nil for codes that are no key of a remote.
    package subscript(code: UInt16) -> RemoteKey? { keys[code] }

    /// All codes that mean something.
    package var codes: Dictionary<UInt16, RemoteKey>.Keys { keys.keys }

    /// The table for a device: its model's, or the standard one.
    package static func table(for device: DeviceIdentity) -> KeyMap {
        models.first { $0.matches(device) }?.table ?? standard
    }
}

/// What tells devices apart (EVIOCGID, EVIOCGNAME).
package struct DeviceIdentity: Hashable, Sendable {
    package var name: String
    package var vendor: UInt16
    package var product: UInt16

    package init(name: String, vendor: UInt16 = 0, product: UInt16 = 0) {
        self.name = name
        self.vendor = vendor
        self.product = product
    }
}
