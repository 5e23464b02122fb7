internal import CHarfBuzz
internal import CUnicode

/// A cluster of the text being set: what stays together, its box, and how it meets its neighbours. Lengths in 1/64 pixel.
struct Cluster {
    /// Index of its first scalar, and of its first glyph.
    var scalar: Int32
    var glyph: Int32
    /// Width of the box as it stands in the middle of a line, after neighbours were squeezed together.
    var advance: Fixed26_6
    /// Space before it where it does not start a line.
    var gap: Fixed26_6 = 0
    /// Blank within the box that a line's start (lead) or end (trail) takes away, and squeezing may take.
    var lead: Fixed26_6 = 0
    var trail: Fixed26_6 = 0
    var spacing: Spacing
    /// `LineBreakRules.Break` before it.
    var breakBefore: UInt8 = 0
}

/// A glyph of a cluster.
struct ClusterGlyph {
    var glyph: UInt32
    /// From the cluster's box to the glyph's origin.
    var x: Fixed26_6
    /// Up from the baseline, whole pixels.
    var rise: Int16
    var face: UInt8
    var isSubpixel: Bool
}

/// Text to clusters. Ideographs and numbers that no rule of the font touches are set from the font's own tables; everything else is
/// given to HarfBuzz, run by run.
final class Shaper {
    static let noKerning = hb_feature_t(tag: yb_tag_kern, value: 0, start: 0, end: UInt32.max)

    let fonts: FontSet
    /// The last text, ended by one empty cluster.
    private(set) var clusters: [Cluster] = []
    private(set) var glyphs: [ClusterGlyph] = []
    private(set) var scalarCount = 0
    /// Faces that the last text used, as bits of their numbers.
    private(set) var faces: UInt64 = 0

    private var scalars: [UInt32] = []
    private var classes: [UInt8] = []
    private var properties: [UInt8] = []
    private var spacings: [UInt8] = []
    private var breaks: [UInt8] = []
    private let buffer: OpaquePointer?
    private let language: OpaquePointer?
    private var sized: [SizedFont] = []
    private var tables: (regular: CharacterTable?, bold: CharacterTable?) = (nil, nil)

    init(fonts: FontSet) {
        self.fonts = fonts
        buffer = hb_buffer_create()
        language = hb_language_from_string("zh-Hans", -1)
    }

    deinit {
        hb_buffer_destroy(buffer)
        for font in sized { hb_font_destroy(font.handle) }
    }

    /// Fills `clusters` and `glyphs`.
    /// - Parameter isOneLine: line feeds count as spaces.
    func shape(_ text: String, _ style: TextStyle, isOneLine: Bool) {
        decode(text, isOneLine: isOneLine)
        let count = scalars.count
        scalarCount = count
        clusters.removeAll(keepingCapacity: true)
        glyphs.removeAll(keepingCapacity: true)
        faces = 0
        let table = self.table(style.weight)
        grow(to: count)
        classify(table)
        findBreaks()
        place(table, style)
        clusters.append(
            Cluster(
                scalar: Int32(count), glyph: Int32(glyphs.count), advance: 0, spacing: .lineFeed,
                breakBefore: LineBreakRules.Break.mandatory))
    }

    /// Where a line may or must end before each scalar, by UAX #14 with the departures of `ChineseRules`.
    func opportunities(_ text: String) -> ArraySlice<UInt8> {
        decode(text, isOneLine: false)
        grow(to: scalars.count)
        classify(table(.regular))
        findBreaks()
        return breaks[..<scalars.count]
    }

    private func grow(to count: Int) {
        guard classes.count < count else { return }
        let capacity = max(count, 256)
        classes = [UInt8](repeating: 0, count: capacity)
        properties = classes
        spacings = classes
        breaks = classes
    }

    private func decode(_ text: String, isOneLine: Bool) {
        scalars.removeAll(keepingCapacity: true)
        for scalar in text.unicodeScalars {
            scalars.append(isOneLine && scalar.value == 0x0A ? 0x20 : scalar.value)
        }
    }

    private func table(_ weight: TextStyle.Weight) -> CharacterTable {
        switch weight {
        case .regular:
            if let table = tables.regular { return table }
            let table = CharacterTable(fonts.face(0))
            tables.regular = table
            return table
        case .bold:
            if let table = tables.bold { return table }
            let table = CharacterTable(fonts.face(1))
            tables.bold = table
            return table
        }
    }

    private func classify(_ table: CharacterTable) {
        scalars.withUnsafeBufferPointer { scalars in
            classes.withUnsafeMutableBufferPointer { classes in
                spacings.withUnsafeMutableBufferPointer { spacings in
                    properties.withUnsafeMutableBufferPointer { properties in
                        var isAmbiguous = false
                        for index in scalars.indices {
                            let info = table.info(scalars[index])
                            classes[index] = info.lineClass
                            spacings[index] = info.spacing
                            properties[index] = info.properties
                            if info.flags & CharacterInfo.isAmbiguous != 0 { isAmbiguous = true }
                            // A typed space between an ideograph and a letter or digit.
                            if index >= 2, spacings[index - 1] == Spacing.space.rawValue, scalars[index - 1] == 0x20 {
                                let (left, right) = (spacings[index - 2], info.spacing)
                                if left == Spacing.wide.rawValue && right == Spacing.narrow.rawValue
                                    || left == Spacing.narrow.rawValue && right == Spacing.wide.rawValue {
                                    spacings[index - 1] = Spacing.thinSpace.rawValue
                                    classes[index - 1] = LineClass.cm.rawValue
                                }
                            }
                        }
                        if isAmbiguous {
                            for index in scalars.indices where table.info(scalars[index]).flags & CharacterInfo.isAmbiguous != 0 {
                                ChineseRules.settle(index, scalars, classes, spacings)
                            }
                        }
                    }
                }
            }
        }
    }

    private func findBreaks() {
        let count = scalars.count
        classes.withUnsafeBufferPointer { classes in
            properties.withUnsafeBufferPointer { properties in
                breaks.withUnsafeMutableBufferPointer { breaks in
                    LineBreakRules.find(
                        UnsafeBufferPointer(rebasing: classes[..<count]), UnsafeBufferPointer(rebasing: properties[..<count]),
                        into: UnsafeMutableBufferPointer(rebasing: breaks[..<count]))
                }
            }
        }
        scalars.withUnsafeBufferPointer { scalars in
            for index in scalars.indices where classes[index] == LineClass.nu.rawValue {
                keepUnit(scalars, index)
            }
        }
    }

    /// A number's last digit holds on to the unit after it, its first digit to 第 before it; a thin space between does not matter.
    private func keepUnit(_ scalars: UnsafeBufferPointer<UInt32>, _ digit: Int) {
        var next = digit + 1
        if next < scalars.count, spacings[next] == Spacing.thinSpace.rawValue { next += 1 }
        if next < scalars.count, spacings[next] == Spacing.wide.rawValue {
            for index in next ..< next + ChineseRules.unitLength(scalars, at: next) { breaks[index] = LineBreakRules.Break.none }
        }
        var before = digit - 1
        if before > 0, spacings[before] == Spacing.thinSpace.rawValue { before -= 1 }
        if before >= 0, scalars[before] == ChineseRules.ordinal { breaks[digit] = LineBreakRules.Break.none }
    }

    private func place(_ table: CharacterTable, _ style: TextStyle) {
        let count = scalars.count
        let scale = Scale(size: style.size, unitsPerEm: table.face.unitsPerEm)
        let face = style.weight.rawValue
        let em = Fixed26_6(style.size) * 64
        var index = 0
        while index < count {
            let info = table.info(scalars[index])
            let spacing = Spacing(rawValue: spacings[index]) ?? .sign
            let isJoined = index + 1 < count && table.info(scalars[index + 1]).flags & CharacterInfo.joinsPrevious != 0
            let slow = CharacterInfo.needsShaping | CharacterInfo.isWordLetter | CharacterInfo.joinsPrevious
            if spacing == .hidden || spacing == .lineFeed {
                append(index, advance: 0, spacing, em)
                index += 1
            } else if spacing == .thinSpace {
                append(index, advance: em / 4, spacing, em)
                index += 1
            } else if info.flags & CharacterInfo.hasGlyph != 0, info.flags & slow == 0, !isJoined {
                faces |= 1 << UInt64(face)
                append(index, advance: scale(info.advance), spacing, em)
                glyphs.append(
                    ClusterGlyph(
                        glyph: UInt32(info.glyph), x: leadCut, rise: 0, face: face, isSubpixel: Shaper.isSubpixel(spacing)))
                index += 1
            } else {
                index = placeRun(from: index, table, style, em)
            }
        }
    }

    /// Set by `append`: how far left of its box the cluster's glyphs start, because the blank before them was taken.
    private var leadCut: Fixed26_6 = 0

    private static func isSubpixel(_ spacing: Spacing) -> Bool {
        spacing == .narrow || spacing == .sign
    }

    /// Adds a cluster and settles how it meets the one before it.
    private func append(_ scalar: Int, advance: Fixed26_6, _ spacing: Spacing, _ em: Fixed26_6) {
        var cluster = Cluster(
            scalar: Int32(scalar), glyph: Int32(glyphs.count), advance: advance, spacing: spacing, breakBefore: breaks[scalar])
        leadCut = 0
        let half = em / 2
        switch spacing {
        case .opening: cluster.lead = half
        case .closing, .pause: cluster.trail = half
        case .middleDot:
            // Always half an em (clreq #h-punctuation_adjustment_space, GB-style interpuncts).
            cluster.advance -= half
            leadCut = -half / 2
        case .wide, .narrow, .stroke, .sign, .space, .thinSpace, .wideSpace, .lineFeed, .hidden: break
        }
        if let last = clusters.indices.last {
            let previous = clusters[last].spacing
            switch (previous, spacing) {
            case (.wide, .narrow), (.narrow, .wide): cluster.gap = em / 4
            case (.closing, .closing), (.closing, .pause), (.pause, .closing), (.pause, .pause), (.closing, .opening), (.pause, .opening),
                (.closing, .middleDot), (.pause, .middleDot):
                // clreq #h-adjustment_of_adjacent_punctuation_marks: two marks in a row take an em and a half.
                clusters[last].advance -= clusters[last].trail
                clusters[last].trail = 0
            case (.opening, .opening), (.middleDot, .opening):
                cluster.advance -= half
                leadCut -= half
                cluster.lead = 0
            default: break
            }
        }
        clusters.append(cluster)
    }

    /// Sets what HarfBuzz has to see, from `start` on; returns the index behind it.
    private func placeRun(from start: Int, _ table: CharacterTable, _ style: TextStyle, _ em: Fixed26_6) -> Int {
        let count = scalars.count
        let info = table.info(scalars[start])
        if info.flags & CharacterInfo.hasGlyph != 0, clusterIsCovered(from: start, table.face) {
            var end = start + 1
            let isWord = info.flags & CharacterInfo.isWordLetter != 0
            while end < count {
                let next = table.info(scalars[end])
                let nextSpacing = Spacing(rawValue: spacings[end]) ?? .sign
                if next.flags & CharacterInfo.joinsPrevious != 0 {
                    if next.flags & CharacterInfo.hasGlyph == 0, next.properties & CharacterFlags.ignorable == 0 { break }
                    end += 1
                    continue
                }
                guard next.flags & CharacterInfo.hasGlyph != 0, clusterIsCovered(from: end, table.face) else { break }
                let belongs = isWord
                    ? nextSpacing == .narrow || nextSpacing == .sign
                    : next.flags & (CharacterInfo.needsShaping | CharacterInfo.isContext) != 0 && next.flags & CharacterInfo.isWordLetter == 0
                        && !nextSpacing.isBlank && nextSpacing != .lineFeed && nextSpacing != .hidden
                if !belongs { break }
                end += 1
            }
            let script = isWord ? yb_character_of(scalars[start]).script : UInt8(3)
            run(start ..< end, style.weight.rawValue, script, kerning: isWord, style, em)
            return end
        }
        return placeFallback(from: start, style, em)
    }

    /// Whether one face has every character of the grapheme cluster that begins at `start`.
    private func clusterIsCovered(from start: Int, _ face: Face) -> Bool {
        var index = start
        while index < scalars.count {
            if index > start, !joins(index) { break }
            if yb_character_of(scalars[index]).flags & CharacterFlags.ignorable == 0, face.glyph(scalars[index]) == nil { return false }
            index += 1
        }
        return true
    }

    private func joins(_ index: Int) -> Bool {
        switch GraphemeClass(rawValue: yb_character_of(scalars[index]).grapheme_class) ?? .other {
        case .extend, .zwj, .spacingMark: true
        default: false
        }
    }

    /// Characters that the main face lacks: the first face of the chain that has the whole cluster, else the first that has its
    /// base, else the box with the code point.
    private func placeFallback(from start: Int, _ style: TextStyle, _ em: Fixed26_6) -> Int {
        let face = chooseFace(from: start, style)
        let script = yb_character_of(scalars[start]).script
        var end = start + 1
        while end < scalars.count {
            if joins(end) {
                end += 1
                continue
            }
            let spacing = Spacing(rawValue: spacings[end]) ?? .sign
            if spacing.isBlank || spacing == .hidden || spacing == .lineFeed { break }
            let character = yb_character_of(scalars[end])
            if face == ShapedGlyph.noFace || character.script != script || chooseFace(from: end, style) != face { break }
            end += 1
        }
        guard face != ShapedGlyph.noFace else {
            append(start, advance: em, .wide, em)
            glyphs.append(ClusterGlyph(glyph: scalars[start], x: leadCut, rise: 0, face: face, isSubpixel: false))
            return end
        }
        run(start ..< end, face, script, kerning: true, style, em)
        return end
    }

    private func chooseFace(from start: Int, _ style: TextStyle) -> UInt8 {
        for whole in [true, false] {
            for position in fonts.chain.indices {
                let id = UInt8(position * 2) + style.weight.rawValue
                guard let face = fonts.optionalFace(id) else { continue }
                if whole ? clusterIsCovered(from: start, face) : face.glyph(scalars[start]) != nil { return id }
            }
        }
        return ShapedGlyph.noFace
    }

    private func run(_ range: Range<Int>, _ face: UInt8, _ script: UInt8, kerning: Bool, _ style: TextStyle, _ em: Fixed26_6) {
        faces |= 1 << UInt64(face)
        hb_buffer_clear_contents(buffer)
        scalars.withUnsafeBufferPointer {
            hb_buffer_add_utf32(buffer, $0.baseAddress, Int32($0.count), UInt32(range.lowerBound), Int32(range.count))
        }
        hb_buffer_set_direction(buffer, HB_DIRECTION_LTR)
        hb_buffer_set_script(buffer, yb_script(scriptTag(script, scalars[range.lowerBound])))
        hb_buffer_set_language(buffer, language)
        withUnsafeTemporaryAllocation(of: hb_feature_t.self, capacity: 8) { features in
            var count = 0
            if !kerning {
                features[count] = Shaper.noKerning
                count += 1
            }
            for index in range where spacings[index] == Spacing.narrow.rawValue && (0x2018 ... 0x201D).contains(scalars[index]) && count < 8 {
                features[count] = hb_feature_t(tag: yb_tag_pwid, value: 1, start: UInt32(index), end: UInt32(index + 1))
                count += 1
            }
            hb_shape(font(face, style.size), buffer, features.baseAddress, UInt32(count))
        }
        var count: UInt32 = 0
        guard let infos = hb_buffer_get_glyph_infos(buffer, &count), let places = hb_buffer_get_glyph_positions(buffer, &count)
        else { return }
        var index = 0
        while index < Int(count) {
            let scalar = Int(infos[index].cluster)
            var advance: Fixed26_6 = 0
            var end = index
            while end < Int(count), Int(infos[end].cluster) == scalar {
                advance += places[end].x_advance
                end += 1
            }
            let spacing = Spacing(rawValue: spacings[scalar]) ?? .sign
            append(scalar, advance: advance, spacing, em)
            var pen = leadCut
            for glyph in index ..< end {
                glyphs.append(
                    ClusterGlyph(
                        glyph: infos[glyph].codepoint, x: pen + places[glyph].x_offset,
                        rise: Int16(clamping: (places[glyph].y_offset + 32) >> 6), face: face, isSubpixel: Shaper.isSubpixel(spacing)))
                pen += places[glyph].x_advance
            }
            index = end
        }
    }

    private func scriptTag(_ script: UInt8, _ scalar: UInt32) -> UInt32 {
        let tag = yb_script_tag(script)
        // Scripts without a number of their own in the table are asked of HarfBuzz; common signs are set as ideographic text.
        switch tag {
        case 0x5A7A_7A7A: return UInt32(hb_unicode_script(hb_unicode_funcs_get_default(), scalar).rawValue)
        case 0x5A79_7979, 0x5A69_6E68: return UInt32(HB_SCRIPT_HAN.rawValue)
        default: return tag
        }
    }

    private func font(_ face: UInt8, _ size: Int) -> OpaquePointer? {
        if let font = sized.first(where: { $0.face == face && $0.size == size }) { return font.handle }
        let handle = hb_font_create(fonts.face(face).handle)
        hb_font_set_scale(handle, Int32(size) * 64, Int32(size) * 64)
        sized.append(SizedFont(face: face, size: size, handle: handle))
        return handle
    }
}

private struct SizedFont {
    let face: UInt8
    let size: Int
    let handle: OpaquePointer?
}

/// Font units to 1/64 pixel, rounded as HarfBuzz rounds.
struct Scale {
    private let factor: Int64

    init(size: Int, unitsPerEm: Int32) {
        factor = (Int64(size) * 64) << 16 / Int64(unitsPerEm)
    }

    func callAsFunction(_ units: UInt16) -> Fixed26_6 {
        Fixed26_6(truncatingIfNeeded: (Int64(units) * factor + 32768) >> 16)
    }

    func callAsFunction(_ units: Int32) -> Fixed26_6 {
        Fixed26_6(truncatingIfNeeded: (Int64(units) * factor + 32768) >> 16)
    }
}
