internal import CLinux

/// Who is at the other end of a Unix socket, as it was when it connected (SO_PEERCRED).
package struct PeerCredentials: Sendable {
    package let process: Int32
    package let user: UInt32
    package let group: UInt32
}

/// A stream socket in the file system that listens; its file is removed when it goes.
package struct UnixListener: ~Copyable, Sendable {
    /// Readable when somebody waits; for `EventLoop.add`.
    package let descriptor: Descriptor
    private let path: String

    /// Listens at `path`, replacing a socket file that nobody listens on any more, with access rights `mode`.
    /// Fails with `addressInUse` when another process listens there.
    package init(path: String, mode: UInt32 = 0o660) throws(SystemError) {
        if let _ = try? UnixSocket.connect(path) { throw SystemError("listen on \(path)", .addressInUse) }
        unlink(path)
        let socket = try UnixSocket.make(yuanba_SOCK_STREAM | yuanba_SOCK_NONBLOCK)
        var address = sockaddr_un()
        var length = socklen_t()
        try systemCall("listen on \(path)") { yuanba_unix_address(path, &address, &length) }
        try systemCall("listen on \(path)") { socket.withRaw { yuanba_bind($0, &address, length) } }
        try systemCall("chmod \(path)") { chmod(path, mode) }
        try systemCall("listen on \(path)") { socket.withRaw { listen($0, 8) } }
        descriptor = socket
        self.path = path
    }

    deinit { unlink(path) }

    /// The next connection, non-blocking; nil when nobody waits.
    package borrowing func accept() throws(SystemError) -> Descriptor? {
        do {
            return Descriptor(adopting: try systemCall("accept") {
                descriptor.withRaw { yuanba_accept($0) }
            })
        } catch {
            if error.errno == .wouldBlock { return nil }
            throw error
        }
    }
}

/// The other side of a `UnixListener`.
package enum UnixSocket {
    /// Connects to the stream socket at `path`; the result blocks. Fails with ENOENT or ECONNREFUSED when nobody listens.
    package static func connect(_ path: String) throws(SystemError) -> Descriptor {
        let socket = try make(yuanba_SOCK_STREAM)
        var address = sockaddr_un()
        var length = socklen_t()
        try systemCall("connect to \(path)") { yuanba_unix_address(path, &address, &length) }
        try systemCall("connect to \(path)") { socket.withRaw { yuanba_connect($0, &address, length) } }
        return socket
    }

    /// Who is at the other end of a connection.
    package static func peer(of connection: borrowing Descriptor) throws(SystemError) -> PeerCredentials {
        var peer = yuanba_peer()
        try systemCall("SO_PEERCRED") { connection.withRaw { yuanba_peer_credentials($0, &peer) } }
        return PeerCredentials(process: peer.process, user: peer.user, group: peer.group)
    }

    static func make(_ type: Int32) throws(SystemError) -> Descriptor {
        Descriptor(adopting: try systemCall("socket") { socket(AF_UNIX, type | yuanba_SOCK_CLOEXEC, 0) })
    }
}
