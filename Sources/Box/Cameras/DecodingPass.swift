internal import Cameras
internal import Pixels

/// Pictures of formats that cannot be drawn row by row: converted and scaled on the camera's thread. Three slots: one on the screen, one on
/// its way there, one being filled.
final class DecodingPass {
    let size: PixelSize
    private let converter: FrameConverter
    private let scaler: VideoScaler
    private let slots: [PictureSlot]

    init(_ converter: FrameConverter, _ source: PixelSize, to size: PixelSize) {
        self.converter = converter
        self.size = size
        scaler = VideoScaler(converter.video, converter.encoding, from: source, to: size)
        slots = (0..<3).map { _ in PictureSlot(size: size) }
    }

    /// Nil when all slots are taken, or the frame is none: the one before stays until it is too old.
    func run(_ frame: CameraFrame) throws(CameraError) -> PictureSlot? {
        guard let slot = slots.first(where: { $0.take() }) else { return nil }
        do throws(CameraError) {
            try converter.withVideo(frame) { slot.canvas.draw($0, scaler, at: .zero) }
            return slot
        } catch .wrongFormat {
            slot.release()
            return nil
        }
    }
}
