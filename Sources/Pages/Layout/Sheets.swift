internal import Navigation

/// The discrete pages of a place. What each offers to the remote is known at once; what it looks like may be set when it is first drawn,
/// because a list of thousands of rows has hundreds of pages of which few are ever looked at.
final class Sheets {
    let targets: [[Outline.Target]]
    private let make: (Int) -> Sheet
    private var made: [(page: Int, sheet: Sheet)] = []

    /// Made sheets that are kept, the last used first: the shown one, its neighbours, and the way back.
    private static let kept = 8

    /// - Parameter make: the sheet of a page, with exactly the targets that are given for it.
    init(_ targets: [[Outline.Target]], make: @escaping (_ page: Int) -> Sheet) {
        self.targets = targets
        self.make = make
    }

    convenience init(_ sheets: [Sheet]) {
        self.init(sheets.map { $0.items.map(\.target) }) { sheets[$0] }
    }

    var count: Int { targets.count }

    subscript(page: Int) -> Sheet {
        if let found = made.firstIndex(where: { $0.page == page }) {
            if found > 0 { made.insert(made.remove(at: found), at: 0) }
            return made[0].sheet
        }
        let sheet = make(page)
        if made.count >= Self.kept { made.removeLast() }
        made.insert((page, sheet), at: 0)
        return sheet
    }

    /// With more on each of them that is not to be focused: painted below what is there.
    func under(_ ops: @escaping (_ page: Int) -> [Drawing.Op]) -> Sheets {
        Sheets(targets) { page in
            var sheet = self[page]
            sheet.ops.insert(contentsOf: ops(page), at: 0)
            return sheet
        }
    }

    /// With nothing to open and no digits: to be looked at only.
    func closed() -> Sheets {
        func closed(_ target: Outline.Target) -> Outline.Target {
            var target = target
            target.opens = nil
            target.digit = nil
            return target
        }
        return Sheets(targets.map { $0.map(closed) }) { page in
            var sheet = self[page]
            for item in sheet.items.indices { sheet.items[item].target = closed(sheet.items[item].target) }
            return sheet
        }
    }

    static func + (first: Sheets, rest: [Sheet]) -> Sheets {
        Sheets(first.targets + rest.map { $0.items.map(\.target) }) { $0 < first.count ? first[$0] : rest[$0 - first.count] }
    }
}
