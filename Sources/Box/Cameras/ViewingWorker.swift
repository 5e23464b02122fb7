package import Content
package import LinuxIO
internal import Synchronization

/// The thread that writes the viewing log, because each line waits for the medium.
package final class ViewingWorker: Sendable {
    package enum Request: Sendable {
        case begin(camera: String, at: Instant)
        case mark(at: Instant)
        case end(camera: String, at: Instant)
    }

    package enum Answer: Sendable, Equatable {
        /// The beginning is on the medium: the picture may be shown.
        case began(camera: String)
        /// It is not; why.
        case refused(camera: String, reason: String)
        /// How the log was found when it was opened.
        case opened(tornLines: Int)
    }

    private let path: String
    private let box: String
    private let requests: Mailbox<Request>
    package let answers: Mailbox<Answer>

    /// - Parameter path: of the log; opened at once, so that what the process before left open has its end, and again after an error.
    package init(path: String, box: String) throws(SystemError) {
        self.path = path
        self.box = box
        requests = try Mailbox()
        answers = try Mailbox()
    }

    package func post(_ request: Request) { requests.post(request) }

    /// What was asked for until now is still written.
    package func stop() { requests.close() }

    /// The thread's body: returns after `stop()`.
    package func run() {
        var log = try? ViewingLog(path: path)
        if let log { answers.post(.opened(tornLines: log.tornLines)) }
        var open: [String: Int] = [:]
        while let batch = requests.receive() {
            for request in batch {
                do throws(SystemError) {
                    let opened: ViewingLog
                    if let log { opened = log } else {
                        opened = try ViewingLog(path: path)
                        log = opened
                        answers.post(.opened(tornLines: opened.tornLines))
                    }
                    switch request {
                    case .begin(let camera, let now):
                        if open[camera] == nil { open[camera] = try opened.begin(camera: camera, box: box, at: now) }
                        answers.post(.began(camera: camera))
                    case .mark(let now):
                        for number in open.values.sorted() { try opened.mark(number, at: now) }
                    case .end(let camera, let now):
                        if let number = open.removeValue(forKey: camera) { try opened.end(number, at: now) }
                    }
                } catch {
                    // Opened anew, the log is whole again and what was open in it has its end.
                    log = nil
                    let lost = Array(open.keys)
                    open = [:]
                    for camera in lost { answers.post(.refused(camera: camera, reason: "\(error)")) }
                    if case .begin(let camera, _) = request { answers.post(.refused(camera: camera, reason: "\(error)")) }
                }
            }
        }
    }
}
