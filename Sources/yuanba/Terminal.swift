#if canImport(Glibc)
import Glibc
#endif

/// The terminal that a person sits at.
enum Terminal {
    /// Lines and columns; nil when standard output is no terminal.
    static var size: (lines: Int, columns: Int)? {
        var size = winsize()
        guard isatty(1) == 1, ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 0, size.ws_col > 0 else { return nil }
        return (Int(size.ws_row), Int(size.ws_col))
    }
}

/// One line that says how far long work has come, on standard error: written over itself on a terminal, now and then elsewhere.
final class ProgressLine {
    private let isTerminal = isatty(2) == 1
    private var shown = false
    private var calls = 0

    func show(_ text: String) {
        calls += 1
        guard isTerminal || calls % 25 == 0 else { return }
        shown = true
        write(isTerminal ? "\r\u{1B}[K\(text)…" : "\(text)…\n")
    }

    /// Leaves a clean line behind.
    func end() {
        if shown, isTerminal { write("\r\u{1B}[K") }
        shown = false
    }

    private func write(_ text: String) {
        var text = text
        text.withUTF8 { _ = Glibc.write(2, $0.baseAddress, $0.count) }
    }
}
