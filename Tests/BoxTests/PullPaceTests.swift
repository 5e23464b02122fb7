@testable import Box
import Testing

@Suite struct PullPaceTests {
    @Test(arguments: [
        (0, 0.5, 300, "the interval"), (0, 0, 270, "a tenth less"), (0, 1, 330, "a tenth more"), (1, 0.5, 4, "soon after a failure"),
        (1, 0, 2, "half of it"), (1, 1, 6, "half more"), (2, 0.5, 8, "doubled"), (6, 0.5, 128, "and doubled"), (7, 0.5, 256, "up to"),
        (8, 0.5, 300, "the interval"), (1_000_000, 1, 450, "never more than that and its jitter"), (3, 7, 24, "jitter that is none"),
    ] as [(Int, Double, Int, String)])
    func whenToPullAgain(failures: Int, jitter: Double, seconds: Int, why: String) {
        let delay = PullPace.delay(failures: failures, interval: .seconds(300), jitter: jitter)
        #expect(abs(delay / .seconds(1) - Double(seconds)) < 0.001, "\(why)")
    }
}
