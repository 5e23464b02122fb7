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

    private let decoder: ContentDecoder?
    private var kept: [Kept] = []
    private static let limit = 4

    /// Nil reads on this thread.
    package init(decoder: ContentDecoder? = nil) { self.decoder = decoder }

    /// The page with the rows that a part of it shows; one without a table as it is. Blocks on the disk. Throws the source's errors, and
    /// `ContentError` when a chunk is not what the page says.
    mutating func filled(_ page: Page, _ part: RegisterPart, from source: any ContentSource) throws -> Page {
        guard var register = page.body as? Register, let table = register.table, case .rows(let range) = part.shown(of: register) else { return page }
        register.rows = try take(table.chunks, part) { [self] in try rows(of: part, in: range, register, table, source) }
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
            if let row = try ask(.row(id: id), of: chunk, after: first, register, source).rows.first { return row }
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

    private func rows(
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
            let answer = try ask(
                .rows(group: part.group, surname: part.surname, offset: ahead, limit: range.count - rows.count), of: chunk, after: first, register,
                source)
            rows += answer.rows
            ahead -= min(ahead, answer.count)
        }
        guard rows.count == range.count else { throw ContentError.inconsistent("a register with \(rows.count) rows where it states \(range.count)") }
        return rows
    }

    private func ask(
        _ wanted: RegisterQuestion.Wanted, of chunk: Register.Table.Chunk, after first: Int, _ register: Register, _ source: any ContentSource
    ) throws -> RegisterAnswer {
        let bytes = try source.object(chunk.object)
        let question = RegisterQuestion(wanted, columns: register.columns.count, after: first)
        do throws(RegisterError) {
            if let decoder { return try decoder.answer(question, about: bytes) }
            return try question.answer(about: bytes)
        } catch {
            throw ContentError.malformed("register chunk \(chunk.object): \(error)")
        }
    }
}
