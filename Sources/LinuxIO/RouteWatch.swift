internal import CLinux

/// Tells of each new route to other machines (rtnetlink(7), RTM_NEWROUTE): a cable was plugged in, an address was given. Needs no privileges.
package final class RouteWatch {
    private let descriptor: Descriptor

    /// Listens from now on.
    package init() throws(SystemError) {
        descriptor = Descriptor(adopting: try systemCall("listen for routes") { yuanba_open_routes() })
    }

    /// Calls `handler` on the loop, once for all that have come at a time. The loop must not outlive this object.
    package func attach(to loop: EventLoop, _ handler: @escaping () -> Void) throws(SystemError) -> EventLoop.Registration {
        try loop.add(descriptor, .readable) { [unowned self] _ in
            if readAll() { handler() }
        }
    }

    private func readAll() -> Bool {
        withUnsafeTemporaryAllocation(byteCount: 8192, alignment: 8) { buffer in
            var isNews = false
            while true {
                let count = descriptor.withRaw { yuanba_receive_netlink($0, buffer.baseAddress, buffer.count) }
                // Messages that the kernel had to drop may have been of routes.
                guard count >= 0 else { return isNews || Errno.current == .noBufferSpace }
                if RouteWatch.tellsOfRoute(UnsafeRawBufferPointer(rebasing: buffer[..<count])) { isNews = true }
            }
        }
    }

    /// Whether the messages (struct nlmsghdr and struct rtmsg, one after the other) hold a new route that leads to other machines: not one of
    /// the kernel's own for this machine's addresses (table local). Stops at what is torn.
    package static func tellsOfRoute(_ messages: UnsafeRawBufferPointer) -> Bool {
        let (headerBytes, alignment) = (MemoryLayout<nlmsghdr>.size, 4)
        var rest = messages[...]
        while rest.count >= headerBytes {
            let message = UnsafeRawBufferPointer(rebasing: rest)
            let header = message.loadUnaligned(as: nlmsghdr.self)
            let count = Int(header.nlmsg_len)
            guard count >= headerBytes, count <= message.count else { return false }
            if Int(header.nlmsg_type) == Int(RTM_NEWROUTE), count >= headerBytes + MemoryLayout<rtmsg>.size {
                let route = message.loadUnaligned(fromByteOffset: headerBytes, as: rtmsg.self)
                if Int(route.rtm_table) != Int(RT_TABLE_LOCAL.rawValue), Int(route.rtm_type) == Int(RTN_UNICAST) { return true }
            }
            rest = rest.dropFirst((count + alignment - 1) / alignment * alignment)
        }
        return false
    }
}
