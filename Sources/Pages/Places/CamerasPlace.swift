internal import Content
internal import Navigation
internal import Pixels

extension CameraList: DrawnBody {
    func layout(_ context: PageContext, _ kit: Kit) -> PlaceLayout {
        kit.cameras(self, context.envelope, header: context.header, context.scene)
    }

    func layout(row: String, _ context: PageContext, _ kit: Kit) -> PlaceLayout? {
        kit.camera(row, of: self, context.envelope, context.scene)
    }
}

extension Kit {
    /// 平安: the cameras side by side, each with its picture or the reason why there is none.
    fileprivate func cameras(_ list: CameraList, _ envelope: Envelope, header: Header, _ scene: Scene) -> PlaceLayout {
        var header = header
        header.subtitle = "\(list.cameras.count) 个摄像头"
        let perPage = metrics.upright ? 8 : metrics.type == .large ? 4 : 9
        let grid = CameraGrid(min(perPage, list.cameras.count), in: metrics.body, gap: px(16), upright: metrics.upright)
        let sheets = stride(from: 0, to: list.cameras.count, by: perPage).map { first in
            var sheet = Sheet()
            for (offset, camera) in list.cameras[first..<min(first + perPage, list.cameras.count)].enumerated() {
                func part(_ focused: Bool) -> CameraPart {
                    self.camera(
                        camera, of: list, number: offset + 1, in: grid.rects[offset], radius: metrics.cardRadius, focused: focused, scene)
                }
                let plain = part(false)
                if let window = plain.window { sheet.windows.append(window) }
                if let watched = plain.watched { sheet.watched.append(watched) }
                let target = Outline.Target(
                    identity: "camera-\(camera.id)", opens: .row(envelope.id, row: camera.id), digit: offset + 1,
                    row: offset / grid.columns, column: offset % grid.columns)
                sheet.add(target) { $0 ? part(true).ops : plain.ops }
            }
            return sheet
        }
        return PlaceLayout(.page(header), sheets)
    }

    /// One camera over the whole screen.
    fileprivate func camera(_ id: String, of list: CameraList, _ envelope: Envelope, _ scene: Scene) -> PlaceLayout? {
        guard let camera = list.cameras.first(where: { $0.id == id }) else { return nil }
        let area = PixelRect(x: 0, y: 0, width: metrics.size.width, height: metrics.provenance.y - px(8))
        let size = PixelSize.fitting(PixelSize(width: 16, height: 9), into: area.size)
        let rect = PixelRect(x: (area.width - size.width) / 2, y: (area.height - size.height) / 2, width: size.width, height: size.height)
        var sheet = Sheet()
        let part = self.camera(camera, of: list, number: nil, in: rect, radius: 0, focused: false, scene)
        sheet.ops = part.ops
        if let window = part.window { sheet.windows = [window] }
        if let watched = part.watched { sheet.watched = [watched] }
        let authority = list.authorisation.map { "授权　\($0.number)，到\($0.expires.chinese)" }
        let caption = [authority, "观看会记录，不录像、不外传"].compactMap { $0 }.joined(separator: "　　")
        return PlaceLayout(.picture(caption: caption), [sheet])
    }

    /// Where the corner's camera goes: smaller over pages that it covers a part of than beside the text of a notice, which makes room.
    private func cornerRect(_ scene: Scene) -> PixelRect {
        let body = metrics.body
        let isNotice = if case .page(let id) = scene.view.place { scene.index?.item(of: id)?.kind == .notice } else { false }
        let room = isNotice ? PixelSize(width: px(640), height: px(360)) : PixelSize(width: px(480), height: px(270))
        let size = PixelSize.fitting(PixelSize(width: 16, height: 9), into: room)
        return PixelRect(x: body.maxX - size.width, y: body.maxY - size.height, width: size.width, height: size.height)
    }

    /// The corner's camera over whatever page is open; nil when the page that authorised it does not name it any more.
    func corner(_ watched: WatchedCamera, _ scene: Scene) -> CameraPart? {
        guard let list = scene.cornerList, let camera = list.cameras.first(where: { $0.id == watched.camera }) else { return nil }
        return self.camera(camera, of: list, number: nil, in: cornerRect(scene), radius: metrics.cardRadius, focused: false, scene)
    }

    /// What of the body is left for text while a camera has the corner: beside it is more room than above it, but for screens that stand on
    /// their side.
    func bodyBesideCorner(_ scene: Scene) -> PixelRect {
        var body = metrics.body
        guard scene.view.corner != nil else { return body }
        let corner = cornerRect(scene)
        if metrics.upright { body.height = corner.y - px(20) - body.y } else { body.width = corner.x - px(40) - body.x }
        return body
    }
}

/// The places of 1, 2, 4, 6 or 9 pictures of 16:9, as large as the area lets them be, in the middle of it.
struct CameraGrid {
    let columns: Int
    let rects: [PixelRect]

    init(_ count: Int, in area: PixelRect, gap: Int, upright: Bool) {
        let columns = upright ? (count <= 3 ? 1 : 2) : count <= 1 ? 1 : count <= 4 ? 2 : 3
        let rows = max(1, (count + columns - 1) / columns)
        let room = PixelSize(width: (area.width - (columns - 1) * gap) / columns, height: (area.height - (rows - 1) * gap) / rows)
        let cell = PixelSize.fitting(PixelSize(width: 16, height: 9), into: room)
        let left = area.x + (area.width - columns * cell.width - (columns - 1) * gap) / 2
        let top = area.y + (area.height - rows * cell.height - (rows - 1) * gap) / 2
        self.columns = columns
        rects = (0..<count).map { offset in
            PixelRect(
                x: left + offset % columns * (cell.width + gap), y: top + offset / columns * (cell.height + gap), width: cell.width,
                height: cell.height)
        }
    }
}
