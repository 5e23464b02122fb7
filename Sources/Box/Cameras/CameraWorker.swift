internal import Cameras
internal import Display
internal import LinuxIO
internal import Pixels
internal import Synchronization

/// The thread of one camera that is being watched: opens it, hands its newest picture over, says how it is, and opens it again after whatever
/// happened to it. Opening and closing a USB camera takes up to seconds, decoding a picture milliseconds: neither is the loop's.
final class CameraWorker: Sendable {
    /// What it has to tell, for the status.
    struct Report: Sendable {
        var condition = CameraCondition.starting
        /// What the camera gives; nil while it is not open.
        var format: CaptureFormat?
        /// Why it is not open, in English.
        var problem: String?
        /// Memory of its buffers.
        var byteCount = 0
        /// Frames that came; that came and were overtaken by a newer one; that the driver lost or damaged.
        var fetched = 0, overtaken = 0, lost = 0
        /// Whether its frames lie in the display's memory.
        var isExternal = false
        /// How often it was opened.
        var openings = 0
    }

    private struct Board {
        /// Of the window's picture.
        var room: PixelSize
        /// See `Output.videoFormats`.
        var formats: [PixelFormat]
        /// See `Output.pictureMemory`.
        var memory: PictureMemory?
        var fresh: CameraPicture?
        var report = Report()
        var isStopped = false
    }

    private let setting: CameraSetting
    private let log: Log
    private let board: Mutex<Board>
    private let wake: Doorbell
    private let over = Atomic<Bool>(false)
    private let news: Doorbell

    /// - Parameters:
    ///   - room: of the window that it is for.
    ///   - formats: those that a display would show without a copy, to be asked for first, and its memory for them.
    ///   - news: rung for each picture and each change of condition.
    init(
        _ setting: CameraSetting, room: PixelSize, formats: [PixelFormat], memory: PictureMemory?, news: Doorbell, log: Log
    ) throws(SystemError) {
        self.setting = setting
        self.log = log
        self.news = news
        board = Mutex(Board(room: room, formats: formats, memory: memory))
        wake = try Doorbell()
    }

    var report: Report { board.withLock { $0.report } }

    /// The newest picture since the last call, for the caller to release; nil when there is none.
    func take() -> CameraPicture? {
        board.withLock { board in
            defer { board.fresh = nil }
            return board.fresh
        }
    }

    /// Another window. The camera is opened anew when it is of a quite different size.
    func change(room: PixelSize) {
        let isChanged = board.withLock { board in
            defer { board.room = room }
            return board.room != room
        }
        if isChanged { wake.ring() }
    }

    func stop() {
        board.withLock { $0.isStopped = true }
        wake.ring()
    }

    /// The thread has nothing left to do: joining it does not block.
    var isOver: Bool { over.load(ordering: .acquiring) }

    private var isStopped: Bool { board.withLock { $0.isStopped } }
    private var room: PixelSize { board.withLock { $0.room } }

    /// The thread's body: returns after `stop()`.
    func run() {
        defer {
            take()?.release()
            over.store(true, ordering: .releasing)
            news.ring()
        }
        guard let loop = try? EventLoop(), let registration = try? wake.attach(to: loop, {}) else {
            return publish { $0.problem = "no loop for a camera" }
        }
        defer { loop.remove(registration) }
        // What a display shows without a copy is asked for first; what the camera has not is not asked for again.
        var (formats, memory) = board.withLock { ($0.formats, $0.memory) }
        while !isStopped {
            let size = Self.captureSize(for: room)
            let session = CaptureSession(self, format: formats.first)
            // Until the new stream's first picture nothing is live.
            if report.condition != .starting { publish { $0.condition = .starting } }
            var settings = CameraSettings(
                device: setting.device, input: setting.input, size: size, framesPerSecond: setting.framesPerSecond ?? 25)
            settings.fourcc = formats.first.map { FourCC($0.description) }
            // A plane keeps the picture that it shows and the one that is on its way, while another waits and one is looked at.
            if settings.fourcc != nil { settings.bufferCount = 6 }
            let keeper = CameraKeeper(
                settings, memory: captureMemory(memory, formats.first, settings.bufferCount), loop: loop, log: log,
                takeFrame: { (frame) throws(CameraError) in try session.take(frame) }, takeStatus: { session.take($0) })
            while !isStopped, Self.captureSize(for: room) == size, !session.isRefused, !session.isStrange {
                loop.turn()
                let status = keeper.status
                board.withLock { board in
                    board.report.fetched = status.counters.fetched
                    board.report.lost = status.counters.lost + status.counters.damaged
                }
            }
            if session.isRefused { formats.removeFirst() }
            // The next attempt is with the camera's own.
            if session.isStrange { memory = nil }
        }
    }

    /// Buffers of the display's memory, for what a plane could show.
    private func captureMemory(_ memory: PictureMemory?, _ format: PixelFormat?, _ count: Int) -> CaptureMemory? {
        guard let memory, let format else { return nil }
        return .external(count: count) { (frame, _) throws(SystemError) in
            try memory.allocate(format, frame.size, strideBytes: frame.planes[0].strideBytes, byteCount: frame.byteCount)
        }
    }

    /// What one keeper tells. Lives on the camera's thread.
    private final class CaptureSession {
        private let worker: CameraWorker
        private let format: PixelFormat?
        private var converter: FrameConverter?
        private var converted: CaptureFormat?
        private var pass: DecodingPass?
        private var sharing: (stream: ObjectIdentifier, pictures: SharedPictures?)?
        /// The camera has not the format that it was asked for.
        private(set) var isRefused = false
        /// What a display would read of its memory is not what the camera wrote.
        private(set) var isStrange = false

        init(_ worker: CameraWorker, format: PixelFormat?) {
            self.worker = worker
            self.format = format
        }

        func take(_ status: CameraStatus) {
            if format != nil, case .unavailable(.wrongFormat) = status.state {
                isRefused = true
                return
            }
            worker.publish {
                $0.condition = CameraCondition(status.state)
                $0.problem = if case .unavailable(let error) = status.state { "\(error)" } else { nil }
                $0.format = status.format
                $0.byteCount = status.bufferBytes
                $0.openings = status.openings
                $0.isExternal = status.isExternal
            }
        }

        func take(_ frame: CameraFrame) throws(CameraError) {
            if converted != frame.format {
                do throws(CameraError) {
                    converter = try FrameConverter(frame.format)
                } catch {
                    frame.release()
                    throw error
                }
                converted = frame.format
                pass = nil
            }
            guard let converter else { return frame.release() }
            if converter.way == .direct {
                if sharing?.stream != frame.stream { sharing = (frame.stream, share(frame)) }
                return worker.hand(CameraPicture(content: .frame(frame), timestamp: frame.timestamp, sharing: sharing?.pictures))
            }
            defer { frame.release() }
            let size = PixelSize.fitting(frame.format.size, into: worker.room)
            if pass?.size != size { pass = DecodingPass(converter, frame.format.size, to: size) }
            guard let slot = try pass?.run(frame) else { return }
            worker.hand(CameraPicture(content: .pixels(slot), timestamp: frame.timestamp))
        }

        /// The stream's buffers for a display; nil where that is not possible, or nobody would take them.
        private func share(_ frame: CameraFrame) -> SharedPictures? {
            guard let format, frame.format.planes.count == 1 else { return nil }
            let (size, stride) = (frame.format.size, frame.format.planes[0].strideBytes)
            var buffers: [SharedPictures.Buffer] = []
            for number in 0..<frame.bufferCount {
                guard let descriptor = try? frame.export(buffer: number) else { return nil }
                if number == frame.buffer, !frame.isSame(as: descriptor) {
                    worker.log.error("its memory reads otherwise through the descriptor that a display would get: not shared")
                    isStrange = frame.isExternal
                    return nil
                }
                buffers.append(SharedPictures.Buffer(descriptor))
            }
            var planes = [(strideBytes: stride, offset: 0)]
            if format.description == "NV12" { planes.append((stride, stride * size.height)) }
            return SharedPictures(format: format, size: size, encoding: frame.format.encoding, planes: planes, buffers: buffers)
        }
    }

    private func hand(_ picture: CameraPicture) {
        let overtaken: CameraPicture? = board.withLock { board in
            defer { board.fresh = picture }
            if board.fresh != nil { board.report.overtaken += 1 }
            return board.fresh
        }
        overtaken?.release()
        news.ring()
    }

    private func publish(_ change: (inout Report) -> Void) {
        board.withLock { change(&$0.report) }
        news.ring()
    }

    /// What is asked of the camera for a window: one of a few sizes, so that moving from one window to a like one keeps the stream.
    static func captureSize(for room: PixelSize) -> PixelSize {
        room.width <= 640 ? PixelSize(width: 640, height: 360)
            : room.width <= 1600 ? PixelSize(width: 1280, height: 720) : PixelSize(width: 1920, height: 1080)
    }
}
