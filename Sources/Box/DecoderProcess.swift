internal import Content
internal import LinuxIO
internal import Pixels
internal import Registers

/// The process that decodes photos and reads long lists. Libraries that read JPEG, PNG and SQLite have had holes; what a hole in them gives to
/// whoever made the file is a process without files, network or screen, which answers with pixels and rows.
///
/// A process and not a thread: a thread shares its memory with all others of its process, so its own confinement would be worth nothing.
package enum DecoderProcess {
    /// The program's only argument that makes it this.
    package static let argument = "--decoder"
    static let name = "yuanba-decoder"
    /// A JPEG of a camera, 40 million pixels, decoded without scaling, and half as much again.
    private static let memoryLimit = 256 << 20

    /// The program's body. Returns its exit status: 0, or 1 when it could not begin. Blocks until the other process ends.
    package static func run() -> Int32 {
        Companion.nameThisProcess(name)
        guard let memory = Companion.Gift.first.take(), Companion.Gift.second.take() != nil, let channel = Companion.Gift.channel.take(),
            let area = try? Mapping(memory, byteCount: DecoderRequest.mostBytes, access: .readWrite),
            (try? Confinement.limitMemory(byteCount: memoryLimit)) != nil, (try? Confinement.confine()) != nil
        else { return 1 }
        while (try? channel.waitUntilReadable(timeout: nil)) == true {
            var request = DecoderRequest(byteCount: 0)
            let count = withUnsafeMutableBytes(of: &request) { try? channel.read(into: $0) }
            guard count == MemoryLayout<DecoderRequest>.size, request.isSound else { return 0 }
            let answer = area.withBytes { request.questionCount > 0 ? rows(request, in: $0) : picture(request, in: $0) }
            guard withUnsafeBytes(of: answer, { try? channel.write($0) }) != nil else { return 0 }
        }
        return 0
    }

    private static func picture(_ request: DecoderRequest, in area: UnsafeMutableRawBufferPointer) -> DecoderAnswer {
        let box = PixelSize(width: Int(request.width), height: Int(request.height))
        do throws(PixelsError) {
            let picture = try Picture.decode(Array(area[..<Int(request.byteCount)]), fitting: box)
            picture.copy(into: UnsafeMutableRawBufferPointer(rebasing: area[request.answerOffset..<request.totalBytes]))
            return DecoderAnswer(.decoded, picture.size)
        } catch {
            switch error {
            case .unknownFormat: return DecoderAnswer(.unknownFormat)
            case .tooLarge(let size, _): return DecoderAnswer(.tooLarge, size)
            case .corrupt, .encoding: return DecoderAnswer(.corrupt)
            }
        }
    }

    private static func rows(_ request: DecoderRequest, in area: UnsafeMutableRawBufferPointer) -> DecoderAnswer {
        let (count, end) = (Int(request.byteCount), Int(request.byteCount) + Int(request.questionCount))
        let room = UnsafeMutableRawBufferPointer(rebasing: area[request.answerOffset..<request.totalBytes])
        do {
            let question = try ContentJSON.decode(RegisterQuestion.self, from: Array(area[count..<end]))
            let answer = try ContentJSON.encode(try question.answer(about: Array(area[..<count])))
            guard answer.count <= room.count else { throw RegisterError.tooMuchWork }
            room.copyBytes(from: answer)
            return DecoderAnswer(.decoded, byteCount: answer.count)
        } catch {
            let reason = Array("\(error)".utf8.prefix(300))
            room.copyBytes(from: reason)
            return DecoderAnswer(.corrupt, byteCount: reason.count)
        }
    }
}
