import Content
import Publishing
import Typography

/// The clerk's first command: what would go out, what would not, and why.
let checkCommand = Command(
    "check", "check a village folder and say what would go out", operands: "FOLDER", count: 1...1,
    options: [
        .init("json", nil, "messages and items as JSON"),
        .init("photos", nil, "only the photos that nobody has ticked off, as lines for 照片核对.csv"),
        .init("now", "TIME", "measure against this time instead of the clock, as 2026-11-22T11:20:00Z"),
    ],
    details: """
        Messages are in Chinese, grouped by file, the worst file first. Nothing is written.
        exit status: 0 everything goes out, 1 something is held back, 2 wrong use
        example: yuanba check Assets/demo/青溪坝村
        """
) { arguments in
    let now = try instant(arguments)
    let checked = Publishing.build(folder: arguments.operands[0], now: now, coverage: glyphCoverage())
    if arguments.has("photos") {
        for photo in checked.report.untickedPhotos { print("\(photo),,") }
        return checked.report.untickedPhotos.isEmpty ? 0 : 1
    }
    print(arguments.has("json") ? checked.report.json : checked.report.text)
    return checked.report.heldBack || checked.build == nil ? 1 : 0
}

/// What a box's fonts can draw, judged by this machine's: the publisher's machine carries the same Debian packages. Without any font, rare
/// characters go unchecked, and it says so.
func glyphCoverage() -> GlyphCoverage {
    guard let fonts = try? FontSet.open() else {
        say(error: "这台电脑没有装字库 fonts-noto-cjk，生僻字没有检查。")
        return .unknown
    }
    return GlyphCoverage { fonts.covers($0) }
}

/// `--now`, or the clock.
func instant(_ arguments: Arguments) throws -> Instant {
    guard let text = arguments.value("now") else { return .current }
    guard let now = Instant(iso: text) else { throw UsageError("--now \(text): a time is written 2026-11-22T11:20:00Z") }
    return now
}
