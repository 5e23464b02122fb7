internal import CDRM
internal import LinuxIO
internal import Pixels

/// What a card has, with its property ids resolved once. "Optional" means that not every driver has it.
struct CardTopology {
    struct Connector {
        var description: ConnectorDescription
        let properties: ConnectorProperties
    }

    struct CRTC {
        let id: CRTCID
        let isActive: Bool
        let properties: CRTCProperties
    }

    struct Plane {
        let description: PlaneDescription
        let properties: PlaneProperties
    }

    var connectors: [Connector]
    let writebackConnectors: [Connector]
    let crtcs: [CRTC]
    let planes: [Plane]
}

struct ConnectorProperties {
    let crtc: PropertyID
    let linkStatus: PropertyID?
    let writebackFramebuffer: PropertyID?
    let writebackFence: PropertyID?
}

struct CRTCProperties {
    let active: PropertyID
    let mode: PropertyID
    /// Tables a predecessor may have left; with their present values.
    let colorTables: [PropertyID]
}

struct PlaneProperties {
    let framebuffer: PropertyID
    let crtc: PropertyID
    let sourceX, sourceY, sourceWidth, sourceHeight: PropertyID
    let x, y, width, height: PropertyID
    let rotation: PropertyID?
    let alpha: PropertyID?
    let damage: PropertyID?
    /// Nil also where it cannot be set.
    let zpos: PropertyID?
    let encoding: EnumeratedProperty?
    let range: EnumeratedProperty?
}

/// A property that takes one of some values, by their names.
struct EnumeratedProperty {
    let id: PropertyID
    let values: [String: UInt64]
}

extension CardTopology {
    /// Reads everything from the kernel. With `probing` displays are asked anew, which can take some 100 ms each; without,
    /// the kernel's last knowledge counts.
    static func read(_ card: Card, probing: Bool) throws(DisplayError) -> CardTopology {
        guard let resources = card.withRaw({ drmModeGetResources($0) }) else {
            throw .unusable(path: card.path, reason: "no mode setting resources: \(Errno.current)")
        }
        defer { drmModeFreeResources(resources) }
        let crtcIDs = (0..<Int(resources.pointee.count_crtcs)).map { CRTCID(rawValue: resources.pointee.crtcs[$0]) }
        var connectors: [Connector] = []
        var writeback: [Connector] = []
        for index in 0..<Int(resources.pointee.count_connectors) {
            let id = ConnectorID(rawValue: resources.pointee.connectors[index])
            // A connector of a DisplayPort hub can go between the two calls.
            guard let (connector, isWriteback) = readConnector(card, id, probing: probing) else { continue }
            if isWriteback { writeback.append(connector) } else { connectors.append(connector) }
        }
        guard !connectors.isEmpty, !crtcIDs.isEmpty else {
            throw .unusable(path: card.path, reason: "has nothing to plug a display in")
        }
        var crtcs: [CRTC] = []
        for id in crtcIDs {
            let properties = PropertyTable(card, id.rawValue, UInt32(DRM_MODE_OBJECT_CRTC))
            guard let active = properties["ACTIVE"], let mode = properties["MODE_ID"] else {
                throw .unusable(path: card.path, reason: "CRTC \(id.rawValue) has no atomic properties")
            }
            // Only tables that are set are reset: touching the others would ask some drivers for what they cannot do.
            let tables = ["GAMMA_LUT", "DEGAMMA_LUT", "CTM"].compactMap { properties[$0] }.filter { $0.value != 0 }
            crtcs.append(
                CRTC(
                    id: id, isActive: active.value != 0,
                    properties: CRTCProperties(active: active.id, mode: mode.id, colorTables: tables.map(\.id))))
        }
        return CardTopology(
            connectors: connectors, writebackConnectors: writeback, crtcs: crtcs, planes: try readPlanes(card))
    }

    /// Connectors only, asked anew.
    static func probeConnectors(_ card: Card, _ ids: [ConnectorID]) -> [ConnectorDescription] {
        ids.compactMap { readConnector(card, $0, probing: true)?.0.description }
    }

    private static func readConnector(
        _ card: Card, _ id: ConnectorID, probing: Bool
    ) -> (Connector, isWriteback: Bool)? {
        let pointer = card.withRaw {
            probing ? drmModeGetConnector($0, id.rawValue) : drmModeGetConnectorCurrent($0, id.rawValue)
        }
        guard let pointer else { return nil }
        defer { drmModeFreeConnector(pointer) }
        let connector = pointer.pointee
        let properties = PropertyTable(card, id.rawValue, UInt32(DRM_MODE_OBJECT_CONNECTOR))
        guard let crtc = properties["CRTC_ID"] else { return nil }
        let typeName = drmModeGetConnectorTypeName(connector.connector_type).map { String(cString: $0) } ?? "Unknown"
        let status: ConnectorDescription.Status =
            switch connector.connection {
            case DRM_MODE_CONNECTED: .connected
            case DRM_MODE_DISCONNECTED: .disconnected
            default: .unknown
            }
        let edid = properties["EDID"].flatMap { readBlob(card, UInt32(truncatingIfNeeded: $0.value)) }
        let description = ConnectorDescription(
            id: id, name: "\(typeName)-\(connector.connector_type_id)", kind: .init(type: connector.connector_type),
            status: status, modes: (0..<Int(connector.count_modes)).map { DisplayMode(connector.modes[$0]) },
            edid: edid, linkIsBad: properties["link-status"]?.value == UInt64(DRM_MODE_LINK_STATUS_BAD),
            possibleCRTCs: card.withRaw { drmModeConnectorGetPossibleCrtcs($0, pointer) },
            currentCRTC: crtc.value == 0 ? nil : CRTCID(rawValue: UInt32(truncatingIfNeeded: crtc.value)))
        return (
            Connector(
                description: description,
                properties: ConnectorProperties(
                    crtc: crtc.id, linkStatus: properties["link-status"]?.id,
                    writebackFramebuffer: properties["WRITEBACK_FB_ID"]?.id,
                    writebackFence: properties["WRITEBACK_OUT_FENCE_PTR"]?.id)),
            connector.connector_type == UInt32(DRM_MODE_CONNECTOR_WRITEBACK)
        )
    }

    private static func readPlanes(_ card: Card) throws(DisplayError) -> [Plane] {
        guard let resources = card.withRaw({ drmModeGetPlaneResources($0) }) else {
            throw .unusable(path: card.path, reason: "no planes: \(Errno.current)")
        }
        defer { drmModeFreePlaneResources(resources) }
        return (0..<Int(resources.pointee.count_planes)).compactMap { index in
            let id = resources.pointee.planes[index]
            guard let pointer = card.withRaw({ drmModeGetPlane($0, id) }) else { return nil }
            defer { drmModeFreePlane(pointer) }
            return readPlane(card, pointer.pointee)
        }
    }

    private static func readPlane(_ card: Card, _ plane: drmModePlane) -> Plane? {
        let properties = PropertyTable(card, plane.plane_id, UInt32(DRM_MODE_OBJECT_PLANE))
        let kind: PlaneDescription.Kind
        switch properties["type"]?.value {
        case UInt64(DRM_PLANE_TYPE_PRIMARY): kind = .primary
        case UInt64(DRM_PLANE_TYPE_CURSOR): kind = .cursor
        default: kind = .overlay
        }
        guard let framebuffer = properties["FB_ID"]?.id, let crtc = properties["CRTC_ID"]?.id,
            let sourceX = properties["SRC_X"]?.id, let sourceY = properties["SRC_Y"]?.id,
            let sourceWidth = properties["SRC_W"]?.id, let sourceHeight = properties["SRC_H"]?.id,
            let x = properties["CRTC_X"]?.id, let y = properties["CRTC_Y"]?.id,
            let width = properties["CRTC_W"]?.id, let height = properties["CRTC_H"]?.id
        else { return nil }
        let zpos = properties.range("zpos")
        let encoding = properties.enumeration("COLOR_ENCODING")
        let range = properties.enumeration("COLOR_RANGE")
        let modifiers = properties["IN_FORMATS"].flatMap { readBlob(card, UInt32(truncatingIfNeeded: $0.value)) }
        return Plane(
            description: PlaneDescription(
                id: PlaneID(rawValue: plane.plane_id), kind: kind, possibleCRTCs: plane.possible_crtcs,
                formats: (0..<Int(plane.count_formats)).map { PixelFormat(rawValue: plane.formats[$0]) },
                currentCRTC: plane.crtc_id == 0 ? nil : CRTCID(rawValue: plane.crtc_id),
                linearFormats: modifiers.map(PixelFormat.linear(inFormats:)), stacking: zpos?.range,
                encodings: encoding.flatMap { encoding in range.map { YUVEncoding.all(encoding, $0) } }),
            properties: PlaneProperties(
                framebuffer: framebuffer, crtc: crtc, sourceX: sourceX, sourceY: sourceY, sourceWidth: sourceWidth,
                sourceHeight: sourceHeight, x: x, y: y, width: width, height: height,
                rotation: properties["rotation"]?.id, alpha: properties["alpha"]?.id,
                damage: properties["FB_DAMAGE_CLIPS"]?.id, zpos: zpos.flatMap { $0.isFixed ? nil : $0.id }, encoding: encoding, range: range))
    }

    fileprivate static func readBlob(_ card: Card, _ id: UInt32) -> [UInt8]? {
        guard id != 0, let blob = card.withRaw({ drmModeGetPropertyBlob($0, id) }) else { return nil }
        defer { drmModeFreePropertyBlob(blob) }
        return [UInt8](UnsafeRawBufferPointer(start: blob.pointee.data, count: Int(blob.pointee.length)))
    }
}

/// The properties of one object by name, as they are now.
private struct PropertyTable {
    private var byName: [String: (id: PropertyID, value: UInt64)] = [:]
    private let card: Card

    init(_ card: Card, _ object: UInt32, _ type: UInt32) {
        self.card = card
        guard let list = card.withRaw({ drmModeObjectGetProperties($0, object, type) }) else { return }
        defer { drmModeFreeObjectProperties(list) }
        for index in 0..<Int(list.pointee.count_props) {
            let id = list.pointee.props[index]
            guard let property = card.withRaw({ drmModeGetProperty($0, id) }) else { continue }
            let name = withUnsafeBytes(of: property.pointee.name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            byName[name] = (PropertyID(rawValue: id), list.pointee.prop_values[index])
            drmModeFreeProperty(property)
        }
    }

    subscript(name: String) -> (id: PropertyID, value: UInt64)? { byName[name] }

    /// A property of numbers from one to another. Fixed: it has one value and cannot be set.
    func range(_ name: String) -> (id: PropertyID, range: ClosedRange<UInt64>, isFixed: Bool)? {
        guard let (id, value) = byName[name] else { return nil }
        return detail(id) { property in
            let isFixed = property.flags & UInt32(DRM_MODE_PROP_IMMUTABLE) != 0
            if isFixed { return (id, value...value, true) }
            guard property.count_values == 2, property.values[0] <= property.values[1] else { return nil }
            return (id, property.values[0]...property.values[1], false)
        }
    }

    func enumeration(_ name: String) -> EnumeratedProperty? {
        guard let (id, _) = byName[name] else { return nil }
        return detail(id) { property in
            var values: [String: UInt64] = [:]
            for index in 0..<Int(property.count_enums) {
                let name = withUnsafeBytes(of: property.enums[index].name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
                values[name] = property.enums[index].value
            }
            return EnumeratedProperty(id: id, values: values)
        }
    }

    private func detail<Result>(_ id: PropertyID, _ body: (drmModePropertyRes) -> Result?) -> Result? {
        guard let property = card.withRaw({ drmModeGetProperty($0, id.rawValue) }) else { return nil }
        defer { drmModeFreeProperty(property) }
        return body(property.pointee)
    }
}

extension PixelFormat {
    /// The formats that a plane takes in plain rows, of its IN_FORMATS (struct drm_format_modifier_blob in drm_mode.h).
    fileprivate static func linear(inFormats blob: [UInt8]) -> Set<PixelFormat> {
        blob.withUnsafeBytes { bytes in
            func word(_ offset: Int) -> Int { offset + 4 <= bytes.count ? Int(bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)) : 0 }
            func long(_ offset: Int) -> UInt64 { offset + 8 <= bytes.count ? bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self) : 0 }
            let (formatCount, formatOffset, modifierCount, modifierOffset) = (word(8), word(12), word(16), word(20))
            var linear: Set<PixelFormat> = []
            for index in 0..<min(modifierCount, bytes.count / 24) {
                // struct drm_format_modifier: which of 64 formats from an offset on, and the modifier.
                let entry = modifierOffset + index * 24
                guard long(entry + 16) == 0 else { continue }
                for bit in 0..<64 where long(entry) >> UInt64(bit) & 1 != 0 {
                    let number = word(entry + 8) + bit
                    if number < formatCount { linear.insert(PixelFormat(rawValue: UInt32(word(formatOffset + number * 4)))) }
                }
            }
            return linear
        }
    }
}

extension YUVEncoding {
    /// The kernel's names of ours (drm_color_mgmt.c).
    static let kernelEncodings: [(Matrix, String)] = [(.bt601, "ITU-R BT.601 YCbCr"), (.bt709, "ITU-R BT.709 YCbCr")]
    static let kernelRanges: [(Range, String)] = [(.limited, "YCbCr limited range"), (.full, "YCbCr full range")]

    fileprivate static func all(_ encoding: EnumeratedProperty, _ range: EnumeratedProperty) -> [YUVEncoding] {
        kernelEncodings.filter { encoding.values[$0.1] != nil }.flatMap { matrix, _ in
            kernelRanges.filter { range.values[$0.1] != nil }.map { YUVEncoding(matrix, $0.0) }
        }
    }
}

extension ConnectorDescription.Kind {
    fileprivate init(type: UInt32) {
        switch Int32(bitPattern: type) {
        case DRM_MODE_CONNECTOR_HDMIA, DRM_MODE_CONNECTOR_HDMIB: self = .hdmi
        case DRM_MODE_CONNECTOR_DisplayPort: self = .displayPort
        case DRM_MODE_CONNECTOR_eDP, DRM_MODE_CONNECTOR_LVDS, DRM_MODE_CONNECTOR_DSI, DRM_MODE_CONNECTOR_DPI:
            self = .panel
        case DRM_MODE_CONNECTOR_DVII, DRM_MODE_CONNECTOR_DVID, DRM_MODE_CONNECTOR_DVIA: self = .dvi
        case DRM_MODE_CONNECTOR_VIRTUAL: self = .virtual
        case DRM_MODE_CONNECTOR_VGA: self = .vga
        case DRM_MODE_CONNECTOR_Composite, DRM_MODE_CONNECTOR_SVIDEO, DRM_MODE_CONNECTOR_TV: self = .analog
        default: self = .other
        }
    }
}

extension DisplayMode {
    init(_ mode: drmModeModeInfo) {
        self.init(
            clockKilohertz: mode.clock,
            horizontal: Axis(
                visible: mode.hdisplay, syncStart: mode.hsync_start, syncEnd: mode.hsync_end, total: mode.htotal),
            vertical: Axis(
                visible: mode.vdisplay, syncStart: mode.vsync_start, syncEnd: mode.vsync_end, total: mode.vtotal),
            flags: mode.flags, isPreferred: mode.type & UInt32(DRM_MODE_TYPE_PREFERRED) != 0, skew: mode.hskew,
            scan: mode.vscan)
    }

    /// The mode as a blob for MODE_ID.
    func blob(_ card: Card) throws(SystemError) -> Blob {
        var info = drm_mode_modeinfo()
        info.clock = clockKilohertz
        info.hdisplay = horizontal.visible
        info.hsync_start = horizontal.syncStart
        info.hsync_end = horizontal.syncEnd
        info.htotal = horizontal.total
        info.hskew = skew
        info.vdisplay = vertical.visible
        info.vsync_start = vertical.syncStart
        info.vsync_end = vertical.syncEnd
        info.vtotal = vertical.total
        info.vscan = scan
        info.vrefresh = UInt32((refreshMillihertz + 500) / 1000)
        info.flags = flags
        return try withUnsafePointer(to: info) { (pointer) throws(SystemError) in
            try Blob(card, UnsafeRawBufferPointer(start: pointer, count: MemoryLayout<drm_mode_modeinfo>.size))
        }
    }
}
