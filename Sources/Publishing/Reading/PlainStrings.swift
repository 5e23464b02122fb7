// What full Foundation would do in one call each; without it the tool is a tenth of the size on the box.
@_spi(_Unicode) internal import Swift

extension String {
    /// In Unicode's composed form (NFC, UAX #15): a Mac and a Windows machine then mean the same file by the same name.
    var precomposed: String {
        var scalars = UnicodeScalarView()
        // The standard library compares strings in this form, but offers it only under this name.
        scalars.append(contentsOf: _nfc)
        return String(scalars)
    }

    /// With its %XX escapes decoded (RFC 3986 §2.1); nil when an escape is broken or what comes out is not UTF-8.
    var percentDecoded: String? {
        var bytes: [UInt8] = []
        var rest = utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst()?.hexadecimalDigit, let low = rest.popFirst()?.hexadecimalDigit else { return nil }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}

extension UInt8 {
    /// The value of an ASCII hexadecimal digit.
    fileprivate var hexadecimalDigit: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
