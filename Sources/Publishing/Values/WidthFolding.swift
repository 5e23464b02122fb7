/// Full-width forms, as Chinese input methods leave them.
enum WidthFolding {
    /// For reading values: full-width ASCII becomes ASCII, the ideographic and the no-break space become a space; trimmed.
    static func value(_ text: String) -> String {
        if text.unicodeScalars.allSatisfy(isPlain) { return text }
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            scalars.append(narrow(scalar))
        }
        return trimmed(String(scalars))
    }

    /// For showing: only digits and letters become narrow; 《，。（）》 keep their form.
    static func shown(_ text: String) -> String {
        guard text.utf8.contains(0xEF) else { return text }
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0xFF10...0xFF19, 0xFF21...0xFF3A, 0xFF41...0xFF5A: scalars.append(narrow(scalar))
            default: scalars.append(scalar)
            }
        }
        return String(scalars)
    }

    /// ASCII that is seen, or a common Han character: no space, nothing to fold, to compose or to remove.
    static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        (0x21...0x7E).contains(scalar.value) || (0x4E00...0x9FFF).contains(scalar.value)
    }

    /// Nothing but white space, or nothing.
    static func isBlank(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first else { return true }
        return !isPlain(first) && text.allSatisfy(\.isWhitespace)
    }

    static func narrow(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
        case 0x3000, 0xA0, 0x2002...0x200A, 0x202F: " "
        default: scalar
        }
    }

    static func trimmed(_ text: String) -> String {
        // Nearly every cell of a long list is like this, and asking Unicode about each costs most of the time.
        guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last else { return text }
        if isPlain(first), isPlain(last) { return text }
        var slice = text[...]
        while let first = slice.first, first.isWhitespace { slice.removeFirst() }
        while let last = slice.last, last.isWhitespace { slice.removeLast() }
        return String(slice)
    }
}
