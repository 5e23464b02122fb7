package import LinuxIO
package import Pixels

/// The daemon's side of `DecoderProcess`: starts it when the first photo comes, and again when a photo was its end. For one thread.
package final class PictureDecoder {
    private let program: String
    private let log: Log
    private var companion: Companion?
    private var memory: SharedMemory?

    /// What both processes see. In a class, because the optimizer of Swift 6.0 crashes on a descriptor in an optional property.
    private final class SharedMemory {
        let descriptor: Descriptor
        init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }
    }

    /// So long a photo may take: less than the watchdog gives to painting.
    private static let patience = Duration.seconds(8)

    /// `program` is yuanbad itself, but in tests.
    package init(program: String = "/proc/self/exe", log: Log) {
        self.program = program
        self.log = log
    }

    /// Its number as a process while it runs.
    package var process: Int32? { companion?.process }

    /// The same as `Picture.decode(bytes, fitting: box)`, done elsewhere. Throws what that does, and `.corrupt` when it was the decoder's end or took
    /// too long. Blocks.
    package func decode(_ bytes: [UInt8], fitting box: PixelSize) throws(PixelsError) -> Picture {
        let request = DecoderRequest(byteCount: Int32(clamping: bytes.count), width: Int32(clamping: box.width), height: Int32(clamping: box.height))
        guard !bytes.isEmpty, box.width > 0, box.height > 0 else { throw .unknownFormat }
        guard request.totalBytes <= DecoderRequest.mostBytes else { throw .tooLarge(size: box, limit: DecoderRequest.mostBytes / 4) }
        let result: Result<Picture, PixelsError>
        do throws(SystemError) {
            result = try picture(bytes, request)
        } catch {
            log.warning("a photo was the end of its decoder: \(error)")
            end()
            throw .corrupt(format: "photo", reason: "\(error)")
        }
        return try result.get()
    }

    private func picture(_ bytes: [UInt8], _ request: DecoderRequest) throws(SystemError) -> Result<Picture, PixelsError> {
        let (companion, memory) = try running()
        // Empty again afterwards: pages that nobody needs are not kept.
        try memory.descriptor.truncate(byteCount: request.totalBytes)
        defer { try? memory.descriptor.truncate(byteCount: 0) }
        let area = try Mapping(memory.descriptor, byteCount: request.totalBytes, access: .readWrite)
        area.withBytes { $0.copyBytes(from: bytes) }
        var answer = DecoderAnswer(.corrupt)
        try withUnsafeBytes(of: request) { (message) throws(SystemError) in _ = try companion.channel.write(message) }
        guard try companion.channel.waitUntilReadable(timeout: Self.patience) else { throw SystemError("decode", .timedOut) }
        let count = try withUnsafeMutableBytes(of: &answer) { (message) throws(SystemError) in try companion.channel.read(into: message) }
        guard count == MemoryLayout<DecoderAnswer>.size else { throw SystemError("decode", .brokenPipe) }
        let size = PixelSize(width: Int(answer.width), height: Int(answer.height))
        switch DecoderAnswer.Outcome(rawValue: answer.outcome) {
        case .decoded:
            // Whatever it says, and whatever it writes there meanwhile: these are pixels within the box.
            guard size.width > 0, size.height > 0, size.width <= Int(request.width), size.height <= Int(request.height) else {
                throw SystemError("decode", .invalidArgument)
            }
            return .success(area.withBytes { Picture(size: size, copying: UnsafeRawBufferPointer(rebasing: $0[request.pixelOffset...])) })
        case .unknownFormat: return .failure(.unknownFormat)
        case .tooLarge: return .failure(.tooLarge(size: size, limit: Picture.pixelLimit))
        case .corrupt: return .failure(.corrupt(format: "photo", reason: "its decoder gave up"))
        case nil: throw SystemError("decode", .invalidArgument)
        }
    }

    private func running() throws(SystemError) -> (Companion, SharedMemory) {
        if let companion, let memory { return (companion, memory) }
        let memory = SharedMemory(try Descriptor.memory())
        let companion = try Companion(
            name: DecoderProcess.name, argument: DecoderProcess.argument, passing: memory.descriptor, memory.descriptor, program: program)
        self.memory = memory
        self.companion = companion
        return (companion, memory)
    }

    /// It sees the end of the channel, unless a photo holds it; then it is ended.
    private func end() {
        if let companion { ProcessID.kill(companion.process) }
        companion = nil
        memory = nil
    }

    deinit { end() }
}
