/// The line breaking algorithm of UAX #14 (Unicode 15.0), over classes that LB1 has resolved. Numbers by the regular expression of
/// section 8.2, example 7, as Unicode's own test has it.
enum LineBreakRules {
    enum Break {
        static let none: UInt8 = 0
        static let allowed: UInt8 = 1
        static let mandatory: UInt8 = 2
    }

    /// Writes for each character whether a line may or must end before it. There is none before the first.
    /// - Parameters:
    ///   - classes: raw values of `LineClass`.
    ///   - flags: `CharacterFlags`.
    static func find(
        _ classes: UnsafeBufferPointer<UInt8>, _ flags: UnsafeBufferPointer<UInt8>, into breaks: UnsafeMutableBufferPointer<UInt8>
    ) {
        guard let first = classes.first else { return }
        let table = PairTable.shared
        var state = State(first: first, flags: flags[0])
        breaks[0] = Break.none
        for index in 1 ..< classes.count {
            let current = classes[index]
            // Ideographs one after the other are most of every text here; nothing else applies to them.
            if current == id, state.previous == id, !state.isSpaced, !state.isJoined {
                breaks[index] = Break.allowed
                continue
            }
            let nextIsNumber = state.previous == pr || state.previous == po ? numberFollows(classes, index) : false
            breaks[index] = state.step(current, flags[index], nextIsNumber: nextIsNumber, table)
        }
    }

    private static let id = LineClass.id.rawValue
    private static let pr = LineClass.pr.rawValue
    private static let po = LineClass.po.rawValue

    /// Whether the character after `index`, marks skipped, is a number.
    private static func numberFollows(_ classes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
        var next = index + 1
        while next < classes.count, classes[next] == LineClass.cm.rawValue || classes[next] == LineClass.zwj.rawValue {
            next += 1
        }
        return next < classes.count && classes[next] == LineClass.nu.rawValue
    }

    private struct State {
        /// The last character that is neither a space nor a mark, after LB9 and LB10.
        var previous: UInt8
        var previousFlags: UInt8
        /// The one before it, where the two touch; otherwise 255.
        var beforePrevious: UInt8 = 255
        var isSpaced = false
        /// The last character is a zero width joiner.
        var isJoined: Bool
        /// A line must end here: the last character was BK, NL, LF, or CR without LF.
        var mustBreak: Bool
        var regionalIndicators = 0
        var number = NumberPart.none

        enum NumberPart {
            case none
            /// NU (NU | SY | IS)*
            case digits
            /// … followed by CL or CP.
            case closed
        }

        init(first: UInt8, flags: UInt8) {
            let isMark = first == LineClass.cm.rawValue || first == LineClass.zwj.rawValue
            isJoined = first == LineClass.zwj.rawValue
            previous = isMark ? LineClass.al.rawValue : first
            previousFlags = flags
            isSpaced = first == LineClass.sp.rawValue
            mustBreak = State.ends(first)
            regionalIndicators = first == LineClass.ri.rawValue ? 1 : 0
            number = first == LineClass.nu.rawValue ? .digits : .none
        }

        static func ends(_ raw: UInt8) -> Bool {
            raw == LineClass.bk.rawValue || raw == LineClass.nl.rawValue || raw == LineClass.lf.rawValue
                || raw == LineClass.cr.rawValue
        }

        mutating func step(_ raw: UInt8, _ flags: UInt8, nextIsNumber: Bool, _ table: PairTable) -> UInt8 {
            if mustBreak {
                // LB5: not between CR and LF. LB4, LB5 otherwise.
                if previous == LineClass.cr.rawValue, raw == LineClass.lf.rawValue {
                    previous = raw
                    return Break.none
                }
                self = State(first: raw, flags: flags)
                return Break.mandatory
            }
            // LB6
            if State.ends(raw) {
                previous = raw
                mustBreak = true
                isSpaced = false
                isJoined = false
                return Break.none
            }
            // LB7
            if raw == LineClass.sp.rawValue {
                isSpaced = true
                isJoined = false
                number = .none
                return Break.none
            }
            if raw == LineClass.zw.rawValue {
                advance(to: raw, flags)
                return Break.none
            }
            let isMark = raw == LineClass.cm.rawValue || raw == LineClass.zwj.rawValue
            // LB9, not after a space or ZW; a text that starts with spaces has `previous` SP.
            if isMark, !isSpaced, previous != LineClass.zw.rawValue {
                isJoined = raw == LineClass.zwj.rawValue
                return Break.none
            }
            let current = isMark ? LineClass.al.rawValue : raw
            let result = decide(current, flags, nextIsNumber: nextIsNumber, table)
            advance(to: current, flags)
            isJoined = raw == LineClass.zwj.rawValue
            return result
        }

        private func decide(_ current: UInt8, _ flags: UInt8, nextIsNumber: Bool, _ table: PairTable) -> UInt8 {
            // LB8
            if previous == LineClass.zw.rawValue { return Break.allowed }
            // LB8a
            if isJoined, !isSpaced { return Break.none }
            if isSpaced { return table.afterSpace(previous, current) }
            switch table.direct(previous, current) {
            case PairTable.prohibited: return Break.none
            case PairTable.allowed:
                break
            default:
                if let context = decideByContext(current, flags, nextIsNumber: nextIsNumber) { return context }
            }
            return Break.allowed
        }

        /// The rules that look at more than two classes. nil: they say nothing.
        private func decideByContext(_ current: UInt8, _ flags: UInt8, nextIsNumber: Bool) -> UInt8? {
            let (nu, op) = (LineClass.nu.rawValue, LineClass.op.rawValue)
            let (po, pr) = (LineClass.po.rawValue, LineClass.pr.rawValue)
            // LB21a
            if previous == LineClass.hy.rawValue || previous == LineClass.ba.rawValue, beforePrevious == LineClass.hl.rawValue {
                return Break.none
            }
            // LB25
            if current == op, previous == pr || previous == po, nextIsNumber { return Break.none }
            switch number {
            case .digits:
                if current == nu || current == LineClass.sy.rawValue || current == LineClass.is.rawValue || current == po || current == pr {
                    return Break.none
                }
            case .closed:
                if current == po || current == pr { return Break.none }
            case .none: break
            }
            // LB30
            if current == op, flags & CharacterFlags.eastAsian == 0, isWord(previous) { return Break.none }
            if previous == LineClass.cp.rawValue, previousFlags & CharacterFlags.eastAsian == 0, isWord(current) { return Break.none }
            // LB30a
            if previous == LineClass.ri.rawValue, current == LineClass.ri.rawValue, regionalIndicators % 2 == 1 { return Break.none }
            // LB30b
            if current == LineClass.em.rawValue, previousFlags & CharacterFlags.futurePictograph != 0 { return Break.none }
            return nil
        }

        private func isWord(_ raw: UInt8) -> Bool {
            raw == LineClass.al.rawValue || raw == LineClass.hl.rawValue || raw == LineClass.nu.rawValue
        }

        private mutating func advance(to current: UInt8, _ flags: UInt8) {
            if current == LineClass.nu.rawValue {
                number = .digits
            } else if number == .digits, current == LineClass.sy.rawValue || current == LineClass.is.rawValue {
                // Stays a number.
            } else if number == .digits, current == LineClass.cl.rawValue || current == LineClass.cp.rawValue {
                number = .closed
            } else {
                number = .none
            }
            beforePrevious = isSpaced ? 255 : previous
            regionalIndicators = current == LineClass.ri.rawValue ? (isSpaced ? 1 : regionalIndicators + 1) : 0
            previous = current
            previousFlags = flags
            isSpaced = false
            isJoined = false
        }
    }
}

/// What the rules say about two neighbouring classes, worked out once.
struct PairTable: Sendable {
    static let allowed: UInt8 = 0
    static let prohibited: UInt8 = 1
    /// Allowed, unless a rule that looks further says no.
    static let contextual: UInt8 = 2

    static let shared = PairTable()

    private static let width = 64
    private let entries: [UInt8]

    private init() {
        var entries = [UInt8](repeating: 0, count: PairTable.width * PairTable.width)
        for left in LineClass.allCases {
            for right in LineClass.allCases {
                entries[Int(left.rawValue) * PairTable.width + Int(right.rawValue)] = PairTable.rule(left, right)
            }
        }
        self.entries = entries
    }

    func direct(_ left: UInt8, _ right: UInt8) -> UInt8 {
        entries[Int(left) * PairTable.width + Int(right)]
    }

    /// With one space or more between the two: LB11 to LB18.
    func afterSpace(_ left: UInt8, _ right: UInt8) -> UInt8 {
        guard let right = LineClass(rawValue: right), let left = LineClass(rawValue: left) else { return LineBreakRules.Break.allowed }
        switch (left, right) {
        case (_, .wj), (_, .cl), (_, .cp), (_, .ex), (_, .is), (_, .sy), (.op, _), (.qu, .op), (.cl, .ns), (.cp, .ns), (.b2, .b2):
            return LineBreakRules.Break.none
        default: return LineBreakRules.Break.allowed
        }
    }

    private static func rule(_ left: LineClass, _ right: LineClass) -> UInt8 {
        switch (left, right) {
        case (.wj, _), (_, .wj): return prohibited // LB11
        case (.gl, _): return prohibited // LB12
        case (_, .gl) where left != .ba && left != .hy: return prohibited // LB12a
        case (_, .cl), (_, .cp), (_, .ex), (_, .is), (_, .sy): return prohibited // LB13
        case (.op, _): return prohibited // LB14
        case (.cl, .ns), (.cp, .ns): return prohibited // LB16
        case (.b2, .b2): return prohibited // LB17
        case (.qu, _), (_, .qu): return prohibited // LB19
        case (.cb, _), (_, .cb): return allowed // LB20
        case (_, .ba), (_, .hy), (_, .ns), (.bb, _): return prohibited // LB21
        case (.sy, .hl): return prohibited // LB21b
        case (_, .in): return prohibited // LB22
        case (.al, .nu), (.hl, .nu), (.nu, .al), (.nu, .hl): return prohibited // LB23
        case (.pr, .id), (.pr, .eb), (.pr, .em), (.id, .po), (.eb, .po), (.em, .po): return prohibited // LB23a
        case (.pr, .al), (.pr, .hl), (.po, .al), (.po, .hl), (.al, .pr), (.al, .po), (.hl, .pr), (.hl, .po): return prohibited // LB24
        case (.pr, .nu), (.po, .nu), (.hy, .nu), (.nu, .nu), (.nu, .po), (.nu, .pr): return prohibited // LB25
        case (.jl, .jl), (.jl, .jv), (.jl, .h2), (.jl, .h3), (.jv, .jv), (.jv, .jt), (.h2, .jv), (.h2, .jt), (.jt, .jt), (.h3, .jt):
            return prohibited // LB26
        case (.jl, .po), (.jv, .po), (.jt, .po), (.h2, .po), (.h3, .po), (.pr, .jl), (.pr, .jv), (.pr, .jt), (.pr, .h2), (.pr, .h3):
            return prohibited // LB27
        case (.al, .al), (.al, .hl), (.hl, .al), (.hl, .hl): return prohibited // LB28
        case (.is, .al), (.is, .hl): return prohibited // LB29
        case (.eb, .em): return prohibited // LB30b
        case (.hy, _), (.ba, _): return contextual // LB21a
        case (_, .op), (.cp, _), (_, .em), (.ri, .ri): return contextual // LB25, LB30, LB30a, LB30b
        case (.sy, .nu), (.is, .nu), (.cl, .po), (.cl, .pr), (.sy, .po), (.sy, .pr), (.is, .po), (.is, .pr):
            return contextual // LB25
        default: return allowed // LB31
        }
    }
}
