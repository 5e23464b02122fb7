import Testing
import Trust

/// A repository that python-tuf wrote, walked as a client would.
@Suite struct PythonTUFTests {
    let now = UnixTime(iso8601: "2026-11-05T08:00:00Z")!

    private func refreshed() throws -> TrustedMetadata {
        var trusted = try TrustedMetadata(trustedRoot: Fixture.bytes("repository/1.root.json"), now: now)
        try trusted.updateRoot(Fixture.bytes("repository/2.root.json"))
        try trusted.updateRoot(Fixture.bytes("repository/3.root.json"))
        #expect(try trusted.updateTimestamp(Fixture.bytes("repository/timestamp.json")))
        try trusted.updateSnapshot(Fixture.bytes("repository/\(try #require(trusted.fileName(of: "snapshot")))"))
        try trusted.updateTargets(Fixture.bytes("repository/\(try #require(trusted.fileName(of: "targets")))"))
        return trusted
    }

    @Test func isAcceptedWithRotatedKeysOfEveryKind() throws {
        let trusted = try refreshed()
        #expect(trusted.root.signed.head.version == 3)
        #expect(trusted.timestamp?.signed.head.version == 12)
        #expect(trusted.snapshot?.signed.head.version == 9)
        #expect(trusted.roles["targets"]?.signed.delegations.map(\.name) == ["999999", "bin ned"])
    }

    @Test(arguments: [
        ("999999/index.json", "999999", ["999999"]),
        ("999999/e\u{301}.json", "999999", ["999999"]),
        ("999999/\u{E9}.json", nil, ["999999"]),
        ("999999/a/b/c", nil, []),
        ("binned/file", "bin ned", ["bin ned"]),
    ] as [(String, String?, [String])])
    func targetsAreFound(path: String, role: String?, loaded: [String]) throws {
        var trusted = try refreshed()
        var search = TargetSearch(path: UTF8Text(path))
        var asked: [String] = []
        while true {
            switch search.step(in: trusted) {
            case .needs(let role, let delegator):
                asked.append(role.description)
                let name = try #require(trusted.fileName(of: role))
                try trusted.updateDelegated(Fixture.bytes("repository/\(name)"), role: role, delegator: delegator)
                continue
            case .found(let target, let found):
                #expect(found.description == role)
                try target.verify(Array("第一页".utf8), path: search.path)
                #expect(throws: TrustError.hash(role: search.path)) {
                    try target.verify(Array("第二页".utf8), path: search.path)
                }
            case .notFound:
                #expect(role == nil)
            }
            break
        }
        #expect(asked == loaded)
    }

    @Test func rootsAreNotSkipped() throws {
        var trusted = try TrustedMetadata(trustedRoot: Fixture.bytes("repository/1.root.json"), now: now)
        #expect(throws: TrustError.self) { try trusted.updateRoot(Fixture.bytes("repository/3.root.json")) }
        #expect(throws: TrustError.rootVersion(expected: 2, offered: 1)) {
            try trusted.updateRoot(Fixture.bytes("repository/1.root.json"))
        }
        // Its keys are not those of root 1.
        #expect(throws: TrustError.self) { try trusted.updateTargets(Fixture.bytes("repository/7.targets.json")) }
    }
}
