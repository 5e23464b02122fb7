internal import Glibc

extension FontSet {
    /// Gives the pages of the font files back that rasterising has touched (MADV_DONTNEED on a read-only file mapping, madvise(2)): they
    /// stay in the page cache as long as the machine has room, but no longer count as this process's memory. Some fourteen megabytes after
    /// a dozen pages of Chinese, because a CFF glyph is spread over its file. The next glyph that is not cached maps its pages again,
    /// without the disk. From any thread; some ten microseconds.
    package func releasePages() {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        for link in chain {
            for face in [link.regular.opened, link.bold.opened].compactMap({ $0 }) {
                let bytes = face.bytes
                guard let base = bytes.baseAddress else { continue }
                // Whole pages only; a mapping begins on one.
                let start = (UInt(bitPattern: base) + UInt(page) - 1) & ~UInt(page - 1)
                let end = UInt(bitPattern: base) + UInt(bytes.count)
                guard end > start, let pointer = UnsafeMutableRawPointer(bitPattern: start) else { continue }
                madvise(pointer, Int(end - start) & ~(page - 1), MADV_DONTNEED)
            }
        }
    }
}
