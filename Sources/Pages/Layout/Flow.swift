internal import Pixels

/// Something that a flow does not cut: a line, a table's row, a picture.
struct Slab {
    var height: Int
    /// Free space above it, except at the top of a page.
    var spaceBefore = 0
    /// It does not end a page: a heading, the first of two lines.
    var keepsWithNext = false
    /// Slabs of equal number that lie one below the other share a panel behind them.
    var panel: Int?
    /// Repeated at the top of a page that a panel is continued on: a table's head.
    var repeated = false
    /// Of its height what a line of text can do without, half above and half below.
    var slack = 0
    /// In coordinates of the slab's upper left corner.
    var sheet = Sheet()
}

/// Slabs one below the other, cut into discrete pages between slabs.
struct Flow {
    /// Space inside a panel above its first and below its last slab, and at its sides.
    var panelPadding: Int
    var panelRadius: Int
    var slabs: [Slab] = []

    init(panelPadding: Int, panelRadius: Int) {
        self.panelPadding = panelPadding
        self.panelRadius = panelRadius
    }

    /// Pages for an area. A slab that is higher than the area is placed alone and reaches out of it: callers make none. Lines stand a little
    /// closer where that saves a last page of hardly anything.
    func pages(in area: PixelRect) -> [Sheet] {
        let pages = placed(in: area)
        if let last = pages.last?.last, pages.count > 1, last.y + last.slab.height < area.height * 35 / 100 {
            let closer = tightened.placed(in: area)
            if closer.count < pages.count { return closer.map { sheet($0, area) } }
        }
        return pages.map { sheet($0, area) }
    }

    private var tightened: Flow {
        var flow = self
        for index in slabs.indices {
            let slack = slabs[index].slack
            flow.slabs[index].height -= slack
            flow.slabs[index].sheet = Sheet()
            flow.slabs[index].sheet.add(slabs[index].sheet, x: 0, y: -slack / 2)
            flow.slabs[index].spaceBefore = slabs[index].spaceBefore * 2 / 3
        }
        return flow
    }

    private func placed(in area: PixelRect) -> [[Placed]] {
        var pages: [[Placed]] = []
        var page: [Placed] = []
        var y = 0
        var index = 0
        while index < slabs.count {
            let slab = slabs[index]
            let opensPanel = slab.panel != nil && page.last?.panel != slab.panel
            var head: Slab?
            if opensPanel, page.isEmpty, index > 0, let panel = slab.panel, slabs[index - 1].panel == panel {
                head = slabs.first { $0.panel == panel && $0.repeated }
            }
            let closesPanel = slab.panel != nil && (index + 1 == slabs.count || slabs[index + 1].panel != slab.panel)
            var top = y + (page.isEmpty ? 0 : slab.spaceBefore) + (opensPanel ? panelPadding : 0)
            top += head?.height ?? 0
            // A panel that goes on needs its lower padding here too, should the page end with this slab.
            let foot = slab.panel != nil ? panelPadding : 0
            if top + slab.height + foot > area.height, !page.isEmpty {
                // Take back what must not end a page, unless that is the whole page.
                var kept = page
                while let last = kept.last, last.index < 0 || slabs[last.index].keepsWithNext { kept.removeLast() }
                if kept.isEmpty { kept = page }
                index = (kept.last?.index ?? index - 1) + 1
                pages.append(kept)
                page = []
                y = 0
                continue
            }
            if let head { page.append(Placed(index: -1, y: top - head.height, slab: head)) }
            page.append(Placed(index: index, y: top, slab: slab))
            y = top + slab.height + (closesPanel ? panelPadding : 0)
            index += 1
        }
        if !page.isEmpty { pages.append(page) }
        return pages
    }

    private struct Placed {
        /// In `slabs`; -1 for a repeated head.
        var index: Int
        var y: Int
        var slab: Slab
        var panel: Int? { slab.panel }
    }

    private func sheet(_ placed: [Placed], _ area: PixelRect) -> Sheet {
        var sheet = Sheet()
        var start = 0
        while start < placed.count {
            var end = start + 1
            guard let panel = placed[start].panel else {
                start = end
                continue
            }
            while end < placed.count, placed[end].panel == panel { end += 1 }
            let top = area.y + placed[start].y - panelPadding
            let bottom = area.y + placed[end - 1].y + placed[end - 1].slab.height + panelPadding
            sheet.ops.append(
                .rounded(PixelRect(x: area.x, y: top, width: area.width, height: bottom - top), radius: panelRadius, .panel))
            start = end
        }
        for item in placed { sheet.add(item.slab.sheet, x: area.x, y: area.y + item.y) }
        return sheet
    }
}
