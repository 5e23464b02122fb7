internal import CLinux

/// Tells when names in a directory come, go or change their attributes (inotify(7)); udev giving a device node its
/// group is such a change.
package final class DirectoryWatch {
    private let descriptor: Descriptor

    /// Watches `path` itself, not what is below its subdirectories. Fails with ENOENT when it is not there yet.
    package init(_ path: String) throws(SystemError) {
        descriptor = Descriptor(adopting: try systemCall("inotify_init1") { yuanba_inotify() })
        try systemCall("watch \(path)") { descriptor.withRaw { yuanba_inotify_watch($0, path) } }
    }

    /// Calls `handler` on the loop, once for each batch of changes; which they were is not told.
    package func attach(
        to loop: EventLoop, _ handler: @escaping () -> Void
    ) throws(SystemError) -> EventLoop.Registration {
        try loop.add(descriptor, .readable) { [unowned self] _ in
            withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 8) { buffer in
                while let count = (try? descriptor.read(into: buffer)) ?? nil, count > 0 {}
            }
            handler()
        }
    }
}
