internal import CLinux

/// Wakes a loop from any thread, without a message and without taking memory: for what happens many times a second, where what happened
/// stands elsewhere. Rings that come before the loop turns are one.
package final class Doorbell: Sendable {
    private let event: Descriptor

    package init() throws(SystemError) {
        event = Descriptor(adopting: try systemCall("eventfd") { yuanba_eventfd() })
    }

    /// From any thread; never blocks.
    package func ring() {
        let one: UInt64 = 1
        _ = withUnsafeBytes(of: one) { try? event.write($0) }
    }

    /// Calls `handler` on the loop after each ring, until `loop.remove`. The bell must outlive that.
    package func attach(to loop: EventLoop, _ handler: @escaping () -> Void) throws(SystemError) -> EventLoop.Registration {
        try loop.add(event, .readable) { [unowned self] _ in
            var count: UInt64 = 0
            _ = withUnsafeMutableBytes(of: &count) { try? event.read(into: $0) }
            handler()
        }
    }
}
