internal import Pixels

/// What each value of a component adds to red, green and blue, in 1/65536.
private struct ComponentTables {
    private let terms: [SIMD4<Int32>]
    private let starts: (Int, Int, Int)

    /// - Parameter bits: of each of the three components, at most 8.
    init(_ bits: [Int], isYUV: Bool, _ encoding: YUVEncoding) {
        var terms: [SIMD4<Int32>] = []
        var starts: [Int] = []
        let factors = encoding.factors
        for (component, bits) in bits.enumerated() {
            starts.append(terms.count)
            for value in 0 ..< 1 << bits {
                let sample = Double(value) * 255 / Double(1 << bits - 1)
                let colour: SIMD4<Double>
                switch (component, isYUV) {
                case (0, true): colour = SIMD4(repeating: factors.luma * (sample - factors.offset) + 0.5)
                case (1, true): colour = SIMD4(0, -factors.greenU, factors.blueU, 0) * (sample - 128)
                case (_, true): colour = SIMD4(factors.redV, -factors.greenV, 0, 0) * (sample - 128)
                default:
                    let full = encoding.range == .full ? sample : (sample - 16) * 255 / 219
                    var one = SIMD4<Double>()
                    one[component] = full + 0.5
                    colour = one
                }
                terms.append(SIMD4<Int32>((colour * 65536).rounded(.toNearestOrEven)))
            }
        }
        self.terms = terms
        self.starts = (starts[0], starts[1], starts[2])
    }

    func withTables(_ body: (UnsafePointer<SIMD4<Int32>>, UnsafePointer<SIMD4<Int32>>, UnsafePointer<SIMD4<Int32>>) -> Void) {
        terms.withUnsafeBufferPointer { terms in
            guard let base = terms.baseAddress else { return }
            body(base + starts.0, base + starts.1, base + starts.2)
        }
    }

    @inline(__always)
    static func pixel(_ sum: SIMD4<Int32>) -> UInt32 {
        let colour = (sum &>> 16).clamped(lowerBound: SIMD4(repeating: 0), upperBound: SIMD4(repeating: 255))
        return 0xFF00_0000 | UInt32(truncatingIfNeeded: colour.x) << 16 | UInt32(truncatingIfNeeded: colour.y) << 8
            | UInt32(truncatingIfNeeded: colour.z)
    }
}

/// Whole pixels of 1 to 4 bytes.
final class WordPass {
    private let size: PixelSize
    private let word: PixelWord
    private let tables: ComponentTables
    private let memory: PixelMemory

    init(_ size: PixelSize, _ word: PixelWord, _ encoding: YUVEncoding) {
        self.size = size
        self.word = word
        tables = ComponentTables(word.fields.map(\.bits), isYUV: word.isYUV, encoding)
        memory = PixelMemory(size)
    }

    /// Nil for a plane that is too short.
    func run(_ planes: ComponentPlanes) -> VideoFrame? {
        let plane = planes.luma
        guard plane.holds(rows: size.height, of: size.width * word.byteCount) else { return nil }
        for y in 0 ..< size.height {
            let source = UnsafeRawPointer(plane.base + y * plane.strideBytes)
            switch (word.byteCount, word.isBigEndian) {
            case (1, _): row(y) { UInt32(source.load(fromByteOffset: $0, as: UInt8.self)) }
            case (2, false): row(y) { UInt32(source.loadUnaligned(fromByteOffset: 2 * $0, as: UInt16.self)) }
            case (2, true): row(y) { UInt32(source.loadUnaligned(fromByteOffset: 2 * $0, as: UInt16.self).byteSwapped) }
            case (3, _):
                row(y) {
                    UInt32(source.loadUnaligned(fromByteOffset: 3 * $0, as: UInt16.self))
                        | UInt32(source.load(fromByteOffset: 3 * $0 + 2, as: UInt8.self)) << 16
                }
            case (_, false): row(y) { source.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self) }
            case (_, true): row(y) { source.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self).byteSwapped }
            }
        }
        return memory.frame
    }

    @inline(__always)
    private func row(_ y: Int, _ load: (Int) -> UInt32) {
        let target = memory.row(y)
        let (a, b, c) = (word.fields[0], word.fields[1], word.fields[2])
        let masks = (UInt32(1) << a.bits - 1, UInt32(1) << b.bits - 1, UInt32(1) << c.bits - 1)
        let shifts = (UInt32(a.shift), UInt32(b.shift), UInt32(c.shift))
        tables.withTables { first, second, third in
            for x in 0 ..< size.width {
                let pixel = load(x)
                let sum =
                    first[Int(pixel &>> shifts.0 & masks.0)] &+ second[Int(pixel &>> shifts.1 & masks.1)]
                    &+ third[Int(pixel &>> shifts.2 & masks.2)]
                target[x] = ComponentTables.pixel(sum)
            }
        }
    }
}

/// Planes of luma and chroma where the chroma is neither of 4:2:0 nor of 4:2:2.
final class FullChromaPass {
    private let size: PixelSize
    private let layout: PlanarLayout
    private let tables: ComponentTables
    private let memory: PixelMemory

    init(_ size: PixelSize, _ layout: PlanarLayout, _ encoding: YUVEncoding) {
        self.size = size
        self.layout = layout
        tables = ComponentTables([8, 8, 8], isYUV: true, encoding)
        memory = PixelMemory(size)
    }

    /// Nil for planes that are too short.
    func run(_ planes: ComponentPlanes) -> VideoFrame? {
        let width = (size.width + layout.across - 1) / layout.across
        let rows = (size.height + layout.down - 1) / layout.down
        guard planes.luma.holds(rows: size.height, of: size.width), let chroma = ChromaRows(planes, layout, width: width, rows: rows) else { return nil }
        tables.withTables { lumaTerms, uTerms, vTerms in
            for y in 0 ..< size.height {
                let luma = planes.luma.base + y * planes.luma.strideBytes
                let u = chroma.u + y / layout.down * chroma.uStride, v = chroma.v + y / layout.down * chroma.vStride
                let target = memory.row(y)
                for x in 0 ..< size.width {
                    let sample = x / layout.across * chroma.step
                    target[x] = ComponentTables.pixel(lumaTerms[Int(luma[x])] &+ uTerms[Int(u[sample])] &+ vTerms[Int(v[sample])])
                }
            }
        }
        return memory.frame
    }
}
