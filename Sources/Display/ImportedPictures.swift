internal import CDRM
internal import LinuxIO

/// The buffers of a camera as framebuffers of a card, without a copy: what the camera writes there is what a plane shows.
final class ImportedPictures {
    let sharing: SharedPictures
    /// By the camera's numbers of its buffers.
    private(set) var framebuffers: [FramebufferID] = []
    private let card: Card

    /// Fails where the card cannot read that memory: it is not contiguous, or lies where the display does not reach.
    init(_ card: Card, _ sharing: SharedPictures) throws(SystemError) {
        self.card = card
        self.sharing = sharing
        for buffer in sharing.buffers { framebuffers.append(try ImportedPictures.add(buffer, of: sharing, to: card)) }
    }

    deinit {
        if card.keepsFramebuffers { return }
        for framebuffer in framebuffers { FramebufferID.remove(framebuffer, from: card) }
    }

    private static func add(_ buffer: SharedPictures.Buffer, of sharing: SharedPictures, to card: Card) throws(SystemError) -> FramebufferID {
        var prime = drm_prime_handle()
        prime.fd = buffer.descriptor.withRaw { $0 }
        try card.request("import camera memory", yuanba_PRIME_FD_TO_HANDLE, &prime)
        // The framebuffer holds the memory.
        defer {
            var close = drm_gem_close(handle: prime.handle, pad: 0)
            try? card.request("close imported memory", yuanba_GEM_CLOSE, &close)
        }
        var add = drm_mode_fb_cmd2()
        add.width = UInt32(sharing.size.width)
        add.height = UInt32(sharing.size.height)
        add.pixel_format = sharing.format.rawValue
        withUnsafeMutableBytes(of: &add.handles) { handles in
            for index in sharing.planes.indices { handles.bindMemory(to: UInt32.self)[index] = prime.handle }
        }
        withUnsafeMutableBytes(of: &add.pitches) { pitches in
            for (index, plane) in sharing.planes.enumerated() { pitches.bindMemory(to: UInt32.self)[index] = UInt32(plane.strideBytes) }
        }
        withUnsafeMutableBytes(of: &add.offsets) { offsets in
            for (index, plane) in sharing.planes.enumerated() { offsets.bindMemory(to: UInt32.self)[index] = UInt32(plane.offset) }
        }
        try card.request("add framebuffer of a camera", yuanba_MODE_ADDFB2, &add)
        return FramebufferID(rawValue: add.fb_id)
    }
}
