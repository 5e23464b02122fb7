internal import LinuxIO
internal import Pixels

/// Turns pictures of the screen into PNG files beside the loop: encoding one takes as long as several frames. Lives on the loop.
final class ScreenshotDesk {
    private typealias Encoded = (number: Int, reply: ControlReply)

    private let encoded: Mailbox<Encoded>
    private var waiting: [Int: (answer: (ControlReply) -> Void, thread: WorkerThread)] = [:]
    private var last = 0

    init(loop: EventLoop) throws(SystemError) {
        encoded = try Mailbox()
        _ = try encoded.attach(to: loop) { [unowned self] in finish($0) }
    }

    deinit {
        for (_, thread) in waiting.values { thread.join() }
    }

    /// Answers later, with the PNG of what `draw` makes on a thread of its own.
    func take(_ answer: @escaping (ControlReply) -> Void, _ draw: @escaping @Sendable () -> Picture) {
        last += 1
        let number = last
        do {
            let thread = try WorkerThread(name: "screenshot") { [encoded] in
                let reply: ControlReply
                do { reply = .picture(try draw().png()) } catch { reply = .failed("\(error)") }
                encoded.post((number, reply))
            }
            waiting[number] = (answer, thread)
        } catch {
            answer(.failed("\(error)"))
        }
    }

    private func finish(_ result: Encoded) {
        guard let (answer, thread) = waiting.removeValue(forKey: result.number) else { return }
        thread.join()
        answer(result.reply)
    }
}
