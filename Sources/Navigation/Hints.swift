import Content

extension State {
    /// The hint bar: the table's rows of which some key would do something now, in the table's order, as many as `width` holds by rank.
    /// `width` and `em` in logical pixels; `em` is the size of the hints' type.
    package func hints(in world: World, width: Int = 1728, em: Int = 36) -> [Hint] {
        let scope = scope(in: world)
        var candidates: [(order: Int, rank: Int, hint: Hint)] = []
        for (order, rule) in KeyTable.rules.enumerated() where rule.scopes.contains(scope) {
            if let hint = hint(rule, world) { candidates.append((order, rule.rank, hint)) }
        }
        var room = width + Hint.gap
        var kept: [(order: Int, hint: Hint)] = []
        for candidate in candidates.sorted(by: { ($0.rank, $0.order) < ($1.rank, $1.order) }) {
            let need = candidate.hint.width(em: em) + Hint.gap
            guard need <= room else { continue }
            room -= need
            kept.append((candidate.order, candidate.hint))
        }
        return kept.sorted { $0.order < $1.order }.map(\.hint)
    }

    private func hint(_ rule: KeyRule, _ world: World) -> Hint? {
        guard let cap = rule.cap else { return nil }
        let live = rule.bindings.filter { doesSomething($0.action, world) }
        guard !live.isEmpty, let words = words(rule.words, live, world) else { return nil }
        switch cap {
        case .cap(let cap): return Hint(cap, words)
        case .digits:
            let digits = live.compactMap(\.key.digit)
            guard let first = digits.min(), let last = digits.max() else { return nil }
            return Hint(.text(first == last ? "\(first)" : "\(first)—\(last)"), words)
        }
    }

    private func doesSomething(_ action: Action, _ world: World) -> Bool {
        var next = self
        var effects: [Effect] = []
        guard next.perform(action, isRepeat: false, world, &effects) == .done else { return false }
        return !effects.isEmpty || next.looksDifferent(from: self, world)
    }

    /// Whether the two show different views, found without making both: the hint bar asks for every key.
    private func looksDifferent(from other: State, _ world: World) -> Bool {
        if type != other.type || overlay != other.overlay || overlayFocus != other.overlayFocus || isAway != other.isAway
            || notice != other.notice || top.place != other.top.place { return true }
        if corner != other.corner { return true }
        return top.anchor != other.top.anchor && spot(in: world) != other.spot(in: world)
    }

    private func words(_ words: HintWords, _ live: [KeyRule.Binding], _ world: World) -> String? {
        switch words {
        case .fixed(let text): return text
        case .typeSize: return typeWords
        case .television: return place(in: world) == .card(.television) ? nil : "看节目"
        case .choice:
            let lines = lines(in: world)
            return lines.indices.contains(overlayFocus) ? lines[overlayFocus].choice.text : nil
        case .menuAbove:
            var next = self
            var effects: [Effect] = []
            guard let up = live.first(where: { $0.key == .up }) else { return nil }
            _ = next.perform(up.action, isRepeat: false, world, &effects)
            return next.overlay == .menu ? "菜单" : nil
        case .axis:
            switch place(in: world) {
            case .row(let id, _): return world.index?.item(of: id)?.kind.rowAxisWords
            case .picture: return "换图片"
            case .page, .part:
                switch ownAxis(world) {
                case .periods(let id): return world.index?.item(of: id)?.kind.axisWords
                case .stops(let axis): return axis.words
                case nil:
                    guard let outline = outline(world) else { return nil }
                    let kind = place(in: world).pageID.flatMap { world.index?.item(of: $0)?.kind }
                    guard outline.isGrid(outline.spot(top.anchor).page) else { return kind == .dash ? "换图表" : nil }
                    return kind == .album ? "换照片" : "选择"
                }
            case .home, .tile, .card: return nil
            }
        case .turn:
            if (outline(world)?.pages.count ?? 1) > 1 { return "翻页" }
            switch place(in: world) {
            case .tile: return "换一栏"
            case .page, .part: return "换一项"
            // ◀▶ do the same and are named already.
            case .row, .picture, .home, .card: return nil
            }
        case .filter: return outline(world)?.filter?.words
        case .open:
            if strip(in: world) == .newContent { return "看新内容" }
            if let camera = fullScreenCamera(world) { return corner == camera ? "收起小画面" : "放到角上" }
            guard let outline = outline(world) else { return nil }
            switch (live.first?.action, outline.target(at: outline.spot(top.anchor))?.opens) {
            case (.openDigit, _): return "直接按数字"
            case (_, .row(let id, _)?):
                let here = place(in: world).pageID
                return id == here ? world.index?.item(of: id)?.kind.rowWords ?? "打开" : "看上月"
            case (_, .picture?): return "看大图"
            default: return "打开"
            }
        }
    }
}

extension PageKind {
    /// What ◀▶ change, in words.
    var axisWords: String {
        switch self {
        case .ledger: "换月份"
        case .points: "换季度"
        default: "换一期"
        }
    }

    /// What ◀▶ change in one of its rows.
    var rowAxisWords: String {
        switch self {
        case .ledger: "换一笔"
        case .points: "换一户"
        case .cases: "换一件"
        case .directory: "换一人"
        case .catalogue: "换一课"
        case .cameras: "换一个摄像头"
        default: "换一条"
        }
    }

    /// What 确认 on a row does, in words.
    var rowWords: String {
        switch self {
        case .ledger: "看这一笔"
        case .directory: "看这个人"
        case .charter: "看全文"
        case .catalogue: "看这一课"
        case .cameras: "放大"
        default: "看详细"
        }
    }
}

extension Hint {
    /// Between two hints, in logical pixels.
    package static let gap = 36

    /// Room that the hint takes in the bar, in logical pixels: cap with 16 at either side, 14 between, a colour's bar 24.
    package func width(em: Int) -> Int {
        let inner: Int
        switch cap {
        case .text(let text): inner = Self.width(text, em)
        case .leftRight, .upDown: inner = em * 9 / 4
        case .colour(_, let name): inner = 24 + Self.width(name, em)
        }
        return inner + 32 + 14 + Self.width(text, em)
    }

    /// Latin letters and digits are about half as wide as Han characters.
    private static func width(_ text: String, _ em: Int) -> Int {
        text.unicodeScalars.reduce(0) { $0 + ($1.isASCII ? (em + 1) / 2 : em) }
    }
}
