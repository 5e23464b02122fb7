internal import CLinux
internal import Synchronization

/// Messages from any thread to one: to a loop (`attach`), or to a worker that blocks (`receive`).
/// Order is kept; the number of messages is not limited, so senders post states and results, never floods.
package final class Mailbox<Message: Sendable>: Sendable {
    private struct State {
        var waiting: [Message] = []
        var closed = false
    }

    private let state = Mutex(State())
    private let wake: Descriptor

    /// An empty mailbox.
    package init() throws(SystemError) {
        wake = Descriptor(adopting: try systemCall("eventfd") { yuanba_eventfd() })
    }

    /// Puts a message in; from any thread, never blocks for long. Messages to a closed mailbox are dropped.
    package func post(_ message: Message) {
        let first = state.withLock { state in
            guard !state.closed else { return false }
            state.waiting.append(message)
            return state.waiting.count == 1
        }
        if first { signal() }
    }

    /// No more messages: those waiting are still delivered, then `receive` returns nil.
    package func close() {
        state.withLock { $0.closed = true }
        signal()
    }

    /// Takes all messages that wait, oldest first, without blocking.
    package func drain() -> [Message] {
        var count: UInt64 = 0
        // Cleared before the messages are taken: one posted in between costs a wake-up for nothing, never a lost one.
        _ = withUnsafeMutableBytes(of: &count) { try? wake.read(into: $0) }
        return state.withLock { state in
            var taken: [Message] = []
            swap(&taken, &state.waiting)
            return taken
        }
    }

    /// Blocks until there is a message; nil after `close()` when none is left. For worker threads.
    package func receive() -> [Message]? {
        while true {
            let messages = drain()
            if !messages.isEmpty { return messages }
            if state.withLock({ $0.closed && $0.waiting.isEmpty }) { return nil }
            _ = try? wake.waitUntilReadable(timeout: nil)
        }
    }

    /// Delivers every message to `handler` on the loop, as long as the mailbox lives or until `loop.remove`.
    package func attach(
        to loop: EventLoop, _ handler: @escaping (Message) -> Void
    ) throws(SystemError) -> EventLoop.Registration {
        try loop.add(wake, .readable) { [unowned self] _ in
            for message in drain() { handler(message) }
        }
    }

    private func signal() {
        let one: UInt64 = 1
        _ = withUnsafeBytes(of: one) { try? wake.write($0) }
    }
}
