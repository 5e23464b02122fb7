/// What stands inside a line of Markdown: marks for bold, code and links fall away, their text stays. Linear in the length of the text.
struct MarkdownInline {
    private let characters: [Character]
    /// Places of runs of one mark, by mark and length, in the order of the text. Escaped marks are in none.
    private var runs: [Mark: [Int]] = [:]
    private var closers: [Character: [Int]] = [:]
    /// How far into each list the reading has come: it only moves forward, so that no place is looked at twice.
    private var passed: [Mark: Int] = [:]
    private var passedClosers: [Character: Int] = [:]

    private struct Mark: Hashable {
        var character: Character
        var length: Int
    }

    /// The text without marks.
    static func plain(_ raw: String) -> String {
        guard raw.contains(where: { "*_`[\\<~".contains($0) }) else { return raw }
        var reading = MarkdownInline(raw)
        return reading.plain()
    }

    private init(_ raw: String) {
        characters = Array(raw)
        var index = 0
        while index < characters.count {
            let character = characters[index]
            if Self.escapes(characters, at: index) {
                index += 2
            } else if "*_`~".contains(character) {
                let length = run(at: index)
                runs[Mark(character: character, length: length), default: []].append(index)
                index += length
            } else {
                if "])>".contains(character) { closers[character, default: []].append(index) }
                index += 1
            }
        }
    }

    private mutating func plain() -> String {
        var text = ""
        /// Where a mark that falls away begins → the place behind it.
        var dropped: [Int: Int] = [:]
        var index = 0
        while index < characters.count {
            let character = characters[index]
            if let behind = dropped[index] {
                index = behind
            } else if Self.escapes(characters, at: index) {
                text.append(characters[index + 1])
                index += 2
            } else if "*_`~".contains(character) {
                let length = run(at: index)
                guard opens(character, length, at: index), let end = closing(character, length, after: index + length) else {
                    text.append(contentsOf: characters[index..<(index + length)])
                    index += length
                    continue
                }
                if character == "`" {
                    // Code is as it stands.
                    text.append(contentsOf: characters[(index + length)..<end])
                    index = end + length
                } else {
                    dropped[end] = end + length
                    index += length
                }
            } else if character == "[", let close = closer("]", after: index), close + 1 < characters.count, characters[close + 1] == "(",
                let end = closer(")", after: close)
            {
                dropped[close] = end + 1
                index += 1
            } else if character == "<", let close = closer(">", after: index), isTag(characters[(index + 1)..<close]) {
                index = close + 1
            } else {
                text.append(character)
                index += 1
            }
        }
        return text
    }

    private static func escapes(_ characters: [Character], at index: Int) -> Bool {
        guard characters[index] == "\\", index + 1 < characters.count else { return false }
        let next = characters[index + 1]
        return next.isASCII && (next.isPunctuation || next.isSymbol)
    }

    private func run(at index: Int) -> Int {
        var length = 1
        while index + length < characters.count, characters[index + length] == characters[index] { length += 1 }
        return length
    }

    /// 张*明 masks a name, 3*4 is a sum and a_b the name of a file: marks that stand inside a word open nothing.
    private func opens(_ character: Character, _ length: Int, at index: Int) -> Bool {
        guard length <= 3, character != "~" || length == 2 else { return false }
        let single = character == "_" || character == "*" && length == 1
        return !(single && index > 0 && (characters[index - 1].isLetter || characters[index - 1].isNumber))
    }

    /// The next run of the same length, with something between.
    private mutating func closing(_ character: Character, _ length: Int, after start: Int) -> Int? {
        let mark = Mark(character: character, length: length)
        guard let places = runs[mark] else { return nil }
        return Self.first(in: places, from: start, passed: &passed[mark, default: 0])
    }

    private mutating func closer(_ character: Character, after start: Int) -> Int? {
        guard let places = closers[character] else { return nil }
        return Self.first(in: places, from: start, passed: &passedClosers[character, default: 0])
    }

    private static func first(in places: [Int], from start: Int, passed: inout Int) -> Int? {
        while passed < places.count, places[passed] < start { passed += 1 }
        return passed < places.count ? places[passed] : nil
    }

    private static let tags: Set<String> = ["br", "p", "b", "i", "u", "em", "strong", "span", "div", "font", "center", "sub", "sup"]

    private func isTag(_ inside: ArraySlice<Character>) -> Bool {
        let name = inside.drop { $0 == "/" }.prefix(8).prefix { $0.isLetter }
        return Self.tags.contains(String(name).lowercased())
    }
}
