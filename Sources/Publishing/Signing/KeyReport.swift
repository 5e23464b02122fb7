package import Trust

/// Until when each signature of a repository holds, and what somebody has to do about it.
package struct KeyReport: Sendable {
    package struct Row: Hashable, Sendable {
        /// `root`, `targets`, `999999`.
        package var role: String
        /// Versions that boxes are offered now.
        package var version: Int64
        package var expires: UnixTime
        /// Whole days until then, rounded down; negative when it is over.
        package var days: Int64
        /// Fingerprints of who may sign.
        package var keys: [String]
        package var threshold: Int
        /// What is to be done, in Chinese; nil on a good day.
        package var advice: String?
    }

    package private(set) var rows: [Row] = []
    /// Roots that have been signed and are not in the repository yet.
    package private(set) var waitingRoots: [Int] = []

    package var needsSomebody: Bool { !waitingRoots.isEmpty || rows.contains { $0.advice != nil } }

    /// Looks at the repository as `keys` would continue it; needs no private key. Throws as `publish` does.
    package init(_ repository: String, keys: KeyDirectory, now: UnixTime) throws(RepositoryError) {
        let state = try RepositoryState(repository: repository, keys: keys)
        guard let root = state.root, let timestamp = state.timestamp, let snapshot = state.snapshot, let targets = state.targets else {
            throw .nothingPublished(repository)
        }
        waitingRoots = (Int(root.head.version)..<(try keys.roots().count)).map { $0 + 1 }
        func add(_ role: String, _ head: MetadataHead, _ rule: RoleRule, _ advice: (_ days: Int64) -> String?) {
            let left = head.expires.seconds - now.seconds
            let days = left >= 0 ? left / 86_400 : -((86_399 - left) / 86_400)
            rows.append(
                Row(
                    role: role, version: head.version, expires: head.expires, days: days,
                    keys: rule.keyIDs.map { VillageKey.fingerprint(of: $0) }, threshold: rule.threshold, advice: advice(days)))
        }
        func byPerson(_ mend: String) -> (Int64) -> String? {
            { $0 < 0 ? "已经过期，盒子不再接受新内容：\(mend)" : $0 < Validity.warning ? "还有\($0)天过期：\(mend)" : nil }
        }
        add("root", root.head, root.rule(.root), byPerson("请集齐两把 root 密钥，运行 yuanba keys rotate（不写角色就是续期），再发布"))
        add("targets", targets.head, root.rule(.targets), byPerson("请用有 targets 密钥的文件夹运行 yuanba release"))
        // These two are signed by a machine: what counts is whether it has done so.
        add("snapshot", snapshot.head, root.rule(.snapshot)) { days in
            days < 0 ? "已经过期，盒子不再接受新内容：请马上运行 yuanba release" : days < Validity.snapshot / 3 ? "没有按时自动续签，请看每天运行的 yuanba release 是不是停了" : nil
        }
        let age = timestamp.issued.map { (now.seconds - $0.seconds) / 86_400 } ?? 0
        add("timestamp", timestamp.head, root.rule(.timestamp)) { days in
            days < 0 ? "已经过期，盒子不再接受新内容：请马上运行 yuanba release" : age >= 2 ? "\(age)天没有续签，请看每天运行的 yuanba release 是不是停了" : nil
        }
        for delegation in targets.delegations {
            guard let role = state.villages[delegation.name] else { continue }
            let name = delegation.name.description
            let mend = name == "emergency" ? "请用有 emergency 密钥的文件夹运行 yuanba release" : "请村里重新签一次（yuanba sign），再发布"
            add(name, role.head, delegation.rule, byPerson(mend))
        }
    }

    /// A table for people, in Chinese.
    package var text: String {
        var lines = rows.map { row in
            let head = "\(row.role)　第\(row.version)版　\(row.expires.iso8601.prefix(10)) 到期，\(row.days < 0 ? "过了\(-row.days)天" : "还有\(row.days)天")　"
                + (row.threshold > 1 ? "\(row.keys.count)把里要\(row.threshold)把：" : "") + row.keys.joined(separator: "，")
            return row.advice.map { "\(head)\n  ★ \($0)" } ?? head
        }
        if let last = waitingRoots.last { lines.append("★ \(last).root.json 已经签好，还没有发布：请运行 yuanba release") }
        if !needsSomebody { lines.append("都在有效期内，\(Validity.warning)天内没有要办的。") }
        return lines.joined(separator: "\n")
    }
}
