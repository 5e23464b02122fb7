extension JSONValue {
    /// The OLPC canonical form, which signatures and key ids are made over (TUF specification 3, "Metaformat"): no
    /// white space, keys in code point order, and in strings only `"` and `\` escaped. A control character stays as it
    /// is, so the result is not always JSON: use `serialized` for files.
    package var canonical: [UInt8] {
        var bytes: [UInt8] = []
        append(to: &bytes, escapingControls: false)
        return bytes
    }

    /// Compact JSON (RFC 8259) with keys in code point order: equal values give equal files.
    package var serialized: [UInt8] {
        var bytes: [UInt8] = []
        append(to: &bytes, escapingControls: true)
        return bytes
    }

    private func append(to bytes: inout [UInt8], escapingControls: Bool) {
        switch self {
        case .null: bytes += "null".utf8
        case .bool(let value): bytes += (value ? "true" : "false").utf8
        case .integer(let value): bytes += String(value).utf8
        case .string(let text): text.appendQuoted(to: &bytes, escapingControls: escapingControls)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                element.append(to: &bytes, escapingControls: escapingControls)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let object):
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in object.members.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                member.key.appendQuoted(to: &bytes, escapingControls: escapingControls)
                bytes.append(UInt8(ascii: ":"))
                member.value.append(to: &bytes, escapingControls: escapingControls)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }
}

extension UTF8Text {
    fileprivate func appendQuoted(to bytes: inout [UInt8], escapingControls: Bool) {
        bytes.append(UInt8(ascii: "\""))
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20 where escapingControls:
                bytes += "\\u00".utf8
                bytes += Hexadecimal.string([byte]).utf8
            default:
                bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
