internal import CKernels

/// How much of each pixel a glyph or shape covers, 0...255, in memory that somebody else owns and keeps during the call.
package struct CoverageTile {
    /// Row by row, `strideBytes` apart.
    package let coverage: UnsafePointer<UInt8>
    package let strideBytes: Int
    package let size: PixelSize

    package init(coverage: UnsafePointer<UInt8>, strideBytes: Int, size: PixelSize) {
        self.coverage = coverage
        self.strideBytes = strideBytes
        self.size = size
    }
}

extension Canvas {
    /// Lays `color` over what is there, weighted by the tile, its upper left corner at `point`.
    package func blendCoverage(_ tile: CoverageTile, at point: PixelPoint, _ color: Color) {
        let area = PixelRect(origin: point, size: tile.size).intersection(clip)
        if area.isEmpty { return }
        let skipped = (area.y - point.y) * tile.strideBytes + area.x - point.x
        yb_tile_over(
            address(area.x, area.y), pitch, tile.coverage + skipped, tile.strideBytes, area.width, area.height, color.word)
    }

    /// As `blendCoverage` where every pixel under the tile is known to be `ground`: the same result without reading it back.
    package func drawCoverage(_ tile: CoverageTile, at point: PixelPoint, _ color: Color, over ground: Color) {
        let area = PixelRect(origin: point, size: tile.size).intersection(clip)
        if area.isEmpty { return }
        let skipped = (area.y - point.y) * tile.strideBytes + area.x - point.x
        yb_tile_flat(
            address(area.x, area.y), pitch, tile.coverage + skipped, tile.strideBytes, area.width, area.height, color.word,
            ground.word)
    }
}
