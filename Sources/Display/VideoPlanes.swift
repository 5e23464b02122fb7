internal import CDRM
internal import LinuxIO
internal import Pixels

/// The planes of a pipeline that show cameras: decides, imports the cameras' memory, and puts both into the commits of the page.
final class VideoPlanes {
    private struct Use {
        let assignment: VideoPlanner.Assignment
        let imported: ImportedPictures
    }

    /// A commit with the page and the planes, changed in place for each picture.
    private struct Prototype {
        var commit: AtomicCommit
        let page: AtomicCommit.Slot
        let damage: AtomicCommit.Slot?
        /// Framebuffer and CRTC of each plane in use, by window; nil where a window has none.
        var pictures: [(framebuffer: AtomicCommit.Slot, crtc: AtomicCommit.Slot)?]
        var lids: [(framebuffer: AtomicCommit.Slot, crtc: AtomicCommit.Slot)?]
        var isPageTranslucent = false
    }

    private let card: Card
    private let pipeline: Pipeline
    private var windows: [VideoWindow] = []
    /// Whose memory each window had when it was arranged.
    private var memories: [ObjectIdentifier?] = []
    private var uses: [Use?] = []
    private var committed: [UInt64] = []
    private var prototype: Prototype
    /// Planes that the kernel shows something on.
    private(set) var lit: [PlaneID] = []
    /// Memory of cameras that are no longer shown. Taking a framebuffer away from a plane that still shows it would stop the display until the
    /// plane is off, so they stay until the flip that turned it off has come.
    private var leaving: [ImportedPictures] = []
    private var isLeavingCommitted = false
    /// A flip with planes was refused after its test had passed: none are used any more.
    private var isForbidden = false

    init(_ card: Card, _ pipeline: Pipeline) {
        self.card = card
        self.pipeline = pipeline
        prototype = VideoPlanes.prototype(pipeline, [], off: [])
    }

    /// The formats that cameras should be asked for.
    var formats: [PixelFormat] {
        isForbidden ? [] : VideoPlanner.formats(page: page, planes: pipeline.planes.map(\.description))
    }

    private var page: VideoPlanner.Page { .init(plane: pipeline.pagePlane.id, crtc: pipeline.crtcIndex) }

    func isOnPlane(_ window: Int) -> Bool { uses.indices.contains(window) && uses[window] != nil }

    var hasNewPictures: Bool {
        for index in uses.indices where uses[index] != nil && windows[index].layer.picture != committed[index] { return true }
        return false
    }

    // MARK: Arranging

    func arrange(_ windows: [VideoWindow], over page: DumbBuffer) {
        if isSame(windows) { return }
        let before = uses
        self.windows = windows
        memories = windows.map { try? ObjectIdentifier($0.layer.sharing.get()) }
        uses = []
        var taken: Set<PlaneID> = []
        for window in windows {
            let (use, path) = arrange(window, taken, over: page, imports: before)
            if let use {
                taken.insert(use.assignment.plane)
                if let lid = use.assignment.lid { taken.insert(lid) }
            }
            uses.append(use)
            window.layer.takes(path)
        }
        let kept = uses.compactMap { $0?.imported }
        leaving += before.compactMap { $0?.imported }.filter { old in !kept.contains { $0 === old } }
        isLeavingCommitted = false
        committed = windows.map { _ in .max }
        prototype = VideoPlanes.prototype(pipeline, uses, off: lit.filter { !taken.contains($0) })
    }

    private func isSame(_ windows: [VideoWindow]) -> Bool {
        guard windows.count == self.windows.count else { return false }
        for index in windows.indices {
            guard windows[index].layer === self.windows[index].layer, windows[index].rect == self.windows[index].rect else { return false }
            let memory: ObjectIdentifier? = if case .success(let sharing) = windows[index].layer.sharing { ObjectIdentifier(sharing) } else { nil }
            if memory != memories[index] { return false }
        }
        return true
    }

    private func arrange(_ window: VideoWindow, _ taken: Set<PlaneID>, over page: DumbBuffer, imports: [Use?]) -> (Use?, VideoPath) {
        if isForbidden { return (nil, .composed(reason: "a flip with planes was refused")) }
        let sharing: SharedPictures
        switch window.layer.sharing {
        case .success(let found): sharing = found
        case .failure(let unshared): return (nil, .composed(reason: formats.isEmpty ? "no plane for pictures of cameras" : unshared.reason))
        }
        let source = VideoPlanner.Source(format: sharing.format, size: sharing.size, encoding: sharing.encoding)
        let outcome = VideoPlanner.plan(
            .init(rect: window.rect, source: source), page: self.page, planes: pipeline.planes.map(\.description), taken: taken)
        guard case .ways(let ways) = outcome else {
            if case .composed(let reason) = outcome { return (nil, .composed(reason: reason)) }
            return (nil, .composed(reason: "no way"))
        }
        var reason = ""
        do throws(SystemError) {
            let known = imports.compactMap { $0?.imported }.first { $0.sharing === sharing }
            let imported = if let known { known } else { try ImportedPictures(card, sharing) }
            for way in ways {
                do throws(SystemError) {
                    try test(Use(assignment: way, imported: imported), over: page, taken)
                    return (Use(assignment: way, imported: imported), .plane(way.plane.rawValue))
                } catch {
                    reason = "plane \(way.plane.rawValue): \(error)"
                }
            }
        } catch {
            reason = "\(error)"
        }
        return (nil, .composed(reason: reason))
    }

    /// Whether the kernel would take it, together with what other windows have already.
    private func test(_ use: Use, over page: DumbBuffer, _ taken: Set<PlaneID>) throws(SystemError) {
        let all = uses + [use]
        let ours = all.compactMap { $0?.assignment }.flatMap { [$0.plane, $0.lid].compactMap { $0 } }
        var trial = VideoPlanes.prototype(pipeline, all, off: lit.filter { !ours.contains($0) })
        fill(&trial, page: page, all) { _, use in use.imported.framebuffers[0] }
        try trial.commit.send(to: card, [.testOnly])
    }

    // MARK: Committing

    /// The page and the newest picture of each camera that has a plane.
    func flip(to page: DumbBuffer, damage: DamageClips, serial: UInt64) throws(SystemError) {
        let hole: FramebufferID? = nil
        fill(&prototype, page: page, uses) { index, use in
            windows[index].layer.picture == 0 ? hole : use.imported.framebuffers[windows[index].layer.buffer]
        }
        do throws(SystemError) {
            if let slot = prototype.damage {
                let blob = try damage.withRectangles { (rectangles) throws(SystemError) in
                    try Blob(card, UnsafeRawBufferPointer(rectangles))
                }
                prototype.commit.update(slot, UInt64(blob.id))
                try prototype.commit.send(to: card, [.nonBlocking, .pageFlipEvent], serial: serial)
            } else {
                try prototype.commit.send(to: card, [.nonBlocking, .pageFlipEvent], serial: serial)
            }
        } catch {
            let isOurs = error.errno != .busy && error.errno != .permissionDenied && error.errno != .notPermitted
            if isOurs, uses.contains(where: { $0 != nil }) { forbid("\(error)") }
            throw error
        }
        for index in uses.indices { committed[index] = windows[index].layer.picture }
        isLeavingCommitted = true
        let used = uses.compactMap { $0?.assignment }.flatMap { [$0.plane, $0.lid].compactMap { $0 } }
        if used.count != lit.count || used != lit {
            lit = used
            prototype = VideoPlanes.prototype(pipeline, uses, off: [])
        }
    }

    private func forbid(_ reason: String) {
        isForbidden = true
        leaving += uses.compactMap { $0?.imported }
        isLeavingCommitted = false
        for index in uses.indices {
            uses[index] = nil
            windows[index].layer.takes(.composed(reason: "a flip with planes was refused: \(reason)"))
        }
        prototype = VideoPlanes.prototype(pipeline, uses, off: lit)
    }

    /// The flip that was committed last has come.
    func landed() {
        if isLeavingCommitted, !leaving.isEmpty { leaving = [] }
    }

    /// After a modeset or darkening the kernel shows nothing on them; the next flip states them anew.
    func forget() { lit = [] }

    private func fill(
        _ prototype: inout Prototype, page: DumbBuffer, _ uses: [Use?], _ picture: (Int, Use) -> FramebufferID?
    ) {
        let translucent = page.translucent ?? page.framebuffer
        prototype.commit.update(prototype.page, UInt64((prototype.isPageTranslucent ? translucent : page.framebuffer).rawValue))
        let crtc = UInt64(pipeline.crtcID.rawValue)
        for index in uses.indices {
            guard let use = uses[index], let slots = prototype.pictures[index] else { continue }
            let framebuffer = picture(index, use)
            prototype.commit.update(slots.framebuffer, UInt64(framebuffer?.rawValue ?? 0))
            prototype.commit.update(slots.crtc, framebuffer == nil ? 0 : crtc)
            guard let lid = prototype.lids[index] else { continue }
            prototype.commit.update(lid.framebuffer, UInt64(framebuffer == nil ? 0 : translucent.rawValue))
            prototype.commit.update(lid.crtc, framebuffer == nil ? 0 : crtc)
        }
    }

    private static func prototype(_ pipeline: Pipeline, _ uses: [Use?], off: [PlaneID]) -> Prototype {
        let used = uses.compactMap { $0?.assignment }
        let (commit, page, damage) = pipeline.flip(isAtBack: used.contains { $0.zpos != nil && $0.lid != nil })
        var prototype = Prototype(commit: commit, page: page, damage: damage, pictures: [], lids: [])
        prototype.isPageTranslucent = used.contains { $0.lid == nil }
        for use in uses {
            guard let use else {
                prototype.pictures.append(nil)
                prototype.lids.append(nil)
                continue
            }
            let way = use.assignment
            let whole = PixelRect(use.imported.sharing.size)
            prototype.pictures.append(add(way.plane, whole, at: way.rect, way.zpos, way.encoding, pipeline, &prototype.commit))
            prototype.lids.append(way.lid.flatMap { add($0, way.rect, at: way.rect, way.lidZpos, nil, pipeline, &prototype.commit) })
        }
        for plane in off { pipeline.turnOff(plane, in: &prototype.commit) }
        return prototype
    }

    /// All of a plane but its picture.
    private static func add(
        _ id: PlaneID, _ source: PixelRect, at rect: PixelRect, _ zpos: UInt64?, _ encoding: YUVEncoding?, _ pipeline: Pipeline,
        _ commit: inout AtomicCommit
    ) -> (framebuffer: AtomicCommit.Slot, crtc: AtomicCommit.Slot)? {
        guard let plane = pipeline.planes.first(where: { $0.description.id == id }) else { return nil }
        let (number, properties) = (id.rawValue, plane.properties)
        let framebuffer = commit.set(number, properties.framebuffer, 0)
        let crtc = commit.set(number, properties.crtc, 0)
        commit.set(number, properties.sourceX, UInt64(source.x) << 16)
        commit.set(number, properties.sourceY, UInt64(source.y) << 16)
        commit.set(number, properties.sourceWidth, UInt64(source.width) << 16)
        commit.set(number, properties.sourceHeight, UInt64(source.height) << 16)
        commit.set(number, properties.x, UInt64(bitPattern: Int64(rect.x)))
        commit.set(number, properties.y, UInt64(bitPattern: Int64(rect.y)))
        commit.set(number, properties.width, UInt64(rect.width))
        commit.set(number, properties.height, UInt64(rect.height))
        commit.set(number, properties.rotation, 1)  // DRM_MODE_ROTATE_0
        commit.set(number, properties.alpha, 0xFFFF)
        if let zpos { commit.set(number, properties.zpos, zpos) }
        if let encoding {
            let matrix = YUVEncoding.kernelEncodings.first { $0.0 == encoding.matrix }.flatMap { properties.encoding?.values[$0.1] }
            let range = YUVEncoding.kernelRanges.first { $0.0 == encoding.range }.flatMap { properties.range?.values[$0.1] }
            if let matrix { commit.set(number, properties.encoding?.id, matrix) }
            if let range { commit.set(number, properties.range?.id, range) }
        }
        return (framebuffer, crtc)
    }
}
