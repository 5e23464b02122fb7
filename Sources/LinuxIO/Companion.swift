internal import CLinux

/// A second process of this program that lives as long as this one and a moment longer: it learns of the end of this one, however that comes, by
/// the end of the channel. All signals that can be are blocked in it, so that whoever ends this process's group or terminal does not end it. Nobody waits for its exit status: see
/// `Signal.leaveNoZombies`.
package final class Companion {
    /// Our end: whole messages, non-blocking. Hangs up when the companion has ended.
    package let channel: Descriptor
    /// Its number as a process.
    package let process: Int32

    /// Starts it with one argument, which takes a millisecond or two. It gets copies of two descriptors, and none of the others but the standard ones: see `Gift`.
    /// - Parameters:
    ///   - name: what `ps` shows.
    ///   - program: other than this one for tests.
    package init(
        name: String, argument: String, passing first: borrowing Descriptor, _ second: borrowing Descriptor, program: String = "/proc/self/exe"
    ) throws(SystemError) {
        var ends: [Int32] = [-1, -1]
        try systemCall("make a channel") { ends.withUnsafeMutableBufferPointer { yuanba_message_pair($0.baseAddress!) } }
        channel = Descriptor(adopting: ends[0])
        let theirs = Descriptor(adopting: ends[1])
        let passed = [first.withRaw { $0 }, second.withRaw { $0 }, theirs.withRaw { $0 }]
        var number: pid_t = 0
        let error = yuanba_start_program(program, name, argument, passed, Int32(passed.count), &number)
        guard error == 0 else { throw SystemError("start \(program) \(argument)", Errno(rawValue: error)) }
        process = number
    }

    /// What a companion gets, in its own process.
    package enum Gift: Int32, CaseIterable {
        case first = 3
        case second = 4
        /// Its end of the channel: readable when a message has come, and for good when the other process has ended.
        case channel = 5

        /// Takes it over; once. Nil where this process was started by somebody else.
        package func take() -> Descriptor? { yuanba_set_cloexec(rawValue) == 0 ? Descriptor(adopting: rawValue) : nil }
    }

    /// What `ps` shows of the calling process.
    package static func nameThisProcess(_ name: String) { yuanba_name_process(name) }
}
