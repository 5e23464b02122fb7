import Testing
import Trust

@Suite struct DelegationTests {
    @Test(arguments: [
        ("999999/*", "999999/index.json", true, "one part"),
        ("999999/*", "999999/sections/a.json", false, "* does not cross /"),
        ("999999/*/*", "999999/sections/a.json", true, "listed depth"),
        ("*", "999999/index.json", false, "nor at the start"),
        ("999999/*", "999999", false, "fewer parts"),
        ("999999/*", "999999/", true, "an empty part is a part"),
        ("999999/*", "9999990/index.json", false, "no prefixes"),
        ("a/*.tgz", "a/b.tgz", true, "suffix"), ("a/*.tgz", "a/b.tgz.exe", false, "the whole part"),
        ("a?c", "abc", true, "one"), ("a?c", "ac", false, "exactly one"), ("a?c", "a/c", false, "? is no / either"),
        ("a?c", "a坝c", true, "a character, not a byte"),
        ("[a-c]x", "bx", true, "range"), ("[a-c]x", "dx", false, "outside"), ("[!a-c]x", "dx", true, "negated"),
        ("[]]x", "]x", true, "] first is itself"), ("[a", "[a", true, "never closed"), ("[a", "a", false, "never closed"),
        ("a*b*c", "a1b2b3c", true, "backtracking"), ("a*b*c", "a1b2b3", false, "backtracking"),
        ("*a*a*a*a*a*a*a*a*b", String(repeating: "a", count: 5_000), false, "no explosion"),
        ("**", "anything", true, "twice is once"), ("", "", true, "nothing"), ("", "a", false, "nothing"),
        ("a.c", "abc", false, "a dot is a dot"), ("A", "a", false, "case counts"),
        ("\u{E9}", "e\u{301}", false, "bytes count"),
    ])
    func patterns(pattern: String, path: String, matches: Bool, why: String) {
        #expect(PathPattern(UTF8Text(pattern)).matches(UTF8Text(path)) == matches, "\(why)")
    }

    @Test func hashPrefixes() {
        // sha256("a") = ca978112…
        let rule = RoleRule(keyIDs: [], threshold: 1)
        func covers(_ prefixes: [UTF8Text]) -> Bool {
            Delegation(name: "bin", rule: rule, terminating: false, scope: .hashPrefixes(prefixes)).covers("a")
        }
        #expect(covers(["ca"]) && covers(["00", "ca978112"]) && covers([""]))
        #expect(!covers(["cb"]) && !covers([]) && !covers(["CA"]))
    }

    /// Roles by name: what each delegates to, in order, and which paths it lists.
    private typealias Graph = [UTF8Text: (delegations: [(UTF8Text, terminating: Bool)], lists: [UTF8Text])]

    /// Walks `graph` for "file" and gives the roles in the order in which they were asked for.
    private func walk(_ graph: Graph) throws -> (asked: [String], found: String?) {
        let signer = try Ed25519Signer.generate()
        let now = UnixTime(iso8601: "2026-11-05T08:00:00Z")!
        let later = now.adding(days: 9)
        let rule = RoleRule(keyIDs: [signer.publicKey.keyID], threshold: 1)
        var files: [UTF8Text: [UInt8]] = [:]
        for (name, role) in graph {
            var targets: [UTF8Text: TargetFile] = [:]
            for path in role.lists { targets[path] = TargetFile(of: Array(name.utf8)) }
            let delegations = role.delegations.map {
                Delegation(name: $0.0, rule: rule, terminating: $0.terminating, scope: .patterns(["*"]))
            }
            files[name] = try Envelope.seal(
                MetadataDraft.targets(
                    version: 1, expires: later, targets: targets, delegations: ([signer.publicKey], delegations)),
                signers: [signer])
        }
        let roles: [TopLevelRole: (keys: [PublicKey], threshold: Int)] = Dictionary(
            uniqueKeysWithValues: TopLevelRole.allCases.map { ($0, ([signer.publicKey], 1)) })
        let snapshot = try Envelope.seal(
            MetadataDraft.snapshot(
                version: 1, expires: later, roles: files.mapValues { TestRepository.meta(1, $0) }), signers: [signer])
        var trusted = try TrustedMetadata(
            trustedRoot: Envelope.seal(
                MetadataDraft.root(version: 1, expires: later, roles: roles), signers: [signer]), now: now)
        try trusted.updateTimestamp(
            Envelope.seal(
                MetadataDraft.timestamp(
                    version: 1, expires: later, issued: now, snapshot: TestRepository.meta(1, snapshot)),
                signers: [signer]))
        try trusted.updateSnapshot(snapshot)
        var search = TargetSearch(path: "file")
        var asked: [String] = []
        while true {
            switch search.step(in: trusted) {
            case .found(_, let role): return (asked, role.description)
            case .notFound: return (asked, nil)
            case .needs(let role, let delegator):
                asked.append(role.description)
                let bytes = try #require(files[role])
                if delegator == "root" {
                    try trusted.updateTargets(bytes)
                } else {
                    try trusted.updateDelegated(bytes, role: role, delegator: delegator)
                }
            }
        }
    }

    @Test func theSearchGoesDepthFirstInOrder() throws {
        let leaf: ([(UTF8Text, terminating: Bool)], [UTF8Text]) = ([], [])
        let tree: Graph = [
            "targets": ([("A", false), ("B", false)], []), "A": ([("C", false), ("D", false)], []), "B": leaf,
            "C": leaf, "D": leaf,
        ]
        #expect(try walk(tree).asked == ["targets", "A", "C", "D", "B"])

        var found = tree
        found["D"]!.lists = ["file"]
        found["B"]!.lists = ["file"]
        let result = try walk(found)
        #expect(result.asked == ["targets", "A", "C", "D"] && result.found == "D")

        // What the town lists itself comes before any village: a take-down.
        found["targets"]!.lists = ["file"]
        #expect(try walk(found).found == "targets")

        var terminating = tree
        terminating["targets"]!.delegations[0].terminating = true
        terminating["B"]!.lists = ["file"]
        let ended = try walk(terminating)
        #expect(ended.asked == ["targets", "A", "C", "D"] && ended.found == nil)

        var inner = tree
        inner["A"]!.delegations[0].terminating = true
        inner["B"]!.lists = ["file"]
        #expect(try walk(inner).asked == ["targets", "A", "C"], "a terminating one ends the search everywhere")
    }

    @Test func circlesAndShortcutsEnd() throws {
        let circle: Graph = [
            "targets": ([("A", false)], []), "A": ([("B", false)], []), "B": ([("A", false), ("C", false)], []),
            "C": ([], ["file"]),
        ]
        let result = try walk(circle)
        #expect(result.asked == ["targets", "A", "B", "C"] && result.found == "C")

        let diamond: Graph = [
            "targets": ([("A", false), ("B", false)], []), "A": ([("C", false)], []), "B": ([("C", false)], []),
            "C": ([], []),
        ]
        #expect(try walk(diamond).asked == ["targets", "A", "C", "B"])
    }

    @Test func aLongChainIsGivenUp() throws {
        var chain: Graph = ["targets": ([("r0", false)], [])]
        for number in 0..<100 {
            chain[UTF8Text("r\(number)")] = ([(UTF8Text("r\(number + 1)"), false)], [])
        }
        chain["r100"] = ([], ["file"])
        let result = try walk(chain)
        #expect(result.found == nil && result.asked.count == MetadataLimits.visitedRoles)
    }

    @Test(arguments: [
        ("root", "a top-level name"), ("timestamp", "a top-level name"), ("snapshot", "a top-level name"),
        ("targets", "a top-level name"), ("", "no name"),
    ])
    func namesThatNoDelegatedRoleMayHave(name: String, why: String) throws {
        #expect(throws: TrustError.self, "\(why)") { try walk(["targets": ([(UTF8Text(name), false)], [])]) }
    }

    @Test func twoDelegationsOfOneNameAreRefused() throws {
        #expect(throws: TrustError.self) {
            try walk(["targets": ([("A", false), ("A", true)], []), "A": ([], [])])
        }
    }
}
