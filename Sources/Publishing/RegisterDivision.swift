import Content
import Registers

extension Register {
    /// Moves the rows of a long list into chunks; a short one keeps them. A chunk ends where a row's id says so and not after so many rows, so
    /// that a row more or less changes the chunk in which it stands and no other.
    /// - Returns: the chunks' bytes.
    mutating func divide() throws(RegisterError) -> ObjectSet {
        var objects = ObjectSet()
        guard rows.count > Self.inlineLimit else { return objects }
        let shares = coarsened()
        var chunks: [Table.Chunk] = []
        var start = 0
        while start < rows.count {
            let end = chunkEnd(from: start)
            let bytes = try RegisterChunk.bytes(of: rows[start..<end], in: self)
            let object = objectID(bytes)
            objects.insert(object, bytes)
            chunks.append(.init(object: object, length: bytes.count, rows: end - start))
            start = end
        }
        table = Table(chunks: chunks, shares: shares)
        rows = []
        return objects
    }

    private func chunkEnd(from start: Int) -> Int {
        let latest = min(start + 4_096, rows.count)
        for end in start + 256..<max(start + 257, latest) where end < rows.count {
            // The last four digits of the fingerprint: one row in 1,024 ends a chunk.
            if let digits = UInt32(rows[end - 1].id.prefix(9).suffix(4), radix: 16), digits % 1_024 == 0 { return end }
        }
        return latest
    }

    /// Gives up filtering where nearly every row would be a choice of its own: the page's document would be as long as the list.
    /// - Returns: the shares that are left.
    private mutating func coarsened() -> [Share] {
        let fine = shares
        guard fine.count > 5_000 else { return fine }
        for index in rows.indices { rows[index].surname = nil }
        let coarse = shares
        guard coarse.count > 5_000 else { return coarse }
        groupColumn = nil
        return shares
    }
}
