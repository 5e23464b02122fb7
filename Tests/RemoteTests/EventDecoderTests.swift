import Remote
import Testing

@Suite struct EventDecoderTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let name: String
        let bytes: [UInt8]
        let outputs: [EventDecoder.Output]
        var testDescription: String { name }
    }

    static let rows: [Row] = [
        Row(
            name: "press and release", bytes: Recording.key(1500, 103, 1) + Recording.key(1600, 103, 0),
            outputs: [.key(code: 103, value: 1, time: at(1500)), .key(code: 103, value: 0, time: at(1600))]),
        Row(
            name: "scan codes and other types are passed over",
            bytes: Recording.event(10, 4, 4, 458_792) + Recording.key(10, 28, 1) + Recording.event(11, 20, 0, 250) + Recording.event(12, 17, 1, 1),
            outputs: [.key(code: 28, value: 1, time: at(10))]),
        Row(
            name: "kernel repeat", bytes: Recording.key(0, 108, 1) + Recording.key(250, 108, 2) + Recording.key(283, 108, 2),
            outputs: [
                .key(code: 108, value: 1, time: at(0)), .key(code: 108, value: 2, time: at(250)), .key(code: 108, value: 2, time: at(283)),
            ]),
        Row(
            name: "after SYN_DROPPED the torn packet is not believed",
            bytes: Recording.key(0, 108, 1) + Recording.dropped(5) + Recording.key(5, 103, 1) + Recording.key(9, 106, 1),
            outputs: [
                .key(code: 108, value: 1, time: at(0)), .resynchronize(at(5)), .key(code: 106, value: 1, time: at(9)),
            ]),
        Row(
            name: "dropped twice", bytes: Recording.dropped(1) + Recording.dropped(2) + Recording.report(3),
            outputs: [.resynchronize(at(3))]),
    ]

    @Test(arguments: rows) func decodes(_ row: Row) {
        guard EventDecoder.eventBytes == 24 else { return print("skipped: the recordings are of a 64-bit kernel") }
        var decoder = EventDecoder()
        var outputs: [EventDecoder.Output] = []
        row.bytes.withUnsafeBytes { decoder.take($0) { outputs.append($0) } }
        #expect(outputs == row.outputs)
    }

    /// Cut anywhere, the same comes out.
    @Test(arguments: rows, [1, 7, 24, 25, 100]) func decodesPieces(_ row: Row, _ size: Int) {
        guard EventDecoder.eventBytes == 24 else { return print("skipped: the recordings are of a 64-bit kernel") }
        var decoder = EventDecoder()
        var outputs: [EventDecoder.Output] = []
        for start in stride(from: 0, to: row.bytes.count, by: size) {
            Array(row.bytes[start..<min(start + size, row.bytes.count)]).withUnsafeBytes { decoder.take($0) { outputs.append($0) } }
        }
        #expect(outputs == row.outputs)
    }
}
