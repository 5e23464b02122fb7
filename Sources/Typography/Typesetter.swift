/// Turns text into lines. Not Sendable: one per thread; it keeps its working memory and what it learnt about characters between
/// calls.
package final class Typesetter {
    package let fonts: FontSet
    private let shaper: Shaper

    package init(fonts: FontSet) {
        self.fonts = fonts
        shaper = Shaper(fonts: fonts)
    }

    /// For each scalar whether a line may or must end before it in running Chinese text, whatever its width.
    package func opportunities(_ text: String) -> [LineBreaking.Opportunity] {
        shaper.opportunities(text).map { LineBreaking.Opportunity(rawValue: $0) ?? .none }
    }

    /// One line, as wide as it gets; line feeds become spaces.
    package func line(_ text: String, _ style: TextStyle) -> ShapedLine {
        shaper.shape(text, style, isOneLine: true)
        return shaper.clusters.withUnsafeBufferPointer { clusters in
            let extent = LineExtent(clusters, 0 ..< clusters.count - 1)
            return assemble(clusters, extent, style, LineFit(start: 0))
        }
    }

    /// One line of at most `width` pixels: what does not fit is replaced by an ellipsis, cluster by cluster. Where not even the
    /// ellipsis fits, the line is empty.
    package func truncated(_ text: String, _ style: TextStyle, width: Int) -> ShapedLine {
        let limit = Fixed26_6(clamping: width * 64)
        shaper.shape(text, style, isOneLine: true)
        let whole = shaper.clusters.withUnsafeBufferPointer { clusters -> ShapedLine? in
            let extent = LineExtent(clusters, 0 ..< clusters.count - 1)
            return extent.width <= limit ? assemble(clusters, extent, style, LineFit(start: 0)) : nil
        }
        if let whole { return whole }
        var kept = shaper.clusters.withUnsafeBufferPointer { clusters -> ShapedLine in
            // The ellipsis is one em in the main face. Marks that promise more text are dropped before it.
            let room = limit - Fixed26_6(style.size) * 64
            var count = 0
            while count < clusters.count - 1, LineExtent(clusters, 0 ..< count + 1).untrimmedWidth <= room { count += 1 }
            while count > 0, [.opening, .pause, .space, .thinSpace, .wideSpace].contains(clusters[count - 1].spacing) { count -= 1 }
            var extent = LineExtent(clusters, 0 ..< count)
            extent.keepEnd()
            return assemble(clusters, extent, style, LineFit(start: 0))
        }
        let total = shaper.scalarCount
        let ellipsis = line("…", style)
        guard kept.end + ellipsis.advance <= limit else {
            var empty = ShapedLine(style: style)
            empty.scalars = 0 ..< total
            return empty
        }
        let offset = kept.end
        let at = Int32(kept.scalars.upperBound)
        for var cluster in ellipsis.clusters {
            cluster.scalar = at
            cluster.glyph += Int32(kept.glyphs.count)
            cluster.x += offset
            kept.clusters.append(cluster)
        }
        for var glyph in ellipsis.glyphs {
            glyph.x += offset
            kept.glyphs.append(glyph)
        }
        kept.end += ellipsis.advance
        kept.ascent = max(kept.ascent, ellipsis.ascent)
        kept.descent = max(kept.descent, ellipsis.descent)
        if kept.inkTop == 0 { (kept.inkTop, kept.inkBottom) = (ellipsis.inkTop, ellipsis.inkBottom) }
        kept.scalars = 0 ..< total
        return kept
    }

    /// Breaks a text into lines of at most `width` pixels; a line feed ends a paragraph. Empty text gives one empty line. Only a
    /// single cluster wider than `width` may stand out of it.
    package func paragraph(
        _ text: String, _ style: TextStyle, width: Int, _ options: ParagraphOptions = .plain
    ) -> [ShapedLine] {
        shaper.shape(text, style, isOneLine: false)
        let limit = Fixed26_6(clamping: max(0, width) * 64)
        let em = Fixed26_6(style.size) * 64
        var lines: [ShapedLine] = []
        shaper.clusters.withUnsafeBufferPointer { clusters in
            let count = clusters.count - 1
            var start = 0
            var isFirst = true
            repeat {
                let indent = isFirst ? min(Fixed26_6(options.firstLineIndent) * em, limit / 2) : 0
                let end = LineFiller.end(clusters, from: start, room: limit - indent)
                let extent = LineExtent(clusters, start ..< end)
                let isLast = clusters[end].breakBefore == LineBreakRules.Break.mandatory
                let room = limit - indent - extent.width
                var fit = LineFit(start: indent)
                if room < 0 {
                    fit.squeeze(clusters, extent, by: -room, em: em)
                } else {
                    switch options.alignment {
                    case .left: break
                    case .right: fit.start += room
                    case .centre: fit.start += room / 2
                    case .justified: if !isLast { fit.stretch(clusters, extent, by: room, em: em) }
                    }
                }
                lines.append(assemble(clusters, extent, style, fit))
                start = end
                isFirst = isLast
                // A text that ends with a line feed ends with an empty line.
            } while start < count || (start == count && count > 0 && clusters[count - 1].spacing == .lineFeed && appendsEmpty(&start, &lines, style))
        }
        return lines
    }

    private func appendsEmpty(_ start: inout Int, _ lines: inout [ShapedLine], _ style: TextStyle) -> Bool {
        var line = ShapedLine(style: style)
        line.scalars = shaper.scalarCount ..< shaper.scalarCount
        measure(&line, hasHan: true)
        lines.append(line)
        start += 1
        return false
    }

    private func assemble(
        _ clusters: UnsafeBufferPointer<Cluster>, _ extent: LineExtent, _ style: TextStyle, _ fit: LineFit
    ) -> ShapedLine {
        var line = ShapedLine(style: style)
        let range = extent.shown
        line.scalars = Int(clusters[extent.all.lowerBound].scalar) ..< Int(clusters[extent.all.upperBound].scalar)
        line.start = fit.start
        line.end = fit.start
        var hasHan = false
        if !range.isEmpty {
            let firstGlyph = Int(clusters[range.lowerBound].glyph)
            let glyphCount = Int(clusters[range.upperBound].glyph) - firstGlyph
            line.clusters.reserveCapacity(range.count)
            line.glyphs.reserveCapacity(glyphCount)
            var fit = fit
            var x = fit.start
            shaper.glyphs.withUnsafeBufferPointer { glyphs in
                for index in range {
                    let cluster = clusters[index]
                    let isFirst = index == range.lowerBound
                    let cut = isFirst ? cluster.lead : fit.leadCut(cluster)
                    let trail = index == range.upperBound - 1 ? extent.trailCut : fit.trailCut(cluster)
                    if !isFirst { x += fit.gap(clusters[index - 1], cluster) }
                    let advance = cluster.advance - cut - trail
                    line.clusters.append(
                        LineCluster(
                            scalar: cluster.scalar, glyph: cluster.glyph - Int32(firstGlyph), x: x, advance: advance))
                    for glyph in Int(cluster.glyph) ..< Int(clusters[index + 1].glyph) {
                        let glyph = glyphs[glyph]
                        line.glyphs.append(
                            ShapedGlyph(
                                x: x - cut + glyph.x, glyph: glyph.glyph, rise: glyph.rise, face: glyph.face,
                                isSubpixel: glyph.isSubpixel))
                    }
                    x += advance
                    switch cluster.spacing {
                    case .wide, .opening, .closing, .pause, .stroke: hasHan = true
                    default: break
                    }
                }
            }
            line.end = x
        }
        measure(&line, hasHan: hasHan)
        return line
    }

    /// Ascent, descent and ink of the faces used.
    private func measure(_ line: inout ShapedLine, hasHan: Bool) {
        let size = line.style.size
        var faces = shaper.faces | 1 << UInt64(line.style.weight.rawValue)
        var id: UInt8 = 0
        while faces != 0 {
            if faces & 1 != 0, id == line.style.weight.rawValue || line.glyphs.contains(where: { $0.face == id }) {
                let face = fonts.face(id)
                let scale = Scale(size: size, unitsPerEm: face.unitsPerEm)
                line.ascent = max(line.ascent, Int((scale(face.metrics.ascender) + 63) >> 6))
                line.descent = max(line.descent, Int((63 - scale(face.metrics.descender)) >> 6))
            }
            faces >>= 1
            id += 1
        }
        let main = fonts.face(line.style.weight.rawValue)
        let scale = Scale(size: size, unitsPerEm: main.unitsPerEm)
        line.inkTop = scale(hasHan ? main.metrics.hanTop : main.metrics.digitTop)
        line.inkBottom = scale(hasHan ? main.metrics.hanBottom : main.metrics.digitBottom)
    }
}
