import Display
import Pixels
import Testing

/// Planes as drivers of Linux 6.1 to 6.12 describe them, from their sources; ids are made up, in the order of registration.
@Suite struct VideoPlannerTests {
    private static let rgb: [PixelFormat] = [.xrgb8888, .argb8888, PixelFormat("RG16")]
    private static let yuv: [PixelFormat] = [PixelFormat("NV12"), PixelFormat("NV21"), PixelFormat("NV16")]
    private static let both: [YUVEncoding] = [
        .init(.bt601, .limited), .init(.bt601, .full), .init(.bt709, .limited), .init(.bt709, .full),
    ]

    private static func plane(
        _ id: UInt32, _ kind: PlaneDescription.Kind, _ formats: [PixelFormat], linear: Set<PixelFormat>? = nil, zpos: ClosedRange<UInt64>? = nil,
        encodings: [YUVEncoding]? = nil
    ) -> PlaneDescription {
        PlaneDescription(
            id: PlaneID(rawValue: id), kind: kind, possibleCRTCs: 1, formats: formats, linearFormats: linear, stacking: zpos,
            encodings: encodings)
    }

    /// meson_overlay.c, meson_plane.c: the overlay takes YUV only, is always at the back and can be told nothing of colour.
    static let meson = [
        plane(1, .primary, rgb, zpos: 1...1), plane(2, .overlay, [PixelFormat("YUYV")] + yuv + [PixelFormat("YU12")], zpos: 0...0),
    ]
    /// rockchip_vop_reg.c (RK3399, big): no zpos, the order of registration counts.
    static let vop = [
        plane(1, .primary, rgb + yuv), plane(2, .overlay, rgb + yuv), plane(3, .overlay, rgb), plane(4, .cursor, rgb),
    ]
    /// rockchip_vop2_reg.c (RK3568): clusters take compressed pictures only, the esmarts rows; all can be stacked at will.
    static let vop2 = [
        plane(1, .primary, rgb + yuv, zpos: 0...5, encodings: both), plane(2, .overlay, rgb, linear: [], zpos: 0...5, encodings: both),
        plane(3, .overlay, rgb + yuv, zpos: 0...5, encodings: both), plane(4, .overlay, rgb, zpos: 0...5),
    ]
    /// vc4_plane.c: the page at the back, overlays above it in any order.
    static let vc4 = [
        plane(1, .primary, rgb + yuv, zpos: 0...0, encodings: both), plane(2, .overlay, rgb + yuv, zpos: 1...17, encodings: both),
        plane(3, .overlay, rgb + yuv, zpos: 1...17, encodings: both),
    ]
    /// vkms_plane.c with enable_overlay=1: RGB only, no zpos.
    static let vkms = [plane(1, .primary, [.xrgb8888]), plane(2, .cursor, [.argb8888]), plane(3, .overlay, rgb), plane(4, .overlay, rgb)]
    /// virtgpu_plane.c.
    static let virtio = [plane(1, .primary, [.xrgb8888]), plane(2, .cursor, [.argb8888])]

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String, why: String
        let planes: [PlaneDescription]
        let format: String
        var encoding = YUVEncoding(.bt601, .limited)
        var size = PixelSize(width: 640, height: 360)
        var rect = PixelRect(x: 100, y: 200, width: 640, height: 360)
        var taken: Set<UInt32> = []
        /// `plane[@zpos][^lid[@zpos]] rect[ scaled]`, best first; or why there is none.
        let expected: [String]
        var testDescription: String { name }
    }

    static let here = "100,200 640x360"
    static let cases = [
        Case(name: "meson", why: "below the page, which has alpha", planes: meson, format: "NV12", expected: ["2 \(here)"]),
        Case(
            name: "meson, RGB", why: "its overlay knows no RGB", planes: meson, format: "XR24", expected: ["no plane takes XR24 in rows"]),
        Case(
            name: "meson, full range", why: "the driver assumes limited", planes: meson, format: "NV12", encoding: .init(.bt601, .full),
            expected: ["no plane does bt601 in full range"]),
        Case(
            name: "meson, smaller", why: "it scales, and where it would not, the picture's own size is not larger than the window",
            planes: meson, format: "YUYV", rect: PixelRect(x: 0, y: 0, width: 320, height: 180), expected: ["2 0,0 320x180 scaled"]),
        Case(name: "vop", why: "above the page, so a lid above that", planes: vop, format: "NV12", expected: ["2^3 \(here)"]),
        Case(
            name: "vop, second window", why: "the lid's plane takes no YUV", planes: vop, format: "NV12", taken: [2, 3],
            expected: ["all planes for NV12 are taken"]),
        Case(
            name: "vop2", why: "clusters are no place for rows, and can be no lid either", planes: vop2, format: "NV12",
            encoding: .init(.bt709, .limited), expected: ["3@1^4@2 \(here) bt709 limited"]),
        Case(name: "vc4", why: "stacked above the page, the lid one above", planes: vc4, format: "NV12", encoding: .init(.bt709, .full),
            expected: ["2@1^3@2 \(here) bt709 full", "3@1^2@2 \(here) bt709 full"]),
        Case(
            name: "vc4, the last overlay", why: "nothing is left to lie over the picture", planes: vc4, format: "XR24", taken: [2],
            expected: ["the page could not lie over the picture"]),
        Case(name: "vkms", why: "above the page, lid above", planes: vkms, format: "XR24", expected: ["3^4 \(here)"]),
        Case(
            name: "vkms, larger window", why: "scaled is tried first, its own size where that is refused", planes: vkms, format: "XR24",
            rect: PixelRect(x: 0, y: 0, width: 1280, height: 720), expected: ["3^4 0,0 1280x720 scaled", "3^4 320,180 640x360"]),
        Case(
            name: "vkms, 4:3", why: "whole, in the middle", planes: vkms, format: "XR24", size: PixelSize(width: 480, height: 360),
            expected: ["3^4 180,200 480x360"]),
        Case(name: "vkms, YUV", why: "it knows RGB only", planes: vkms, format: "NV12", expected: ["no plane takes NV12 in rows"]),
        Case(name: "virtio", why: "a cursor is no place for a camera", planes: virtio, format: "XR24", expected: ["no overlay plane"]),
    ]

    @Test(arguments: cases) func driversAreUsedAsTheyAre(_ row: Case) {
        let format = row.planes.flatMap(\.formats).first { $0.description == row.format } ?? PixelFormat("NV12")
        let source = VideoPlanner.Source(format: row.format == format.description ? format : .xrgb8888, size: row.size, encoding: row.encoding)
        let outcome = VideoPlanner.plan(
            .init(rect: row.rect, source: source), page: .init(plane: PlaneID(rawValue: 1), crtc: 0), planes: row.planes,
            taken: Set(row.taken.map { PlaneID(rawValue: $0) }))
        #expect(Self.words(outcome) == row.expected, "\(row.why)")
    }

    private static func words(_ outcome: VideoPlanner.Outcome) -> [String] {
        guard case .ways(let ways) = outcome else {
            if case .composed(let reason) = outcome { return [reason] }
            return []
        }
        return ways.map { way in
            func at(_ zpos: UInt64?) -> String { zpos.map { "@\($0)" } ?? "" }
            var text = "\(way.plane.rawValue)" + at(way.zpos)
            if let lid = way.lid { text += "^\(lid.rawValue)" + at(way.lidZpos) }
            text += " \(way.rect.x),\(way.rect.y) \(way.rect.width)x\(way.rect.height)" + (way.isScaled ? " scaled" : "")
            if let encoding = way.encoding { text += " \(encoding.matrix) \(encoding.range)" }
            return text
        }
    }

    @Test func aCameraIsAskedForWhatSomePlaneTakes() {
        func formats(_ planes: [PlaneDescription]) -> [String] {
            VideoPlanner.formats(page: .init(plane: PlaneID(rawValue: 1), crtc: 0), planes: planes).map(\.description)
        }
        #expect(formats(Self.meson) == ["NV12", "YUYV"])
        #expect(formats(Self.vc4) == ["NV12", "XR24"])
        #expect(formats(Self.vkms) == ["XR24"])
        #expect(formats(Self.virtio) == [])
    }

    @Test func aMaskedPictureIsComposed() {
        let outcome = VideoPlanner.plan(
            .init(rect: .zero, source: nil, reason: "a part of it is masked"), page: .init(plane: PlaneID(rawValue: 1), crtc: 0),
            planes: Self.vkms, taken: [])
        #expect(outcome == .composed(reason: "a part of it is masked"))
    }
}
