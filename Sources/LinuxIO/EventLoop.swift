internal import CLinux

/// What a descriptor is ready for, or what is waited for.
package struct Readiness: OptionSet, Sendable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }
    /// EPOLLIN
    package static let readable = Readiness(rawValue: yuanba_EPOLLIN)
    /// EPOLLOUT
    package static let writable = Readiness(rawValue: yuanba_EPOLLOUT)
    /// EPOLLPRI: out-of-band conditions, such as V4L2 events and changed sysfs attributes.
    package static let priority = Readiness(rawValue: yuanba_EPOLLPRI)
    /// EPOLLERR; always reported.
    package static let error = Readiness(rawValue: yuanba_EPOLLERR)
    /// EPOLLHUP: the other side is gone; always reported.
    package static let hangUp = Readiness(rawValue: yuanba_EPOLLHUP)
}

/// One epoll loop for one thread. Deliberately not Sendable: using it from a worker is a compile error; workers post
/// into a `Mailbox`. Handlers run on the loop's thread, one after another, and must not block.
package final class EventLoop {
    /// Names one `add`; a later registration of the same descriptor number has another generation.
    package struct Registration: Hashable, Sendable {
        fileprivate let raw: Int32
        fileprivate let generation: UInt32
    }

    private let epoll: Descriptor
    private let timer: Descriptor
    private var handlers: [Int32: (generation: UInt32, run: (Readiness) -> Void)] = [:]
    private var lastGeneration: UInt32 = 0
    private var timers = TimerQueue<() -> Void>()
    private var armed: MonotonicInstant?
    private var stopped = false
    /// How often the loop came back from waiting.
    package private(set) var wakeUps: UInt64 = 0

    /// A loop with nothing in it.
    package init() throws(SystemError) {
        epoll = Descriptor(adopting: try systemCall("epoll_create1") { yuanba_epoll_create() })
        timer = Descriptor(adopting: try systemCall("timerfd_create") { yuanba_timerfd() })
        _ = try add(timer, .readable) { [unowned self] _ in
            var expirations: UInt64 = 0
            _ = withUnsafeMutableBytes(of: &expirations) { try? timer.read(into: $0) }
            armed = nil
        }
    }

    /// Calls `handler` whenever `descriptor` is ready (level-triggered). The caller keeps the descriptor open until
    /// `remove`. Fails for descriptors that cannot be polled (regular files) and when the kernel refuses memory.
    package func add(
        _ descriptor: borrowing Descriptor, _ interest: Readiness, _ handler: @escaping (Readiness) -> Void
    ) throws(SystemError) -> Registration {
        lastGeneration &+= 1
        let registration = Registration(raw: descriptor.withRaw { $0 }, generation: lastGeneration)
        try control(EPOLL_CTL_ADD, registration, interest)
        handlers[registration.raw] = (registration.generation, handler)
        return registration
    }

    /// Waits for something else from now on.
    package func change(_ registration: Registration, to interest: Readiness) throws(SystemError) {
        guard handlers[registration.raw]?.generation == registration.generation else { return }
        try control(EPOLL_CTL_MOD, registration, interest)
    }

    /// No handler call happens after this, not even for an event that is already taken from the kernel.
    package func remove(_ registration: Registration) {
        guard handlers[registration.raw]?.generation == registration.generation else { return }
        handlers[registration.raw] = nil
        var event = epoll_event()
        // A descriptor that was closed first has left the set by itself (EBADF, ENOENT).
        _ = epoll.withRaw { epoll_ctl($0, EPOLL_CTL_DEL, registration.raw, &event) }
    }

    /// Calls `handler` once, `delay` from now.
    @discardableResult
    package func after(_ delay: Duration, _ handler: @escaping () -> Void) -> TimerID {
        timers.schedule(at: .now() + delay, handler)
    }

    /// Calls `handler` once, at the first whole second of the clock that is at least `delay` from now: all coarse
    /// timers share one wake-up a second.
    @discardableResult
    package func afterCoarse(_ delay: Duration, _ handler: @escaping () -> Void) -> TimerID {
        timers.schedule(at: (.now() + delay).roundedUpToSecond, handler)
    }

    /// The timer's handler is not called any more. Harmless when it already was.
    package func cancel(_ timer: TimerID) { timers.cancel(timer) }

    /// Handles events until `stop()`. Blocks.
    package func run() {
        stopped = false
        while !stopped { turn() }
    }

    /// Makes `run()` return after the handler that calls this.
    package func stop() { stopped = true }

    /// Waits for one batch of events or timers and handles it; with `timeout` zero it only looks. Blocks.
    package func turn(timeout: Duration? = nil) {
        arm()
        withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: 32) { events in
            let milliseconds = timeout.map { Int32(clamping: ($0.nanoseconds + 999_999) / 1_000_000) } ?? -1
            let count = epoll.withRaw { epoll_wait($0, events.baseAddress!, 32, milliseconds) }
            wakeUps += 1
            // EINTR is one more turn, not a retry: whoever calls `turn` looks at the clock between turns.
            precondition(count >= 0 || Errno.current == .interrupted, "epoll_wait: \(Errno.current)")
            for event in events.prefix(Int(max(count, 0))) where !stopped || timeout != nil {
                let raw = Int32(truncatingIfNeeded: event.data.u64)
                guard let handler = handlers[raw], handler.generation == UInt32(event.data.u64 >> 32) else { continue }
                handler.run(Readiness(rawValue: event.events))
            }
        }
        let now = MonotonicInstant.now()
        let mark = timers.mark
        while let action = timers.takeDue(at: now, mark: mark) { action() }
    }

    private func arm() {
        let next = timers.nextDeadline()
        guard next != armed else { return }
        armed = next
        // All zero disarms; a deadline in the past expires at once.
        let status = timer.withRaw { yuanba_timerfd_set($0, next.map { max($0.nanoseconds, 1) } ?? 0) }
        precondition(status == 0, "timerfd_settime: \(Errno.current)")
    }

    private func control(
        _ operation: Int32, _ registration: Registration, _ interest: Readiness
    ) throws(SystemError) {
        var event = epoll_event()
        event.events = interest.rawValue
        event.data.u64 = UInt64(registration.generation) << 32 | UInt64(UInt32(bitPattern: registration.raw))
        try systemCall("epoll_ctl") { epoll.withRaw { epoll_ctl($0, operation, registration.raw, &event) } }
    }
}
