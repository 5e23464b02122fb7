/// The `signed` part of each role, for a publisher to seal. Written for TUF 1.0.31, always with consistent snapshots.
package enum MetadataDraft {
    /// What `spec_version` says.
    package static let specification = "1.0.31"

    private static func head(_ type: String, _ version: Int64, _ expires: UnixTime) -> [(UTF8Text, JSONValue)] {
        [
            ("_type", JSONValue(type)), ("spec_version", JSONValue(specification)), ("version", .integer(version)),
            ("expires", JSONValue(expires.iso8601)),
        ]
    }

    private static func object(_ pairs: [(UTF8Text, JSONValue)]) -> JSONValue { .object(JSONObject(pairs)!) }

    private static func keys(_ keys: [PublicKey]) -> JSONValue {
        var object = JSONObject()
        for key in keys { object[key.keyID] = key.json }
        return .object(object)
    }

    /// `root.json`: for each top-level role its keys and threshold.
    package static func root(
        version: Int64, expires: UnixTime, roles: [TopLevelRole: (keys: [PublicKey], threshold: Int)]
    ) -> JSONValue {
        let rules = roles.map { role, rule -> (UTF8Text, JSONValue) in
            let keyIDs = rule.keys.map(\.keyID).sorted().map { JSONValue.string($0) }
            return (role.name, ["keyids": .array(keyIDs), "threshold": .integer(Int64(rule.threshold))])
        }
        return object(
            head("root", version, expires) + [
                ("consistent_snapshot", true), ("keys", keys(roles.values.flatMap(\.keys))), ("roles", object(rules)),
            ])
    }

    /// `timestamp.json`. `issued` is our own field: the time of signing, a floor under the clock of the boxes.
    package static func timestamp(
        version: Int64, expires: UnixTime, issued: UnixTime, snapshot: MetaFile
    ) -> JSONValue {
        object(
            head("timestamp", version, expires) + [
                ("issued", JSONValue(issued.iso8601)), ("meta", ["snapshot.json": snapshot.json]),
            ])
    }

    /// `snapshot.json`: every targets role by name.
    package static func snapshot(version: Int64, expires: UnixTime, roles: [UTF8Text: MetaFile]) -> JSONValue {
        object(
            head("snapshot", version, expires) + [("meta", object(roles.map { ($0.key + ".json", $0.value.json) }))])
    }

    /// `targets.json` or a delegated role.
    package static func targets(
        version: Int64, expires: UnixTime, targets: [UTF8Text: TargetFile],
        delegations: (keys: [PublicKey], roles: [Delegation])? = nil
    ) -> JSONValue {
        var pairs = head("targets", version, expires)
        pairs.append(("targets", object(targets.map { ($0.key, $0.value.json) })))
        if let delegations {
            let roles = delegations.roles.map(\.json)
            pairs.append(("delegations", ["keys": keys(delegations.keys), "roles": .array(roles)]))
        }
        return object(pairs)
    }
}
