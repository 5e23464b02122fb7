internal import Content
package import LinuxIO

/// Why a running daemon could not be asked.
package enum ControlError: Error, CustomStringConvertible {
    /// Nobody listens at the path, or it is not there.
    case notRunning(path: String)
    case noPermission(path: String)
    /// It took the request and did not answer in time.
    case noAnswer
    case failed(SystemError)
    /// Something else listens there.
    case notUnderstood
    /// The daemon's own words.
    case refused(String)

    package var description: String {
        switch self {
        case .notRunning(let path): "yuanbad is not running (nobody listens at \(path)); is --control right?"
        case .noPermission(let path): "no permission for \(path): run as root, or as a member of the group yuanba"
        case .noAnswer: "yuanbad does not answer"
        case .failed(let error): "\(error)"
        case .notUnderstood: "the answer is not yuanbad's"
        case .refused(let message): message
        }
    }
}

/// One request to a running daemon, for tools. Blocks.
package struct ControlClient {
    private let path: String
    private let timeout: Duration

    package init(path: String, timeout: Duration = .seconds(10)) {
        self.path = path
        self.timeout = timeout
    }

    /// Sends a request and waits for the whole reply. Replies that say no are thrown as `.refused`.
    package func send(_ request: ControlRequest) throws(ControlError) -> ControlReply {
        let socket = try connect()
        guard let line = try? ContentJSON.encode(request) else { throw .notUnderstood }
        do {
            try withBytes(line + [0x0A]) { bytes throws(SystemError) in try socket.writeAll(bytes) }
        } catch {
            throw .failed(error)
        }
        var received: [UInt8] = []
        var lineEnd: Int?
        var wanted = Int.max
        while received.count < wanted {
            guard try readMore(socket, &received) else { throw .notUnderstood }
            if lineEnd == nil, let end = received.firstIndex(of: 0x0A) {
                guard let length = ControlReply.bodyLength(line: received[..<end]) else { throw .notUnderstood }
                lineEnd = end
                wanted = end + 1 + length
            }
            guard received.count <= 64 << 20 else { throw .notUnderstood }
        }
        guard let lineEnd, let reply = ControlReply(line: received[..<lineEnd], body: Array(received[(lineEnd + 1)...])) else {
            throw .notUnderstood
        }
        if case .failed(let message) = reply { throw .refused(message) }
        return reply
    }

    private func connect() throws(ControlError) -> Descriptor {
        do {
            return try UnixSocket.connect(path)
        } catch {
            switch error.errno {
            case .noSuchFileOrDirectory, .connectionRefused: throw .notRunning(path: path)
            case .permissionDenied: throw .noPermission(path: path)
            default: throw .failed(error)
            }
        }
    }

    private func readMore(_ socket: borrowing Descriptor, _ received: inout [UInt8]) throws(ControlError) -> Bool {
        do {
            guard try socket.waitUntilReadable(timeout: timeout) else { throw ControlError.noAnswer }
            var buffer = [UInt8](repeating: 0, count: 64 << 10)
            let count = try withMutableBytes(&buffer) { bytes throws(SystemError) in try socket.read(into: bytes) ?? 0 }
            received += buffer[..<count]
            return count > 0
        } catch let error as SystemError {
            throw .failed(error)
        } catch {
            throw .noAnswer
        }
    }

    private func withBytes(_ bytes: [UInt8], _ body: (UnsafeRawBufferPointer) throws(SystemError) -> Void) throws(SystemError) {
        var failure: SystemError?
        bytes.withUnsafeBytes { raw in
            do throws(SystemError) { try body(raw) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    private func withMutableBytes(
        _ bytes: inout [UInt8], _ body: (UnsafeMutableRawBufferPointer) throws(SystemError) -> Int
    ) throws(SystemError) -> Int {
        var result: Result<Int, SystemError> = .success(0)
        bytes.withUnsafeMutableBytes { raw in
            do throws(SystemError) { result = .success(try body(raw)) } catch { result = .failure(error) }
        }
        return try result.get()
    }
}
