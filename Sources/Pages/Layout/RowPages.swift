/// Which of a table's rows stand on which page: full pages, unless that leaves a last one that is less than half full. Then all have about as
/// many and higher rows, the first ones one more, because a row alone on a screen looks like a mistake.
struct RowPages {
    /// Of the rows, a page each.
    let ranges: [Range<Int>]
    /// As many rows as a page has room for at their height. A list of one page keeps the rows of a full one.
    let rowsOfHeight: Int

    init(_ count: Int, atMost perPage: Int) {
        let pages = (count + perPage - 1) / perPage
        let last = count - (pages - 1) * perPage
        let isEven = pages > 1 && last * 2 < perPage
        ranges = (0..<pages).map { page in
            isEven ? (page * count + pages - 1) / pages..<((page + 1) * count + pages - 1) / pages : page * perPage..<min((page + 1) * perPage, count)
        }
        rowsOfHeight = isEven ? (count + pages - 1) / pages : perPage
    }
}
