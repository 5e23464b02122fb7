import Glibc
import LinuxIO
import Testing

@Suite struct CompanionTests {
    @Test func anInstantIsSeenThroughTheOtherMapping() throws {
        let ours = try SharedInstant()
        let theirs = try SharedInstant(ours.descriptor.duplicate())
        #expect(theirs.value == nil)
        ours.value = MonotonicInstant(nanoseconds: 7)
        #expect(theirs.value == MonotonicInstant(nanoseconds: 7))
        theirs.value = nil
        #expect(ours.value == nil)
    }

    /// Another program stands in for this one, and is looked at from outside.
    @Test func aCompanionHasItsGiftsAndNothingElseAndItsEndIsSeen() throws {
        let first = try Descriptor.open("/dev/zero")
        let second = try Descriptor.open("/dev/full")
        let companion = try Companion(name: "sleep", argument: "1000", passing: first, second, program: "/bin/sleep")
        let folder = "/proc/\(companion.process)"
        #expect(try Set(Directory.entries(folder + "/fd")) == ["0", "1", "2", "3", "4", "5"])
        #expect(File.resolved(folder + "/fd/3") == "/dev/zero")
        #expect(File.resolved(folder + "/fd/4") == "/dev/full")
        let status = String(decoding: try File.read(folder + "/status", limit: 1 << 16), as: UTF8.self)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("SigBlk:") })
        let blocked = try #require(line.split(separator: "\t").last.flatMap { UInt64($0, radix: 16) })
        for signal in [SIGTERM, SIGHUP, SIGINT] { #expect(blocked & 1 << UInt64(signal - 1) != 0) }
        #expect(getsid(companion.process) == companion.process, "the end of our session is not its end")

        #expect(kill(companion.process, SIGKILL) == 0)
        #expect(try companion.channel.waitUntilReadable(timeout: nil))
        var byte: UInt8 = 0
        #expect(try withUnsafeMutableBytes(of: &byte) { try companion.channel.read(into: $0) } == 0, "it has ended")
        var code: Int32 = 0
        #expect(waitpid(companion.process, &code, 0) == companion.process)
    }
}
