/// Width and height in device pixels.
package struct PixelSize: Hashable, Sendable {
    package var width: Int
    package var height: Int

    package init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    package static let fullHD = PixelSize(width: 1920, height: 1080)
}
