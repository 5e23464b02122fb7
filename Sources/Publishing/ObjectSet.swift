package import Content
internal import LinuxIO

/// The objects of a build under their hashes: the bytes themselves, or where they lie on the disk. A year of vouchers is not held in memory.
package struct ObjectSet: Sendable, Equatable {
    enum Place: Sendable, Hashable {
        case bytes([UInt8])
        case file(path: String, byteCount: Int)

        var byteCount: Int {
            switch self {
            case .bytes(let bytes): bytes.count
            case .file(_, let count): count
            }
        }
    }

    private(set) var places: [ObjectID: Place] = [:]

    /// The bytes of an object; nil when it is not in the set or its file is gone or altered. Blocks on the disk.
    package subscript(id: ObjectID) -> [UInt8]? {
        switch places[id] {
        case .bytes(let bytes)?: return bytes
        case .file(let path, let count)?:
            guard let bytes = try? File.read(path, limit: count), objectID(bytes) == id else { return nil }
            return bytes
        case nil: return nil
        }
    }

    package var keys: some Collection<ObjectID> { places.keys }
    package var count: Int { places.count }
    /// The bytes of each, read when it is looked at.
    package var values: some Sequence<[UInt8]> { places.keys.lazy.compactMap { self[$0] } }

    /// Two sets are equal when they have the same objects, wherever those lie.
    package static func == (a: ObjectSet, b: ObjectSet) -> Bool { Set(a.places.keys) == Set(b.places.keys) }

    func byteCount(_ id: ObjectID) -> Int? { places[id]?.byteCount }

    mutating func insert(_ id: ObjectID, _ bytes: [UInt8]) { places[id] = .bytes(bytes) }

    mutating func insert(_ id: ObjectID, _ place: Place?) { places[id] = place }

    /// The set with the objects of `other`, which win.
    func merging(_ other: ObjectSet) -> ObjectSet {
        var merged = self
        merged.places.merge(other.places) { $1 }
        return merged
    }

    func place(_ id: ObjectID) -> Place? { places[id] }
}
