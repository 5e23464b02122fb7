package import LinuxIO
package import Pixels

/// The buffers of one size that a display is lit from.
package final class ScanoutRing {
    package let size: PixelSize
    package let buffers: [any ScanoutBuffer]
    let clips: DamageClips
    /// How the pages lie over their windows, row by row; of the page of each window that was written last.
    private var covers: [WindowCover] = []
    /// A row in cached memory, where pictures are mixed with what lies over them.
    let mixingRow: UnsafeMutablePointer<UInt32>

    /// 2 or 3 buffers of `size`.
    package init(size: PixelSize, buffers: [any ScanoutBuffer]) {
        precondition(buffers.count >= 2, "one buffer is shown while another is written")
        self.size = size
        self.buffers = buffers
        clips = DamageClips(width: size.width, height: size.height)
        mixingRow = .allocate(capacity: size.width)
        mixingRow.initialize(repeating: 0, count: size.width)
    }

    deinit { mixingRow.deallocate() }

    private struct WindowCover {
        let page: Frame
        let rect: PixelRect
        let rows: [Frame.Cover]
    }

    /// Looked up for each picture, worked out once for a page.
    private func cover(_ rect: PixelRect, of page: Frame) -> Int {
        for index in covers.indices where covers[index].page === page && covers[index].rect == rect { return index }
        covers.removeAll { $0.page !== page }
        let columns = rect.x..<rect.maxX
        covers.append(WindowCover(page: page, rect: rect, rows: (rect.y..<rect.maxY).map { page.cover(row: $0, columns: columns) }))
        return covers.count - 1
    }

    /// Writes `rows` of a window of `page` into one of the buffers: the camera's picture, the clock over it, and over both what the page has there.
    /// All of it goes straight into the buffer, but for rows in which the page is translucent somewhere. Without a picture the words of `cover`
    /// stand there, see `Composite.cover`.
    package func write(_ window: VideoWindow, _ rows: Range<Int>, under page: Frame, cover: Frame?, to buffer: Int, isOnPlane: Bool) {
        let (rect, layer, columns) = (window.rect, window.layer, window.rect.x..<window.rect.maxX)
        let (hasPicture, second, target) = (layer.picture != 0, layer.second, buffers[buffer])
        if !hasPicture, let cover {
            for y in rows { target.write(cover, row: y, columns: columns) }
            return
        }
        // All that does not change from row to row is asked once: there are a thousand rows for each vertical blank.
        let clock = hasPicture && second >= 0 ? window.clock : nil
        let clockRows = clock.map { $0.origin.y..<($0.origin.y + $0.strip.size.height) } ?? 0..<0
        guard !isOnPlane else {
            for y in rows {
                guard let clock, clockRows.contains(y) else {
                    target.write(page, row: y, columns: columns)
                    continue
                }
                mixingRow.update(repeating: 0, count: rect.width)
                clock.strip.write(second, row: y - clock.origin.y, to: mixingRow + (clock.origin.x - rect.x))
                page.lay(row: y, columns: columns, over: mixingRow)
                target.write(rows: y..<y + 1, columns: columns) { pixels, _ in pixels.update(from: mixingRow, count: rect.width) }
            }
            return
        }
        let covers = self.covers[self.cover(rect, of: page)].rows
        target.write(rows: rows, columns: columns) { first, pitch in
            for y in rows {
                let pixels = first + (y - rows.lowerBound) * pitch
                let cover = covers[y - rect.y]
                let drawn = hasPicture && cover != .mixed ? pixels : mixingRow
                if hasPicture {
                    layer.draw(row: y - rect.y, to: drawn)
                } else {
                    drawn.update(repeating: Color.black.word, count: rect.width)
                }
                if let clock, clockRows.contains(y) {
                    clock.strip.write(second, row: y - clock.origin.y, to: drawn + (clock.origin.x - rect.x))
                }
                if drawn != pixels {
                    page.lay(row: y, columns: columns, over: drawn)
                    pixels.update(from: drawn, count: rect.width)
                } else if cover == .cut {
                    page.layOpaque(row: y, columns: columns, over: pixels)
                }
            }
        }
    }
}

/// What lights the buffers of a ring on one display: the kernel, or a test. No call blocks. A call that returns means
/// that the commit is on its way; its flip event comes with `serial`.
package protocol Scanout: AnyObject {
    var ring: ScanoutRing { get }

    /// Whether `flip` makes use of its damage; otherwise it need not be complete.
    var wantsDamage: Bool { get }

    /// Another buffer of the ring, nothing else. `damage` covers what differs from the buffer before and from what this
    /// buffer held when it was last shown.
    func flip(to buffer: Int, damage: DamageClips, serial: UInt64) throws(SystemError)

    /// The whole state of the display. Without `allowModeset` EINVAL says that it differs from the present one.
    func light(_ buffer: Int, allowModeset: Bool, serial: UInt64) throws(SystemError)

    /// No signal; no event comes.
    func darken() throws(SystemError)

    /// The first flip has come: what was lit before can be freed.
    func settled()

    /// Decides which windows get a plane of their own from the next flip on. Asked before each screen; cheap while nothing is new.
    func arrange(_ windows: [VideoWindow])

    /// Whether that window of the arrangement has one.
    func isOnPlane(_ window: Int) -> Bool

    /// Whether some plane would show another picture after a flip.
    var hasNewPlanePictures: Bool { get }

    /// A flip has come.
    func landed()
}

extension Scanout {
    /// Without planes.
    package func arrange(_ windows: [VideoWindow]) {}
    package func isOnPlane(_ window: Int) -> Bool { false }
    package var hasNewPlanePictures: Bool { false }
    package func landed() {}
}
