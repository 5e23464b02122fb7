internal import LinuxIO
internal import Pixels

/// The process that decodes photos. Libraries that read JPEG and PNG have had holes; what a hole in them gives to whoever made the photo is a
/// process without files, network or screen, which answers with pixels.
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
            var request = DecoderRequest(byteCount: 0, width: 0, height: 0)
            let count = withUnsafeMutableBytes(of: &request) { try? channel.read(into: $0) }
            guard count == MemoryLayout<DecoderRequest>.size, request.byteCount > 0, request.width > 0, request.height > 0,
                request.totalBytes <= DecoderRequest.mostBytes
            else { return 0 }
            let answer = area.withBytes { decode(request, in: $0) }
            guard withUnsafeBytes(of: answer, { try? channel.write($0) }) != nil else { return 0 }
        }
        return 0
    }

    private static func decode(_ request: DecoderRequest, in area: UnsafeMutableRawBufferPointer) -> DecoderAnswer {
        let box = PixelSize(width: Int(request.width), height: Int(request.height))
        do throws(PixelsError) {
            let picture = try Picture.decode(Array(area[..<Int(request.byteCount)]), fitting: box)
            picture.copy(into: UnsafeMutableRawBufferPointer(rebasing: area[request.pixelOffset..<request.totalBytes]))
            return DecoderAnswer(.decoded, picture.size)
        } catch {
            switch error {
            case .unknownFormat: return DecoderAnswer(.unknownFormat)
            case .tooLarge(let size, _): return DecoderAnswer(.tooLarge, size)
            case .corrupt, .encoding: return DecoderAnswer(.corrupt)
            }
        }
    }
}
