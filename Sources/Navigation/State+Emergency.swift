import Content

/// A warning that somebody has read.
struct FoldedEmergency: Hashable, Sendable {
    var id: String
    var revision: Int

    init(_ emergency: Emergency) {
        id = emergency.id
        revision = emergency.revision
    }

    func covers(_ emergency: Emergency) -> Bool { id == emergency.id && revision >= emergency.revision }
}

extension State {
    /// Opens a warning that nobody here has folded, over whatever is open and over live TV, and closes it at its end. An alarm under the
    /// reader's hands stays on top: help comes before news.
    mutating func raiseEmergency(_ world: World, _ effects: inout [Effect]) {
        guard let emergency = world.activeEmergency else {
            if overlay == .emergency { overlay = nil }
            // Past its end it is forgotten; with an unknown clock it has none.
            if world.emergency == nil || world.now != nil { folded = nil }
            return
        }
        guard folded?.covers(emergency) != true else { return }
        switch overlay {
        case .alarm: return
        case .emergency: break
        case .code, .menu, .watching, nil:
            pending = []
            cover(with: .emergency)
        }
        if isAway {
            isAway = false
            effects.append(.returnFromTelevision)
        }
    }

    mutating func fold(_ world: World) {
        folded = world.activeEmergency.map { FoldedEmergency($0) }
        if overlay == .emergency { overlay = nil }
    }
}
