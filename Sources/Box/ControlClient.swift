internal import Content
internal import LinuxIO

/// The tool's end of the control socket. Blocks; one connection for each request. The process must ignore SIGPIPE.
package struct ControlClient: Sendable {
    private let path: String
    private let timeout: Duration

    /// Does nothing yet. `timeout` is for the whole of one request and its answer.
    package init(path: String, timeout: Duration = .seconds(10)) {
        self.path = path
        self.timeout = timeout
    }

    /// Sends one request and waits for its whole answer. A reply that says no is thrown as `.refused`.
    package func send(_ request: ControlRequest) throws(ControlError) -> ControlReply {
        let line: [UInt8]
        do throws(ContentError) { line = try ContentJSON.encode(request) + [0x0A] } catch { throw .malformed("\(error)") }
        let result: Result<ControlReply, ControlError>
        do throws(SystemError) {
            let connection = try UnixSocket.connect(path)
            // A request is shorter than any socket's buffer, so this takes all of it and does not block.
            _ = try connection.write(someOf: line[...])
            result = try receive(connection, .now() + timeout)
        } catch {
            switch error.errno {
            case .noSuchFileOrDirectory, .connectionRefused: throw .notRunning(path: path)
            case .permissionDenied: throw .notAllowed(path: path)
            case .brokenPipe, .connectionReset: throw .closed
            default: throw .system(error)
            }
        }
        let reply = try result.get()
        if case .failed(let message) = reply { throw .refused(message) }
        return reply
    }

    private static let lineLimit = 1 << 20
    private static let bodyLimit = 64 << 20

    private func receive(
        _ connection: borrowing Descriptor, _ deadline: MonotonicInstant
    ) throws(SystemError) -> Result<ControlReply, ControlError> {
        var input: [UInt8] = []
        /// Where the line ends, and the body that it announces.
        var frame: (line: Int, body: Int)?
        while true {
            if frame == nil, let end = input.firstIndex(of: 0x0A) {
                guard let length = ControlReply.bodyLength(line: input[..<end]), (0...Self.bodyLimit).contains(length) else {
                    return .failure(.malformed("the answer at \(path) is not yuanbad's"))
                }
                frame = (end, length)
            }
            if let frame {
                if input.count > frame.line + frame.body {
                    let body = Array(input[(frame.line + 1)...].prefix(frame.body))
                    return ControlReply(line: input[..<frame.line], body: body).map { .success($0) } ?? .failure(.closed)
                }
            } else if input.count > Self.lineLimit {
                return .failure(.malformed("the answer at \(path) is not yuanbad's"))
            }
            let left = deadline - .now()
            guard left > .zero, try connection.waitUntilReadable(timeout: left) else {
                return .failure(.timedOut(seconds: Int(timeout.components.seconds)))
            }
            guard let count = try connection.read(appendingTo: &input, atMost: 64 * 1024), count > 0 else { return .failure(.closed) }
        }
    }
}
