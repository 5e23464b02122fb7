internal import Pixels

/// 4:2:0 in any order as NV12: only the chroma is written anew, luma stays where it is.
final class ChromaPass {
    private let size: PixelSize
    private let layout: PlanarLayout
    private let pairs: PassMemory

    init(_ size: PixelSize, _ layout: PlanarLayout) {
        self.size = size
        self.layout = layout
        pairs = PassMemory(rows: (size.height + 1) / 2, of: (size.width + 1) / 2 * 2)
    }

    /// Nil for planes that are too short.
    func run(_ planes: ComponentPlanes) -> VideoFrame? {
        let (width, rows) = ((size.width + 1) / 2, (size.height + 1) / 2)
        guard let chroma = ChromaRows(planes, layout, width: width, rows: rows) else { return nil }
        for y in 0 ..< rows { chroma.writePairs(y, width, to: pairs.row(y)) }
        return VideoFrame(.nv12, size: size, luma: planes.luma, chroma: pairs.plane)
    }
}

/// Two planes of chroma, or one of pairs, that are long enough.
struct ChromaRows {
    let u: UnsafePointer<UInt8>, v: UnsafePointer<UInt8>
    let uStride: Int, vStride: Int
    /// From one sample to the next.
    let step: Int

    init?(_ planes: ComponentPlanes, _ layout: PlanarLayout, width: Int, rows: Int) {
        guard let first = planes.first else { return nil }
        if layout.isPaired {
            guard first.holds(rows: rows, of: width * 2) else { return nil }
            step = 2
            (uStride, vStride) = (first.strideBytes, first.strideBytes)
            (u, v) = layout.isVFirst ? (first.base + 1, first.base) : (first.base, first.base + 1)
        } else {
            guard let second = planes.second, first.holds(rows: rows, of: width), second.holds(rows: rows, of: width) else { return nil }
            step = 1
            let (uPlane, vPlane) = layout.isVFirst ? (second, first) : (first, second)
            (u, v) = (uPlane.base, vPlane.base)
            (uStride, vStride) = (uPlane.strideBytes, vPlane.strideBytes)
        }
    }

    func writePairs(_ y: Int, _ width: Int, to target: UnsafeMutablePointer<UInt8>) {
        let (u, v) = (u + y * uStride, v + y * vStride)
        // Apart, so that the compiler makes vector loops of them.
        if step == 1 {
            for x in 0 ..< width {
                target[2 * x] = u[x]
                target[2 * x + 1] = v[x]
            }
        } else {
            for x in 0 ..< width {
                target[2 * x] = u[2 * x]
                target[2 * x + 1] = v[2 * x]
            }
        }
    }
}

/// 4:2:2 in any order as YUYV.
final class PackedPass {
    private let size: PixelSize
    private let order: Order
    private let memory: PassMemory

    private enum Order {
        case packed(luma: Int, u: Int, v: Int)
        case planar(PlanarLayout, pairs: PassMemory)
    }

    private init(_ size: PixelSize, _ order: Order) {
        self.size = size
        self.order = order
        memory = PassMemory(rows: size.height, of: (size.width + 1) / 2 * 4)
    }

    convenience init(_ size: PixelSize, luma: Int, u: Int, v: Int) { self.init(size, .packed(luma: luma, u: u, v: v)) }

    convenience init(_ size: PixelSize, planar layout: PlanarLayout) {
        self.init(size, .planar(layout, pairs: PassMemory(rows: 1, of: (size.width + 1) / 2 * 2)))
    }

    /// Nil for planes that are too short.
    func run(_ planes: ComponentPlanes) -> VideoFrame? {
        let width = (size.width + 1) / 2
        switch order {
        case .packed(let luma, let u, let v):
            guard planes.luma.holds(rows: size.height, of: width * 4) else { return nil }
            for y in 0 ..< size.height {
                let (source, target) = (planes.luma.base + y * planes.luma.strideBytes, memory.row(y))
                for x in 0 ..< width {
                    target[4 * x] = source[4 * x + luma]
                    target[4 * x + 1] = source[4 * x + u]
                    target[4 * x + 2] = source[4 * x + luma + 2]
                    target[4 * x + 3] = source[4 * x + v]
                }
            }
        case .planar(let layout, let pairs):
            guard planes.luma.holds(rows: size.height, of: size.width),
                let chroma = ChromaRows(planes, layout, width: width, rows: size.height)
            else { return nil }
            for y in 0 ..< size.height {
                chroma.writePairs(y, width, to: pairs.base)
                let (luma, target) = (planes.luma.base + y * planes.luma.strideBytes, memory.row(y))
                for x in 0 ..< size.width { target[2 * x] = luma[x] }
                for x in 0 ..< width {
                    target[4 * x + 1] = pairs.base[2 * x]
                    target[4 * x + 3] = pairs.base[2 * x + 1]
                }
            }
        }
        return VideoFrame(.yuyv, size: size, luma: memory.plane)
    }
}

/// Luma alone as NV12 without colour; of more than eight bits the upper ones.
final class GreyPass {
    private let size: PixelSize
    private let shift: Int
    private let isBigEndian: Bool
    private let luma: PassMemory?
    private let chroma: PassMemory

    init(_ size: PixelSize, bits: Int, isBigEndian: Bool) {
        self.size = size
        shift = bits - 8
        self.isBigEndian = isBigEndian
        luma = bits > 8 ? PassMemory(rows: size.height, of: size.width) : nil
        chroma = PassMemory(rows: (size.height + 1) / 2, of: (size.width + 1) / 2 * 2, filledWith: 128)
    }

    /// Nil for a plane that is too short.
    func run(_ planes: ComponentPlanes) -> VideoFrame? {
        guard let luma else { return VideoFrame(.nv12, size: size, luma: planes.luma, chroma: chroma.plane) }
        guard planes.luma.holds(rows: size.height, of: size.width * 2) else { return nil }
        for y in 0 ..< size.height {
            UpperBits.copy(
                from: planes.luma.base + y * planes.luma.strideBytes, to: luma.row(y), count: size.width, shift: shift, isBigEndian: isBigEndian)
        }
        return VideoFrame(.nv12, size: size, luma: luma.plane, chroma: chroma.plane)
    }
}

/// Samples of two bytes as bytes.
enum UpperBits {
    static func copy(
        from source: UnsafePointer<UInt8>, to target: UnsafeMutablePointer<UInt8>, count: Int, shift: Int, isBigEndian: Bool
    ) {
        let (low, high) = isBigEndian ? (1, 0) : (0, 1)
        for x in 0 ..< count {
            let sample = Int(source[2 * x + high]) << 8 | Int(source[2 * x + low])
            // Bits over those that the format has are nobody's promise.
            target[x] = UInt8(truncatingIfNeeded: min(255, sample >> shift))
        }
    }
}
