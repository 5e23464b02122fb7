package import Content

/// A village made ready: what the repository, the preview and the tests take from here on. It holds masked names only.
package struct VillageBuild: Sendable {
    /// A page with the few words that home has room for.
    struct Named: Sendable {
        var page: Page
        var short: String
    }

    /// One section manifest with its name, as in `index.sections`.
    package struct Section: Hashable, Sendable {
        package var name: String
        package var manifest: SectionManifest
    }

    package private(set) var index: VillageIndex
    let named: [PageID: Named]
    /// Every object: pages as JSON, pictures, and the chunks of long lists.
    package let objects: ObjectSet
    /// A tile and a period each, `2-2026-10`; pages without a period by the year of publication, `1-2026`.
    package let sections: [Section]

    package var pages: [PageID: Page] { named.mapValues(\.page) }

    /// Lays the pages out over the nine tiles. `given` may hold more than the pages use; the rest is left out.
    /// - Parameters:
    ///   - formers: by page, the objects of its earlier versions; they must be in `given`.
    init(
        village: VillageIndex.Village, pages named: [PageID: Named], objects given: ObjectSet, formers: [PageID: [ObjectID]] = [:], issued: Instant
    ) {
        var tiles = VillageIndex.tileTitles.enumerated().map { VillageIndex.Tile(digit: $0.offset + 1, title: $0.element) }
        var members: [String: [ObjectID: Int]] = [:]
        var objects = ObjectSet()
        var series: [Series: [VillageIndex.Entry]] = [:]
        // Where its newest page puts a series among the other items.
        var places: [Series: Int] = [:]
        for named in named.values.sorted(by: { Self.precedes($0.page.envelope, $1.page.envelope) }) {
            let (page, envelope) = (named.page, named.page.envelope)
            guard let bytes = try? ContentJSON.encode(page) else { continue }
            let object = objectID(bytes)
            let section = "\(envelope.id.tile)-\(envelope.period?.text.lowercased() ?? String(envelope.published.year))"
            objects.insert(object, bytes)
            members[section, default: [:]][object] = bytes.count
            for former in formers[envelope.id] ?? [] {
                objects.insert(former, given.place(former))
                members[section, default: [:]][former] = given.byteCount(former)
            }
            for object in page.objects {
                objects.insert(object, given.place(object))
                members[section, default: [:]][object] = given.byteCount(object)
            }
            let entry = VillageIndex.Entry(
                id: envelope.id, title: envelope.title, short: named.short, period: envelope.period, published: envelope.published,
                objectionsUntil: envelope.objectionsUntil, expires: envelope.expires, audience: envelope.audience, object: object,
                length: bytes.count, dues: page.dues, isFinal: page.isFinal ? true : nil)
            if let key = Series(page) {
                if series[key] == nil, key.kind != .ledger {
                    places[key] = tiles[key.tile - 1].items.count
                    tiles[key.tile - 1].items.append(.init(title: envelope.title, kind: page.kind, pages: []))
                }
                series[key, default: []].append(entry)
            } else {
                tiles[envelope.id.tile - 1].items.append(.init(title: envelope.title, kind: page.kind, pages: [entry]))
            }
        }
        // All periods of a series are one item, called as the newest is. Books stand before everything else, the village's main ones first.
        for key in places.keys.sorted(by: Series.precedes) + series.keys.filter({ places[$0] == nil }).sorted(by: Series.precedes).reversed() {
            let periods = (series[key] ?? []).sorted { a, b in
                guard let left = a.period, let right = b.period else { return false }
                return Period.earlier(right, left)
            }
            var title = periods[0].title
            if let period = periods[0].period?.chinese, title.hasPrefix(period), title.count > period.count { title.removeFirst(period.count) }
            let item = VillageIndex.Item(title: title, kind: key.kind, pages: periods)
            if let place = places[key] {
                tiles[key.tile - 1].items[place] = item
            } else {
                tiles[key.tile - 1].items.insert(item, at: 0)
            }
        }
        sections = members.sorted { $0.key < $1.key }.map { name, objects in
            Section(
                name: name, manifest: SectionManifest(objects: objects.sorted { $0.key.hex < $1.key.hex }.map { .init(sha256: $0.key, length: $0.value) }))
        }
        index = VillageIndex(village: village, issued: issued, tiles: tiles, sections: sections.map(\.name))
        self.named = named
        self.objects = objects
    }

    /// Pages of one kind whose addresses differ in the period alone: `2/2026-10` and `2/2026-09`, `6/2026-q4-3fa2c1` and `6/2026-q3-3fa2c1`.
    /// Titles may change from one to the next.
    private struct Series: Hashable {
        var tile: Int
        var kind: PageKind
        /// What the address says besides the period; empty for the village's main books.
        var rest: String

        /// Nil for what stands alone.
        init?(_ page: Page) {
            let id = page.envelope.id
            guard page.kind != .notice, let period = page.envelope.period?.text.lowercased(), id.text.dropFirst(2).hasPrefix(period) else { return nil }
            tile = id.tile
            kind = page.kind
            rest = String(id.text.dropFirst(2 + period.count))
        }

        static func precedes(_ a: Series, _ b: Series) -> Bool {
            func rank(_ series: Series) -> (Int, Int, String, String) {
                (series.tile, series.kind == .ledger ? 0 : 1, series.rest, series.kind.rawValue)
            }
            return rank(a) < rank(b)
        }
    }

    /// Newest first; on the same day by id, so that the order is the same everywhere.
    private static func precedes(_ a: Envelope, _ b: Envelope) -> Bool {
        a.published != b.published ? a.published > b.published : a.id.text.utf8.lexicographicallyPrecedes(b.id.text.utf8)
    }

    /// The build as it follows on `previous`: when nothing but the time differs, the earlier time of issue stays, so that an unchanged village
    /// is the same bytes and no box fetches it again.
    package func continuing(_ previous: VillageIndex) -> VillageBuild {
        var build = self
        build.index.issued = previous.issued
        return build.index == previous ? build : self
    }

    /// The build with the last published version of `held` pages in their place: a slip of the keyboard must not take a page off the TVs.
    /// - Parameters:
    ///   - object: reads what the repository has under a hash; nil when it is not there.
    /// - Returns: the build and the pages that were kept; one whose objects are not all there, or whose last day is over, is not.
    package func keeping(
        _ held: Set<PageID>, from previous: VillageIndex, now: Instant, object: (ObjectID) -> [UInt8]?
    ) -> (build: VillageBuild, kept: Set<PageID>) {
        var named = self.named
        var given = objects
        var kept = Set<PageID>()
        for id in held where named[id] == nil {
            guard let entry = previous.entry(id), entry.expires.map({ $0 >= now.day }) ?? true, let bytes = object(entry.object),
                let page = try? ContentJSON.decode(Page.self, from: bytes)
            else { continue }
            var found: [ObjectID: [UInt8]] = [:]
            for part in page.objects { found[part] = object(part) }
            guard found.count == Set(page.objects).count else { continue }
            for (id, bytes) in found { given.insert(id, bytes) }
            named[id] = Named(page: page, short: entry.short)
            kept.insert(id)
        }
        if kept.isEmpty { return (self, []) }
        return (VillageBuild(village: index.village, pages: named, objects: given, issued: index.issued), kept)
    }

    /// The build under what was withdrawn from `previous`: its floor stays, and what was erased is left out.
    /// - Returns: the build and the pages that it would have had.
    package func obeying(_ previous: VillageIndex) -> (build: VillageBuild, refused: Set<PageID>) {
        var build = self
        let refused = Set(previous.erased ?? []).intersection(named.keys)
        if !refused.isEmpty {
            build = VillageBuild(village: index.village, pages: named.filter { !refused.contains($0.key) }, objects: objects, issued: index.issued)
        }
        build.index.floor = previous.floor
        build.index.erased = previous.erased
        return (build, refused)
    }

    /// What a village shows, without `gone`, to take the place of `previous` on every box at once.
    /// - Parameters:
    ///   - erased: what may not be published again without another word; replaces what `previous` says.
    ///   - repository: where `previous` and its objects are.
    /// - Returns: nil when a page that stays is not there whole.
    package init?(
        withdrawing gone: Set<PageID>, from previous: VillageIndex, erased: Set<PageID>, in repository: RepositoryWriter, now: Instant
    ) {
        func object(_ id: ObjectID) -> [UInt8]? { repository.object(id.hex) }
        var named: [PageID: Named] = [:]
        var given = ObjectSet()
        var formers: [PageID: [ObjectID]] = [:]
        for entry in previous.tiles.flatMap(\.items).flatMap(\.pages) where !gone.contains(entry.id) {
            guard let bytes = object(entry.object), let page = try? ContentJSON.decode(Page.self, from: bytes) else { return nil }
            for part in page.objects where given.place(part) == nil {
                guard let place = repository.place(of: part) else { return nil }
                given.insert(part, place)
            }
            named[entry.id] = Named(page: page, short: entry.short)
            formers[entry.id] = Self.formers(of: page, into: &given, object: object)
        }
        // Two indexes of one second could not be told apart.
        let issued = Instant(secondsSinceEpoch: max(now.secondsSinceEpoch, previous.issued.secondsSinceEpoch + 1))
        self.init(village: previous.village, pages: named, objects: given, formers: formers, issued: issued)
        index.floor = gone.isEmpty ? previous.floor : issued
        index.erased = erased.isEmpty ? nil : erased.sorted { $0.text < $1.text }
    }

    /// The same as files for the repository: `index.json`, `sections/<name>.json` and objects.
    package func bundle() throws(ContentError) -> VillageBundle {
        var targets = [VillageBundle.Target(path: "index.json", bytes: try ContentJSON.encode(index))]
        for section in sections {
            targets.append(.init(path: "sections/\(section.name).json", bytes: try ContentJSON.encode(section.manifest)))
        }
        let files = objects.places.sorted { $0.key.hex < $1.key.hex }.map { id, place in
            switch place {
            case .bytes(let bytes): VillageBundle.Object(sha256: id.hex, content: .bytes(bytes))
            case .file(let path, let count): VillageBundle.Object(sha256: id.hex, content: .file(path: path, byteCount: count))
            }
        }
        return VillageBundle(code: index.village.code, targets: targets, objects: files)
    }
}
