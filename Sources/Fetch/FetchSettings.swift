internal import Synchronization

/// What holds for all transfers of a fetcher.
package struct FetchSettings: Sendable {
    /// To find the server and to speak TLS with it.
    package var connectTimeout: Duration = .seconds(15)
    /// A transfer that brings less than `lowSpeed` bytes a second for this long is given up.
    package var stallTimeout: Duration = .seconds(30)
    /// Bytes a second.
    package var lowSpeed = 64
    /// How long one transfer may take at all, before the time that its limit needs at `slowestRate`.
    package var transferTimeout: Duration = .seconds(60)
    /// Bytes a second at which a file of the largest allowed size must still come through.
    package var slowestRate = 2_048
    /// PEM file with the only roots that count; nil for the system's.
    package var trustedRoots: String?
    /// False while the clock is not set: then names and chains of certificates count and dates do not.
    package var checksCertificateDates = true
    package var userAgent = "yuanba"

    package init() {}
}

/// Stops a transfer from another thread.
package final class CancelFlag: Sendable {
    private let state = Atomic<Bool>(false)

    package init() {}

    /// From any thread; the transfer ends within a second.
    package func cancel() { state.store(true, ordering: .relaxed) }

    package var isCancelled: Bool { state.load(ordering: .relaxed) }
}

/// What a server said to recognise a file by, for the next conditional request (RFC 9110 8.8).
package struct Validator: Hashable, Sendable {
    /// As received, with its quotes.
    package var entityTag: String?
    /// As received.
    package var lastModified: String?

    package init(entityTag: String? = nil, lastModified: String? = nil) {
        self.entityTag = entityTag
        self.lastModified = lastModified
    }

    var isEmpty: Bool { entityTag == nil && lastModified == nil }

    /// What If-Range may carry: only a strong one proves that the rest belongs to the part that is there (RFC 9110
    /// 13.1.5).
    var strong: String? {
        entityTag.flatMap { $0.hasPrefix("W/") ? nil : $0 }
    }
}

/// Traffic of a fetcher so far, as the wire saw it: headers and bodies of both directions, without TLS and TCP.
package struct FetchTraffic: Hashable, Sendable {
    package var requests = 0
    package var connections = 0
    package var bytesSent = 0
    package var bytesReceived = 0

    package init() {}

    package static func - (left: Self, right: Self) -> Self {
        var difference = left
        difference.requests -= right.requests
        difference.connections -= right.connections
        difference.bytesSent -= right.bytesSent
        difference.bytesReceived -= right.bytesReceived
        return difference
    }
}
