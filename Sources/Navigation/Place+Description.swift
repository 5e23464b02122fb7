package import Content

extension Place: CustomStringConvertible {
    /// For the status and the log: `home`, `tile 2`, `page 2/2026-10`, `row 2/2026-10 r12`, `picture 2/2026-10 9f86d081`.
    package var description: String {
        switch self {
        case .home: "home"
        case .tile(let digit): "tile \(digit)"
        case .page(let id): "page \(id)"
        case .row(let id, let row): "row \(id) \(row)"
        case .picture(let id, let object): "picture \(id) \(object.hex.prefix(8))"
        case .card(let card): "card \(card)"
        }
    }
}

extension Card: CustomStringConvertible {
    /// `starting`, `noContent offline`, `downloading 3/40`
    package var description: String {
        switch self {
        case .starting: "starting"
        case .noContent(let trouble): "noContent \(trouble)"
        case .downloading(let done, let total): "downloading \(done)/\(total)"
        case .damaged: "damaged"
        case .television: "television"
        }
    }
}

extension Place {
    /// The page that the place shows or belongs to.
    package var pageID: PageID? {
        switch self {
        case .page(let id), .row(let id, _), .picture(let id, _): id
        case .home, .tile, .card: nil
        }
    }
}
