internal import CV4L2
package import LinuxIO

/// One device that streams. Belongs to one thread; frames may go to others. Made anew after every error but `busy`.
package final class CameraStream {
    /// What was asked for.
    package let settings: CameraSettings
    /// What came of it.
    package let format: CaptureFormat
    /// What the device calls itself, and where it is: `vivid`, `platform:vivid-000`.
    package let name: String
    package let bus: String
    /// How many frames were fetched, how many of them were older than another one that was ready, how many had errors, and how many the
    /// driver left out by its own count.
    package private(set) var counters = Counters()

    package struct Counters: Hashable, Sendable {
        package var fetched = 0, skipped = 0, damaged = 0, lost = 0

        func adding(_ other: Counters) -> Counters {
            Counters(
                fetched: fetched + other.fetched, skipped: skipped + other.skipped, damaged: damaged + other.damaged, lost: lost + other.lost)
        }
    }

    private let buffers: CaptureBuffers
    private let leastBytes: SIMD4<UInt32>
    private let hasEvents: Bool
    private var lastSequence: UInt32?

    /// Opens the device, negotiates, and starts it. Blocks for as long as the device takes, which can be a second on USB.
    /// - Parameters:
    ///   - memory: nil: the driver's own, mapped.
    ///   - folder: where the nodes are; tests have their own.
    package static func open(
        _ settings: CameraSettings, memory: CaptureMemory? = nil, in folder: String = "/dev"
    ) throws(CameraError) -> CameraStream {
        let node = try CameraDiscovery.open(settings.device, in: folder)
        try node.choose(settings.input)
        // Silence is told before anything is set: some receivers refuse formats while nothing comes in.
        if let silence = node.currentInput?.silence { throw .noSignal(reason: silence) }
        let format = try node.negotiate(settings)
        return try CameraStream(settings, node, format, memory ?? .mapped(count: settings.bufferCount))
    }

    private init(_ settings: CameraSettings, _ node: VideoNode, _ format: CaptureFormat, _ memory: CaptureMemory) throws(CameraError) {
        self.settings = settings
        self.format = format
        name = node.card
        bus = node.bus
        leastBytes = format.leastBytes
        let input = node.currentInput?.index ?? 0
        hasEvents = node.succeeds { yuanba_video_subscribe_source_change($0, input) }
        buffers = try CaptureBuffers(node, format, memory)
        for index in buffers.buffers.indices { try buffers.queue(index) }
        try node.request("start") { yuanba_video_stream($0, node.type, 1) }
    }

    /// Readable when a frame is ready; `priority` when the source changed, which `newestFrame` tells; `error` when the device is gone.
    package var descriptor: Descriptor { _read { yield buffers.node.descriptor } }

    /// Takes all frames that are ready, gives the older and the damaged ones back, and returns the newest; nil when there is none now.
    /// Never blocks. After an error the stream is of no use any more.
    package func newestFrame() throws(CameraError) -> CameraFrame? {
        if let refusal = buffers.refusal { throw refusal }
        if hasEvents { try lookAtEvents() }
        var newest: CameraFrame?
        while let frame = try fetch() {
            if let newest {
                counters.skipped += 1
                try buffers.queue(newest.buffer)
            }
            newest = frame
        }
        return newest
    }

    /// Whether the frames lie in memory of a display's.
    package var isExternal: Bool { buffers.memory == V4L2_MEMORY_DMABUF.rawValue }

    /// Why nothing comes in at the chosen input, as the driver says now; nil when something does. Devices go on streaming snow.
    package var silence: String? { buffers.node.currentInput?.silence }

    /// How many buffers there are, and how many bytes they take in all: memory that no process's own count shows.
    package var memory: (buffers: Int, bytes: Int) {
        (buffers.buffers.count, buffers.buffers.reduce(0) { $0 + $1.byteCount })
    }

    /// A whole frame; frames with errors are given back and passed over.
    private func fetch() throws(CameraError) -> CameraFrame? {
        while true {
            var found = yuanba_video_buffer()
            let node = buffers.node
            do throws(CameraError) {
                try node.request("fetch frame") { yuanba_video_dequeue($0, node.type, buffers.memory, &found) }
            } catch .failed(let error) {
                switch error.errno {
                case .wouldBlock: return nil
                // The driver has ended the stream, as it does before a change of the source.
                case .brokenPipe: throw .sourceChanged
                default: throw .failed(error)
                }
            }
            guard buffers.buffers.indices.contains(Int(found.index)) else {
                throw .failed(SystemError("fetch frame of \(node.path)", .outOfRange))
            }
            counters.fetched += 1
            buffers.buffers[Int(found.index)].beginReading()
            if let lastSequence {
                // Not when it begins anew.
                let step = found.sequence &- lastSequence
                if step > 1, step < 1000 { counters.lost += Int(step) - 1 }
            }
            lastSequence = found.sequence
            let frame = CameraFrame(found, format, buffers)
            if found.flags & UInt32(V4L2_BUF_FLAG_ERROR) != 0 || any(frame.usedBytes .< leastBytes) {
                counters.damaged += 1
                try buffers.queue(frame.buffer)
                continue
            }
            return frame
        }
    }

    private func lookAtEvents() throws(CameraError) {
        var type: UInt32 = 0
        while buffers.node.succeeds({ yuanba_video_dequeue_event($0, &type) }) {
            if type == UInt32(V4L2_EVENT_SOURCE_CHANGE) { throw .sourceChanged }
        }
    }
}

extension CameraFrame {
    fileprivate init(_ found: yuanba_video_buffer, _ format: CaptureFormat, _ owner: CaptureBuffers) {
        self.format = format
        self.owner = owner
        buffer = Int(found.index)
        sequence = found.sequence
        usedBytes = SIMD4(found.plane.0.bytes_used, found.plane.1.bytes_used, found.plane.2.bytes_used, found.plane.3.bytes_used)
        dataOffsets = SIMD4(found.plane.0.data_offset, found.plane.1.data_offset, found.plane.2.data_offset, found.plane.3.data_offset)
        // Some drivers count on another clock, some stamp nothing, and a clock that wraps or runs ahead would make an old frame new.
        let now = MonotonicInstant.now()
        let isMonotonic = found.flags & UInt32(V4L2_BUF_FLAG_TIMESTAMP_MASK) == UInt32(V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC)
        let said = MonotonicInstant(nanoseconds: found.nanoseconds)
        timestamp = isMonotonic && said <= now && found.nanoseconds > 0 ? said : now
    }
}

extension CaptureFormat {
    /// What each memory plane of a whole frame is filled with at the least.
    fileprivate var leastBytes: SIMD4<UInt32> {
        var least = SIMD4<UInt32>(repeating: 0)
        for number in planes.indices.prefix(4) { least[number] = UInt32(clamping: leastBytes(ofPlane: number)) }
        return least
    }
}
