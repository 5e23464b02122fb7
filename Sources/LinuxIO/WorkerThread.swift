internal import CLinux

/// A named POSIX thread with a stated stack. All signals are blocked in it, so that they reach the loop's `SignalSource`.
package final class WorkerThread: Sendable {
    private let handle: pthread_t

    private final class Body: Sendable {
        let name: String
        let run: @Sendable () -> Void
        init(name: String, run: @escaping @Sendable () -> Void) {
            self.name = name
            self.run = run
        }
    }

    /// Starts the thread. `name` is cut to 15 bytes by the kernel. The owner must call `join()` before it goes.
    package init(
        name: String, stackBytes: Int = 512 * 1024, _ run: @escaping @Sendable () -> Void
    ) throws(SystemError) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, stackBytes)

        var all = sigset_t()
        var before = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_BLOCK, &all, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }

        let body = Unmanaged.passRetained(Body(name: name, run: run))
        var handle = pthread_t()
        let status = pthread_create(
            &handle, &attributes,
            { argument in
                let body = Unmanaged<Body>.fromOpaque(argument!).takeRetainedValue()
                pthread_setname_np(pthread_self(), String(body.name.prefix(15)))
                body.run()
                return nil
            }, body.toOpaque())
        if status != 0 {
            body.release()
            throw SystemError("start thread \(name)", Errno(rawValue: status))
        }
        self.handle = handle
    }

    /// Waits until the thread is over. Call it once. Blocks.
    package func join() { pthread_join(handle, nil) }
}
