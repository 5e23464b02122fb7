import Glibc
import LinuxIO
import Remote

/// `struct input_event` of a 64-bit little-endian kernel, as `cat /dev/input/event0` gives it.
enum Recording {
    static func event(_ milliseconds: Int, _ type: UInt16, _ code: UInt16, _ value: Int32) -> [UInt8] {
        func bytes<T: FixedWidthInteger>(_ number: T) -> [UInt8] { withUnsafeBytes(of: number.littleEndian) { Array($0) } }
        return bytes(Int64(milliseconds / 1000)) + bytes(Int64(milliseconds % 1000 * 1000)) + bytes(type) + bytes(code) + bytes(value)
    }

    static func report(_ milliseconds: Int) -> [UInt8] { event(milliseconds, 0, 0, 0) }
    static func dropped(_ milliseconds: Int) -> [UInt8] { event(milliseconds, 0, 3, 0) }
    static func key(_ milliseconds: Int, _ code: UInt16, _ value: Int32) -> [UInt8] {
        event(milliseconds, 1, code, value) + report(milliseconds)
    }

    /// A FIFO where a device node would be.
    static func makeFIFO(_ path: String) { precondition(mkfifo(path, 0o600) == 0) }
}

/// A directory that is removed with everything in it.
final class TemporaryDirectory {
    let path: String

    init() {
        var template = Array("/tmp/yuanba-remote-XXXXXX".utf8CString)
        precondition(mkdtemp(&template) != nil)
        path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    }

    deinit { try? Directory.removeTree(path) }
}

func at(_ milliseconds: Int) -> MonotonicInstant { MonotonicInstant(nanoseconds: Int64(milliseconds) * 1_000_000) }
