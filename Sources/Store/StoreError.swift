package import Content
package import LinuxIO

/// Why the store cannot give or take something. What it showed before stays whole.
package enum StoreError: Error, Equatable, Sendable {
    /// The medium: cannot be read or written, is read-only, is broken.
    case disk(SystemError)
    /// Not enough room at `path`, in bytes.
    case diskFull(path: String, needed: Int, free: Int)
    /// Another process is updating the store.
    case busy(path: String)
    /// A generation whose files are not what its own metadata certifies; the text says which and why.
    case damaged(generation: Int, detail: String)
    /// An object that is not there.
    case missing(ObjectID)
    /// An object whose bytes have changed on the medium. It is fetched again by the next update.
    case rotten(ObjectID)
    /// The store was written by later software, in a format that this build does not know.
    case newer(format: Int, supported: Int)
}

extension StoreError: CustomStringConvertible {
    /// English, one line, for logs.
    package var description: String {
        switch self {
        case .disk(let error): error.description
        case .diskFull(let path, let needed, let free):
            "\(path) is full: \(needed) bytes needed, \(free) free"
        case .busy(let path): "\(path) is being updated by another process"
        case .damaged(let number, let detail): "generation \(number) is damaged: \(detail)"
        case .missing(let object): "object \(object) is missing"
        case .rotten(let object): "object \(object) has changed on the medium"
        case .newer(let format, let supported):
            "the store has format \(format), this version knows \(supported): install the newer yuanbad again, or stop it and delete the store's "
                + "content, which is pulled again"
        }
    }
}

/// Runs `body` with its errors as `.disk`, and as `.diskFull` where that is what they mean.
func onDisk<Value: ~Copyable>(
    _ path: String, needed: Int = 0, _ body: () throws(SystemError) -> Value
) throws(StoreError) -> Value {
    do {
        return try body()
    } catch {
        guard error.errno == .noSpaceLeft || error.errno == .quotaExceeded else { throw .disk(error) }
        throw .diskFull(path: path, needed: needed, free: (try? Directory.freeBytes(path)) ?? 0)
    }
}
