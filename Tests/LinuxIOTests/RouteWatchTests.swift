import LinuxIO
import Testing

@Suite struct RouteWatchTests {
    /// A message as linux/netlink.h and linux/rtnetlink.h lay it out: struct nlmsghdr, struct rtmsg; a destination attribute where one is given.
    static func message(type: UInt16 = 24, table: UInt8 = 254, kind: UInt8 = 1, attribute: [UInt8] = [], length: UInt32? = nil) -> [UInt8] {
        let body: [UInt8] = [2, attribute.isEmpty ? 0 : 24, 0, 0, table, 3, 0, kind, 0, 0, 0, 0] + attribute
        let header = withUnsafeBytes(of: length ?? UInt32(16 + body.count)) { Array($0) } + withUnsafeBytes(of: type) { Array($0) }
        return header + [0, 6] + [UInt8](repeating: 0, count: 8) + body
    }

    static let address: [UInt8] = [8, 0, 1, 0, 10, 0, 2, 0]

    @Test(arguments: [
        (message(), true, "a default route"),
        (message(attribute: address), true, "a route to the neighbours"),
        (message(table: 255, kind: 2, attribute: address), false, "the box's own address"),
        (message(table: 255), false, "of the kernel's own table"),
        (message(kind: 6), false, "unreachable"),
        (message(type: 25), false, "a route that went"),
        (message(type: 25) + message(), true, "two messages, of which the second tells"),
        (message(table: 255, kind: 2) + message(type: 25), false, "two that do not"),
        ([], false, "none"),
        (Array(message().dropLast()), false, "torn"),
        (message(length: 15), false, "shorter than its header"),
        (message(length: 16), false, "without a body"),
        (message(length: 1 << 30), false, "longer than all there is"),
        (message(length: 0) + message(), false, "without a length"),
    ] as [([UInt8], Bool, String)])
    func tellsOfRoutesToOthers(bytes: [UInt8], tells: Bool, why: String) {
        #expect(bytes.withUnsafeBytes { RouteWatch.tellsOfRoute($0) } == tells, "\(why)")
    }
}
