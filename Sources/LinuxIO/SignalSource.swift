internal import CLinux

/// A signal (signal(7)).
package struct Signal: RawRepresentable, Hashable, Sendable {
    package let rawValue: Int32
    package init(rawValue: Int32) { self.rawValue = rawValue }
    /// SIGTERM
    package static let terminate = Signal(rawValue: SIGTERM)
    /// SIGINT
    package static let interrupt = Signal(rawValue: SIGINT)
    /// SIGHUP
    package static let hangUp = Signal(rawValue: SIGHUP)
    /// SIGUSR1
    package static let user1 = Signal(rawValue: SIGUSR1)
    /// SIGCHLD
    package static let child = Signal(rawValue: SIGCHLD)

    /// SIGPIPE does nothing from now on: a write to a closed socket gives EPIPE. For the start of a program.
    package static func ignoreBrokenPipes() { yuanba_ignore_broken_pipes() }

    /// Processes that this one starts leave nothing behind when they end, and waiting for them is an error. For the start of a program.
    package static func leaveNoZombies() { yuanba_leave_no_zombies() }
}

/// Signals as events of a loop (signalfd(2)). Make it before the first thread: only threads that start later inherit
/// the blocked signals.
package final class SignalSource {
    private let descriptor: Descriptor

    /// Blocks `signals` in the calling thread and takes them over.
    package init(_ signals: [Signal]) throws(SystemError) {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in signals { sigaddset(&set, signal.rawValue) }
        pthread_sigmask(SIG_BLOCK, &set, nil)
        descriptor = Descriptor(adopting: try systemCall("signalfd") {
            yuanba_signalfd(&set)
        })
    }

    /// Delivers each signal to `handler` on the loop.
    package func attach(
        to loop: EventLoop, _ handler: @escaping (Signal) -> Void
    ) throws(SystemError) -> EventLoop.Registration {
        try loop.add(descriptor, .readable) { [unowned self] _ in
            var info = signalfd_siginfo()
            while withUnsafeMutableBytes(of: &info, { (try? descriptor.read(into: $0)) ?? nil }) != nil {
                handler(Signal(rawValue: Int32(bitPattern: info.ssi_signo)))
            }
        }
    }
}
