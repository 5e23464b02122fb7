package import Content

/// Verified content, whatever holds it: a generation of the store, or a folder that is being previewed. Immutable; read by the
/// painting thread and the loop alike.
package protocol ContentSource: AnyObject, Sendable {
    var index: VillageIndex { get }
    /// The township's warning, when there is one.
    var emergency: Emergency? { get }
    /// The object's bytes, checked against its hash. Blocks on the disk. Throws when it is missing or damaged.
    func object(_ id: ObjectID) throws -> [UInt8]
}

extension ContentSource {
    package var emergency: Emergency? { nil }

    /// The page behind an index entry. Blocks on the disk; throws `ContentError` or the source's own error.
    package func page(_ id: PageID) throws -> Page {
        guard let entry = index.entry(id) else { throw ContentError.notAnIdentifier(id.text) }
        let page = try ContentJSON.decode(Page.self, from: try object(entry.object))
        guard page.envelope.id == id else { throw ContentError.inconsistent("\(id) holds page \(page.envelope.id)") }
        return page
    }
}
