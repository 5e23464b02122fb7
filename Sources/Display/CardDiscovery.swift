internal import LinuxIO

/// Finding the card to use, without opening those that cannot be meant.
package struct CardDiscovery {
    private let nodes: String
    private let classes: String

    /// Looks into the folders of device nodes and of sysfs; tests have their own.
    package init(nodes: String = "/dev/dri", classes: String = "/sys/class/drm") {
        self.nodes = nodes
        self.classes = classes
    }

    /// The nodes to try, in order: those with a display first, so that of two cards the one with the TV is taken. A node without connectors in sysfs (v3d, lima, panfrost: GPUs without outputs) is left
    /// out and never opened.
    package func candidates(_ selector: CardSelector) -> [String] {
        if case .path(let path) = selector { return [path] }
        let names = (try? Directory.entries(nodes)) ?? []
        let classEntries = (try? Directory.entries(classes)) ?? []
        let cards = names.compactMap { name in
            name.hasPrefix("card") ? Int(name.dropFirst(4)).map { (number: $0, name: name) } : nil
        }
        let usable = cards.sorted { $0.number < $1.number }.map { card in
            (name: card.name, connectors: classEntries.filter {
                $0.hasPrefix("\(card.name)-") && !$0.hasPrefix("\(card.name)-Writeback")
            })
        }.filter { !$0.connectors.isEmpty }
        let lit = usable.filter { $0.connectors.contains(where: isConnected) }
        let dark = usable.filter { !$0.connectors.contains(where: isConnected) }
        return (lit + dark).map { "\(nodes)/\($0.name)" }
    }

    /// Whether some card other than this one has a display.
    package func hasDisplay(otherThan path: String) -> Bool {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return ((try? Directory.entries(classes)) ?? []).contains {
            $0.hasPrefix("card") && $0.contains("-") && !$0.hasPrefix("\(name)-") && !$0.contains("-Writeback")
                && isConnected($0)
        }
    }

    private func isConnected(_ connector: String) -> Bool {
        File.readAttribute("\(classes)/\(connector)/status") == "connected"
    }

    /// Whether both paths lead to the same node, one of them maybe through links of /dev/dri/by-path.
    static func isSameNode(_ a: String, _ b: String) -> Bool { (File.resolved(a) ?? a) == (File.resolved(b) ?? b) }

    /// Opens the first card that fits and can be used, as its master.
    ///
    /// When none can, the error is the one that says most: a card in use by somebody else before one that may not be
    /// opened, that before one that cannot be driven, that before none.
    func acquire(_ selector: CardSelector) throws(DisplayError) -> Card {
        var best = DisplayError.noCard
        for path in candidates(selector) {
            do throws(DisplayError) {
                let card = try Card.open(path)
                if case .driver(let name) = selector, card.driver != name { continue }
                guard card.isMaster else { throw .busy(path: path, holder: DeviceHolder.find(path)) }
                return card
            } catch {
                if CardDiscovery.weight(error) > CardDiscovery.weight(best) { best = error }
            }
        }
        throw best
    }

    private static func weight(_ error: DisplayError) -> Int {
        switch error {
        case .busy: 4
        case .permissionDenied: 3
        case .refused: 2
        case .unusable: 1
        default: 0
        }
    }
}

/// Who has a device node open.
enum DeviceHolder {
    /// `Xorg (pid 812)`, several joined by commas; nil when no process that this user may look into has it open.
    static func find(_ path: String) -> String? {
        let processes = ((try? Directory.entries("/proc")) ?? []).filter { Int($0) != nil && $0 != "\(ProcessID.own)" }
        let holders = processes.filter { process in
            let descriptors = (try? Directory.entries("/proc/\(process)/fd")) ?? []
            return descriptors.contains { SymbolicLink.target("/proc/\(process)/fd/\($0)") == path }
        }
        guard !holders.isEmpty else { return nil }
        return holders.map { "\(File.readAttribute("/proc/\($0)/comm") ?? "?") (pid \($0))" }.joined(separator: ", ")
    }
}
