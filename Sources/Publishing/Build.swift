package import Content
internal import LinuxIO

/// What came of reading a village folder.
package struct CheckedVillage: Sendable {
    package var report: CheckReport
    /// Nil when the folder does not say which village it is, or cannot be read.
    package var build: VillageBuild?
}

/// Reads a village folder, checks it and makes its pages. Everything that may be public goes in, everything else is in the report; an error
/// keeps only its own item out. Blocks; reads only below `folder`.
///
/// The same folder gives the same bytes whenever `now` falls on the same day, but for `index.issued`, which is `now`
/// (see `VillageBuild.continuing`): file times say only whether a cached photo still holds.
/// - Parameters:
///   - now: what "past its last day" and "not yet published" are measured against.
///   - coverage: what the box's fonts can draw.
///   - photos: photos made earlier; without them all are made anew.
///   - tables: long lists read earlier; without them all are read again.
///   - progress: called with a line now and then while photos are worked on.
package func build(
    folder: String, now: Instant = .current, coverage: GlyphCoverage = .unknown, photos: PhotoCache? = nil, tables: TableCache? = nil,
    progress: (String) -> Void = { _ in }
) -> CheckedVillage {
    var builder = VillageBuilder(folder: folder, now: now, coverage: coverage, photos: photos, tables: tables)
    return builder.run(progress: progress)
}

extension Instant {
    /// The system's clock.
    package static var current: Instant { Instant(secondsSinceEpoch: Int(WallTime.now().secondsSinceEpoch)) }
}
