internal import CLinux

/// An owned memory mapping (mmap(2)); unmapped when its owner goes. Never copied, so it has one writer at a time.
package struct Mapping: ~Copyable, @unchecked Sendable {
    private let base: UnsafeMutableRawPointer
    /// Size of the mapping in bytes.
    package let byteCount: Int

    /// What the mapping may be used for.
    package enum Access: Sendable {
        case read, write, readWrite
    }

    /// Maps `byteCount` bytes of `descriptor`, shared, from `offset` (which may be a device's fake offset).
    /// The descriptor may be closed afterwards.
    package init(
        _ descriptor: borrowing Descriptor, byteCount: Int, offset: UInt64 = 0, access: Access
    ) throws(SystemError) {
        let protection =
            switch access {
            case .read: PROT_READ
            case .write: PROT_WRITE
            case .readWrite: PROT_READ | PROT_WRITE
            }
        let address = descriptor.withRaw { yuanba_map($0, byteCount, protection, offset) }
        guard let address else { throw SystemError("mmap", .current) }
        base = address
        self.byteCount = byteCount
    }

    deinit { munmap(base, byteCount) }

    /// The mapped bytes, for the time of `body`.
    package borrowing func withBytes<Result, Failure: Error>(
        _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeMutableRawBufferPointer(start: base, count: byteCount))
    }
}
