internal import CArchive

/// Why an office file cannot be read.
enum OfficeFailure: Error, Equatable {
    /// Neither a zip archive nor what programs before 2007 wrote.
    case notOffice
    /// The binary form before 2007: .xls, .doc, .et, .wps.
    case oldForm
    case password
    /// A zip archive, but no workbook or no document.
    case otherContent
    case damaged
    /// More bytes than this when unpacked.
    case tooLarge(limit: Int)
    /// Declares a document type or entities, which office programs never write.
    case entities
}

/// The parts of an .xlsx or .docx: a zip archive of XML files, read whole and bounded.
struct OfficePackage {
    var parts: [String: [UInt8]] = [:]

    /// Of all parts together; a register of 37,000 rows has 25 MB. A bomb is left at this point, whatever it says of itself.
    static let byteLimit = 192 * 1_048_576
    private static let partLimit = 4_000

    /// What a file's first bytes say, whatever its name ends with.
    enum Form {
        case zip, compound, other

        init(_ bytes: [UInt8]) {
            if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: [0x50, 0x4B, 0x05, 0x06]) {
                self = .zip
            } else if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
                self = .compound
            } else {
                self = .other
            }
        }
    }

    /// Only XML is kept: pictures, fonts and macros are passed over without being unpacked.
    init(_ bytes: [UInt8]) throws(OfficeFailure) {
        switch Form(bytes) {
        case .zip: break
        case .compound: throw Self.isEncrypted(bytes) ? .password : .oldForm
        case .other: throw .notOffice
        }
        guard let archive = archive_read_new() else { throw .damaged }
        defer { archive_read_free(archive) }
        archive_read_support_format_zip_seekable(archive)
        var failure: OfficeFailure?
        bytes.withUnsafeBytes { buffer in
            guard archive_read_open_memory(archive, buffer.baseAddress, buffer.count) == ARCHIVE_OK else {
                failure = .damaged
                return
            }
            failure = Self.read(archive, into: &parts)
        }
        if let failure { throw failure }
    }

    private static func read(_ archive: OpaquePointer, into parts: inout [String: [UInt8]]) -> OfficeFailure? {
        var left = byteLimit
        var count = 0
        var entry: OpaquePointer?
        while true {
            let result = archive_read_next_header(archive, &entry)
            if result == ARCHIVE_EOF { return nil }
            guard result == ARCHIVE_OK || result == ARCHIVE_WARN, let entry, count < partLimit else { return .damaged }
            count += 1
            if archive_entry_is_encrypted(entry) != 0 { return .password }
            guard let raw = archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry) else { return .damaged }
            var name = String(cString: raw).replacing("\\", with: "/")
            while name.hasPrefix("/") { name.removeFirst() }
            // Names are keys of a table and never a path on this disk.
            guard name.hasSuffix(".xml") || name.hasSuffix(".rels") else { continue }
            var data: [UInt8] = []
            var block = [UInt8](repeating: 0, count: 65_536)
            while true {
                let used = block.withUnsafeMutableBytes { archive_read_data(archive, $0.baseAddress, $0.count) }
                if used == 0 { break }
                guard used > 0 else { return .damaged }
                guard used <= left else { return .tooLarge(limit: byteLimit) }
                left -= used
                data += block[..<used]
            }
            parts[name] = data
        }
    }

    /// With a password, the package is a stream of this name in a compound file ([MS-OFFCRYPTO] 2.3.4.4).
    private static func isEncrypted(_ bytes: [UInt8]) -> Bool {
        let name = "EncryptedPackage".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        return bytes.firstRange(of: name) != nil
    }

    /// The part that a relation of the package or of `part` points to, by the last word of the relation's type: `officeDocument`, `styles`.
    func target(_ type: String, of part: String = "") throws(OfficeFailure) -> String? {
        try relations(of: part).first { $0.type == type }?.target
    }

    struct Relation {
        var id: String
        var type: String
        var target: String
    }

    /// The relations of a part; of the package itself for the empty name.
    func relations(of part: String) throws(OfficeFailure) -> [Relation] {
        let folder = part.lastIndex(of: "/").map { String(part[...$0]) } ?? ""
        guard let bytes = parts["\(folder)_rels/\(part.dropFirst(folder.count)).rels"] else { return [] }
        let xml = try XMLReading(bytes)
        let names = (xml.name("Relationship"), xml.name("Id"), xml.name("Type"), xml.name("Target"), xml.name("TargetMode"))
        var relations: [Relation] = []
        while let event = try xml.next() {
            guard event == .start, xml.current == names.0, xml.attribute(names.4) != "External", let id = xml.attribute(names.1),
                let type = xml.attribute(names.2), let target = xml.attribute(names.3)
            else { continue }
            relations.append(Relation(id: id, type: String(type.split(separator: "/").last ?? ""), target: Self.resolved(target, in: folder)))
        }
        return relations
    }

    private static func resolved(_ target: String, in folder: String) -> String {
        var steps = target.hasPrefix("/") ? [] : folder.split(separator: "/").map(String.init)
        for step in target.split(separator: "/") {
            if step == ".." { _ = steps.popLast() } else if step != "." { steps.append(String(step)) }
        }
        return steps.joined(separator: "/")
    }
}
