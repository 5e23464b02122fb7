#if canImport(Glibc)
import Glibc
#endif

/// Bytes of a file as text: UTF-8 with or without a mark, UTF-16 with one, else GB18030.
enum TextDecoding {
    enum Failure: Error, Equatable {
        /// A NUL byte: not a text file.
        case notText(row: Int)
        /// Lines in two encodings.
        case mixed(row: Int)
        /// In none of the encodings.
        case unreadable(row: Int)
    }

    static func text(_ bytes: [UInt8]) throws(Failure) -> String {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return try utf16(bytes) }
        let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        if let zero = body.firstIndex(of: 0) { throw .notText(row: row(in: bytes, at: zero)) }
        if let text = String(validating: body, as: UTF8.self) { return text }
        let lines = body.split(separator: 0x0A, omittingEmptySubsequences: false)
        let forms = lines.map { form($0) }
        // A line of GB18030 that happens to be UTF-8 is short ("联通"); three characters of three bytes are no accident.
        if forms.contains(.utf8), let other = forms.firstIndex(of: .other) {
            throw .mixed(row: other + 1)
        }
        guard bytes.count == body.count, let text = gb18030(Array(body)) else {
            throw .unreadable(row: (forms.firstIndex(of: .other) ?? 0) + 1)
        }
        return text
    }

    private enum Form { case ascii, utf8, short, other }

    private static func form(_ line: ArraySlice<UInt8>) -> Form {
        let high = line.count { $0 >= 0x80 }
        if high == 0 { return .ascii }
        guard String(validating: line, as: UTF8.self) != nil else { return .other }
        return high >= 9 ? .utf8 : .short
    }

    private static func utf16(_ bytes: [UInt8]) throws(Failure) -> String {
        let little = bytes[0] == 0xFF
        guard bytes.count % 2 == 0 else { throw .unreadable(row: 1) }
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        for index in stride(from: 2, to: bytes.count, by: 2) {
            let (a, b) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            units.append(little ? b << 8 | a : a << 8 | b)
        }
        if units.contains(0) { throw .notText(row: 1) }
        guard let text = String(validating: units, as: UTF16.self) else { throw .unreadable(row: 1) }
        return text
    }

    /// By iconv of the C library; nil when a byte does not fit.
    static func gb18030(_ bytes: [UInt8]) -> String? {
        guard let converter = iconv_open("UTF-8", "GB18030"), converter != iconv_t(bitPattern: -1) else { return nil }
        defer { iconv_close(converter) }
        var output = [UInt8](repeating: 0, count: bytes.count * 3 + 16)
        let capacity = output.count
        var source = bytes.map { CChar(bitPattern: $0) }
        let used: Int? = source.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBytes { buffer in
                var from = input.baseAddress
                var fromLeft = input.count
                var to = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
                var toLeft = capacity
                let result = iconv(converter, &from, &fromLeft, &to, &toLeft)
                return result == Int.max.magnitude &* 2 &+ 1 || fromLeft > 0 ? nil : capacity - toLeft
            }
        }
        guard let used else { return nil }
        return String(validating: output[..<used], as: UTF8.self)
    }

    private static func row(in bytes: [UInt8], at index: Int) -> Int { bytes[..<index].count { $0 == 0x0A } + 1 }
}
