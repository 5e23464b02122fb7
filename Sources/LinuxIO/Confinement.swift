internal import CLinux

/// Shutting a process in that handles what may be hostile.
package enum Confinement {
    /// From now on the calling thread, and threads that it starts, may read, write and wait on what it holds, and get memory that no code
    /// can stand in. Every other system call fails with EPERM: nothing is opened, nobody is talked to, no program is started. There is no way
    /// back.
    package static func confine() throws(SystemError) {
        try systemCall("confine this thread") { yuanba_confine() }
    }

    /// The process may have at most so many bytes of memory of its own.
    package static func limitMemory(byteCount: Int) throws(SystemError) {
        try systemCall("limit memory") { yuanba_limit_memory(UInt64(byteCount)) }
    }
}

extension Descriptor {
    /// Memory of no name that can be passed on and mapped (memfd_create(2)); empty until `truncate` gives it a size.
    package static func memory() throws(SystemError) -> Descriptor {
        Descriptor(adopting: try systemCall("make shared memory") { yuanba_memory("yuanba", 0) })
    }

    /// The next read is of its first byte (lseek(2)).
    package borrowing func rewind() throws(SystemError) {
        try systemCall("seek") { withRaw { lseek($0, 0, SEEK_SET) } }
    }
}
