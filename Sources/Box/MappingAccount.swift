/// Adds up the proportional set sizes in the text of `/proc/…/smaps` (proc(5)), given in pieces: the whole of it would be a good part of what is
/// measured.
package struct MappingAccount {
    /// Of all mappings but cameras'; nil while there was none.
    package private(set) var byteCount: Int?
    private var isCamera = false
    private var line: [UInt8] = []

    package init() {}

    package mutating func add(_ piece: some Sequence<UInt8>) {
        for byte in piece {
            if byte == 0x0A { endLine() } else { line.append(byte) }
        }
    }

    private mutating func endLine() {
        defer { line.removeAll(keepingCapacity: true) }
        let words = line.split(separator: 0x20, omittingEmptySubsequences: true)
        guard let first = words.first, let initial = first.first else { return }
        // A mapping's first line begins with its address, in small letters; all others begin with a name in capitals.
        guard 0x41...0x5A ~= initial else {
            isCamera = words.count > 5 && words[5].starts(with: "/dev/video".utf8)
            return
        }
        guard first.elementsEqual("Pss:".utf8), words.count > 1, let kibibytes = Int(String(decoding: words[1], as: UTF8.self)) else { return }
        byteCount = (byteCount ?? 0) + (isCamera ? 0 : kibibytes * 1024)
    }
}
