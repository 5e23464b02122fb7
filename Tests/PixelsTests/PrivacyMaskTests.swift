import Pixels
import Testing

@Suite struct PrivacyMaskTests {
    private func painted(_ polygons: [[PrivacyMask.Corner]], _ size: PixelSize) -> [[Bool]] {
        let mask = PrivacyMask(polygons, size: size)
        return (0..<size.height).map { y in
            var row = [UInt32](repeating: 1, count: size.width)
            row.withUnsafeMutableBufferPointer { mask.paint(row: y, on: $0.baseAddress!) }
            return row.map { $0 != 1 }
        }
    }

    /// Every pixel with a point in the polygon is masked, found by asking many points of each pixel; and nothing far from it.
    @Test func allOfAPolygonIsMasked() {
        var seed: UInt64 = 88_172_645_463_325_252
        func number(_ limit: Int) -> Int {
            seed ^= seed << 13
            seed ^= seed >> 7
            seed ^= seed << 17
            return Int(seed % UInt64(limit))
        }
        for _ in 0..<60 {
            let size = PixelSize(width: 20 + number(20), height: 12 + number(12))
            let polygon = (0..<3 + number(4)).map { _ in PrivacyMask.Corner(x: number(1200) - 100, y: number(1200) - 100) }
            let masked = painted([polygon], size)
            let corners = polygon.map { (Double($0.x) / 1000 * Double(size.width), Double($0.y) / 1000 * Double(size.height)) }
            func isInside(_ x: Double, _ y: Double) -> Bool {
                var inside = false
                for (offset, a) in corners.enumerated() {
                    let b = corners[(offset + 1) % corners.count]
                    if (a.1 > y) != (b.1 > y), x < (b.0 - a.0) * (y - a.1) / (b.1 - a.1) + a.0 { inside.toggle() }
                }
                return inside
            }
            var insideCount = 0
            for y in 0..<size.height {
                for x in 0..<size.width {
                    let isHit = (0..<64).contains { (point: Int) -> Bool in
                        let (dx, dy) = (Double(2 * (point % 8) + 1) / 16, Double(2 * (point / 8) + 1) / 16)
                        return isInside(Double(x) + dx, Double(y) + dy)
                    }
                    if isHit {
                        insideCount += 1
                        #expect(masked[y][x], "\(polygon) \(x),\(y)")
                    }
                }
            }
            let maskedCount = masked.joined().filter { $0 }.count
            #expect(maskedCount <= insideCount + polygon.count * 8 * (size.width + size.height), "not the whole picture")
        }
    }

    @Test func aRectangleHasOneMorePixelAround() {
        let masked = painted([[.init(x: 250, y: 500), .init(x: 500, y: 500), .init(x: 500, y: 750), .init(x: 250, y: 750)]], PixelSize(width: 40, height: 40))
        let columns = masked[25].indices.filter { masked[25][$0] }
        #expect(columns == Array(9...20))
        #expect(masked.map { $0.contains(true) } == (0..<40).map { (19...30).contains($0) })
        #expect(!painted([], PixelSize(width: 4, height: 4)).joined().contains(true))
    }
}
