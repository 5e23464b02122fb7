import Content

/// Notices with their pictures.
extension VillageBuilder {
    mutating func publish(_ sources: [Checked<NoticeSource>], _ facts: VillageFacts) {
        for checked in sources {
            let source = checked.source
            var check = checked.check
            guard let id = source.id else { continue }
            guard pages[id] == nil else {
                check.error("同一天有两个同名的文件。", "请改一个名字，或者删掉多余的。")
                hold(source.file, source.tile, check, title: source.title)
                continue
            }
            var blocks: [Notice.Block] = []
            var unticked: [String] = []
            for block in source.blocks {
                switch block {
                case .ready(let block):
                    blocks.append(block)
                case .picture(let path, let caption, let line):
                    guard let file = photos.file(path) else {
                        check.error(row: line, "没有找到图片\"\(path)\"。", "请核对文件名，或者把图片放进这个文件夹。")
                        continue
                    }
                    guard photos.isTicked(file) else {
                        unticked.append(file.name)
                        continue
                    }
                    if let photo = photos.published(file, &check) { blocks.append(.picture(photo.reference(caption: caption))) }
                }
            }
            warnUnticked(unticked, &check)
            guard !check.heldBack else {
                hold(source.file, source.tile, check, title: source.title, page: id)
                continue
            }
            let envelope = envelope(
                id, title: source.title, source.facts, period: source.period, published: source.published,
                names: source.masked ? .masked : .none, facts)
            finish(
                Page(envelope: envelope, body: Notice(blocks: blocks)), short: source.short, source.file, title: source.title,
                detail: "", check)
        }
    }
}
