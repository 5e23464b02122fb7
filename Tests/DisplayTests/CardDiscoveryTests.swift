import Display
import LinuxIO
import Testing

/// Folders as /dev/dri and /sys/class/drm are on real machines.
@Suite final class CardDiscoveryTests {
    let root = "/tmp/yuanba-cards-\(MonotonicInstant.now().nanoseconds)"

    deinit { try? Directory.removeTree(root) }

    struct Machine: Sendable, CustomTestStringConvertible {
        let name: String
        let nodes: [String]
        /// Connector and what its `status` says.
        let connectors: [String: String]
        let expected: [String]
        var testDescription: String { name }
    }

    @Test(arguments: [
        Machine(name: "nothing yet", nodes: [], connectors: [:], expected: []),
        Machine(name: "Raspberry Pi 4: the GPU comes first and has no connectors",
                nodes: ["by-path", "card0", "card1", "renderD128"],
                connectors: ["card1-HDMI-A-1": "connected", "card1-HDMI-A-2": "disconnected", "card1-Writeback-1": "unknown"],
                expected: ["card1"]),
        Machine(name: "a card with only a writeback connector shows nobody anything",
                nodes: ["card0"], connectors: ["card0-Writeback-1": "unknown"], expected: []),
        Machine(name: "of two the one with the TV",
                nodes: ["card0", "card1"],
                connectors: ["card0-HDMI-A-1": "disconnected", "card1-HDMI-A-1": "connected"],
                expected: ["card1", "card0"]),
        Machine(name: "numbers are numbers: 10 comes after 2, and card1 is not card10",
                nodes: ["card10", "card2", "card1"],
                connectors: ["card10-HDMI-A-1": "connected", "card2-HDMI-A-1": "connected"],
                expected: ["card2", "card10"]),
    ])
    func candidates(machine: Machine) throws {
        try Directory.create(root + "/dri")
        try Directory.create(root + "/class")
        for node in machine.nodes { try AtomicFile.replace("\(root)/dri/\(node)", with: []) }
        for (connector, status) in machine.connectors {
            try Directory.create("\(root)/class/\(connector)")
            try AtomicFile.replace("\(root)/class/\(connector)/status", with: Array("\(status)\n".utf8))
        }
        let discovery = CardDiscovery(nodes: root + "/dri", classes: root + "/class")
        #expect(discovery.candidates(.automatic) == machine.expected.map { "\(root)/dri/\($0)" })
        #expect(discovery.candidates(.driver("vc4")) == discovery.candidates(.automatic))
        #expect(discovery.candidates(.path("/dev/dri/card7")) == ["/dev/dri/card7"])
        let lit = machine.connectors.filter { $0.value == "connected" }.map { String($0.key.prefix { $0 != "-" }) }
        for node in machine.nodes {
            #expect(discovery.hasDisplay(otherThan: "/dev/dri/\(node)") == lit.contains { $0 != node })
        }
    }
}
