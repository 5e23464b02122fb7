package import Content

extension Place {
    /// The page that the place shows or belongs to.
    package var pageID: PageID? {
        switch self {
        case .page(let id), .part(let id, _), .row(let id, _), .picture(let id, _): id
        case .home, .tile, .card: nil
        }
    }
}
