internal import CLinux

/// Where messages of a program go. A value that is passed on: there is no global logger.
package struct Log: Sendable {
    /// How bad it is (syslog(3) numbers).
    package enum Priority: Int, Sendable, Comparable {
        case error = 3, warning = 4, notice = 5, info = 6, debug = 7
        package static func < (a: Priority, b: Priority) -> Bool { a.rawValue < b.rawValue }
    }

    private let area: String
    private let least: Priority
    private let sink: @Sendable (Priority, String) -> Void

    /// A log that calls `sink` for messages of at least `least`; from any thread.
    package init(least: Priority = .info, sink: @escaping @Sendable (Priority, String) -> Void) {
        self.init(area: "", least: least, sink: sink)
    }

    private init(area: String, least: Priority, sink: @escaping @Sendable (Priority, String) -> Void) {
        self.area = area
        self.least = least
        self.sink = sink
    }

    /// Standard error, one write per message, with the `<N>` prefix from which journald takes the priority
    /// (sd-daemon(3)) when `forJournal`.
    package static func standardError(least: Priority = .info, forJournal: Bool) -> Log {
        Log(least: least) { priority, text in
            var line = (forJournal ? "<\(priority.rawValue)>" : "") + text + "\n"
            line.withUTF8 { _ = CLinux.write(STDERR_FILENO, $0.baseAddress, $0.count) }
        }
    }

    /// Drops everything.
    package static let none = Log { _, _ in }

    /// The same log with `name: ` before each message.
    package func named(_ name: String) -> Log { Log(area: "\(area)\(name): ", least: least, sink: sink) }

    /// Something does not work and somebody has to mend it.
    package func error(_ text: @autoclosure () -> String) { write(.error, text) }
    /// Something does not work now; the program goes on and tries again.
    package func warning(_ text: @autoclosure () -> String) { write(.warning, text) }
    /// Worth reading in a normal day's log.
    package func notice(_ text: @autoclosure () -> String) { write(.notice, text) }
    /// Details of normal work.
    package func info(_ text: @autoclosure () -> String) { write(.info, text) }
    /// For whoever looks for a mistake in this program.
    package func debug(_ text: @autoclosure () -> String) { write(.debug, text) }

    private func write(_ priority: Priority, _ text: () -> String) {
        guard priority <= least else { return }
        sink(priority, area + text())
    }
}

/// Remembers what was last said about one condition, so that a state that lasts is logged once and not each second.
package struct Condition: Sendable {
    private var current: String?

    /// Nothing said yet.
    package init() {}

    /// True when `text` is news; nil means that all is well (again).
    package mutating func changes(to text: String?) -> Bool {
        guard text != current else { return false }
        current = text
        return true
    }
}
