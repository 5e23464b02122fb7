internal import CQRCode

/// An address with its QR code.
struct Link: Hashable {
    let text: String
    let code: CodeModules

    /// Nil when the address is too long for any code. Level M: about 15 % of it may be unreadable.
    init?(_ text: String) {
        guard let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) else { return nil }
        defer { QRcode_free(code) }
        let side = Int(code.pointee.width)
        guard let data = code.pointee.data, side > 0 else { return nil }
        self.text = text
        // The lowest bit of each byte is the module (qrencode.h, struct QRcode).
        self.code = CodeModules(side: side, dark: (0..<side * side).map { data[$0] & 1 == 1 })
    }
}
