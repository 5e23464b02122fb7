package import Navigation
internal import Content

/// What `yuanba` asks of a running daemon: one line of JSON, `{"do":"status"}`, `{"do":"keys","keys":["2","ok"]}`,
/// `{"do":"screenshot","writeback":false}`.
package enum ControlRequest: Hashable, Sendable {
    case status
    case keys([RemoteKey])
    /// `writeback`: what the display hardware composed, read back (vkms only, for tests), instead of what was given to it.
    case screenshot(writeback: Bool)
}

/// The answer: one line of JSON, `{"ok":true}` with `status` where it was asked for, or `{"ok":false,"error":"…"}`; where it says
/// `byteCount`, as many raw bytes follow.
package enum ControlReply: Sendable {
    case done
    case status(Status)
    /// A PNG.
    case picture([UInt8])
    case failed(String)
}

extension ControlRequest: Codable {
    private enum Key: String, CodingKey { case verb = "do", keys, writeback }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        switch try container.decode(String.self, forKey: .verb) {
        case "status": self = .status
        case "keys":
            self = .keys(
                try container.decode([String].self, forKey: .keys).map { name in
                    guard let key = RemoteKey(rawValue: name) else {
                        throw ContentError.malformed(
                            "no key is called “\(name)”: " + RemoteKey.allCases.map(\.rawValue).joined(separator: " "))
                    }
                    return key
                })
        case "screenshot": self = .screenshot(writeback: try container.decodeIfPresent(Bool.self, forKey: .writeback) ?? false)
        case let other: throw ContentError.malformed("cannot do “\(other)”: status keys screenshot")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .status: try container.encode("status", forKey: .verb)
        case .keys(let keys):
            try container.encode("keys", forKey: .verb)
            try container.encode(keys.map(\.rawValue), forKey: .keys)
        case .screenshot(let writeback):
            try container.encode("screenshot", forKey: .verb)
            try container.encode(writeback, forKey: .writeback)
        }
    }
}

/// The reply's line.
private struct ReplyHead: Codable {
    var ok: Bool
    var error: String?
    var status: Status?
    var byteCount: Int?
}

extension ControlReply {
    /// Line and bytes as they go over the socket.
    var wire: [UInt8] {
        var head = ReplyHead(ok: true)
        var body: [UInt8] = []
        switch self {
        case .done: break
        case .status(let status): head.status = status
        case .picture(let bytes):
            head.byteCount = bytes.count
            body = bytes
        case .failed(let message):
            head.ok = false
            head.error = message
        }
        let line = (try? ContentJSON.encode(head)) ?? Array(#"{"ok":false,"error":"the reply cannot be written as JSON"}"#.utf8)
        return line + [0x0A] + body
    }

    /// The bytes that follow `line`; nil when it is not a reply's line.
    static func bodyLength(line: some Collection<UInt8>) -> Int? {
        (try? ContentJSON.decode(ReplyHead.self, from: line)).map { $0.byteCount ?? 0 }
    }

    init?(line: some Collection<UInt8>, body: [UInt8]) {
        guard let head = try? ContentJSON.decode(ReplyHead.self, from: line) else { return nil }
        if !head.ok {
            self = .failed(head.error ?? "no reason given")
        } else if let status = head.status {
            self = .status(status)
        } else if head.byteCount != nil {
            self = .picture(body)
        } else {
            self = .done
        }
    }

    /// A status as text or JSON, for printing.
    package func statusText(asJSON: Bool) -> String? {
        guard case .status(let status) = self else { return nil }
        guard asJSON else { return status.text }
        return (try? ContentJSON.encode(status)).map { String(decoding: $0, as: UTF8.self) }
    }
}
