internal import Content
internal import Navigation
internal import Registers

/// The rows of long registers that were shown last, so that the next page of a part does not read the disk again. A few parts of at most
/// `RegisterPart.stretch` rows each.
package struct RegisterShelf {
    private struct Kept {
        var chunks: [Register.Table.Chunk]
        var part: RegisterPart
        var rows: [Register.Row]
    }

    private var kept: [Kept] = []
    private static let limit = 4

    package init() {}

    /// The page with the rows that a part of it shows; one without a table as it is. Blocks on the disk. Throws the source's errors, and
    /// `ContentError` when a chunk is not what the page says.
    mutating func filled(_ page: Page, _ part: RegisterPart, from source: any ContentSource) throws -> Page {
        guard var register = page.body as? Register, let table = register.table, case .rows(let range) = part.shown(of: register) else { return page }
        register.rows = try take(table.chunks, part) { try Self.rows(of: part, in: range, register, table, source) }
        return Page(envelope: page.envelope, body: register)
    }

    /// The page with one row; without it when it has none of that id.
    mutating func filled(_ page: Page, row id: String, from source: any ContentSource) throws -> Page {
        guard var register = page.body as? Register, let table = register.table else { return page }
        register.rows = try row(id, register, table, source).map { [$0] } ?? []
        return Page(envelope: page.envelope, body: register)
    }

    private func row(_ id: String, _ register: Register, _ table: Register.Table, _ source: any ContentSource) throws -> Register.Row? {
        for shelf in kept where shelf.chunks == table.chunks {
            if let row = shelf.rows.first(where: { $0.id == id }) { return row }
        }
        var first = 0
        for chunk in table.chunks {
            if let row = try Self.open(chunk, register, source, { database throws(RegisterError) in try database.row(id, after: first) }) { return row }
            first += chunk.rows
        }
        return nil
    }

    private mutating func take(_ chunks: [Register.Table.Chunk], _ part: RegisterPart, _ read: () throws -> [Register.Row]) throws -> [Register.Row] {
        let found: Kept
        if let place = kept.firstIndex(where: { $0.part == part && $0.chunks == chunks }) {
            found = kept.remove(at: place)
        } else {
            found = Kept(chunks: chunks, part: part, rows: try read())
        }
        kept.append(found)
        if kept.count > Self.limit { kept.removeFirst() }
        return found.rows
    }

    private static func rows(
        of part: RegisterPart, in range: Range<Int>, _ register: Register, _ table: Register.Table, _ source: any ContentSource
    ) throws -> [Register.Row] {
        var rows: [Register.Row] = []
        var first = 0
        // Rows of the part that are still to be passed over.
        var ahead = range.lowerBound
        for chunk in table.chunks where rows.count < range.count {
            defer { first += chunk.rows }
            if part.group == nil, part.surname == nil, ahead >= chunk.rows {
                ahead -= chunk.rows
                continue
            }
            try open(chunk, register, source) { database throws(RegisterError) in
                let here = try database.count(group: part.group, surname: part.surname)
                rows += try database.rows(
                    group: part.group, surname: part.surname, offset: min(ahead, here), limit: range.count - rows.count, after: first)
                ahead -= min(ahead, here)
            }
        }
        guard rows.count == range.count else { throw ContentError.inconsistent("a register with \(rows.count) rows where it states \(range.count)") }
        return rows
    }

    private static func open<Result>(
        _ chunk: Register.Table.Chunk, _ register: Register, _ source: any ContentSource, _ body: (RegisterChunk) throws(RegisterError) -> Result
    ) throws -> Result {
        let bytes = try source.object(chunk.object)
        do {
            return try body(RegisterChunk(bytes, of: register))
        } catch {
            throw ContentError.malformed("register chunk \(chunk.object): \(error)")
        }
    }
}
