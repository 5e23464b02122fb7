internal import CLinux
import LinuxIO
import Testing

@Suite struct ServiceManagerTests {
    @Test func theFdStoreGetsTheDescriptorAndItsName() throws {
        let path = "/tmp/yuanba-notify-\(MonotonicInstant.now().nanoseconds)"
        let raw = socket(AF_UNIX, yuanba_SOCK_DGRAM, 0)
        defer {
            close(raw)
            unlink(path)
        }
        var address = sockaddr_un()
        var length = socklen_t()
        #expect(yuanba_unix_address(path, &address, &length) == 0)
        #expect(yuanba_bind(raw, &address, length) == 0)

        let manager = ServiceManager(socketPath: path)
        manager.ready()
        #expect(receive(raw).text == "READY=1")
        try Descriptor.withPipe { (reading, writing) throws(SystemError) in
            let sent = manager.store(writing, name: "card")
            #expect(sent)
            let (text, passed) = receive(raw)
            #expect(text == "FDSTORE=1\nFDNAME=card\nFDPOLL=0")
            #expect(passed >= 0)
            put([42], Descriptor(adopting: passed))
            #expect(take(reading) == [42], "what was passed is the pipe")
        }
    }

    @Test func withoutAManagerNothingHappens() throws {
        try Descriptor.withPipe { (reading, writing) throws(SystemError) in
            let stored = [nil, "/nowhere/notify"].map { ServiceManager(socketPath: $0).store(writing, name: "card") }
            #expect(stored == [false, false])
        }
    }

    private func receive(_ raw: Int32) -> (text: String, passed: Int32) {
        var bytes = [UInt8](repeating: 0, count: 256)
        var passed: Int32 = -1
        let count = yuanba_receive_datagram(raw, &bytes, 256, &passed)
        return (String(decoding: bytes[..<max(count, 0)], as: UTF8.self), passed)
    }
}
