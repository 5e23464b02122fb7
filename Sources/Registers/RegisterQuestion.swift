package import Content

/// What is asked of a chunk; it and its answer can be sent to another process.
package struct RegisterQuestion: Codable, Equatable, Sendable {
    package enum Wanted: Codable, Equatable, Sendable {
        /// The rows of a group and a surname, of all where none is said, in the list's order: `limit` of them from the `offset`th on.
        case rows(group: String?, surname: String?, offset: Int, limit: Int)
        case row(id: String)
    }

    package var wanted: Wanted
    /// Of the list.
    package var columns: Int
    /// How many rows of the list stand before the chunk.
    package var first: Int

    package init(_ wanted: Wanted, columns: Int, after first: Int) {
        self.wanted = wanted
        self.columns = columns
        self.first = first
    }
}

package struct RegisterAnswer: Codable, Equatable, Sendable {
    /// How many rows of the chunk are in the group and bear the surname; of one row, whether it is there: 0 or 1.
    package var count: Int
    package var rows: [Register.Row]

    package init(count: Int, rows: [Register.Row]) {
        self.count = count
        self.rows = rows
    }
}

extension RegisterQuestion {
    /// Reads a chunk's bytes. Blocks for some milliseconds; throws what `RegisterChunk` does.
    package func answer(about bytes: [UInt8]) throws(RegisterError) -> RegisterAnswer {
        let chunk = try RegisterChunk(bytes, columns: columns)
        switch wanted {
        case .row(let id):
            let row = try chunk.row(id, after: first)
            return RegisterAnswer(count: row == nil ? 0 : 1, rows: row.map { [$0] } ?? [])
        case .rows(let group, let surname, let offset, let limit):
            let count = try chunk.count(group: group, surname: surname)
            guard offset < count else { return RegisterAnswer(count: count, rows: []) }
            return RegisterAnswer(count: count, rows: try chunk.rows(group: group, surname: surname, offset: offset, limit: limit, after: first))
        }
    }

    /// Whether it could be an answer to this, whoever gave it.
    package func admits(_ answer: RegisterAnswer) -> Bool {
        let limit = if case .rows(_, _, _, let limit) = wanted { limit } else { 1 }
        return answer.rows.count <= limit && answer.rows.count <= answer.count && answer.count <= Register.tableLimit
            && answer.rows.allSatisfy { $0.cells.count == columns }
    }
}
