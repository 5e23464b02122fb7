/// The search for one target through the tree of delegations: depth first, each role before the ones it delegates to,
/// in their order (TUF specification 5.6.7).
///
/// A state machine, because roles are loaded on the way: call `step` until it says `found` or `notFound`; when it says
/// `needs`, load that role into the trusted metadata first.
package struct TargetSearch: Sendable {
    package enum Step: Sendable {
        /// Load `role` as delegated by `delegator` ("targets" by "root"), then go on.
        case needs(role: UTF8Text, delegator: UTF8Text)
        /// `role` lists the target.
        case found(TargetFile, role: UTF8Text)
        /// No role that may speak for the path lists it.
        case notFound
    }

    package let path: UTF8Text
    private var pending: [(role: UTF8Text, delegator: UTF8Text)] = [("targets", "root")]
    private var visited: Set<UTF8Text> = []

    package init(path: UTF8Text) {
        self.path = path
    }

    /// Goes on as far as `trusted` allows.
    package mutating func step(in trusted: TrustedMetadata) -> Step {
        while let (role, delegator) = pending.last {
            guard !visited.contains(role) else {
                pending.removeLast()
                continue
            }
            guard visited.count < MetadataLimits.visitedRoles else { return .notFound }
            guard trusted.contains(role, delegatedBy: delegator), let targets = trusted.roles[role]?.signed else {
                return .needs(role: role, delegator: delegator)
            }
            if let target = targets.targets[path] { return .found(target, role: role) }
            pending.removeLast()
            visited.insert(role)
            var children: [(role: UTF8Text, delegator: UTF8Text)] = []
            for delegation in targets.delegations where delegation.covers(path) {
                children.append((delegation.name, role))
                if delegation.terminating {
                    // Neither the delegations after it nor those of the roles above are asked any more.
                    pending.removeAll()
                    break
                }
            }
            pending.append(contentsOf: children.reversed())
        }
        return .notFound
    }
}
