internal import Content
package import LinuxIO
package import Pixels
package import Registers

/// The daemon's side of `DecoderProcess`: starts it when the first photo or list comes, and again when one of these was its end. For one thread.
package final class ContentDecoder {
    private let program: String
    private let log: Log
    private var companion: Companion?
    private var memory: SharedMemory?

    /// What both processes see. In a class, because the optimizer of Swift 6.0 crashes on a descriptor in an optional property.
    private final class SharedMemory {
        let descriptor: Descriptor
        init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }
    }

    /// So long it may take: less than the watchdog gives to painting.
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
    package func picture(_ bytes: [UInt8], fitting box: PixelSize) throws(PixelsError) -> Picture {
        let request = DecoderRequest(byteCount: Int32(clamping: bytes.count), width: Int32(clamping: box.width), height: Int32(clamping: box.height))
        guard !bytes.isEmpty, box.width > 0, box.height > 0 else { throw .unknownFormat }
        guard request.isSound else { throw .tooLarge(size: box, limit: DecoderRequest.mostBytes / 4) }
        var picture: Picture?
        let answer: DecoderAnswer
        do throws(SystemError) {
            answer = try exchange(request, bytes, []) { answer, room in
                let size = PixelSize(width: Int(answer.width), height: Int(answer.height))
                // Whatever it says, and whatever it writes there meanwhile: these are pixels within the box.
                if size.width > 0, size.height > 0, size.width <= box.width, size.height <= box.height {
                    picture = Picture(size: size, copying: room)
                }
            }
        } catch {
            log.warning("a photo was the end of its decoder: \(error)")
            throw .corrupt(format: "photo", reason: "\(error)")
        }
        switch DecoderAnswer.Outcome(rawValue: answer.outcome) {
        case .decoded:
            if let picture { return picture }
        case .unknownFormat: throw .unknownFormat
        case .tooLarge: throw .tooLarge(size: PixelSize(width: Int(answer.width), height: Int(answer.height)), limit: Picture.pixelLimit)
        case .corrupt: throw .corrupt(format: "photo", reason: "its decoder gave up")
        case nil: break
        }
        end()
        throw .corrupt(format: "photo", reason: "its decoder answers nonsense")
    }

    /// The same as `question.answer(about: bytes)`, done elsewhere. Throws `.notARegister` for all that is wrong with the bytes, and when they were
    /// the decoder's end or took too long. Blocks.
    package func answer(_ question: RegisterQuestion, about bytes: [UInt8]) throws(RegisterError) -> RegisterAnswer {
        guard let asked = try? ContentJSON.encode(question) else { throw .notARegister("it cannot be asked") }
        let request = DecoderRequest(byteCount: Int32(clamping: bytes.count), questionCount: Int32(clamping: asked.count))
        guard request.isSound else { throw .notARegister("\(bytes.count) bytes") }
        var text: [UInt8] = []
        let answer: DecoderAnswer
        do throws(SystemError) {
            answer = try exchange(request, bytes, asked) { answer, room in
                if (0...room.count).contains(Int(answer.byteCount)) { text = Array(room[..<Int(answer.byteCount)]) }
            }
        } catch {
            log.warning("a list was the end of its decoder: \(error)")
            throw .notARegister("\(error)")
        }
        if answer.outcome == DecoderAnswer.Outcome.decoded.rawValue, let rows = try? ContentJSON.decode(RegisterAnswer.self, from: text),
            question.admits(rows)
        {
            return rows
        }
        throw .notARegister(String(decoding: text.prefix(300), as: UTF8.self))
    }

    /// One message there and one back; `take` looks at the memory that the answer stands in. Any error is the decoder's end.
    private func exchange(
        _ request: DecoderRequest, _ bytes: [UInt8], _ question: [UInt8], _ take: (DecoderAnswer, UnsafeRawBufferPointer) -> Void
    ) throws(SystemError) -> DecoderAnswer {
        do throws(SystemError) {
            let (companion, memory) = try running()
            // Empty again afterwards: pages that nobody needs are not kept.
            try memory.descriptor.truncate(byteCount: request.totalBytes)
            defer { try? memory.descriptor.truncate(byteCount: 0) }
            let area = try Mapping(memory.descriptor, byteCount: request.totalBytes, access: .readWrite)
            area.withBytes {
                $0.copyBytes(from: bytes)
                UnsafeMutableRawBufferPointer(rebasing: $0[bytes.count...]).copyBytes(from: question)
            }
            try withUnsafeBytes(of: request) { (message) throws(SystemError) in _ = try companion.channel.write(message) }
            guard try companion.channel.waitUntilReadable(timeout: Self.patience) else { throw SystemError("decode", .timedOut) }
            var answer = DecoderAnswer(.corrupt)
            let count = try withUnsafeMutableBytes(of: &answer) { (message) throws(SystemError) in try companion.channel.read(into: message) }
            guard count == MemoryLayout<DecoderAnswer>.size else { throw SystemError("decode", .brokenPipe) }
            area.withBytes { take(answer, UnsafeRawBufferPointer(rebasing: $0[request.answerOffset...])) }
            return answer
        } catch {
            end()
            throw error
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

    /// It sees the end of the channel, unless what it reads holds it; then it is ended.
    private func end() {
        if let companion { ProcessID.kill(companion.process) }
        companion = nil
        memory = nil
    }

    deinit { end() }
}
