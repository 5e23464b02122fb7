internal import Pixels

/// Hue, saturation, value.
final class HuePass {
    private let size: PixelSize
    private let padding: Int
    private let memory: PixelMemory
    /// For each hue how much of the saturation red, green and blue lack, in 1/256.
    private let lacks: [SIMD4<Int32>]

    init(_ size: PixelSize, padding: Int, isHueOf256: Bool) {
        self.size = size
        self.padding = padding
        memory = PixelMemory(size)
        let steps = isHueOf256 ? 256.0 : 180
        lacks = (0 ..< 256).map { hue in
            let sixth = (Double(hue) * 6 / steps).truncatingRemainder(dividingBy: 6)
            // Each component is whole over two sixths around its own hue and falls to nothing over one on either side.
            func lack(_ centre: Double) -> Int32 {
                let distance = abs(sixth - centre)
                return Int32((min(1, max(0, min(distance, 6 - distance) - 1)) * 256).rounded())
            }
            return SIMD4(lack(0), lack(2), lack(4), 0)
        }
    }

    /// Nil for a plane that is too short.
    func run(_ planes: ComponentPlanes) -> VideoFrame? {
        let plane = planes.luma
        guard plane.holds(rows: size.height, of: size.width * (3 + padding)) else { return nil }
        lacks.withUnsafeBufferPointer { lacks in
            for y in 0 ..< size.height {
                var source = plane.base + (y * plane.strideBytes + padding)
                let target = memory.row(y)
                for x in 0 ..< size.width {
                    let (saturation, value) = (Int32(source[1]), Int32(source[2]))
                    let lack = lacks[Int(source[0])] &* (saturation * value)
                    let color = SIMD4(repeating: value) &- (lack &+ SIMD4(repeating: 255 * 128)) / SIMD4(repeating: 255 * 256)
                    target[x] = 0xFF00_0000 | UInt32(color.x) << 16 | UInt32(color.y) << 8 | UInt32(color.z)
                    source += 3 + padding
                }
            }
        }
        return memory.frame
    }
}
