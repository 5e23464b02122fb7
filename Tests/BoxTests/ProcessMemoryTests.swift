import Box
import LinuxIO
import Testing

@Suite struct ProcessMemoryTests {
    /// Lines as Linux 6.12 writes them.
    static let text = """
        aaaac5b10000-aaaac6500000 r-xp 00000000 00:15 1234                       /usr/bin/yuanbad
        Size:              10176 kB
        Rss:                5908 kB
        Pss:                5900 kB
        Pss_Dirty:            12 kB
        VmFlags: rd ex mr mw me
        ffff80000000-ffff80100000 rw-s 00000000 00:06 311                        /dev/video0
        Size:               1024 kB
        Pss:                1024 kB
        VmFlags: rd wr sh mr mw me
        ffff80100000-ffff80200000 rw-p 00000000 00:00 0
        Pss:                  40 kB
        ffff80300000-ffff80301000 rw-p 00000000 00:00 0                          [heap]
        Pss:                   8 kB

        """

    /// What cameras' drivers lend is counted by its own size. However the text is cut.
    @Test(arguments: [1, 7, 64, 4096]) func camerasBuffersAreLeftOut(pieceBytes: Int) {
        let bytes = Array(Self.text.utf8)
        var account = MappingAccount()
        for start in stride(from: 0, to: bytes.count, by: pieceBytes) { account.add(bytes[start..<min(start + pieceBytes, bytes.count)]) }
        #expect(account.byteCount == (5900 + 40 + 8) * 1024)
    }

    @Test func noMappingIsNoSize() { #expect(MappingAccount().byteCount == nil) }

    /// Against the kernel's own sum.
    @Test func agreesWithTheKernel() throws {
        let own = try #require(ProcessMemory.proportionalSetSize())
        let rollup = String(decoding: try File.read("/proc/self/smaps_rollup", limit: 16 << 10), as: UTF8.self)
        let line = try #require(rollup.split(separator: "\n").first { $0.hasPrefix("Pss:") })
        let kernel = try #require(line.split(separator: " ").dropFirst().first.flatMap { Int($0) }) * 1024
        // Other tests take and give back memory meanwhile; each mapping is rounded to a kibibyte.
        #expect(abs(own - kernel) < kernel / 2)
    }
}
