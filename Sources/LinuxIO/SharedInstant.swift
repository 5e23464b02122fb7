internal import CLinux

/// An instant, or none, in memory that a second process has too. Each of the two reads and writes it at any time; neither ever sees half of it.
package final class SharedInstant: Sendable {
    /// The memory, for passing it on.
    package let descriptor: Descriptor
    private let mapping: Mapping

    /// None at first.
    package init() throws(SystemError) {
        descriptor = Descriptor(
            adopting: try systemCall("make shared memory") { yuanba_memory("yuanba", MemoryLayout<Int64>.size) })
        mapping = try Mapping(descriptor, byteCount: MemoryLayout<Int64>.size, access: .readWrite)
    }

    /// That of the process which passed `descriptor`.
    package init(_ descriptor: consuming Descriptor) throws(SystemError) {
        mapping = try Mapping(descriptor, byteCount: MemoryLayout<Int64>.size, access: .readWrite)
        self.descriptor = descriptor
    }

    package var value: MonotonicInstant? {
        get {
            let nanoseconds = mapping.withBytes { yuanba_load_shared($0.baseAddress) }
            return nanoseconds == 0 ? nil : MonotonicInstant(nanoseconds: nanoseconds)
        }
        set { mapping.withBytes { yuanba_store_shared($0.baseAddress, newValue?.nanoseconds ?? 0) } }
    }
}
