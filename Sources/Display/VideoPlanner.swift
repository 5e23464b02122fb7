package import Pixels

/// Which planes show the pictures of cameras straight from the memory that the cameras fill. Pure: what the kernel thinks of a plan is asked
/// with a TEST_ONLY commit, and the next plan is tried.
package enum VideoPlanner {
    /// A camera's window, and its pictures.
    package struct Window: Equatable, Sendable {
        package var rect: PixelRect
        /// Nil: its pictures lie in memory that no display can read, or something has to be done to them first; why.
        package var source: Source?
        package var reason = ""

        package init(rect: PixelRect, source: Source?, reason: String = "") {
            self.rect = rect
            self.source = source
            self.reason = reason
        }
    }

    package struct Source: Equatable, Sendable {
        package var format: PixelFormat
        package var size: PixelSize
        /// Of RGB formats it says nothing.
        package var encoding: YUVEncoding

        package init(format: PixelFormat, size: PixelSize, encoding: YUVEncoding) {
            self.format = format
            self.size = size
            self.encoding = encoding
        }
    }

    /// One way to show a window.
    package struct Assignment: Equatable, Sendable {
        package var plane: PlaneID
        /// Where the picture goes: all of the window that it fills in its shape, or a part of that at the picture's own size.
        package var rect: PixelRect
        package var isScaled: Bool
        /// Nil of RGB formats, and where the plane needs not be told.
        package var encoding: YUVEncoding?
        /// Positions in the stack to be set; nil where they are right as they are.
        package var zpos: UInt64?
        /// The camera's plane lies over the page, so this one repeats the page's part of the window over it. Nil: the page lies over the
        /// camera by itself, and must be shown in a format with alpha.
        package var lid: PlaneID?
        package var lidZpos: UInt64?
    }

    /// What the planner needs to know of the page.
    package struct Page: Equatable, Sendable {
        package var plane: PlaneID
        /// The number of its CRTC.
        package var crtc: Int

        package init(plane: PlaneID, crtc: Int) {
            self.plane = plane
            self.crtc = crtc
        }
    }

    /// What came of a plan: ways to try, best first; none, and why.
    package enum Outcome: Equatable, Sendable {
        case ways([Assignment])
        case composed(reason: String)
    }

    /// The formats that some overlay plane takes, those that need no conversion by anybody first: what to ask a camera for.
    package static func formats(page: Page, planes: [PlaneDescription]) -> [PixelFormat] {
        let overlays = usable(page, planes)
        return formats.filter { format in overlays.contains { $0.takes(format) } }
    }

    /// Formats of cameras that planes may take, in the order in which they are asked for.
    package static let formats = [PixelFormat("NV12"), PixelFormat("YUYV"), .xrgb8888]

    /// - Parameter taken: planes that other windows have already.
    package static func plan(_ window: Window, page: Page, planes: [PlaneDescription], taken: Set<PlaneID>) -> Outcome {
        guard let source = window.source else { return .composed(reason: window.reason) }
        guard let pagePlane = planes.first(where: { $0.id == page.plane }) else { return .composed(reason: "the page has no plane") }
        let overlays = usable(page, planes)
        if overlays.isEmpty { return .composed(reason: "no overlay plane") }
        let fitting = overlays.filter { $0.takes(source.format) }
        if fitting.isEmpty { return .composed(reason: "no plane takes \(source.format) in rows") }
        let free = fitting.filter { !taken.contains($0.id) }
        if free.isEmpty { return .composed(reason: "all planes for \(source.format) are taken") }
        let coloured = free.filter { !source.format.isYUV || ($0.encodings ?? [YUVEncoding(.bt601, .limited)]).contains(source.encoding) }
        if coloured.isEmpty {
            return .composed(reason: "no plane does \(source.encoding.matrix) in \(source.encoding.range) range")
        }
        var ways: [Assignment] = []
        var isUncovered = false
        let filled = PixelSize.fitting(source.size, into: window.rect.size)
        for plane in coloured {
            guard let stack = stack(plane, pagePlane, overlays.filter { $0.id != plane.id && !taken.contains($0.id) }) else {
                isUncovered = true
                continue
            }
            var way = stack
            way.encoding = source.format.isYUV && plane.encodings != nil ? source.encoding : nil
            way.rect = centred(filled, window.rect)
            way.isScaled = filled != source.size
            ways.append(way)
            // Not every plane scales: the picture at its own size where there is room.
            if way.isScaled, source.size.width <= window.rect.width, source.size.height <= window.rect.height {
                way.rect = centred(source.size, window.rect)
                way.isScaled = false
                ways.append(way)
            }
        }
        if ways.isEmpty {
            return .composed(reason: isUncovered ? "the page could not lie over the picture" : "no plane")
        }
        // One that scales shows the picture in its full size.
        return .ways(ways.filter(\.isScaled) + ways.filter { !$0.isScaled })
    }

    private static func usable(_ page: Page, _ planes: [PlaneDescription]) -> [PlaneDescription] {
        planes.filter { $0.kind == .overlay && $0.id != page.plane && $0.possibleCRTCs & 1 << UInt32(page.crtc) != 0 }
    }

    /// How page and picture can lie on each other: the page above by itself, or a lid above both.
    private static func stack(_ plane: PlaneDescription, _ page: PlaneDescription, _ others: [PlaneDescription]) -> Assignment? {
        var way = Assignment(plane: plane.id, rect: .zero, isScaled: false)
        if page.takes(.argb8888) {
            // Below the page: as it is fixed, or because it can be put there.
            if let mine = plane.stacking, let pages = page.stacking, mine.lowerBound < pages.upperBound {
                let isFixed = mine.lowerBound == mine.upperBound && pages.lowerBound == pages.upperBound
                if isFixed { return way }
                if pages.lowerBound == pages.upperBound {
                    way.zpos = mine.lowerBound
                    return way
                }
            }
            if plane.stacking == nil, plane.order < page.order { return way }
        }
        for lid in others where lid.takes(.argb8888) {
            if let mine = plane.stacking, let lids = lid.stacking {
                let isFixed = mine.lowerBound == mine.upperBound && lids.lowerBound == lids.upperBound
                if isFixed, lids.lowerBound > mine.lowerBound {
                    way.lid = lid.id
                    return way
                }
                let below = max(mine.lowerBound, (page.stacking?.lowerBound ?? 0) + 1)
                if !isFixed, mine.contains(below), lids.upperBound > below {
                    way.lid = lid.id
                    way.zpos = below
                    way.lidZpos = max(lids.lowerBound, below + 1)
                    return way
                }
            } else if plane.stacking == nil, lid.stacking == nil, lid.order > plane.order {
                way.lid = lid.id
                return way
            }
        }
        return nil
    }

    private static func centred(_ size: PixelSize, _ rect: PixelRect) -> PixelRect {
        PixelRect(
            x: rect.x + (rect.width - size.width) / 2, y: rect.y + (rect.height - size.height) / 2, width: size.width, height: size.height)
    }
}

extension PlaneDescription {
    /// Where the kernel stacks planes without zpos.
    fileprivate var order: UInt64 { UInt64(kind.rawValue) << 32 | UInt64(id.rawValue) }
}

extension PixelFormat {
    /// Whether what a plane assumes of colour matters.
    package var isYUV: Bool { ["NV12", "NV21", "NV16", "NV61", "YUYV", "YVYU", "UYVY", "VYUY", "YU12", "YV12"].contains(description) }
}
