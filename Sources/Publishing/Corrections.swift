package import Content

extension VillageBuild {
    /// The build with every corrected page pointing to the version that it corrects, which stays in the repository and readable, and with the
    /// versions before that one.
    /// - Parameters:
    ///   - object: reads what the repository has under a hash; nil when it is not there.
    /// - Returns: the build, and the books and lists that changed although nobody wrote a correction.
    package func correcting(
        _ previous: VillageIndex, object: (ObjectID) -> [UInt8]?
    ) -> (build: VillageBuild, silentlyChanged: Set<PageID>) {
        var named = self.named
        var given = objects
        var formers: [PageID: [ObjectID]] = [:]
        var silent = Set<PageID>()
        func page(_ id: ObjectID) -> Page? { object(id).flatMap { try? ContentJSON.decode(Page.self, from: $0) } }
        for (id, entry) in self.named {
            guard let before = previous.entry(id), let old = page(before.object) else { continue }
            var bare = old
            bare.envelope.former = nil
            let isSame = bare == entry.page
            if isSame {
                named[id]?.page = old
            } else if entry.page.envelope.correction == nil {
                // Notices are rewritten all the time; figures and names are what people hold a village to.
                if entry.page.kind != .notice { silent.insert(id) }
                continue
            } else {
                named[id]?.page.envelope.former = FormerVersion(object: before.object, length: before.length, published: old.envelope.published)
            }
            let found = named[id].map { Self.formers(of: $0.page, into: &given, object: object) } ?? []
            if !found.isEmpty { formers[id] = found }
        }
        if formers.isEmpty { return (self, silent) }
        return (VillageBuild(village: index.village, pages: named, objects: given, formers: formers, issued: index.issued), silent)
    }

    /// The objects of the versions that a page corrects, put into `given`.
    static func formers(of page: Page, into given: inout ObjectSet, object: (ObjectID) -> [UInt8]?) -> [ObjectID] {
        var formers: [ObjectID] = []
        var next = page.envelope.former
        while let former = next, formers.count < formerLimit, let bytes = object(former.object),
            let page = try? ContentJSON.decode(Page.self, from: bytes)
        {
            given.insert(former.object, bytes)
            formers.append(former.object)
            for part in page.objects where given.place(part) == nil {
                if let bytes = object(part) { given.insert(part, bytes) }
            }
            formers += page.objects
            next = page.envelope.former
        }
        return formers
    }

    /// Objects of earlier versions that one page keeps in the repository.
    private static let formerLimit = 200
}
