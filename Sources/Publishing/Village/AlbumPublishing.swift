import Content

/// Albums: folders of photos.
extension VillageBuilder {
    mutating func publishAlbums(_ village: VillageFacts) {
        var folders: [[String]: [SourceFile]] = [:]
        for file in scan.files where PublishedPhoto.suffixes.contains(file.suffix) {
            if let folder = AlbumSource.folder(of: file) { folders[folder, default: []].append(file) }
        }
        for (folder, files) in folders.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            guard let tile = folder.first.flatMap(FolderName.tile) else { continue }
            let shown = folder.joined(separator: "/")
            let table = scan.files.first { $0.folders == folder && Self.tables.contains($0.suffix) && AlbumSource.isTable($0) }
            var check = FileCheck(file: table?.shown ?? shown, coverage: coverage)
            let read = table.map { records($0, &check) }
            let place = table ?? files[0]
            guard !check.heldBack,
                let source = AlbumSource(
                    folder: folder, files, read ?? nil, tile: tile, savedOn: files.map(saved).max() ?? now.day, check: &check)
            else {
                hold(place, tile, check, title: folder.last)
                continue
            }
            var photos: [Album.Photo] = []
            var unticked: [String] = []
            var seen = Set<ObjectID>()
            for photo in source.photos {
                guard self.photos.isTicked(photo.file) else {
                    unticked.append(photo.file.name)
                    continue
                }
                // The same photo twice is one photo.
                if let made = self.photos.published(photo.file, &check), seen.insert(made.object).inserted {
                    photos.append(Album.Photo(picture: made.reference(caption: photo.caption), date: photo.date))
                }
            }
            warnUnticked(unticked, &check)
            if photos.isEmpty { check.error("没有一张能上屏的照片。", "请看清照片上没有人脸、证件和车牌，再写进\"照片核对.csv\"。") }
            guard !check.heldBack else {
                hold(place, tile, check, title: source.facts.title, page: source.facts.id)
                continue
            }
            let draft = PageDraft(facts: source.facts, body: Album(photos: photos), detail: "\(photos.count)张照片")
            publish([Checked(source: draft, check: check)], village)
        }
    }
}
