/// A role that a targets role trusts with some paths (TUF specification 4.6, DELEGATIONS).
package struct Delegation: Hashable, Sendable {
    /// Which paths the role may speak for.
    package enum Scope: Hashable, Sendable {
        /// Shell patterns, matched part by part: `*` does not cross `/`.
        case patterns([UTF8Text])
        /// First digits of the SHA-256 of the path.
        case hashPrefixes([UTF8Text])
    }

    package var name: UTF8Text
    package var rule: RoleRule
    /// What this role does not list is not looked for in the roles after it.
    package var terminating: Bool
    package var scope: Scope

    package init(name: UTF8Text, rule: RoleRule, terminating: Bool, scope: Scope) {
        self.name = name
        self.rule = rule
        self.terminating = terminating
        self.scope = scope
    }

    init(_ fields: Fields) throws(TrustError) {
        name = try fields.text("name")
        guard !name.utf8.isEmpty, TopLevelRole(rawValue: name.description) == nil else {
            throw .malformed(role: fields.role, detail: "delegates to a role named \"\(name)\"")
        }
        rule = try fields.rule()
        terminating = try fields.bool("terminating")
        switch (fields.object["paths"], fields.object["path_hash_prefixes"]) {
        case (_?, nil): scope = .patterns(try fields.texts("paths"))
        case (nil, _?): scope = .hashPrefixes(try fields.texts("path_hash_prefixes"))
        default: throw .malformed(role: fields.role, detail: "\"\(name)\" needs paths or path_hash_prefixes, one of them")
        }
    }

    /// Whether the role may speak for `path`.
    package func covers(_ path: UTF8Text) -> Bool {
        switch scope {
        case .patterns(let patterns):
            return patterns.contains { PathPattern($0).matches(path) }
        case .hashPrefixes(let prefixes):
            let hash = Array(HashAlgorithm.sha256.hexHash(path.utf8).utf8)
            return prefixes.contains { hash.starts(with: $0.utf8) }
        }
    }

    var json: JSONValue {
        var pairs: [(UTF8Text, JSONValue)] = [
            ("name", .string(name)), ("keyids", .array(rule.keyIDs.map { .string($0) })),
            ("threshold", .integer(Int64(rule.threshold))), ("terminating", .bool(terminating)),
        ]
        switch scope {
        case .patterns(let patterns): pairs.append(("paths", .array(patterns.map { .string($0) })))
        case .hashPrefixes(let prefixes): pairs.append(("path_hash_prefixes", .array(prefixes.map { .string($0) })))
        }
        return .object(JSONObject(pairs)!)
    }
}

/// A PATHPATTERN: `*`, `?` and `[…]` of the shell within one part of a path (TUF specification 4.6).
package struct PathPattern: Sendable {
    private let parts: [[Unicode.Scalar]]

    package init(_ text: UTF8Text) {
        parts = Self.split(text)
    }

    /// As many parts, each matching its own.
    package func matches(_ path: UTF8Text) -> Bool {
        let offered = Self.split(path)
        return offered.count == parts.count && zip(parts, offered).allSatisfy { Self.matches($0, $1) }
    }

    private static func split(_ text: UTF8Text) -> [[Unicode.Scalar]] {
        text.description.unicodeScalars.split(separator: "/", omittingEmptySubsequences: false).map(Array.init)
    }

    /// Backtracks to the last `*` only, so the work is at most the product of the lengths whatever the pattern.
    private static func matches(_ pattern: [Unicode.Scalar], _ text: [Unicode.Scalar]) -> Bool {
        var at = 0
        var position = 0
        var star: (pattern: Int, text: Int)?
        while position < text.count {
            if at < pattern.count, pattern[at] == "*" {
                star = (at, position)
                at += 1
            } else if let next = step(pattern, at, text[position]) {
                at = next
                position += 1
            } else if let last = star {
                star = (last.pattern, last.text + 1)
                at = last.pattern + 1
                position = last.text + 1
            } else {
                return false
            }
        }
        return pattern[at...].allSatisfy { $0 == "*" }
    }

    /// The place after the element at `at` if that takes `scalar`.
    private static func step(_ pattern: [Unicode.Scalar], _ at: Int, _ scalar: Unicode.Scalar) -> Int? {
        guard at < pattern.count else { return nil }
        switch pattern[at] {
        case "?": return at + 1
        case "[":
            guard let (set, negated, next) = bracket(pattern, at) else { return scalar == "[" ? at + 1 : nil }
            return set.contains { $0.contains(scalar) } != negated ? next : nil
        default: return pattern[at] == scalar ? at + 1 : nil
        }
    }

    /// The set that opens at `at`; nil when it is never closed (then `[` stands for itself, as in fnmatch).
    private static func bracket(
        _ pattern: [Unicode.Scalar], _ at: Int
    ) -> (set: [ClosedRange<Unicode.Scalar>], negated: Bool, next: Int)? {
        var index = at + 1
        let negated = index < pattern.count && pattern[index] == "!"
        if negated { index += 1 }
        var set: [ClosedRange<Unicode.Scalar>] = []
        let first = index
        while index < pattern.count {
            if pattern[index] == "]", index > first { return (set, negated, index + 1) }
            if index + 2 < pattern.count, pattern[index + 1] == "-", pattern[index + 2] != "]" {
                if pattern[index] <= pattern[index + 2] { set.append(pattern[index]...pattern[index + 2]) }
                index += 3
            } else {
                set.append(pattern[index]...pattern[index])
                index += 1
            }
        }
        return nil
    }
}
