package import Content

/// A camera by the page that authorises it and its id there.
package struct WatchedCamera: Hashable, Sendable {
    package var page: PageID
    package var camera: String

    package init(page: PageID, camera: String) {
        self.page = page
        self.camera = camera
    }
}
