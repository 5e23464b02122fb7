/// A decoded opaque picture in XRGB8888, unchangeable once made, so that any thread may draw from it.
package final class Picture: @unchecked Sendable {
    package let size: PixelSize
    /// Bytes from one row to the next.
    package let strideBytes: Int
    let pitch: Int
    let base: UnsafeMutablePointer<UInt32>

    /// What it holds in memory.
    package var byteCount: Int { strideBytes * size.height }

    /// A picture whose pixels `draw` writes, row after row, `pitch` words apart, before anybody else sees them.
    init<Failure: Error>(
        size: PixelSize, _ draw: (UnsafeMutablePointer<UInt32>, _ pitch: Int) throws(Failure) -> Void
    ) throws(Failure) {
        self.size = size
        pitch = (max(size.width, 1) + 3) / 4 * 4
        strideBytes = pitch * 4
        let count = pitch * max(size.height, 1) + 16
        base = UnsafeMutablePointer<UInt32>.allocate(capacity: count)
        base.initialize(repeating: Color.black.word, count: count)
        try draw(base, pitch)
    }

    /// A picture of what a canvas shows.
    package convenience init(_ canvas: Canvas) {
        self.init(size: canvas.window.size) { target, pitch in
            for y in 0 ..< canvas.window.height {
                (target + y * pitch).update(from: canvas.base + y * canvas.pitch, count: canvas.window.width)
            }
        }
    }

    /// A picture from words row by row; `words` holds width × height of them.
    package convenience init(size: PixelSize, words: [UInt32]) {
        precondition(words.count == size.width * size.height)
        self.init(size: size) { target, pitch in
            for y in 0 ..< size.height {
                for x in 0 ..< size.width {
                    target[y * pitch + x] = words[y * size.width + x] | 0xFF00_0000
                }
            }
        }
    }

    /// A picture from the bytes of its rows, without gaps; `bytes` holds at least width × height words.
    package convenience init(size: PixelSize, copying bytes: UnsafeRawBufferPointer) {
        precondition(bytes.count >= size.width * size.height * 4)
        self.init(size: size) { target, pitch in
            for y in 0 ..< size.height {
                UnsafeMutableRawPointer(target + y * pitch).copyMemory(from: bytes.baseAddress! + y * size.width * 4, byteCount: size.width * 4)
            }
        }
    }

    /// The reverse.
    package func copy(into bytes: UnsafeMutableRawBufferPointer) {
        precondition(bytes.count >= size.width * size.height * 4)
        for y in 0 ..< size.height {
            (bytes.baseAddress! + y * size.width * 4).copyMemory(from: base + y * pitch, byteCount: size.width * 4)
        }
    }

    deinit {
        base.deallocate()
    }

    package subscript(x: Int, y: Int) -> Color {
        precondition(x >= 0 && y >= 0 && x < size.width && y < size.height, "pixel outside the picture")
        return Color(base[y * pitch + x])
    }

    /// The largest size of this picture's shape that fits into `box`; at least one pixel each way.
    package func fitted(into box: PixelSize) -> PixelSize {
        PixelSize.fitting(size, into: box)
    }

    /// The same picture at another size, in the quality of `Canvas.draw`, for drawing it again and again.
    package func scaled(to target: PixelSize) -> Picture {
        if target == size { return self }
        let canvas = Canvas(capacity: target)
        canvas.draw(self, in: PixelRect(target))
        return Picture(canvas)
    }
}

extension PixelSize {
    /// `size` made larger or smaller, in shape, to touch the sides of `box` from within.
    package static func fitting(_ size: PixelSize, into box: PixelSize) -> PixelSize {
        guard size.width > 0, size.height > 0 else { return PixelSize(width: 0, height: 0) }
        if size.width * box.height > size.height * box.width {
            return PixelSize(width: box.width, height: max(1, (size.height * box.width + size.width / 2) / size.width))
        }
        return PixelSize(width: max(1, (size.width * box.height + size.height / 2) / size.height), height: box.height)
    }
}
