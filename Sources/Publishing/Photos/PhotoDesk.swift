import Content
import LinuxIO
internal import Synchronization
#if canImport(Glibc)
import Glibc
#endif

/// The village's photos: which there are, which a person has ticked off, and those already made fit for the screen.
struct PhotoDesk {
    private let scan: FolderScan
    private let files: [String: SourceFile]
    private let cache: PhotoCache?
    private var ticks = PhotoTicks()
    private var done: [String: Result<PublishedPhoto, PublishedPhoto.Problem>] = [:]
    /// Photos of the folder that nobody has ticked off, whether a page shows them or not.
    var unticked: Set<String> { Set(files.keys).subtracting(ticks.paths) }
    /// Every published photo.
    private(set) var objects = ObjectSet()

    init(_ scan: FolderScan, cache: PhotoCache?) {
        self.scan = scan
        self.cache = cache
        var files: [String: SourceFile] = [:]
        for file in scan.files where PublishedPhoto.suffixes.contains(file.suffix) { files[file.shown] = file }
        self.files = files
    }

    /// Takes in one 照片核对.csv.
    mutating func tick(_ file: SourceFile, _ records: [CSVReader.Record], _ check: inout FileCheck) {
        ticks.add(file, records, pictures: Set(files.keys), check: &check)
    }

    /// Makes all ticked photos, on as many threads as the machine has processors. The order in which they are done changes nothing.
    mutating func prepare(_ progress: (String) -> Void) {
        var waiting: [SourceFile] = []
        for path in ticks.paths.sorted() {
            guard let file = files[path] else { continue }
            if let known = cache?.photo(file, root: scan.root) { done[path] = .success(known) } else { waiting.append(file) }
        }
        let work = Work(waiting, scan: scan, cache: cache)
        let helpers = (1..<max(1, min(sysconf(Int32(_SC_NPROCESSORS_ONLN)), waiting.count, 8))).compactMap { number in
            try? WorkerThread(name: "photos-\(number)", stackBytes: 4 << 20) { while work.one() {} }
        }
        while work.one() {
            let count = work.doneCount
            // Few are done before anybody wonders.
            if waiting.count >= 20 { progress("照片 \(count)/\(waiting.count)") }
        }
        for helper in helpers { helper.join() }
        done.merge(work.results) { $1 }
        cache?.finish(files.values, root: scan.root)
    }

    /// By its path relative to the village folder.
    func file(_ path: String) -> SourceFile? { files[path] }

    /// The photos in the folders right below `folders` whose names begin with `name`, sorted by path.
    func files(inFoldersNamed name: String, below folders: [String]) -> [SourceFile] {
        files.values.filter { file in
            file.folders.count == folders.count + 1 && Array(file.folders.dropLast()) == folders && file.folders.last?.hasPrefix(name) == true
        }.sorted { $0.shown.utf8.lexicographicallyPrecedes($1.shown.utf8) }
    }

    func isTicked(_ file: SourceFile) -> Bool { ticks.paths.contains(file.shown) }

    /// A ticked photo, however many pages show it; nil after a warning.
    mutating func published(_ file: SourceFile, _ check: inout FileCheck) -> PublishedPhoto? {
        switch done[file.shown] {
        case .success(let photo)?:
            objects.insert(photo.object, photo.place)
            return photo
        case .failure(let problem)?: check.warning(column: file.name, problem.problem, problem.mend)
        case nil: break
        }
        return nil
    }
}

/// Photos still to be made, shared by the threads that make them.
private final class Work: Sendable {
    private struct State {
        var next = 0
        var results: [String: Result<PublishedPhoto, PublishedPhoto.Problem>] = [:]
    }

    private let files: [SourceFile]
    private let scan: FolderScan
    private let cache: PhotoCache?
    private let now = WallTime.now().secondsSinceEpoch
    private let state = Mutex(State())

    init(_ files: [SourceFile], scan: FolderScan, cache: PhotoCache?) {
        self.files = files
        self.scan = scan
        self.cache = cache
    }

    /// Makes one photo; false when none is left to begin.
    func one() -> Bool {
        let number = state.withLock { state in
            state.next += 1
            return state.next - 1
        }
        guard number < files.count else { return false }
        let file = files[number]
        let result = Result { () throws(PublishedPhoto.Problem) in
            let photo = try PublishedPhoto(file, in: scan)
            return cache?.keep(photo, of: file, root: scan.root, now: now) ?? photo
        }
        state.withLock { $0.results[file.shown] = result }
        return true
    }

    var doneCount: Int { state.withLock { $0.results.count } }
    var results: [String: Result<PublishedPhoto, PublishedPhoto.Problem>] { state.withLock { $0.results } }
}
