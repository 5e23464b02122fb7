import Content

/// The village's photos: which there are, which a person has ticked off, and those already made fit for the screen.
struct PhotoDesk {
    private let scan: FolderScan
    private let files: [String: SourceFile]
    private var ticks = PhotoTicks()
    private var done: [String: PublishedPhoto?] = [:]
    /// Photos of the folder that nobody has ticked off, whether a page shows them or not.
    var unticked: Set<String> { Set(files.keys).subtracting(ticks.paths) }
    /// The bytes of every published photo.
    private(set) var objects: [ObjectID: [UInt8]] = [:]

    init(_ scan: FolderScan) {
        self.scan = scan
        var files: [String: SourceFile] = [:]
        for file in scan.files where PublishedPhoto.suffixes.contains(file.suffix) { files[file.shown] = file }
        self.files = files
    }

    /// Takes in one 照片核对.csv.
    mutating func tick(_ file: SourceFile, _ records: [CSVReader.Record], _ check: inout FileCheck) {
        ticks.add(file, records, pictures: Set(files.keys), check: &check)
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

    /// Made once, however many pages show it; nil after a warning.
    mutating func published(_ file: SourceFile, _ check: inout FileCheck, _ progress: (String) -> Void) -> PublishedPhoto? {
        if let known = done[file.shown] { return known }
        let photo = PublishedPhoto(file, in: scan, check: &check)
        done[file.shown] = .some(photo)
        if let photo { objects[photo.object] = photo.bytes }
        if done.count % 25 == 0 { progress("已处理\(done.count)张照片…") }
        return photo
    }
}
