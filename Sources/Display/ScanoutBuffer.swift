internal import CDRM
internal import LinuxIO
package import Pixels

/// Memory that a display reads from. It may be write-combined, so there is no way to read it here: it is only written,
/// in order, and what it holds is known from the frame that was written last.
package protocol ScanoutBuffer: AnyObject {
    /// What was written last.
    var held: HeldComposite { get }
    /// Writes `columns` of row `row` of `frame`.
    func write(_ frame: Frame, row: Int, columns: Range<Int>)
    /// Lets `body` write `columns` of `rows`, all of them and in order, reading none. It gets where the first row begins and how many words
    /// later the next one does.
    func write(rows: Range<Int>, columns: Range<Int>, _ body: (_ first: UnsafeMutablePointer<UInt32>, _ pitch: Int) -> Void)
}

/// A dumb buffer (DRM_IOCTL_MODE_CREATE_DUMB) with its framebuffer: 32 bits a pixel, the pitch that the driver gives.
struct DumbMemory: ~Copyable {
    let framebuffer: FramebufferID
    /// The same memory as ARGB8888, premultiplied; nil where the card takes no such framebuffer.
    let translucent: FramebufferID?
    let pitchBytes: Int
    let mapping: Mapping
    private let card: Card

    /// Fails with ENOMEM or ENOSPC when there is not enough (contiguous) memory.
    init(_ card: Card, size: PixelSize, format: PixelFormat) throws(SystemError) {
        var dumb = drm_mode_create_dumb()
        dumb.width = UInt32(size.width)
        dumb.height = UInt32(size.height)
        dumb.bpp = 32
        try card.request("create dumb buffer", yuanba_MODE_CREATE_DUMB, &dumb)
        // The framebuffer and the mapping hold the memory. Without a handle there is nothing that a successor, who gets
        // this card's descriptor from the service manager, would have to find and close.
        defer {
            var destroy = drm_mode_destroy_dumb(handle: dumb.handle)
            try? card.request("close dumb buffer", yuanba_MODE_DESTROY_DUMB, &destroy)
        }
        var map = drm_mode_map_dumb()
        map.handle = dumb.handle
        try card.request("map dumb buffer", yuanba_MODE_MAP_DUMB, &map)
        let mapping = try Mapping(card.descriptor, byteCount: Int(dumb.size), offset: map.offset, access: .readWrite)

        var add = drm_mode_fb_cmd2()
        add.width = dumb.width
        add.height = dumb.height
        add.pixel_format = format.rawValue
        add.handles.0 = dumb.handle
        add.pitches.0 = dumb.pitch
        try card.request("add framebuffer", yuanba_MODE_ADDFB2, &add)
        framebuffer = FramebufferID(rawValue: add.fb_id)
        add.pixel_format = PixelFormat.argb8888.rawValue
        let isTranslucent = (try? card.request("add framebuffer", yuanba_MODE_ADDFB2, &add)) != nil
        translucent = isTranslucent ? FramebufferID(rawValue: add.fb_id) : nil
        pitchBytes = Int(dumb.pitch)
        self.mapping = mapping
        self.card = card
    }

    deinit {
        // Removing a framebuffer that is lit switches its CRTC off. (No early return: Swift 6.0's compiler crashes over one here.)
        if !card.keepsFramebuffers {
            FramebufferID.remove(framebuffer, from: card)
            if let translucent { FramebufferID.remove(translucent, from: card) }
        }
    }
}

/// A dumb buffer that pages are shown from.
final class DumbBuffer: ScanoutBuffer {
    let held = HeldComposite()
    /// Counted where it happens: all writing goes through here.
    private(set) var writtenByteCount = 0
    private let memory: DumbMemory

    init(_ card: Card, size: PixelSize, format: PixelFormat) throws(SystemError) {
        memory = try DumbMemory(card, size: size, format: format)
    }

    var framebuffer: FramebufferID { memory.framebuffer }
    var translucent: FramebufferID? { memory.translucent }
    var pitchBytes: Int { memory.pitchBytes }

    func write(_ frame: Frame, row: Int, columns: Range<Int>) {
        write(rows: row..<row + 1, columns: columns) { pixels, _ in frame.decode(row: row, columns: columns, into: pixels) }
    }

    func write(rows: Range<Int>, columns: Range<Int>, _ body: (_ first: UnsafeMutablePointer<UInt32>, _ pitch: Int) -> Void) {
        guard let last = rows.last else { return }
        writtenByteCount += rows.count * columns.count * 4
        memory.mapping.withBytes { bytes in
            let offset = rows.lowerBound * pitchBytes + columns.lowerBound * 4
            precondition(offset >= 0 && last * pitchBytes + columns.upperBound * 4 <= bytes.count, "rows outside the buffer")
            body((bytes.baseAddress! + offset).assumingMemoryBound(to: UInt32.self), pitchBytes / 4)
        }
    }
}

extension FramebufferID {
    /// DRM_IOCTL_MODE_RMFB. Errors do not matter: the framebuffer is gone, or the card is.
    static func remove(_ id: FramebufferID, from card: Card) {
        var number = id.rawValue
        try? card.request("remove framebuffer", yuanba_MODE_RMFB, &number)
    }

    /// The framebuffers of this card's descriptor: with one from the service manager, those of the process before.
    static func all(of card: Card) -> [FramebufferID] {
        // Asked twice, first for the number. Counts of 0 keep the kernel from writing the other lists.
        var count = drm_mode_card_res()
        guard (try? card.request("list framebuffers", yuanba_MODE_GETRESOURCES, &count)) != nil, count.count_fbs > 0
        else { return [] }
        var ids = [UInt32](repeating: 0, count: Int(count.count_fbs))
        let filled = ids.withUnsafeMutableBufferPointer { buffer in
            var list = drm_mode_card_res()
            list.count_fbs = UInt32(buffer.count)
            list.fb_id_ptr = UInt64(UInt(bitPattern: buffer.baseAddress))
            let done = (try? card.request("list framebuffers", yuanba_MODE_GETRESOURCES, &list)) != nil
            return done ? min(Int(list.count_fbs), buffer.count) : 0
        }
        return ids[..<filled].map(FramebufferID.init(rawValue:))
    }
}
