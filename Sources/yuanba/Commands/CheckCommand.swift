import Content
import Publishing
import Typography
#if canImport(Glibc)
import Glibc
#endif

/// The clerk's first command: what would go out, what would not, and why.
let checkCommand = Command(
    "check", "check a village folder and say what would go out", operands: "FOLDER", count: 1...1,
    options: [
        .init("all", "every message, however long that gets"),
        .init("watch", "check again whenever a file is saved, until Ctrl+C"),
        .init("json", nil, "messages and items as JSON"),
        .init("photos", nil, "only the photos that nobody has ticked off, as lines for 照片核对.csv"),
        .init("now", "TIME", "measure against this time instead of the clock, as 2026-11-22T11:20:00Z"),
        cacheOption,
    ],
    details: """
        Messages are in Chinese, grouped by file, the worst file first; what does not fit the screen is counted. Nothing is written.
        exit status: 0 everything goes out, 1 something is held back, 2 wrong use
        example: yuanba check Assets/demo/青溪坝村
        """
) { arguments in
    let folder = arguments.operands[0]
    let coverage = glyphCoverage()
    let cache = cacheDirectory(arguments)
    let (photos, tables) = (cache.flatMap { PhotoCache($0) }, cache.flatMap { TableCache($0) })
    func check() throws -> CheckedVillage {
        let progress = ProgressLine()
        defer { progress.end() }
        return Publishing.build(folder: folder, now: try instant(arguments), coverage: coverage, photos: photos, tables: tables, progress: progress.show)
    }
    if arguments.has("watch") {
        try watch(folder) { print(try check().report.fitting(arguments)) }
    }
    let checked = try check()
    if arguments.has("photos") {
        for photo in checked.report.untickedPhotos { print("\(photo),,") }
        return checked.report.untickedPhotos.isEmpty ? 0 : 1
    }
    print(arguments.has("json") ? checked.report.json : checked.report.fitting(arguments))
    return checked.report.heldBack || checked.build == nil ? 1 : 0
}

/// Where photos made fit for the screen and long lists are kept between two runs.
let cacheOption = Command.Option("cache", "DIR", "where converted photos and long lists are kept between runs; ~/.cache/yuanba unless told")

/// Nil when there is no place for it: then everything is made anew.
func cacheDirectory(_ arguments: Arguments) -> String? {
    func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) }.flatMap { $0.hasPrefix("/") ? $0 : nil } }
    let usual = variable("XDG_CACHE_HOME") ?? variable("HOME").map { $0 + "/.cache" }
    return arguments.value("cache") ?? usual.map { $0 + "/yuanba" }
}

extension CheckReport {
    /// As much as fits the terminal; 40 lines where there is none; all of it with --all.
    func fitting(_ arguments: Arguments) -> String {
        guard !arguments.has("all") else { return text }
        let screen = Terminal.size
        let short = text(lineLimit: screen.map { max(16, $0.lines - 3) } ?? 40, columns: screen?.columns ?? 100)
        return short.contains("没有列出。") || short.contains("……这个文件还有") ? short + "\n加上 --all 可以看到全部。" : short
    }
}

/// Runs `body` now and after every change below `folder` that is over for most of a second; never returns.
private func watch(_ folder: String, _ body: () throws -> Void) throws -> Never {
    while true {
        let seen = FolderState(folder)
        if Terminal.size != nil { print("\u{1B}[2J\u{1B}[H", terminator: "") }
        try body()
        print("\n在等文件保存，保存后自动再检查一次。按 Ctrl+C 结束。")
        fflush(nil)
        var last = seen
        while true {
            usleep(700_000)
            let now = FolderState(folder)
            // A program that is still writing changes the file between two looks.
            if now != seen, now == last { break }
            last = now
        }
    }
}

/// What a box's fonts can draw, judged by this machine's: the publisher's machine carries the same Debian packages. Without any font, rare
/// characters go unchecked, and it says so.
func glyphCoverage() -> GlyphCoverage {
    guard let fonts = try? FontSet.open() else {
        say(error: "这台电脑没有装字库 fonts-noto-cjk，生僻字没有检查。")
        return .unknown
    }
    return GlyphCoverage(files: fonts.files) { fonts.covers($0) }
}

/// `--now`, or the clock.
func instant(_ arguments: Arguments) throws -> Instant {
    guard let text = arguments.value("now") else { return .current }
    guard let now = Instant(iso: text) else { throw UsageError("--now \(text): a time is written 2026-11-22T11:20:00Z") }
    return now
}
