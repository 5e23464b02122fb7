internal import Content
internal import Navigation
internal import Pixels

extension Kit {
    /// The whole screen of a scene: one discrete page of its place, and the frame around it.
    func drawing(_ scene: Scene, _ layout: PlaceLayout, link: Link?) -> Drawing {
        let view = scene.view
        if view.overlay == .emergency, let emergency = view.emergency { return self.emergency(emergency, hints: scene.hints, now: scene.now) }
        let page = min(max(0, view.page), layout.sheets.count - 1)
        let sheet = layout.sheets[page]
        var drawing = Drawing(ops: [], slots: sheet.slots, windows: sheet.windows)
        drawing.watched = sheet.watched
        switch layout.frame {
        case .page(let header):
            drawing.ops = self.header(header, page: page, of: layout.sheets.count, now: scene.now)
            drawing.ops += view.emergency.map { banner($0, now: scene.now, in: metrics.provenance) }
                ?? provenance(provenance(scene), in: metrics.provenance)
        case .picture(let caption):
            drawing.ground = .letterbox
            let row = metrics.provenance
            if let emergency = view.emergency {
                drawing.ops += banner(emergency, now: scene.now, in: row)
            } else {
                drawing.ops += self.caption(caption, in: row)
            }
        }
        drawing.ops += sheet.ops
        for (offset, item) in sheet.items.enumerated() {
            if offset == view.focus { drawing.ops += item.beside }
            drawing.ops += offset == view.focus && view.overlay == nil ? item.focused : item.plain
        }
        if let corner = view.corner.flatMap({ self.corner($0, scene) }) {
            drawing.ops += corner.ops
            if let window = corner.window { drawing.windows.append(window) }
            if let watched = corner.watched { drawing.watched.append(watched) }
        }
        if let overlay = view.overlay {
            drawing.ops += self.overlay(overlay, view, scene.page, scene.index, link: link)
        }
        drawing.ops += hintBar(scene.hints, in: metrics.hints)
        return drawing
    }

    /// What a picture over the whole screen is, in as many lines as the provenance has elsewhere.
    private func caption(_ caption: String, in area: PixelRect) -> [Drawing.Op] {
        var ops: [Drawing.Op] = []
        let lines = lines(caption, .provenance, width: area.width)
        var row = PixelRect(x: area.x, y: area.y, width: area.width, height: area.height / metrics.provenanceRows)
        for (offset, line) in lines.prefix(metrics.provenanceRows).enumerated() {
            let isCut = offset == metrics.provenanceRows - 1 && lines.count > metrics.provenanceRows
            ops.put(isCut ? self.line(lines[offset...].map(\.text).joined(), .provenance, within: row.width) : line, in: row, .ink)
            row.y += row.height
        }
        return ops
    }

    private func provenance(_ scene: Scene) -> Provenance {
        let strip = scene.view.strip
        switch scene.view.place {
        case .home:
            if let index = scene.index { return Provenance(index, now: scene.now, strip: strip) }
        case .tile(let digit):
            if let index = scene.index, let tile = index.tile(digit) {
                return Provenance(tile: tile, of: index, now: scene.now, strip: strip)
            }
        case .page, .part, .row, .picture:
            if let page = scene.page, case .part(_, let part) = scene.view.place, FormerPart.back(part) != nil {
                var provenance = Provenance(page.envelope, overdue: nil, strip: strip)
                provenance.badges.insert(Badge("已经更正，以新的为准", .amberFill), at: 0)
                return provenance
            }
            if let page = scene.page {
                let overdue = scene.now.flatMap { now in
                    scene.index?.item(of: page.envelope.id).flatMap { item in
                        // An older page of a series is not overdue: the series is, and its newest page says so.
                        item.pages.first?.id == page.envelope.id ? item.daysOverdue(on: now.day) : nil
                    }
                }
                if let list = page.body as? CameraList, let authorisation = list.authorisation {
                    return Provenance(watching: authorisation, page.envelope, strip: strip)
                }
                return Provenance(page.envelope, basis: page.basis, overdue: overdue, strip: strip)
            }
        case .card: break
        }
        let box = scene.box.isEmpty ? [] : [Fact("本机", scene.box)]
        let phones = scene.index?.village.phones.prefix(2).map { Fact($0.label, $0.number) } ?? []
        return Provenance(badges: strip.map { [Badge($0)] } ?? [], [box + phones, box + Array(phones.prefix(1)), box])
    }
}
