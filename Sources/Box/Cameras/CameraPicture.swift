internal import Cameras
internal import Display
internal import LinuxIO
internal import Pixels

/// A picture on its way from a camera's thread to the loop.
struct CameraPicture: Sendable {
    enum Content: Sendable {
        /// In the camera's own memory, which the loop turns into pixels while it writes them to the screen.
        case frame(CameraFrame)
        /// Of a format that takes a pass of its own (Motion JPEG): in pixels of the window's size already.
        case pixels(PictureSlot)
    }

    let content: Content
    let timestamp: MonotonicInstant
    /// The memory it lies in, where a display can read that.
    var sharing: SharedPictures?

    /// The number of its buffer; 0 where it lies elsewhere.
    var buffer: Int { if case .frame(let frame) = content { frame.buffer } else { 0 } }

    /// Gives the memory back to whoever fills it. Once.
    func release() {
        switch content {
        case .frame(let frame): frame.release()
        case .pixels(let slot): slot.release()
        }
    }
}
