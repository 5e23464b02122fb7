internal import Content

/// The written form of a place, for the status, for previews and for test scripts:
/// `home`, `tile/1`, `2/2026-10`, `4/low/parts/materials`, `2/2026-10/rows/0012`, `2/2026-10/pictures/<sha256>`, `card/starting`.
extension Place {
    package var address: String {
        switch self {
        case .home: "home"
        case .tile(let digit): "tile/\(digit)"
        case .page(let id): id.text
        case .part(let id, let part): "\(id.text)/parts/\(part)"
        case .row(let id, let row): "\(id.text)/rows/\(row)"
        case .picture(let id, let object): "\(id.text)/pictures/\(object.hex)"
        case .card(let card): "card/\(card.name)"
        }
    }

    /// Cards other than `starting`, `damaged` and `television` have facts that an address does not hold; those are `card/<trouble>`,
    /// with counts of 3 of 12 for `card/downloading`.
    package init?(address: String) {
        let parts = address.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
        switch (parts.first, parts.count) {
        case ("home", 1): self = .home
        case ("tile", 2):
            guard let digit = Int(parts[1]), (1...9).contains(digit) else { return nil }
            self = .tile(digit)
        case ("card", 2):
            guard let card = Card(name: parts[1]) else { return nil }
            self = .card(card)
        case (_, 2):
            guard let id = PageID(address) else { return nil }
            self = .page(id)
        case (_, 4):
            guard let id = PageID(parts[0] + "/" + parts[1]) else { return nil }
            switch parts[2] {
            case "parts": self = .part(id, parts[3])
            case "rows": self = .row(id, row: parts[3])
            case "pictures":
                guard let object = ObjectID(hex: parts[3]) else { return nil }
                self = .picture(id, object)
            default: return nil
            }
        default: return nil
        }
    }
}

extension Card {
    fileprivate var name: String {
        switch self {
        case .starting: "starting"
        case .noContent(let trouble): trouble.name
        case .downloading: "downloading"
        case .copying: "copying"
        case .damaged: "damaged"
        case .television: "television"
        }
    }

    fileprivate init?(name: String) {
        switch name {
        case "starting": self = .starting
        case "downloading": self = .downloading(done: 3, total: 12)
        case "copying": self = .copying(done: 3, total: 12)
        case "damaged": self = .damaged
        case "television": self = .television
        default:
            guard let trouble = Trouble.allCases.first(where: { $0.name == name }) else { return nil }
            self = .noContent(trouble)
        }
    }
}

extension Trouble: CaseIterable {
    package static let allCases: [Trouble] = [
        .notProvisioned, .settings(line: 3), .offline, .server, .untrusted, .diskFull, .disk, .newerSoftware, .failing
    ] + StickNote.allCases.map { .stick($0) }

    /// For the status and for logs.
    package var name: String {
        switch self {
        case .notProvisioned: "not-provisioned"
        case .settings: "settings"
        case .offline: "offline"
        case .server: "server"
        case .untrusted: "untrusted"
        case .diskFull: "disk-full"
        case .disk: "disk"
        case .newerSoftware: "newer-software"
        case .failing: "failing"
        case .stick(let note): "stick-" + note.rawValue
        }
    }
}
