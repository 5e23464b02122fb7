internal import CDRM
internal import LinuxIO

/// A card as `yuanba doctor` shows it.
package struct CardDescription: Equatable, Sendable {
    package let path: String
    /// Nil when it could not be opened.
    package internal(set) var driver: String?
    /// Why it cannot be used, or not now: in use by somebody, no permission, no mode setting. Nil when all is well.
    package internal(set) var problem: DisplayState?
    package internal(set) var connectors: [ConnectorDescription] = []
    package internal(set) var planes: [PlaneDescription] = []
}

/// Looking at displays without using them.
package enum DisplayProbe {
    /// All cards of this machine. A daemon that has a card keeps it; when nobody does, this process is master while
    /// this looks; a daemon that starts just then finds the card busy and tries again.
    /// Blocks while displays are asked for their modes.
    package static func cards() -> [CardDescription] {
        let nodes = ((try? Directory.entries("/dev/dri")) ?? []).filter { $0.hasPrefix("card") }
        return nodes.map { describe("/dev/dri/\($0)") }
    }

    private static func describe(_ path: String) -> CardDescription {
        var description = CardDescription(path: path)
        do throws(DisplayError) {
            let card = try Card.open(path)
            description.driver = card.driver
            // Only a master's question makes the kernel ask the display; to others it tells what it knows.
            if !card.isMaster {
                description.problem = .busy(path: path, holder: DeviceHolder.find(path))
            }
            let topology = try CardTopology.read(card, probing: description.problem == nil)
            description.connectors = topology.connectors.map(\.description)
            description.planes = topology.planes.map(\.description)
        } catch {
            description.problem = error.state
        }
        return description
    }
}
