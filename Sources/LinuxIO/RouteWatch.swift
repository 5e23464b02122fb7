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

    /// Whether the messages hold a new route that leads to other machines.
    package static func tellsOfRoute(_ messages: UnsafeRawBufferPointer) -> Bool {
        yuanba_tells_of_route(messages.baseAddress, messages.count) != 0
    }
}
