/// How a stored picture must be turned to stand upright: the values of the Orientation tag (Exif 2.32, 4.6.5; TIFF 6.0 tag 274).
package enum Orientation: Int, Sendable, CaseIterable {
    case upright = 1
    case mirrored
    case upsideDown
    case mirroredUpsideDown
    case mirroredLeft
    /// The top of the scene is at the right of the stored picture: a phone held upright.
    case right
    case mirroredRight
    case left

    /// Width and height change places.
    package var swapsSides: Bool { rawValue >= 5 }
}

extension Orientation {
    /// What a JPEG says of itself in its Exif segment; `.upright` when it says nothing, or nonsense. Reads only inside `bytes`.
    package init(jpeg bytes: [UInt8]) {
        self = Self.find(bytes).flatMap(Orientation.init(rawValue:)) ?? .upright
    }

    private static func find(_ bytes: [UInt8]) -> Int? {
        var index = 2
        // Segments up to the start of the scan; Exif is APP1.
        while index + 4 <= bytes.count, bytes[index] == 0xFF {
            let marker = bytes[index + 1]
            if marker == 0xFF {
                index += 1
                continue
            }
            if marker == 0xDA || marker == 0xD9 { return nil }
            let length = Int(bytes[index + 2]) << 8 | Int(bytes[index + 3])
            let end = index + 2 + length
            guard length >= 2, end <= bytes.count else { return nil }
            let body = bytes[(index + 4)..<end]
            if marker == 0xE1, body.starts(with: [0x45, 0x78, 0x69, 0x66, 0, 0]) {
                return tag(Array(body.dropFirst(6)))
            }
            index = end
        }
        return nil
    }

    /// The Orientation of the first image file directory of a TIFF block.
    private static func tag(_ tiff: [UInt8]) -> Int? {
        guard tiff.count >= 8 else { return nil }
        let little = tiff[0] == 0x49
        func short(_ at: Int) -> Int? {
            guard at >= 0, at + 2 <= tiff.count else { return nil }
            return little ? Int(tiff[at + 1]) << 8 | Int(tiff[at]) : Int(tiff[at]) << 8 | Int(tiff[at + 1])
        }
        func long(_ at: Int) -> Int? {
            guard let a = short(at), let b = short(at + 2) else { return nil }
            return little ? b << 16 | a : a << 16 | b
        }
        guard let start = long(4), let count = short(start) else { return nil }
        for entry in 0..<min(count, 512) {
            let at = start + 2 + entry * 12
            guard let name = short(at) else { return nil }
            if name == 0x0112 { return short(at + 8) }
        }
        return nil
    }
}

extension Picture {
    /// The picture turned upright; itself when it stands upright already.
    package func turned(_ orientation: Orientation) -> Picture {
        guard orientation != .upright else { return self }
        let (width, height) = (size.width, size.height)
        let turned = orientation.swapsSides ? PixelSize(width: height, height: width) : size
        return Picture(size: turned) { target, targetPitch in
            for y in 0 ..< turned.height {
                for x in 0 ..< turned.width {
                    let (fromX, fromY) =
                        switch orientation {
                        case .upright: (x, y)
                        case .mirrored: (width - 1 - x, y)
                        case .upsideDown: (width - 1 - x, height - 1 - y)
                        case .mirroredUpsideDown: (x, height - 1 - y)
                        case .mirroredLeft: (y, x)
                        case .right: (y, height - 1 - x)
                        case .mirroredRight: (width - 1 - y, height - 1 - x)
                        case .left: (width - 1 - y, x)
                        }
                    target[y * targetPitch + x] = base[fromY * pitch + fromX]
                }
            }
        }
    }
}
