internal import CLinux
internal import LinuxIO

/// The virtual terminal in front, kept from drawing (KD_GRAPHICS): no kernel message, cursor or login prompt reaches the
/// picture, not even when another program lets go of the card.
///
/// The kernel allows it for the process's own terminal (a service has it with `TTYPath=` and `StandardInput=tty`) and
/// to whoever has CAP_SYS_TTY_CONFIG. Without it the console is hidden as long as a picture is lit.
final class Console {
    private let terminal: Descriptor
    private let before: UInt

    /// Nil when there is no virtual terminal, or it may not be changed; the log says so.
    static func silence(_ log: Log) -> Console? {
        do throws(SystemError) {
            // Standard input when the service manager gave us a terminal, otherwise the one in front.
            if let input = try? Descriptor.open("/proc/self/fd/0", [.noControllingTerminal, .nonBlocking]),
                isVirtualTerminal(input) {
                return try Console(input)
            }
            return try Console(try Descriptor.open("/dev/tty0", [.writeOnly, .noControllingTerminal, .nonBlocking]))
        } catch {
            log.info("the text console is left as it is: \(error)")
            return nil
        }
    }

    private init(_ terminal: consuming Descriptor) throws(SystemError) {
        var mode: Int32 = 0
        let descriptor = terminal
        try systemCall("KDGETMODE") { descriptor.withRaw { yuanba_ioctl($0, yuanba_KDGETMODE, &mode) } }
        try systemCall("KDSETMODE") {
            descriptor.withRaw { yuanba_ioctl_value($0, yuanba_KDSETMODE, yuanba_KD_GRAPHICS) }
        }
        before = UInt(bitPattern: Int(mode))
        self.terminal = descriptor
    }

    /// Text again, as it was.
    func restore() {
        let before = self.before
        _ = terminal.withRaw { yuanba_ioctl_value($0, yuanba_KDSETMODE, before) }
    }

    private static func isVirtualTerminal(_ descriptor: borrowing Descriptor) -> Bool {
        var mode: Int32 = 0
        return descriptor.withRaw { yuanba_ioctl($0, yuanba_KDGETMODE, &mode) } == 0
    }
}
