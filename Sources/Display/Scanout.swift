package import LinuxIO
package import Pixels

/// The buffers of one size that a display is lit from.
package final class ScanoutRing {
    package let size: PixelSize
    package let buffers: [any ScanoutBuffer]
    let clips: DamageClips

    /// 2 or 3 buffers of `size`.
    package init(size: PixelSize, buffers: [any ScanoutBuffer]) {
        precondition(buffers.count >= 2, "one buffer is shown while another is written")
        self.size = size
        self.buffers = buffers
        clips = DamageClips(width: size.width, height: size.height)
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
}
