internal import CHarfBuzz

/// Turns text into lines. Not Sendable: one per thread; it keeps its working memory between calls.
package final class Typesetter {
    package let fonts: FontSet
    private let buffer: OpaquePointer
    private var sized: [SizedKey: OpaquePointer] = [:]
    private var clusters: [Cluster] = []
    private var glyphs: [RunGlyph] = []

    package init(fonts: FontSet) {
        self.fonts = fonts
        buffer = hb_buffer_create()
    }

    deinit {
        hb_buffer_destroy(buffer)
        for font in sized.values { hb_font_destroy(font) }
    }

    /// One line of any width; line feeds become spaces.
    package func line(_ text: String, _ style: TextStyle) -> ShapedLine {
        var scalars = text.unicodeScalars.map(\.value)
        for index in scalars.indices where scalars[index] == 0x0A { scalars[index] = 0x20 }
        shape(scalars, style)
        return assemble(0 ..< clusters.count, style, scalarCount: scalars.count)
    }

    /// One line of at most `width` pixels: what does not fit is replaced by an ellipsis, cluster by cluster.
    package func truncated(_ text: String, _ style: TextStyle, width: Int) -> ShapedLine {
        let whole = line(text, style)
        if whole.width <= width { return whole }
        let source = Array(text.unicodeScalars)
        var count = whole.clusters.count
        while count > 0 {
            count -= 1
            let end = count < whole.clusters.count ? Int(whole.clusters[count].scalar) : source.count
            var shortened = String.UnicodeScalarView()
            shortened.append(contentsOf: source[..<end])
            while let last = shortened.last, last.properties.isWhitespace { shortened.removeLast() }
            shortened.append("…")
            var candidate = line(String(shortened), style)
            candidate.scalars = 0 ..< source.count
            if candidate.width <= width { return candidate }
        }
        return ShapedLine(style: style)
    }

    /// Breaks a text into lines of at most `width` pixels; a line feed ends a paragraph. Empty text gives one empty line.
    package func paragraph(
        _ text: String, _ style: TextStyle, width: Int, _ options: ParagraphOptions = .plain
    ) -> [ShapedLine] {
        let scalars = text.unicodeScalars.map(\.value)
        shape(scalars, style)
        var lines: [ShapedLine] = []
        let em = Fixed26_6(style.size) * 64
        let limit = Fixed26_6(width) * 64
        var start = 0
        var isFirst = true
        while true {
            let indent = isFirst ? min(Fixed26_6(options.firstLineIndent) * em, limit / 2) : 0
            var natural: Fixed26_6 = 0
            var index = start
            var breakAt: Int?
            var mandatory = false
            while index < clusters.count {
                let cluster = clusters[index]
                if cluster.kind == .lineFeed {
                    breakAt = index + 1
                    mandatory = true
                    break
                }
                let end = natural + cluster.advance + (index > start ? cluster.gapBefore : 0)
                let trimmed = end - (index == start ? cluster.trimAtStart : 0)
                let isBlank = cluster.kind == .space || cluster.kind == .wideSpace
                if trimmed > limit - indent, !isBlank, index > start { break }
                natural = end - (index == start ? cluster.trimAtStart : 0)
                index += 1
                if index == clusters.count {
                    breakAt = index
                } else if canBreak(before: index) {
                    breakAt = index
                }
            }
            let end = breakAt ?? max(index, start + 1)
            var line = assemble(start ..< min(end, clusters.count), style, scalarCount: scalars.count)
            let isLast = end >= clusters.count || mandatory
            align(&line, limit, indent, options.alignment, isLast: isLast)
            lines.append(line)
            start = min(end, clusters.count)
            isFirst = mandatory
            if start >= clusters.count, !(mandatory && end == clusters.count) { break }
            if start >= clusters.count {
                lines.append(assemble(start ..< start, style, scalarCount: scalars.count))
                break
            }
        }
        return lines
    }

    private func canBreak(before index: Int) -> Bool {
        let (left, right) = (clusters[index - 1], clusters[index])
        switch right.kind {
        case .closing, .pause, .nonStarter, .middleDot, .space, .wideSpace, .lineFeed, .mark, .unitAfter: return false
        case .dash where left.kind == .dash, .ellipsis where left.kind == .ellipsis: return false
        default: break
        }
        switch left.kind {
        case .opening, .unitBefore: return false
        case .space, .wideSpace: return true
        default: break
        }
        if left.kind.isNarrow && right.kind.isNarrow { return false }
        if left.kind == .digit && right.isUnit { return false }
        return true
    }

    private func align(_ line: inout ShapedLine, _ limit: Fixed26_6, _ indent: Fixed26_6, _ alignment: TextAlignment, isLast: Bool) {
        let room = limit - indent - line.end
        var shift = indent
        switch alignment {
        case .left: break
        case .right: shift += max(0, room)
        case .centre: shift += max(0, room) / 2
        case .justified:
            if !isLast, room > 0, line.clusters.count > 1 {
                let gaps = Fixed26_6(line.clusters.count - 1)
                for index in 1 ..< line.clusters.count {
                    let push = Fixed26_6(Int64(room) * Int64(index) / Int64(gaps))
                    line.clusters[index].x += push
                    let last = index + 1 < line.clusters.count ? Int(line.clusters[index + 1].glyph) : line.glyphs.count
                    for glyph in Int(line.clusters[index].glyph) ..< last { line.glyphs[glyph].x += push }
                }
                line.end += room
            }
        }
        guard shift != 0 else { return }
        for index in line.clusters.indices { line.clusters[index].x += shift }
        for index in line.glyphs.indices { line.glyphs[index].x += shift }
        line.start += shift
        line.end += shift
    }

    private func assemble(_ range: Range<Int>, _ style: TextStyle, scalarCount: Int) -> ShapedLine {
        var line = ShapedLine(style: style)
        let metrics = fonts.chain[0].regular.metrics
        func scaled(_ units: Int32) -> Fixed26_6 {
            Fixed26_6((Int64(units) * Int64(style.size) * 64) / Int64(metrics.unitsPerEm))
        }
        line.ascent = Int((scaled(metrics.ascender) + 63) >> 6)
        line.descent = Int((-scaled(metrics.descender) + 63) >> 6)
        line.scalars =
            range.isEmpty
            ? scalarCount ..< scalarCount
            : Int(clusters[range.lowerBound].scalar)
                ..< (range.upperBound < clusters.count ? Int(clusters[range.upperBound].scalar) : scalarCount)
        var upper = range.upperBound
        while upper > range.lowerBound, [.space, .lineFeed].contains(clusters[upper - 1].kind) { upper -= 1 }
        var x: Fixed26_6 = 0
        var hasHan = false
        for index in range.lowerBound ..< upper {
            let cluster = clusters[index]
            if index > range.lowerBound { x += cluster.gapBefore }
            let before = index == range.lowerBound ? cluster.trimAtStart : cluster.squeezeBefore
            let after = index == upper - 1 ? 0 : cluster.squeezeAfter
            line.clusters.append(
                LineCluster(
                    scalar: Int32(cluster.scalar), glyph: Int32(line.glyphs.count), x: x,
                    advance: cluster.advance - before - after))
            var pen = x - before
            for run in glyphs[cluster.glyphs] {
                line.glyphs.append(
                    ShapedGlyph(
                        x: pen + run.dx, glyph: run.glyph, rise: Int16(clamping: (run.dy + 32) >> 6), face: run.face,
                        isSubpixel: !cluster.kind.isWide))
                pen += run.advance
            }
            x += cluster.advance - before - after
            if cluster.kind.isWide { hasHan = true }
        }
        line.end = x
        line.inkTop = scaled(hasHan ? metrics.hanTop ?? metrics.ascender : metrics.digitTop)
        line.inkBottom = scaled(hasHan ? metrics.hanBottom ?? 0 : metrics.digitBottom)
        return line
    }

    /// Fills `clusters` and `glyphs`.
    private func shape(_ scalars: [UInt32], _ style: TextStyle) {
        clusters.removeAll(keepingCapacity: true)
        glyphs.removeAll(keepingCapacity: true)
        let em = Fixed26_6(style.size) * 64
        var start = 0
        while start < scalars.count {
            let face = chooseFace(scalars[start], style)
            let isNarrow = CharacterClass(scalars[start]).isNarrow
            var end = start + 1
            while end < scalars.count {
                let kind = CharacterClass(scalars[end])
                if kind == .mark { end += 1; continue }
                if chooseFace(scalars[end], style) != face || kind.isNarrow != isNarrow { break }
                end += 1
            }
            run(scalars, start ..< end, face, style)
            start = end
        }
        for index in clusters.indices {
            var cluster = clusters[index]
            let next = index + 1 < clusters.count ? clusters[index + 1].kind : nil
            let previous = index > 0 ? clusters[index - 1].kind : nil
            let isFull = cluster.advance == em
            if isFull {
                switch cluster.kind {
                case .opening:
                    cluster.trimAtStart = em / 2
                    if let previous, previous == .opening { cluster.squeezeBefore = em / 2 }
                    if let previous, previous == .closing || previous == .pause { cluster.squeezeBefore = em / 2 }
                case .closing, .pause:
                    cluster.trimAtEnd = em / 2
                    if let next, next == .closing || next == .pause { cluster.squeezeAfter = em / 2 }
                default: break
                }
            }
            if let previous, (previous == .han && cluster.kind.isNarrow) || (previous.isNarrow && cluster.kind == .han) {
                cluster.gapBefore = em / 4
            }
            if cluster.kind == .space, let previous, let next,
                (previous == .han && next.isNarrow) || (previous.isNarrow && next == .han) {
                cluster.advance = em / 4
            }
            cluster.isUnit = cluster.kind == .han && "元年月日号时分秒人户个条件项亩公里米吨斤度页组期岁次天升万千百亿%℃".unicodeScalars.contains { $0.value == scalars[cluster.scalar] }
            clusters[index] = cluster
        }
    }

    private func chooseFace(_ scalar: UInt32, _ style: TextStyle) -> UInt8 {
        for position in fonts.chain.indices {
            let id = UInt8(position * 2) + style.weight.rawValue
            if fonts.face(id).glyph(scalar) != nil { return id }
        }
        return CharacterClass(scalar) == .lineFeed ? style.weight.rawValue : 255
    }

    private func run(_ scalars: [UInt32], _ range: Range<Int>, _ face: UInt8, _ style: TextStyle) {
        if face == 255 {
            for index in range {
                let width = Fixed26_6(style.size) * 64
                glyphs.append(RunGlyph(glyph: scalars[index], face: 255, advance: width, dx: 0, dy: 0))
                clusters.append(
                    Cluster(scalar: index, glyphs: glyphs.count - 1 ..< glyphs.count, advance: width, kind: .han))
            }
            return
        }
        hb_buffer_clear_contents(buffer)
        scalars.withUnsafeBufferPointer {
            hb_buffer_add_utf32(buffer, $0.baseAddress, Int32($0.count), UInt32(range.lowerBound), Int32(range.count))
        }
        hb_buffer_set_direction(buffer, HB_DIRECTION_LTR)
        hb_buffer_guess_segment_properties(buffer)
        hb_buffer_set_direction(buffer, HB_DIRECTION_LTR)
        hb_buffer_set_language(buffer, hb_language_from_string("zh-Hans", -1))
        hb_shape(font(face, style.size), buffer, nil, 0)
        var count: UInt32 = 0
        guard let infos = hb_buffer_get_glyph_infos(buffer, &count), let places = hb_buffer_get_glyph_positions(buffer, &count)
        else { return }
        for index in 0 ..< Int(count) {
            let scalar = Int(infos[index].cluster)
            let kind = CharacterClass(scalars[scalar])
            let hidden = kind == .ignored || kind == .lineFeed
            let advance = hidden ? 0 : places[index].x_advance
            let glyph = RunGlyph(
                glyph: infos[index].codepoint, face: face, advance: advance, dx: places[index].x_offset,
                dy: places[index].y_offset)
            if !hidden { glyphs.append(glyph) }
            if let last = clusters.indices.last, clusters[last].scalar == scalar {
                clusters[last].glyphs = clusters[last].glyphs.lowerBound ..< glyphs.count
                clusters[last].advance += advance
            } else {
                clusters.append(
                    Cluster(scalar: scalar, glyphs: (hidden ? glyphs.count : glyphs.count - 1) ..< glyphs.count, advance: advance, kind: kind))
            }
        }
    }

    private func font(_ face: UInt8, _ size: Int) -> OpaquePointer? {
        let key = SizedKey(face: face, size: size)
        if let font = sized[key] { return font }
        let font = hb_font_create(fonts.face(face).handle)
        hb_font_set_scale(font, Int32(size) * 64, Int32(size) * 64)
        sized[key] = font
        return font
    }
}

private struct SizedKey: Hashable {
    let face: UInt8
    let size: Int
}

private struct RunGlyph {
    var glyph: UInt32
    var face: UInt8
    var advance, dx, dy: Fixed26_6
}

private struct Cluster {
    var scalar: Int
    var glyphs: Range<Int>
    var advance: Fixed26_6
    var kind: CharacterClass
    var gapBefore: Fixed26_6 = 0
    var trimAtStart: Fixed26_6 = 0
    var trimAtEnd: Fixed26_6 = 0
    var squeezeBefore: Fixed26_6 = 0
    var squeezeAfter: Fixed26_6 = 0
    var isUnit = false
}
