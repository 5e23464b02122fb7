import Content

/// A page that is read whole from one file: only its place among the others is still open.
struct PageDraft {
    var facts: PageFacts
    var body: any PageBody
    var names: Envelope.Names = .none
    /// For the report: `16人`.
    var detail: String
    /// Objects that the page refers to, besides photos.
    var objects = ObjectSet()
    /// What it says, where that is not in the page's own document.
    var words: String?
}

extension VillageBuilder {
    mutating func publish(_ drafts: [Checked<PageDraft>], _ village: VillageFacts) {
        for draft in drafts { publish(draft.source, draft.check, village) }
    }

    /// The directories last of all: they point at the guides that name their people.
    mutating func publish(_ directories: [Checked<DirectorySource>], _ village: VillageFacts) {
        let guides = pages.values.compactMap { named -> (page: PageID, title: String, guide: Guide)? in
            guard let guide = named.page.body as? Guide else { return nil }
            return (named.page.envelope.id, named.page.envelope.title, guide)
        }.sorted { $0.page.text < $1.page.text }
        for directory in directories {
            let people = directory.source.linked(to: guides)
            let draft = PageDraft(
                facts: directory.source.facts, body: people, names: .full, detail: "\(people.people.count)人")
            publish(draft, directory.check, village)
        }
    }

    private mutating func publish(_ draft: PageDraft, _ given: FileCheck, _ village: VillageFacts) {
        var check = given
        let facts = draft.facts
        guard let id = facts.id else { return }
        guard pages[id] == nil else {
            check.error("有两个同名的文件。", "请改一个名字，或者删掉多余的。")
            hold(facts.file, facts.tile, check, title: facts.title)
            return
        }
        let envelope = envelope(
            id, title: facts.title, facts.envelope, period: facts.period, published: facts.published, names: draft.names, village)
        objects = objects.merging(draft.objects)
        if let words = draft.words { wordsElsewhere[id] = words }
        finish(Page(envelope: envelope, body: draft.body), short: facts.short, facts.file, title: facts.title, detail: draft.detail, check)
    }

    /// The day on which a file was last saved, today at the latest: what stands for a publishing date that nobody wrote.
    func saved(_ file: SourceFile) -> Day {
        min(now.day, Instant(secondsSinceEpoch: Int(file.stamp.modified / 1_000_000_000)).day)
    }
}
