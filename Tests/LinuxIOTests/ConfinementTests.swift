import Glibc
import LinuxIO
import Synchronization
import Testing

@Suite struct ConfinementTests {
    /// A thread of its own, since there is no way back.
    @Test func onlyComputingAndAnsweringIsLeft() throws {
        let refused = Mutex<[String: Int32]>([:])
        let works = Mutex<[String]>([])
        let thread = try WorkerThread(name: "confined") {
            do throws(SystemError) { try Confinement.confine() } catch { return }
            func attempt(_ name: String, _ call: () -> Int) {
                errno = 0
                let result = call()
                let error = errno
                if result == -1 { refused.withLock { $0[name] = error } } else { works.withLock { $0.append(name) } }
            }
            attempt("socket") { Int(socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)) }
            attempt("unix socket") { Int(socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)) }
            attempt("open") { Int(open("/etc/passwd", O_RDONLY)) }
            attempt("kill") { Int(kill(1, 0)) }
            attempt("unlink") { Int(unlink("/nowhere")) }
            attempt("duplicate") { Int(dup(0)) }
            attempt("code") { mmap(nil, 4_096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? -1 : 0 }
            attempt("file in memory") { mmap(nil, 4_096, PROT_READ, MAP_PRIVATE, 0, 0) == MAP_FAILED ? -1 : 0 }
            attempt("memory") { mmap(nil, 4_096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? -1 : 0 }
            attempt("becoming code") {
                guard let page = mmap(nil, 4_096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), page != MAP_FAILED else { return 0 }
                return Int(mprotect(page, 4_096, PROT_READ | PROT_EXEC))
            }
            attempt("much memory") { malloc(32 << 20) == nil ? -1 : 0 }
        }
        thread.join()
        let expected = ["socket", "unix socket", "open", "kill", "unlink", "duplicate", "code", "file in memory", "becoming code"]
        refused.withLock { #expect($0 == Dictionary(uniqueKeysWithValues: expected.map { ($0, EPERM) })) }
        works.withLock { #expect($0 == ["memory", "much memory"]) }
    }
}
