import Box
import Content
import LinuxIO
import Navigation
import Pages
import Pixels
import Publishing
import Typography

private let options: [Command.Option] = [
    .init("page", "ADDRESS", "what to draw, as --list names it; home without it"),
    .init("village", "CODE", "which village of a repository"),
    .init("alert", "FILE", "with the warning of FILE, which yuanba alert would publish, in place of the repository's own"),
    .init("number", "N", "its Nth page, 1 the first"),
    .init("focus", "N", "with the focus on its Nth thing"),
    .init("size", "WxH", "in pixels; 1920x1080"),
    .init("theme", "NAME", "dark or light"),
    .init("large", "in large type"),
    .init("now", "TIME", "as if it were then, 2026-11-22T11:32:00Z; “unknown” as with a wrong clock"),
    .init("box", "NUMBER", "the box's number where one is drawn"),
    .init("output", "FILE", short: "o", "the PNG to write"),
    .init("list", "list what there is to draw, one address a line"),
    .init("all", "DIR", "draw everything into DIR in every mode, with contact sheets and an index.html; with --size, --theme or --large in that one"),
]

let previewCommand = Command(
    "preview", "draw any page of a village folder or repository as a PNG, without hardware", operands: "FOLDER|REPOSITORY", count: 1...1, options: options,
    details: """
        The pixels are those that a box would show. What the check would hold back is not there; yuanba check says why.
        Of a repository, what was published last is drawn; with several villages, --village says which.
        A warning in force is folded into its banner on all pages, as after 确认; --page warning draws it whole.
        example: yuanba preview Assets/demo/青溪坝村 --page 2/2026-10 -o ledger.png
        """
) { arguments in
    let folder = arguments.operands[0]
    let size = try previewSize(arguments.value("size") ?? "1920x1080")
    guard let theme = Style.Theme(rawValue: arguments.value("theme") ?? "dark") else { throw UsageError("--theme is dark or light") }
    let now: Instant?
    switch arguments.value("now") {
    case nil: now = TrustedClock().now
    case "unknown": now = nil
    case let text?:
        guard let instant = Instant(iso: text) else { throw UsageError("--now is a time such as 2026-11-22T11:32:00Z, or unknown") }
        now = instant
    }
    let source = try PreviewSource(
        folder, village: arguments.value("village"), alert: arguments.value("alert"), now: now ?? TrustedClock().now)
    let type: TypeSize = arguments.has("large") ? .large : .normal
    let fonts = try FontSet.open()
    func painter(_ style: Style) throws -> StillPainter {
        StillPainter(
            fonts: fonts, cache: try GlyphCache(fonts: fonts), style: style, source: source, now: now, box: arguments.value("box") ?? "0417")
    }
    let still = try painter(Style(size: size, theme: theme))
    defer { for problem in still.problems { say(error: problem) } }

    if arguments.has("list") {
        if still.hasWarning { print("\(warningAddress)\t\(source.emergency?.kind ?? "")") }
        for place in still.places(type) { print("\(place.address)\t\(source.title(of: place))") }
        return 0
    }
    if let directory = arguments.value("all") {
        let isOne = arguments.has("large") || arguments.value("size") != nil || arguments.value("theme") != nil
        let modes = isOne ? [PreviewMode(name: "chosen", style: Style(size: size, theme: theme), type: type)] : PreviewMode.all
        try drawAll(modes, into: directory, painter, fonts: fonts)
        return 0
    }
    let address = arguments.value("page") ?? "home"
    let isWarning = address == warningAddress
    if isWarning, !still.hasWarning { throw Failure("\(folder) has no warning in force; --alert FILE brings one, --now the time for it") }
    guard let place = isWarning ? .home : Place(address: address) else { throw UsageError("no place has the address “\(address)”; --list lists them") }
    if case .page(let id) = place, source.index.entry(id) == nil {
        throw Failure("\(folder) has no page \(id); yuanba preview \(folder) --list lists what it has")
    }
    guard let output = arguments.value("output") else { throw UsageError("--output FILE.png is missing") }
    let outline = still.outline(place, type)
    let number = try previewNumber(arguments.value("number") ?? "1", of: outline.pages.count)
    let targets = outline.pages[number - 1]
    var focus: Int? = targets.isEmpty ? nil : 0
    if let text = arguments.value("focus") {
        guard let wanted = Int(text), (1...max(1, targets.count)).contains(wanted), !targets.isEmpty else {
            throw Failure("that page has \(targets.count) things that can have the focus")
        }
        focus = wanted - 1
    }
    let frame = still.paint(place, Spot(page: number - 1, focus: focus), type, warned: isWarning)
    try AtomicFile.replace(output, with: try png(frame))
    print("\(output)  \(address)  page \(number) of \(outline.pages.count)")
    return 0
}

/// What is drawn for it is no place: it lies over any.
private let warningAddress = "warning"

/// A village folder, checked and built in memory, or a repository where it lies, as content to draw.
private final class PreviewSource: ContentSource {
    let index: VillageIndex
    let emergency: Emergency?
    private let load: @Sendable (ObjectID) -> [UInt8]?

    init(_ path: String, village: String?, alert: String?, now: Instant) throws {
        let warning = try alert.map { try Self.warning($0) }
        if RepositoryReader.isRepository(path) {
            let reader: RepositoryReader
            do { reader = try RepositoryReader(path) } catch { throw Failure("\(error)") }
            let codes = reader.villages.joined(separator: ", ")
            guard let code = village ?? (reader.villages.count == 1 ? reader.villages[0] : nil) else {
                throw UsageError("\(path) holds several villages; --village says which: \(codes)")
            }
            guard let index = reader.index(of: code) else { throw Failure("\(path) has nothing for village \(code); it has \(codes)") }
            self.index = index
            emergency = warning ?? reader.warning(of: code)
            load = { reader.object($0) }
        } else {
            guard let build = build(folder: path, now: now).build else {
                throw Failure("\(path) is no village folder and no repository; yuanba check \(path) says why")
            }
            index = build.index
            emergency = warning
            let objects = build.objects
            load = { objects[$0] }
        }
    }

    private static func warning(_ name: String) throws -> Emergency {
        let text = String(decoding: try File.read(name, limit: 64 * 1024), as: UTF8.self)
        let (warning, messages) = EmergencySource.read(text, name: name, before: nil, coverage: glyphCoverage())
        for message in messages { say(error: message.text) }
        guard let warning else { throw Failure("\(name) is no warning that could be published", status: 1) }
        return warning
    }

    func object(_ id: ObjectID) throws -> [UInt8] {
        guard let bytes = load(id) else { throw Failure("object \(id) is missing or damaged") }
        return bytes
    }

    func title(of place: Place) -> String {
        switch place {
        case .home: index.village.name
        case .tile(let digit): index.tile(digit)?.title ?? ""
        case .page(let id), .part(let id, _), .row(let id, _), .picture(let id, _): index.entry(id).map { "\($0.title)　\($0.short)" } ?? ""
        case .card: ""
        }
    }
}

/// A way to look at every page.
private struct PreviewMode {
    var name: String
    var style: Style
    var type: TypeSize = .normal

    /// What a village's boxes show: homes, homes with poor eyes, halls by daylight, old TVs, halls with a screen on its side.
    static let all = [
        PreviewMode(name: "normal", style: Style(size: .fullHD)), PreviewMode(name: "large", style: Style(size: .fullHD), type: .large),
        PreviewMode(name: "light", style: Style(size: .fullHD, theme: .light)),
        PreviewMode(name: "720p", style: Style(size: PixelSize(width: 1280, height: 720))),
        PreviewMode(name: "portrait", style: Style(size: PixelSize(width: 1080, height: 1920))),
    ]
}

/// Every page of every place in every mode: DIR/MODE/ADDRESS-N.png with what is written where in a .txt, and for each mode contact
/// sheets DIR/MODE-N.png.
private func drawAll(_ modes: [PreviewMode], into directory: String, _ still: (Style) throws -> StillPainter, fonts: FontSet) throws {
    try Directory.create(directory)
    let captions = try GlyphCache(fonts: fonts)
    var figures = ""
    for mode in modes {
        let still = try still(mode.style)
        defer { for problem in still.problems { say(error: problem) } }
        try Directory.create("\(directory)/\(mode.name)")
        let sheet = ContactSheet(size: mode.style.size, fonts: fonts, cache: captions) { number, png in
            try AtomicFile.replace("\(directory)/\(mode.name)-\(number).png", with: png)
            print("\(mode.name)-\(number).png")
        }
        figures += "<h2>\(mode.name)</h2>\n"
        func draw(_ place: Place, _ number: Int, address: String, warned: Bool = false) throws {
            let spot = Spot(page: number, focus: still.outline(place, mode.type).pages[number].isEmpty ? nil : 0)
            let frame = still.paint(place, spot, mode.type, warned: warned)
            let picture = Picture(size: PixelSize(width: frame.width, height: frame.height), words: frame.decoded())
            let name = address.split(separator: "/").map { $0.count > 40 ? $0.prefix(12) : $0 }.joined(separator: "_") + "-\(number + 1).png"
            try AtomicFile.replace("\(directory)/\(mode.name)/\(name)", with: try picture.png())
            let texts = still.texts(place, spot, mode.type, warned: warned)
                .map { "\($0.ink.x) \($0.ink.y) \($0.ink.width) \($0.ink.height)\t\($0.text)\n" }.joined()
            try AtomicFile.replace("\(directory)/\(mode.name)/\(name.dropLast(4)).txt", with: Array(texts.utf8))
            try sheet.add(picture, "\(address) \(number + 1)")
            figures += "<figure><img src=\"\(mode.name)/\(name)\" loading=\"lazy\"><figcaption>\(address) \(number + 1)</figcaption></figure>\n"
        }
        if still.hasWarning { try draw(.home, 0, address: warningAddress, warned: true) }
        for place in still.places(mode.type) {
            for number in still.outline(place, mode.type).pages.indices { try draw(place, number, address: place.address) }
        }
        try sheet.finish()
    }
    let html = """
        <!doctype html><meta charset="utf-8"><title>Yuanba</title>
        <style>body{background:#444;color:#eee;font:14px sans-serif}figure{display:inline-block;margin:8px}img{width:640px}</style>
        \(figures)
        """
    try AtomicFile.replace("\(directory)/index.html", with: Array(html.utf8))
}

func png(_ frame: Frame) throws -> [UInt8] {
    try Picture(size: PixelSize(width: frame.width, height: frame.height), words: frame.decoded()).png()
}

private func previewSize(_ text: String) throws -> PixelSize {
    let sides = text.split(separator: "x").map { Int($0) }
    guard sides.count == 2, let width = sides[0], let height = sides[1], (640...4096).contains(width), (640...4096).contains(height)
    else { throw UsageError("--size is a size such as 1280x720, from 640 to 4096 each way") }
    return PixelSize(width: width, height: height)
}

private func previewNumber(_ text: String, of count: Int) throws -> Int {
    guard let number = Int(text), (1...count).contains(number) else {
        throw Failure(count == 1 ? "it has one page only" : "it has the pages 1 to \(count)")
    }
    return number
}
