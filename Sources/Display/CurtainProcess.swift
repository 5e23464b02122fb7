internal import CLinux
internal import LinuxIO

/// The process that covers the cameras' pictures when the one that shows them can not. It has the card's own descriptor, and with it the
/// right to commit; no camera, no memory of pictures. What to commit it was told when it began.
package enum CurtainProcess {
    /// The program's only argument that makes it this.
    package static let argument = "--curtain"
    static let name = "yuanba-curtain"
    /// Its messages: the commit would be taken; it was made.
    static let ready: UInt8 = 0x72
    static let covered: UInt8 = 0x63
    /// How long a commit that the kernel refuses is tried again: soon after, a successor shows its own picture.
    private static let patience = Duration.seconds(1)

    /// The program's body. Returns its exit status: 0, or 1 when it could not begin. Blocks until the other process ends.
    package static func run() -> Int32 {
        Companion.nameThisProcess(name)
        guard let descriptor = Companion.Gift.first.take(), let memory = Companion.Gift.second.take(),
            let channel = Companion.Gift.channel.take(), let card = Card.adopt(descriptor), let deadline = try? SharedInstant(memory),
            let commit = receive(channel)
        else { return 1 }
        card.keepsFramebuffers = true
        tell(channel, ready)
        var watch = CurtainWatch()
        var isAlone = false
        while true {
            switch watch.next(deadline: deadline.value, now: .now(), isAlone: isAlone) {
            case .wait(let time):
                // Nothing else is said to it: readable means that the other end is gone.
                isAlone = (try? channel.waitUntilReadable(timeout: time)) ?? true
            case .cover:
                if send(commit, card) { tell(channel, covered) }
            case .coverAndEnd:
                _ = send(commit, card)
                return 0
            case .end:
                return 0
            }
        }
    }

    private static func receive(_ channel: borrowing Descriptor) -> AtomicCommit? {
        guard (try? channel.waitUntilReadable(timeout: .seconds(5))) == true else { return nil }
        return withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 8) { buffer in
            guard let count = try? channel.read(into: buffer), count > 0, count % 8 == 0 else { return nil }
            return AtomicCommit(words: Array(buffer[..<count].bindMemory(to: UInt64.self)))
        }
    }

    /// Waits for a flip that is on its way. A kernel that wants a modeset for it may have one.
    private static func send(_ commit: AtomicCommit, _ card: Card) -> Bool {
        let end = MonotonicInstant.now() + patience
        while true {
            for flags in [[], AtomicCommit.Flags.allowModeset] where (try? commit.send(to: card, flags)) != nil { return true }
            guard MonotonicInstant.now() < end else { return false }
            usleep(10_000)
        }
    }

    private static func tell(_ channel: borrowing Descriptor, _ message: UInt8) {
        _ = withUnsafeBytes(of: message) { try? channel.write($0) }
    }
}
