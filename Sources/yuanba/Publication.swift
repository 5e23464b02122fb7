import Content
import Publishing

/// What a village folder gives to be signed: checked, and continued from what is shown now.
struct Publication {
    var build: VillageBuild
    var report: CheckReport

    /// Reads and checks `folder` with progress on standard error; nil for the build when the folder says not which village it is.
    static func checked(_ folder: String, _ arguments: Arguments, now: Instant, coverage: GlyphCoverage) -> CheckedVillage {
        let cache = cacheDirectory(arguments)
        let progress = ProgressLine()
        defer { progress.end() }
        return Publishing.build(
            folder: folder, now: now, coverage: coverage, photos: cache.flatMap { PhotoCache($0) }, tables: cache.flatMap { TableCache($0) },
            progress: progress.show)
    }

    /// A slip of the keyboard takes nothing off the screens, corrections keep what was before, what was erased stays away, and an unchanged
    /// village is the same bytes.
    init(_ build: VillageBuild, _ report: CheckReport, following previous: VillageIndex?, now: Instant, object: (ObjectID) -> [UInt8]?) {
        self.build = build
        self.report = report
        guard let previous else { return }
        let (whole, kept) = build.keeping(report.heldPages, from: previous, now: now, object: object)
        let (corrected, silent) = whole.correcting(previous, object: object)
        let (obedient, refused) = corrected.obeying(previous)
        self.build = obedient.continuing(previous)
        self.report.refuse(refused)
        self.report.warnOfSilentChanges(silent)
        self.report.keep(kept)
    }
}
