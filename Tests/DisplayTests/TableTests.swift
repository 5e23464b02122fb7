import Display
import LinuxIO
import Pixels
import Testing

@Suite struct ConnectorChoiceTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let connectors: [ConnectorDescription]
        var wanted: String?
        var current: UInt32?
        let expected: String?
        var testDescription: String { name }
    }

    static func connector(
        _ id: UInt32, _ name: String, _ kind: ConnectorDescription.Kind, _ status: ConnectorDescription.Status
    ) -> ConnectorDescription {
        ConnectorDescription(
            id: ConnectorID(rawValue: id), name: name, kind: kind, status: status,
            modes: status == .disconnected ? [] : [mode(1280, 720, 60)])
    }

    @Test(arguments: [
        Row(name: "HDMI before the analog output",
            connectors: [connector(1, "Composite-1", .analog, .unknown), connector(2, "HDMI-A-1", .hdmi, .connected)],
            expected: "HDMI-A-1"),
        Row(name: "of two the one in use stays",
            connectors: [connector(1, "HDMI-A-1", .hdmi, .connected), connector(2, "HDMI-A-2", .hdmi, .connected)],
            current: 2, expected: "HDMI-A-2"),
        Row(name: "the one in use is left when its display goes",
            connectors: [connector(1, "HDMI-A-1", .hdmi, .connected), connector(2, "HDMI-A-2", .hdmi, .disconnected)],
            current: 2, expected: "HDMI-A-1"),
        Row(name: "the configured one or none",
            connectors: [connector(1, "HDMI-A-1", .hdmi, .connected), connector(2, "HDMI-A-2", .hdmi, .disconnected)],
            wanted: "HDMI-A-2", expected: nil),
        Row(name: "analog TV when nothing else is there: it cannot tell",
            connectors: [connector(1, "HDMI-A-1", .hdmi, .disconnected), connector(2, "Composite-1", .analog, .unknown)],
            expected: "Composite-1"),
        Row(name: "nothing", connectors: [connector(1, "HDMI-A-1", .hdmi, .disconnected)], expected: nil),
        Row(name: "no connectors", connectors: [], expected: nil),
    ])
    func choice(row: Row) {
        let chosen = ConnectorChoice.choose(
            from: row.connectors, named: row.wanted, current: row.current.map(ConnectorID.init(rawValue:)))
        #expect(chosen?.name == row.expected)
    }
}

@Suite struct PlanePlannerTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        var possibleCRTCs: UInt32 = 1
        var current: UInt32?
        let crtcs: [UInt32]
        let planes: [PlaneDescription]
        /// CRTC, plane and format.
        let expected: String?
        var testDescription: String { name }
    }

    static func plane(
        _ id: UInt32, _ kind: PlaneDescription.Kind, _ crtcs: UInt32, _ formats: [PixelFormat] = [.xrgb8888],
        on crtc: UInt32? = nil
    ) -> PlaneDescription {
        PlaneDescription(
            id: PlaneID(rawValue: id), kind: kind, possibleCRTCs: crtcs, formats: formats,
            currentCRTC: crtc.map(CRTCID.init(rawValue:)))
    }

    static let yuv = [PixelFormat("NV12"), PixelFormat("YUYV")]

    @Test(arguments: [
        Row(name: "virtio-gpu: primary and cursor",
            crtcs: [36], planes: [plane(31, .primary, 1), plane(33, .cursor, 1, [.argb8888])], expected: "36 31 XR24"),
        Row(name: "meson: the overlay is YUV only",
            crtcs: [36], planes: [plane(34, .overlay, 1, yuv), plane(31, .primary, 1, [.argb8888, .xrgb8888])],
            expected: "36 31 XR24"),
        Row(name: "a primary that has alpha only",
            crtcs: [36], planes: [plane(31, .primary, 1, [.argb8888])], expected: "36 31 AR24"),
        Row(name: "vop: two CRTCs, the connector can use the second only",
            possibleCRTCs: 2, crtcs: [40, 50], planes: [plane(31, .primary, 1), plane(32, .primary, 2)],
            expected: "50 32 XR24"),
        Row(name: "the CRTC in use is kept",
            possibleCRTCs: 3, current: 50, crtcs: [40, 50], planes: [plane(31, .primary, 1), plane(32, .primary, 2)],
            expected: "50 32 XR24"),
        Row(name: "vc4: any plane for any CRTC, the one in use first",
            possibleCRTCs: 3, current: 40, crtcs: [40, 50],
            planes: [plane(31, .primary, 3, on: 50), plane(32, .primary, 3, on: 40), plane(33, .primary, 3)],
            expected: "40 32 XR24"),
        Row(name: "a CRTC whose primary cannot show RGB is passed over",
            possibleCRTCs: 3, crtcs: [40, 50], planes: [plane(31, .primary, 1, yuv), plane(32, .primary, 2)],
            expected: "50 32 XR24"),
        Row(name: "nothing fits", crtcs: [40], planes: [plane(31, .overlay, 1)], expected: nil),
    ])
    func plan(row: Row) {
        let connector = ConnectorDescription(
            id: ConnectorID(rawValue: 9), name: "HDMI-A-1", kind: .hdmi, status: .connected,
            possibleCRTCs: row.possibleCRTCs, currentCRTC: row.current.map(CRTCID.init(rawValue:)))
        let plan = PlanePlanner.plan(
            for: connector, crtcs: row.crtcs.map(CRTCID.init(rawValue:)), planes: row.planes)
        #expect(plan.map { "\($0.crtc.rawValue) \($0.plane.rawValue) \($0.format)" } == row.expected)
    }
}

@Suite struct DamageClipsTests {
    @Test func fewRectanglesCoverEverything() {
        var random = Random(seed: 9)
        let clips = DamageClips(width: 300, height: 1000)
        for _ in 0..<200 {
            clips.removeAll()
            var changed: [(row: Int, columns: Range<Int>)] = []
            for _ in 0..<random.number(0...40) {
                let from = random.number(0...299)
                changed.append((random.number(0...999), from..<random.number(from + 1...300)))
                clips.add(row: changed.last!.row, columns: changed.last!.columns)
            }
            let rectangles = clips.withRectangles { Array($0) }
            #expect(rectangles.count <= DamageClips.limit)
            #expect(rectangles.isEmpty == changed.isEmpty)
            for rectangle in rectangles {
                #expect(rectangle.left >= 0 && rectangle.right <= 300 && rectangle.top >= 0 && rectangle.bottom <= 1000)
            }
            for (row, columns) in changed {
                #expect(rectangles.contains {
                    $0.top <= row && row < $0.bottom && $0.left <= columns.lowerBound && columns.upperBound <= $0.right
                })
            }
        }
    }

    @Test func distantChangesStayApart() {
        let clips = DamageClips(width: 300, height: 1000)
        clips.add(row: 3, columns: 10..<20)
        clips.add(row: 900, columns: 200..<300)
        #expect(clips.withRectangles { Array($0) } == [
            DamageRectangle(left: 10, top: 0, right: 20, bottom: 16),
            DamageRectangle(left: 200, top: 896, right: 300, bottom: 912),
        ])
    }
}

@Suite struct FlipEventTests {
    @Test func eventsOfOneReadAreAllTaken() {
        let bytes = eventBytes(type: 2, serial: 7, seconds: 5, microseconds: 250, sequence: 99)
            + eventBytes(type: 1, serial: 8, seconds: 6, microseconds: 0, sequence: 100)
            + eventBytes(type: 2, serial: 9, seconds: 7, microseconds: 1, sequence: 101)
        var found: [FlipEvent] = []
        bytes.withUnsafeBytes { FlipEvent.forEach(in: $0) { found.append($0) } }
        #expect(found.map(\.serial) == [7, 9])
        #expect(found.map(\.flip.sequence) == [99, 101])
        #expect(found[0].flip.instant == MonotonicInstant(nanoseconds: 5_000_250_000))
    }

    @Test(arguments: [0, 4, 8, 31, 33])
    func aLengthThatCannotBeStopsTheReading(length: UInt32) {
        var bytes = eventBytes(type: 2, serial: 7, seconds: 0, microseconds: 0, sequence: 0)
        bytes.replaceSubrange(4..<8, with: withUnsafeBytes(of: length) { Array($0) })
        bytes.withUnsafeBytes { FlipEvent.forEach(in: $0) { _ in Issue.record("an event out of nothing") } }
    }
}

@Suite struct CardSelectorTests {
    @Test(arguments: [
        ("auto", CardSelector.automatic as CardSelector?), ("driver:vc4", .driver("vc4")),
        ("/dev/dri/card1", .path("/dev/dri/card1")), ("driver:", nil), ("card0", nil), ("", nil),
    ])
    func parsing(text: String, expected: CardSelector?) { #expect(CardSelector(parsing: text) == expected) }
}
