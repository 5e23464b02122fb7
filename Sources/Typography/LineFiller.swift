/// Which clusters a line holds, and how wide they are when nothing is squeezed or stretched: blanks at the end dropped, the blank
/// half of an opening mark at the start and of a closing mark at the end taken away.
struct LineExtent {
    /// All clusters that the line stands for, with the blanks that end it.
    let all: Range<Int>
    /// Those that are shown.
    let shown: Range<Int>
    /// Width without what is trimmed.
    let width: Fixed26_6
    private(set) var trailCut: Fixed26_6

    init(_ clusters: UnsafeBufferPointer<Cluster>, _ all: Range<Int>) {
        self.all = all
        var end = all.upperBound
        while end > all.lowerBound, LineExtent.vanishesAtEnd(clusters[end - 1].spacing) { end -= 1 }
        shown = all.lowerBound ..< end
        var sum: Fixed26_6 = 0
        for index in shown { sum += clusters[index].advance + clusters[index].gap }
        if let first = shown.first {
            sum -= clusters[first].gap + clusters[first].lead
            trailCut = clusters[end - 1].trail
        } else {
            trailCut = 0
        }
        width = sum - trailCut
    }

    /// The width where the end is not a line's end.
    var untrimmedWidth: Fixed26_6 { width + trailCut }

    mutating func keepEnd() {
        trailCut = 0
    }

    static func vanishesAtEnd(_ spacing: Spacing) -> Bool {
        spacing.isBlank || spacing == .lineFeed || spacing == .hidden
    }
}

/// Where lines end: as many clusters as fit, to the last place where a break is allowed. Marks that may not start the next line are
/// squeezed into this one where its own blanks give enough (clreq #prohibition_rules_for_line_start_end: squeeze in first), else they take what they follow along to
/// the next line (push out).
enum LineFiller {
    /// The end of the line that starts with cluster `start`; more than `start` wherever there is a cluster.
    static func end(_ clusters: UnsafeBufferPointer<Cluster>, from start: Int, room: Fixed26_6) -> Int {
        let count = clusters.count - 1
        guard start < count else { return start }
        /// The last allowed break that fits; the last break between clusters that fits.
        var allowed: Int?
        var forced = start + 1
        var x = -clusters[start].lead
        var elastic: Fixed26_6 = 0
        /// Where the text ends without the marks that close it, to see whether only they stand out.
        var bare: Fixed26_6 = 0
        /// Width without the blanks at the end.
        var solid: Fixed26_6 = 0
        var index = start
        while index < count {
            let cluster = clusters[index]
            if index > start {
                x += cluster.gap
                elastic += cluster.lead + clusters[index - 1].trail + cluster.gap / 2
            }
            x += cluster.advance
            let vanishes = LineExtent.vanishesAtEnd(cluster.spacing)
            if !vanishes {
                solid = x - cluster.trail
                if cluster.spacing != .closing && cluster.spacing != .pause { bare = solid }
            }
            let next = index + 1
            if solid <= room {
                forced = next
                if clusters[next].breakBefore != LineBreakRules.Break.none { allowed = next }
                if clusters[next].breakBefore == LineBreakRules.Break.mandatory { return next }
            } else if solid - elastic > room {
                break
            } else if clusters[next].breakBefore != LineBreakRules.Break.none {
                // Too wide by less than the blanks in it. Squeezing is for marks at the end, not for one more ideograph.
                return bare <= room ? next : allowed ?? forced
            }
            index += 1
        }
        return allowed ?? forced
    }
}

/// How the blanks of one line are made smaller or larger so that it has the width it should have.
struct LineFit {
    /// Where the first cluster starts.
    var start: Fixed26_6
    private var brackets = Share()
    private var pauses = Share()
    private var narrowGaps = Share()
    private var between = Share()

    init(start: Fixed26_6) {
        self.start = start
    }

    /// A sum to be dealt out over many places so that the parts add up to it exactly.
    private struct Share {
        var total: Int64 = 0
        var capacity: Int64 = 0
        private var dealt: Int64 = 0
        private var seen: Int64 = 0

        mutating func next(_ part: Fixed26_6) -> Fixed26_6 {
            if total == 0 { return 0 }
            seen += Int64(part)
            let due = total * seen / max(capacity, 1)
            defer { dealt = due }
            return Fixed26_6(due - dealt)
        }

        mutating func take(_ wanted: inout Int64) {
            total = min(wanted, capacity)
            wanted -= total
        }
    }

    /// Brackets and quotation marks first, then pauses, then the gaps between ideographs and letters, these by half.
    mutating func squeeze(_ clusters: UnsafeBufferPointer<Cluster>, _ extent: LineExtent, by amount: Fixed26_6, em: Fixed26_6) {
        for index in extent.shown.dropFirst() {
            let (previous, cluster) = (clusters[index - 1], clusters[index])
            brackets.capacity += Int64(cluster.lead)
            if previous.spacing == .pause {
                pauses.capacity += Int64(previous.trail)
            } else {
                brackets.capacity += Int64(previous.trail)
            }
            narrowGaps.capacity += Int64(cluster.gap / 2)
        }
        var wanted = Int64(amount)
        brackets.take(&wanted)
        pauses.take(&wanted)
        narrowGaps.take(&wanted)
        narrowGaps.total = -narrowGaps.total
    }

    /// Evenly between ideographs and between these and Western text, as clreq has it
    /// (#handling_western_text_in_chinese_text_using_proportional_western_fonts), and at word spaces: never within Western words and
    /// numbers, nor between these and pauses or the brackets around them. Lines that would need more than half an em at each place stay as
    /// they are.
    mutating func stretch(_ clusters: UnsafeBufferPointer<Cluster>, _ extent: LineExtent, by amount: Fixed26_6, em: Fixed26_6) {
        for index in extent.shown.dropFirst() where LineFit.mayPart(clusters[index - 1], clusters[index]) { between.capacity += 1 }
        if between.capacity > 0, Int64(amount) <= between.capacity * Int64(em / 2) { between.total = Int64(amount) }
    }

    private static func mayPart(_ left: Cluster, _ right: Cluster) -> Bool {
        switch (left.spacing, right.spacing) {
        case (.stroke, .stroke): false
        case (.narrow, .narrow), (.narrow, .sign), (.sign, .narrow), (.sign, .sign): false
        case (.pause, .narrow), (.pause, .sign), (.opening, .narrow), (.opening, .sign): false
        case (.narrow, .pause), (.sign, .pause), (.narrow, .closing), (.sign, .closing): false
        case (.hidden, _), (_, .hidden), (.lineFeed, _), (_, .lineFeed): false
        // A typed quarter em parts once, before it; a word space once, behind it.
        case (_, .space), (.thinSpace, _): false
        default: true
        }
    }

    mutating func leadCut(_ cluster: Cluster) -> Fixed26_6 {
        cluster.lead == 0 ? 0 : brackets.next(cluster.lead)
    }

    mutating func trailCut(_ cluster: Cluster) -> Fixed26_6 {
        if cluster.trail == 0 { return 0 }
        return cluster.spacing == .pause ? pauses.next(cluster.trail) : brackets.next(cluster.trail)
    }

    /// Space between two clusters.
    mutating func gap(_ left: Cluster, _ right: Cluster) -> Fixed26_6 {
        var gap = right.gap
        if narrowGaps.total != 0 { gap += narrowGaps.next(right.gap / 2) }
        if between.total != 0, LineFit.mayPart(left, right) { gap += between.next(1) }
        return gap
    }
}
