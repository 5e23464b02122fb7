import Display
import LinuxIO
import Pixels
import Testing

@Suite struct CurtainTests {
    static func at(_ milliseconds: Int64) -> MonotonicInstant { MonotonicInstant(nanoseconds: milliseconds * 1_000_000) }

    struct Case: CustomTestStringConvertible {
        let name: String
        /// Milliseconds: the deadline (nil: no picture), the present, whether the other process has ended; and what follows.
        let looks: [(deadline: Int64?, now: Int64, isAlone: Bool, step: CurtainWatch.Step)]
        var testDescription: String { name }
    }

    static let cases = [
        Case(
            name: "no picture, no covering",
            looks: [(nil, 0, false, .wait(.milliseconds(200))), (nil, 5000, false, .wait(.milliseconds(200))), (nil, 5001, true, .end)]),
        Case(
            name: "covered when the picture is too old, once, and again after it was live again",
            looks: [
                (1000, 300, false, .wait(.milliseconds(700))), (1040, 1000, false, .wait(.milliseconds(40))), (1040, 1040, false, .cover),
                (1040, 1100, false, .wait(.milliseconds(200))), (2500, 1600, false, .wait(.milliseconds(900))), (2500, 2501, false, .cover)
            ]),
        Case(name: "covered at once when the other has ended, however young the picture is", looks: [(1000, 100, true, .coverAndEnd)]),
        Case(
            name: "not twice when it had been covered before the other ended",
            looks: [(1000, 1000, false, .cover), (1000, 9000, true, .end)]),
        Case(
            name: "what was shown after a covering is covered at the end",
            looks: [(1000, 1000, false, .cover), (2000, 1400, true, .coverAndEnd)]),
        Case(name: "the page has no picture any more", looks: [(1000, 100, false, .wait(.milliseconds(900))), (nil, 1200, true, .end)])
    ]

    @Test(arguments: cases) func watch(_ one: Case) {
        var watch = CurtainWatch()
        for (index, look) in one.looks.enumerated() {
            let step = watch.next(deadline: look.deadline.map(Self.at), now: Self.at(look.now), isAlone: look.isAlone)
            #expect(step == look.step, "look \(index)")
        }
    }

    /// A page of 4×4 pixels whose upper half is a camera.
    private func composite(_ layer: FakeLayer) -> Composite {
        Composite(frame(4, 4) { _, y in y < 2 ? 0 : 0xFF00_0001 }, [VideoWindow(layer: layer, rect: PixelRect(x: 0, y: 0, width: 4, height: 2))])
    }

    @Test func theOldestPictureIsToldBeforeItsCommitAndWhenAnotherHasTakenItsPlace() throws {
        let bench = try PresenterTests.Bench(buffers: 2)
        bench.presenter.configure(bench.scanout, isNewDisplay: false)
        let layer = FakeLayer(picture: 1, width: 4)
        let now = MonotonicInstant.now()
        layer.times = [1: now, 2: now + .milliseconds(1)]
        bench.presenter.present(composite(layer), tag: 1)
        #expect(bench.oldest == [now], "whoever covers must know of it before it can be seen")
        bench.blank()
        layer.picture = 2
        bench.presenter.videoChanged()
        #expect(bench.oldest == [now], "the one before is still on screen")
        bench.blank()
        #expect(bench.oldest == [now, now + .milliseconds(1)])
        layer.picture = 0
        bench.presenter.videoChanged()
        bench.blank()
        #expect(bench.oldest == [now, now + .milliseconds(1), nil])
    }

    @Test(arguments: [false, true]) func aPictureThatBecameOldInABufferIsNotShown(isOnPlane: Bool) throws {
        let bench = try PresenterTests.Bench(buffers: 2)
        bench.presenter.configure(bench.scanout, isNewDisplay: false)
        bench.scanout.planes = isOnPlane ? [0] : []
        let layer = FakeLayer(picture: 1, width: 4)
        bench.presenter.present(composite(layer), tag: 1)
        bench.blank()
        // Written to the free buffer and refused for the moment; then the process is stopped for two seconds.
        bench.scanout.refusals = [.busy]
        bench.scanout.hasNewPlanePictures = isOnPlane
        layer.picture = 2
        bench.presenter.videoChanged()
        let taken = MonotonicInstant.now() + .seconds(-2)
        layer.times = [2: taken]
        _ = bench.scanout.takeCalls()
        bench.turn { bench.scanout.onItsWay != nil }
        bench.blank()
        #expect(layer.picture == 0)
        #expect(layer.shown == [1])
        if !isOnPlane {
            #expect(try #require(bench.scanout.picture)[..<8].allSatisfy { $0 == 0xFF00_0000 }, "nothing is seen of it")
        }
    }

    @Test func whatWasCoveredIsShownAgainAllOfIt() throws {
        let bench = try PresenterTests.Bench(buffers: 2)
        bench.presenter.configure(bench.scanout, isNewDisplay: false)
        bench.presenter.present(composite(FakeLayer(picture: 1, width: 4)), tag: 1)
        bench.blank()
        _ = bench.scanout.takeCalls()
        bench.presenter.videoWasCovered()
        #expect(bench.scanout.takeCalls() == ["flip 0"], "although nothing differs")
        #expect(bench.scanout.lastDamage == [DamageRectangle(left: 0, top: 0, right: 4, bottom: 4)])
        bench.blank()
        bench.presenter.videoChanged()
        #expect(bench.scanout.takeCalls() == ["settled"], "once")
    }
}
