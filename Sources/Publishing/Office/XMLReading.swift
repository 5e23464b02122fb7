internal import CXML

/// One XML file read forward, node by node: without entities, without a document type, without network.
/// Names are without their prefix: the two editions of the standard differ in namespaces only.
final class XMLReading {
    enum Event: Equatable { case start, end, text }

    /// A name of the vocabulary, compared by address: the reader keeps every name once.
    struct Name: Hashable {
        fileprivate var address: UnsafePointer<UInt8>
    }

    private let memory: UnsafeMutableBufferPointer<UInt8>
    private let reader: xmlTextReaderPtr
    /// The start that was empty, `<x/>`, whose end is still to be reported.
    private var endsAtOnce = false
    private(set) var current: Name

    /// Copies `bytes`, which the reader of libxml2 does not.
    init(_ bytes: [UInt8]) throws(OfficeFailure) {
        // The reader reports a document type, but may have gone a little further by then: not one byte after it is looked at.
        guard !Self.declaresType(bytes) else { throw .entities }
        memory = .allocate(capacity: max(1, bytes.count))
        _ = memory.update(fromContentsOf: bytes)
        // Whatever is wrong comes back as a status; nothing is printed.
        let options = XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_NOERROR | XML_PARSE_NOWARNING
        let reader = memory.withMemoryRebound(to: CChar.self) {
            xmlReaderForMemory($0.baseAddress, Int32(clamping: bytes.count), nil, nil, Int32(options))
        }
        guard let reader, let empty = xmlTextReaderConstString(reader, "") else {
            memory.deallocate()
            throw .damaged
        }
        self.reader = reader
        current = Name(address: empty)
    }

    private static func declaresType(_ bytes: [UInt8]) -> Bool {
        let mark = Array("<!DOCTYPE".utf8)
        return bytes.withUnsafeBufferPointer { buffer in
            var index = 1
            while index + 7 < buffer.count {
                if buffer[index] == mark[1], buffer[index - 1] == mark[0], mark.indices.allSatisfy({ buffer[index - 1 + $0] == mark[$0] }) { return true }
                index += 1
            }
            return false
        }
    }

    deinit {
        xmlFreeTextReader(reader)
        memory.deallocate()
    }

    func name(_ text: String) -> Name {
        guard let address = xmlTextReaderConstString(reader, text) else { preconditionFailure("out of memory") }
        return Name(address: address)
    }

    /// Nil at the end. An empty element is a start and an end.
    func next() throws(OfficeFailure) -> Event? {
        if endsAtOnce {
            endsAtOnce = false
            return .end
        }
        while true {
            switch xmlTextReaderRead(reader) {
            case 0: return nil
            case 1: break
            default: throw .damaged
            }
            switch Int(xmlTextReaderNodeType(reader)) {
            case XML_READER_TYPE_ELEMENT:
                try takeName()
                endsAtOnce = xmlTextReaderIsEmptyElement(reader) == 1
                return .start
            case XML_READER_TYPE_END_ELEMENT:
                try takeName()
                return .end
            case XML_READER_TYPE_TEXT, XML_READER_TYPE_CDATA, XML_READER_TYPE_SIGNIFICANT_WHITESPACE, XML_READER_TYPE_WHITESPACE:
                return .text
            case XML_READER_TYPE_DOCUMENT_TYPE, XML_READER_TYPE_ENTITY, XML_READER_TYPE_ENTITY_REFERENCE:
                throw .entities
            default: continue
            }
        }
    }

    private func takeName() throws(OfficeFailure) {
        guard let address = xmlTextReaderConstLocalName(reader) else { throw .damaged }
        current = Name(address: address)
    }

    /// Of the text node that `next` has just reported.
    var text: String { xmlTextReaderConstValue(reader).map { String(cString: $0) } ?? "" }

    /// Of the element whose start `next` has just reported.
    func attribute(_ name: Name) -> String? {
        guard xmlTextReaderMoveToFirstAttribute(reader) == 1 else { return nil }
        defer { xmlTextReaderMoveToElement(reader) }
        repeat {
            if xmlTextReaderConstLocalName(reader) == name.address { return text }
        } while xmlTextReaderMoveToNextAttribute(reader) == 1
        return nil
    }

    /// Passes over what is inside the element whose start was just reported, and its end.
    func skip() throws(OfficeFailure) {
        var depth = 1
        while depth > 0 {
            switch try next() {
            case .start?: depth += 1
            case .end?: depth -= 1
            case .text?: break
            case nil: throw .damaged
            }
        }
    }
}
