/// 图集: photos with a word to each, in the order of the album.
package struct Album: PageBody {
    package static let kind = PageKind.album

    package struct Photo: Hashable, Sendable, Codable {
        /// With its caption.
        package var picture: PictureReference
        package var date: Day?

        package init(picture: PictureReference, date: Day? = nil) {
            self.picture = picture
            self.date = date
        }
    }

    package var photos: [Photo]

    package init(photos: [Photo]) { self.photos = photos }

    /// Throws when a photo stands twice: the focus would not know which.
    package func validate() throws(ContentError) {
        guard Set(photos.map(\.picture.object)).count == photos.count else { throw .inconsistent("a photo stands twice in the album") }
    }

    package var pictures: [PictureReference] { photos.map(\.picture) }
}

extension PageKind {
    package static let album = PageKind(rawValue: "album")
}
