import LinuxIO

extension Descriptor {
    /// Reads once, behind what `bytes` holds. As `read(into:)`: the number of bytes, 0 at the end, nil when there is nothing now.
    borrowing func read(appendingTo bytes: inout [UInt8], atMost count: Int) throws(SystemError) -> Int? {
        let start = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: count))
        let result = bytes.withUnsafeMutableBytes { buffer -> Result<Int?, SystemError> in
            do throws(SystemError) {
                return .success(try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[start...])))
            } catch {
                return .failure(error)
            }
        }
        let taken: Int?? = try? result.get()
        bytes.removeLast(count - ((taken ?? 0) ?? 0))
        return try result.get()
    }

    /// Writes once. As `write`: how many bytes were taken, nil when none are taken now.
    borrowing func write(someOf bytes: ArraySlice<UInt8>) throws(SystemError) -> Int? {
        try bytes.withUnsafeBytes { buffer -> Result<Int?, SystemError> in
            do throws(SystemError) { return .success(try write(buffer)) } catch { return .failure(error) }
        }.get()
    }
}
