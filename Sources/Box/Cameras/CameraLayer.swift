internal import Cameras
internal import Content
internal import Display
internal import LinuxIO
internal import Pixels

/// One camera for the display: the loop's end of its thread. Shows a picture only while the camera is live and the viewing is written down.
final class CameraLayer: VideoLayer {
    private(set) var picture: UInt64 = 0
    private(set) var second = -1
    /// Vblanks from the picture's time to the flip that showed it, by the present path; the last entry counts that many or more.
    private(set) var latency = [Int](repeating: 0, count: 16)
    /// Pictures that were on screen.
    private(set) var shownCount = 0
    /// Pictures that a newer one replaced before they were on screen.
    private(set) var droppedCount = 0
    /// How many bytes of pixels the processor has made of its pictures.
    private(set) var drawnByteCount = 0
    var refresh = Duration.nanoseconds(16_666_667)

    private let masks: [[PrivacyMask.Corner]]
    private var size = PixelSize(width: 1, height: 1)
    private var held: CameraPicture?
    /// Between two pictures the planes stay as they are.
    private var lastSharing: SharedPictures?
    private var count: UInt64 = 0
    private var lastShown: UInt64 = 0
    /// What the display reads: of 0 nothing.
    private var onScreen: UInt64 = 0
    private var onItsWay: UInt64 = 0
    /// When the last pictures were taken, by number.
    private var times = [MonotonicInstant](repeating: MonotonicInstant(nanoseconds: 0), count: 16)
    private var geometry: Geometry?

    /// How the pictures of one format fit into the window: whole, with black beside or above them.
    private final class Geometry {
        let source: PixelSize
        let format: CaptureFormat?
        let rect: PixelRect
        let converter: FrameConverter?
        let scaler: VideoScaler?
        let mask: PrivacyMask

        init(
            source: PixelSize, format: CaptureFormat?, rect: PixelRect, converter: FrameConverter?, scaler: VideoScaler?, mask: PrivacyMask
        ) {
            self.source = source
            self.format = format
            self.rect = rect
            self.converter = converter
            self.scaler = scaler
            self.mask = mask
        }
    }

    private var video: VideoFrame?
    /// How its pictures get to the screen; nil until it is known.
    private(set) var path: VideoPath?
    /// When there was last something to be seen.
    private var hiddenSince = MonotonicInstant(nanoseconds: 0)
    /// Pictures that a plane may still show, with their numbers.
    private var retired: [(number: UInt64, picture: CameraPicture)] = []

    init(masks: [[PrivacyMask.Corner]]) { self.masks = masks }

    /// The window that it is drawn into from now on.
    func fit(into size: PixelSize) {
        guard size != self.size else { return }
        self.size = size
        geometry = nil
        if let held, prepare(held) { return }
        hide()
    }

    /// Another picture. The one before goes back to the camera.
    func show(_ picture: CameraPicture) {
        if self.picture != 0, self.picture != lastShown { droppedCount += 1 }
        retire()
        held = picture
        lastSharing = picture.sharing
        video = nil
        guard prepare(picture) else { return hide() }
        count += 1
        self.picture = count
        times[Int(count % 16)] = picture.timestamp
        let age = MonotonicInstant.now() - picture.timestamp
        let taken = WallTime.now().nanosecondsSinceEpoch - age.nanoseconds
        // China Standard Time, as the dates on the screen.
        second = Int((taken / 1_000_000_000 + 28_800) % 86_400)
    }

    /// Nothing to be seen until the next picture.
    func hide() {
        if picture != 0 { hiddenSince = .now() }
        retire()
        held = nil
        video = nil
        picture = 0
    }

    /// No picture stays longer than this, should even the camera's thread not answer any more: it takes a flip until it is gone, and within
    /// a second it must be.
    private static let oldest = Duration.milliseconds(850)

    func hideIfOld(at now: MonotonicInstant) {
        if picture != 0, now - taken(picture) > Self.oldest { hide() }
    }

    func taken(_ picture: UInt64) -> MonotonicInstant { times[Int(picture % 16)] }

    func draw(row y: Int, to pixels: UnsafeMutablePointer<UInt32>) {
        guard let geometry, let held, y >= geometry.rect.y, y < geometry.rect.maxY else {
            return pixels.update(repeating: Color.black.word, count: size.width)
        }
        let (rect, row) = (geometry.rect, y - geometry.rect.y)
        drawnByteCount += 4 * rect.width
        pixels.update(repeating: Color.black.word, count: rect.x)
        let target = pixels + rect.x
        switch held.content {
        case .frame:
            if let video, let scaler = geometry.scaler { scaler.draw(video, row: row, to: target) }
        case .pixels(let slot):
            slot.canvas.withRow(row) { target.update(from: $0.baseAddress!, count: rect.width) }
        }
        geometry.mask.paint(row: row, on: target)
        (pixels + rect.maxX).update(repeating: Color.black.word, count: size.width - rect.maxX)
    }

    /// A page without this window tells of no picture that took the last one's place. A while after it was hidden no plane shows it any
    /// more, and the camera cannot be opened anew before it has it back.
    func giveBackHidden(at now: MonotonicInstant) {
        guard picture == 0, !retired.isEmpty, now - hiddenSince > .milliseconds(250) else { return }
        for (_, picture) in retired { picture.release() }
        retired.removeAll()
    }

    /// The picture before goes back to the camera, at once when it was copied or overtaken.
    private func retire() {
        guard let held else { return }
        if case .plane? = path, count == onScreen || count == onItsWay { retired.append((count, held)) } else { held.release() }
    }

    func committed(_ picture: UInt64) { onItsWay = picture }

    func shown(_ picture: UInt64, at flip: Flip) {
        onScreen = picture
        // What was replaced is read no more.
        while let first = retired.first, first.number != picture {
            retired.removeFirst()
            first.picture.release()
        }
        guard picture > lastShown else { return }
        lastShown = picture
        shownCount += 1
        guard picture + 16 > count else { return }
        let elapsed = (flip.instant - times[Int(picture % 16)]).nanoseconds
        let period = max(1, refresh.nanoseconds)
        latency[min(latency.count - 1, Int(max(0, elapsed + period - 1) / period))] += 1
    }

    var sharing: Result<SharedPictures, VideoUnshared> {
        if !masks.isEmpty { return .failure(VideoUnshared("a part of it is masked")) }
        guard let held else { return lastSharing.map { .success($0) } ?? .failure(VideoUnshared("no picture yet")) }
        return held.sharing.map { .success($0) } ?? .failure(VideoUnshared("its memory cannot be shared with a display"))
    }

    var buffer: Int { held?.buffer ?? 0 }

    func takes(_ path: VideoPath) {
        if path.isPlane != self.path?.isPlane { for index in latency.indices { latency[index] = 0 } }
        self.path = path
    }

    private func prepare(_ picture: CameraPicture) -> Bool {
        switch picture.content {
        case .pixels(let slot):
            let made = slot.canvas.window.size
            if geometry?.source != made || geometry?.format != nil {
                let rect = centred(made)
                guard rect.width <= size.width, rect.height <= size.height else { return false }
                geometry = Geometry(
                    source: made, format: nil, rect: rect, converter: nil, scaler: nil, mask: PrivacyMask(masks, size: made))
            }
            return true
        case .frame(let frame):
            if geometry?.format != frame.format {
                guard let converter = try? FrameConverter(frame.format) else { return false }
                let rect = centred(PixelSize.fitting(frame.format.size, into: size))
                geometry = Geometry(
                    source: frame.format.size, format: frame.format, rect: rect, converter: converter,
                    scaler: VideoScaler(converter.video, converter.encoding, from: frame.format.size, to: rect.size),
                    mask: PrivacyMask(masks, size: rect.size))
            }
            // What needs no pass lies in the frame's own memory, which is held as long as this is.
            video = try? geometry?.converter?.withVideo(frame) { $0 }
            return video != nil
        }
    }

    private func centred(_ inner: PixelSize) -> PixelRect {
        PixelRect(x: (size.width - inner.width) / 2, y: (size.height - inner.height) / 2, width: inner.width, height: inner.height)
    }
}
