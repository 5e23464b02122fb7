internal import Synchronization

/// Where the passphrases of key files come from. One that opened a file is tried on the next before anybody is asked again.
package final class Passphrases: Sendable {
    private let new: String?
    private let ask: @Sendable (_ path: String) -> String?
    private let known = Mutex<[String]>([])

    /// `new` protects the keys that are made; without it they are protected as those that were opened before, or not at all.
    /// `ask` is called with a key file's path and may block on a person; nil when nobody knows.
    package init(new: String? = nil, ask: @escaping @Sendable (String) -> String? = { _ in nil }) {
        self.new = new
        self.ask = ask
    }

    var forNewKeys: String? { new ?? known.withLock { $0.first } }

    /// What `open` makes of the right passphrase: those that opened others first, then three questions. Nil when none is right.
    func opening<Value>(_ path: String, _ open: (String) -> Value?) -> Value? {
        for passphrase in known.withLock({ $0 }) {
            if let value = open(passphrase) { return value }
        }
        for _ in 1...3 {
            guard let passphrase = ask(path) else { return nil }
            if let value = open(passphrase) {
                known.withLock { $0.append(passphrase) }
                return value
            }
        }
        return nil
    }
}
