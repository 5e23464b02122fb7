/// Why bytes are not JSON that we accept, and where.
package struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was found.
    package enum Problem: String, Hashable, Sendable {
        case unexpectedEnd = "ends too early"
        case unexpectedByte = "unexpected character"
        case trailingBytes = "something after the end"
        case invalidUTF8 = "invalid UTF-8"
        case invalidEscape = "invalid escape or lone surrogate"
        case controlCharacter = "unescaped control character"
        case notAnInteger = "a number that is not a plain integer"
        case integerOutOfRange = "an integer beyond 64 bits"
        case duplicateKey = "the same key twice"
        case tooDeep = "nested too deeply"
    }

    package let problem: Problem
    /// Byte offset.
    package let offset: Int

    package init(_ problem: Problem, at offset: Int) {
        self.problem = problem
        self.offset = offset
    }

    package var description: String { "\(problem.rawValue) at byte \(offset)" }
}
