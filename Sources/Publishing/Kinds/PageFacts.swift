import Content

/// What every kind of page needs besides its content, from the head of a file, its name and the day it was last saved.
struct PageFacts {
    var file: SourceFile
    var tile: Int
    var title: String
    /// The name in the file's name, for places with little room.
    var short: String
    var period: Period?
    var published: Day
    var envelope: EnvelopeFacts

    /// `period` comes from the file's and its folders' names; `fallback` is what the kind is called where nothing says more.
    init(
        _ file: SourceFile, tile: Int, _ envelope: EnvelopeFacts, period: Period?, savedOn saved: Day, fallback: String, check: inout FileCheck
    ) {
        let parts = NameParts(file.stem)
        let name = check.text(parts.rest, column: "文件名")
        self.file = file
        self.tile = tile
        self.envelope = envelope
        title = envelope.title ?? (name.isEmpty ? fallback : name)
        short = name.isEmpty ? title : name
        self.period = envelope.period ?? period
        if let day = envelope.published ?? parts.day {
            published = day
        } else {
            published = saved
            check.warning(
                "没有写公布日期，屏幕上按文件保存的日子\(saved.chinese)写。", "请加一行\"公布日期\"，写 \(saved.iso) 这样的日期。")
        }
    }

    /// As it was read earlier.
    init(_ file: SourceFile, tile: Int, title: String, short: String, period: Period?, published: Day, envelope: EnvelopeFacts) {
        self.file = file
        self.tile = tile
        self.title = title
        self.short = short
        self.period = period
        self.published = published
        self.envelope = envelope
    }

    /// The address: a period where there is one, and a fingerprint of the file's name, which may be Chinese. It stays when the file becomes
    /// another format.
    var id: PageID? { Self.id(file, tile: tile, period: period) }

    static func id(_ file: SourceFile, tile: Int, period: Period?) -> PageID? {
        let name = NameParts(file.stem).rest
        let front = period.map { $0.text.lowercased() + "-" } ?? ""
        return PageID("\(tile)/\(front)\(sha256(name.isEmpty ? file.stem : name).prefix(6))")
    }
}

/// Ids for rows that have none of their own: a fingerprint of what they say, with a number behind it where two say the same.
struct RowNames {
    private var seen: [String: Int] = [:]

    mutating func id(_ letter: Character, _ text: String) -> String {
        let name = "\(letter)\(sha256(text).prefix(8))"
        let count = seen[name, default: 0] + 1
        seen[name] = count
        return count == 1 ? name : "\(name)-\(count)"
    }
}
