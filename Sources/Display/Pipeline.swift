internal import LinuxIO
internal import Pixels

/// The way of a picture to the display: plane → CRTC → connector, in one mode. A value; commits are built from it.
struct Pipeline {
    let connector: ConnectorDescription
    let mode: DisplayMode
    let format: PixelFormat
    private let connectorProperties: ConnectorProperties
    private let crtc: CardTopology.CRTC
    private let plane: CardTopology.Plane
    /// What else is lit and must not be: cursors and layers of a predecessor, the console on another output.
    private let otherConnectors: [CardTopology.Connector]
    private let otherCRTCs: [CardTopology.CRTC]
    private let otherPlanes: [CardTopology.Plane]
    /// All planes of the card, and the CRTC's number, for those who want to lay something over the page.
    let planes: [CardTopology.Plane]
    let crtcIndex: Int

    /// Nil when no CRTC and plane can do it.
    init?(_ topology: CardTopology, connector: ConnectorDescription, mode: DisplayMode) {
        let planes = topology.planes.map(\.description)
        guard let assignment = PlanePlanner.plan(for: connector, crtcs: topology.crtcs.map(\.id), planes: planes),
            let own = topology.connectors.first(where: { $0.description.id == connector.id }),
            let crtc = topology.crtcs.first(where: { $0.id == assignment.crtc }),
            let plane = topology.planes.first(where: { $0.description.id == assignment.plane })
        else { return nil }
        self.connector = connector
        self.mode = mode
        format = assignment.format
        connectorProperties = own.properties
        self.crtc = crtc
        self.plane = plane
        otherConnectors = (topology.connectors + topology.writebackConnectors).filter {
            $0.description.id != connector.id && $0.description.currentCRTC != nil
        }
        otherCRTCs = topology.crtcs.filter { $0.id != crtc.id && $0.isActive }
        self.planes = topology.planes
        crtcIndex = topology.crtcs.firstIndex { $0.id == assignment.crtc } ?? 0
        otherPlanes = topology.planes.filter {
            $0.description.id != plane.description.id && $0.description.currentCRTC != nil
        }
    }

    var crtcID: CRTCID { crtc.id }
    var crtcProperties: CRTCProperties { crtc.properties }
    var hasDamage: Bool { plane.properties.damage != nil }

    /// Everything, whatever was before: needs a modeset unless the display is in just this state already.
    func light(_ framebuffer: FramebufferID, mode blob: borrowing Blob) -> AtomicCommit {
        var commit = AtomicCommit()
        let id = connector.id.rawValue
        commit.set(id, connectorProperties.crtc, UInt64(crtc.id.rawValue))
        commit.set(id, connectorProperties.linkStatus, 0)
        commit.set(crtc.id.rawValue, crtc.properties.active, 1)
        commit.set(crtc.id.rawValue, crtc.properties.mode, UInt64(blob.id))
        for table in crtc.properties.colorTables { commit.set(crtc.id.rawValue, table, 0) }

        let properties = plane.properties
        let planeID = plane.description.id.rawValue
        let (width, height) = (UInt64(mode.size.width), UInt64(mode.size.height))
        commit.set(planeID, properties.framebuffer, UInt64(framebuffer.rawValue))
        commit.set(planeID, properties.crtc, UInt64(crtc.id.rawValue))
        commit.set(planeID, properties.sourceX, 0)
        commit.set(planeID, properties.sourceY, 0)
        commit.set(planeID, properties.sourceWidth, width << 16)
        commit.set(planeID, properties.sourceHeight, height << 16)
        commit.set(planeID, properties.x, 0)
        commit.set(planeID, properties.y, 0)
        commit.set(planeID, properties.width, width)
        commit.set(planeID, properties.height, height)
        commit.set(planeID, properties.rotation, 1)  // DRM_MODE_ROTATE_0
        commit.set(planeID, properties.alpha, 0xFFFF)
        commit.set(planeID, properties.damage, 0)
        addOthersOff(&commit)
        return commit
    }

    /// The page's plane.
    var pagePlane: PlaneDescription { plane.description }

    /// Nothing but another framebuffer on the plane. The slots are set anew before each commit. `isAtBack`: what shall lie over the page is
    /// stacked by number, so the page gets the lowest.
    func flip(isAtBack: Bool = false) -> (commit: AtomicCommit, framebuffer: AtomicCommit.Slot, damage: AtomicCommit.Slot?) {
        var commit = AtomicCommit()
        let id = plane.description.id.rawValue
        let framebuffer = commit.set(id, plane.properties.framebuffer, 0)
        let damage = commit.set(id, plane.properties.damage, 0)
        if isAtBack, let stacking = plane.description.stacking { commit.set(id, plane.properties.zpos, stacking.lowerBound) }
        return (commit, framebuffer, damage)
    }

    /// The connector alone, on a CRTC or (0) on none; for writeback.
    func attach(to commit: inout AtomicCommit, crtc: UInt64) {
        commit.set(connector.id.rawValue, connectorProperties.crtc, crtc)
    }

    /// The display off, and these planes too: the connector is left without a signal.
    func darken(_ lit: [PlaneID]) -> AtomicCommit {
        var commit = AtomicCommit()
        commit.set(connector.id.rawValue, connectorProperties.crtc, 0)
        commit.set(crtc.id.rawValue, crtc.properties.active, 0)
        commit.set(crtc.id.rawValue, crtc.properties.mode, 0)
        commit.set(plane.description.id.rawValue, plane.properties.framebuffer, 0)
        commit.set(plane.description.id.rawValue, plane.properties.crtc, 0)
        addOthersOff(&commit)
        for id in lit where !otherPlanes.contains(where: { $0.description.id == id }) { turnOff(id, in: &commit) }
        return commit
    }

    /// This framebuffer on the page's plane, and nothing on any plane that could lie over or under it.
    func cover(_ framebuffer: FramebufferID) -> AtomicCommit {
        var commit = AtomicCommit()
        commit.set(plane.description.id.rawValue, plane.properties.framebuffer, UInt64(framebuffer.rawValue))
        commit.set(plane.description.id.rawValue, plane.properties.damage, 0)
        for other in planes where other.description.kind == .overlay && other.description.possibleCRTCs & 1 << UInt32(crtcIndex) != 0 {
            turnOff(other.description.id, in: &commit)
        }
        return commit
    }

    /// A plane shows nothing.
    func turnOff(_ id: PlaneID, in commit: inout AtomicCommit) {
        guard let plane = planes.first(where: { $0.description.id == id }) else { return }
        commit.set(id.rawValue, plane.properties.framebuffer, 0)
        commit.set(id.rawValue, plane.properties.crtc, 0)
    }

    private func addOthersOff(_ commit: inout AtomicCommit) {
        for other in otherConnectors { commit.set(other.description.id.rawValue, other.properties.crtc, 0) }
        for other in otherCRTCs {
            commit.set(other.id.rawValue, other.properties.active, 0)
            commit.set(other.id.rawValue, other.properties.mode, 0)
        }
        for other in otherPlanes {
            commit.set(other.description.id.rawValue, other.properties.framebuffer, 0)
            commit.set(other.description.id.rawValue, other.properties.crtc, 0)
        }
    }
}
