import Display
import LinuxIO
import Pixels
import Testing

@Suite struct PresenterTests {
    /// A presenter with its loop, and what it told.
    final class Bench {
        let loop: EventLoop
        let scanout: FakeScanout
        var presenter: Presenter!
        var told: [String] = []
        /// When the oldest picture on screen was taken, each time that it was told.
        var oldest: [MonotonicInstant?] = []

        init(size: PixelSize = PixelSize(width: 4, height: 4), buffers: Int, patience: Duration = .seconds(1000)) throws {
            loop = try EventLoop()
            scanout = FakeScanout(size, count: buffers)
            presenter = Presenter(loop: loop, log: .none, patience: patience) { [unowned self] event in
                switch event {
                case .presented(let presentation):
                    switch presentation.outcome {
                    case .shown(let flip): told.append("\(presentation.tag) shown at \(flip.sequence)")
                    case .unchanged: told.append("\(presentation.tag) unchanged")
                    case .superseded: told.append("\(presentation.tag) superseded")
                    }
                case .refused(let error): told.append("refused \(error.errno)")
                case .masterLost: told.append("master lost")
                case .cardGone: told.append("card gone")
                case .oldestPicture(let taken): oldest.append(taken)
                }
            }
        }

        func present(_ value: UInt32, tag: UInt64) { presenter.present(Composite(frame(4, 4) { _, _ in value }), tag: tag) }

        func blank() { if let event = scanout.blank() { presenter.handle(event) } }

        func takeTold() -> [String] {
            defer { told = [] }
            return told
        }

        /// Lets timers that are due run until `done`; a stuck test ends by the runner's limit.
        func turn(until done: () -> Bool) { while !done() { loop.turn() } }
    }

    @Test func theFirstFrameTakesThePredecessorsPlaceWithoutAModeset() throws {
        let bench = try Bench(buffers: 2)
        bench.presenter.configure(bench.scanout, isNewDisplay: false)
        #expect(bench.scanout.takeCalls() == [], "nothing is lit before there is a frame")
        bench.present(1, tag: 10)
        #expect(bench.scanout.takeCalls() == ["light 0"])
        bench.blank()
        #expect(bench.scanout.takeCalls() == ["settled"])
        #expect(bench.takeTold() == ["10 shown at 7"])
        #expect(bench.presenter.counters.modesets == 0)
    }

    @Test func whenTheDisplayIsInAnotherStateTheModeIsSet() throws {
        let bench = try Bench(buffers: 2)
        bench.presenter.configure(bench.scanout, isNewDisplay: false)
        bench.scanout.refusals = [.invalidArgument]
        bench.present(1, tag: 10)
        #expect(bench.scanout.takeCalls() == ["light 0: refused", "light 0 modeset"])
        #expect(bench.presenter.counters.modesets == 1)
    }

    @Test(arguments: [2, 3])
    func oneCommitAtATimeAndTheNewestFrameNext(buffers: Int) throws {
        let bench = try Bench(buffers: buffers)
        bench.presenter.configure(bench.scanout, isNewDisplay: false)
        for value: UInt32 in 1...4 { bench.present(value, tag: UInt64(value)) }
        #expect(bench.scanout.takeCalls() == ["light 0"])
        #expect(bench.takeTold() == ["2 superseded", "3 superseded"])
        bench.blank()
        #expect(bench.scanout.takeCalls() == ["settled", "flip 1"])
        bench.blank()
        #expect(bench.takeTold() == ["1 shown at 7", "4 shown at 7"])
        #expect(bench.scanout.picture == Array(repeating: 4, count: 16))
    }

    @Test func aFrameThatIsOnScreenAlreadyMakesNoCommit() throws {
        let bench = try Bench(buffers: 2)
        bench.presenter.configure(bench.scanout, isNewDisplay: false)
        bench.present(1, tag: 1)
        bench.blank()
        _ = bench.scanout.takeCalls()
        bench.present(1, tag: 2)
        #expect(bench.scanout.takeCalls() == [])
        #expect(bench.takeTold() == ["1 shown at 7", "2 unchanged"])
    }

    @Test func onlyAFrameThatCannotGetToADisplayIsOverdue() throws {
        let bench = try Bench(buffers: 2)
        bench.present(1, tag: 1)
        #expect(bench.presenter.overdueSince == nil, "no display: nobody waits")
        bench.presenter.configure(bench.scanout, isNewDisplay: false)
        #expect(bench.presenter.overdueSince != nil, "on its way")
        let first = bench.presenter.overdueSince
        bench.present(2, tag: 2)
        #expect(bench.presenter.overdueSince == first, "a newer frame does not make it young")
        bench.blank()
        #expect(bench.presenter.overdueSince != nil, "the second is on its way")
        bench.blank()
        #expect(bench.presenter.overdueSince == nil, "all is shown")
        bench.present(2, tag: 3)
        #expect(bench.presenter.overdueSince == nil, "it stands already")
        bench.present(3, tag: 4)
        bench.presenter.turnOff()
        #expect(bench.presenter.overdueSince == nil, "the display went")
    }

    @Test func aFrameOfAnotherSizeIsDropped() throws {
        let bench = try Bench(buffers: 2)
        bench.presenter.configure(bench.scanout, isNewDisplay: false)
        bench.presenter.present(Composite(frame(5, 4) { _, _ in 1 }), tag: 1)
        #expect(bench.takeTold() == ["1 superseded"])
        #expect(bench.scanout.takeCalls() == [])
    }

    @Test func anEventOfAFlipThatWasGivenUpIsIgnored() throws {
        let bench = try Bench(buffers: 2)
        bench.presenter.configure(bench.scanout, isNewDisplay: false)
        bench.present(1, tag: 1)
        bench.presenter.handle(event(serial: 99, sequence: 1))
        #expect(bench.takeTold() == [])
        #expect(bench.presenter.counters.flips == 0)
    }

    @Test func aFlipThatDoesNotComeIsAModesetWithTheSameFrame() throws {
        let bench = try Bench(buffers: 2, patience: .milliseconds(1))
        bench.presenter.configure(bench.scanout, isNewDisplay: false)
        bench.present(1, tag: 1)
        _ = bench.scanout.takeCalls()
        bench.turn { bench.presenter.counters.missingFlips > 0 }
        #expect(bench.scanout.takeCalls().prefix(2) == ["dark", "light 0 modeset"])
        bench.blank()
        #expect(bench.takeTold() == ["1 shown at 7"])
    }

    @Test func aBusyKernelIsAskedAgain() throws {
        let bench = try Bench(buffers: 2)
        bench.presenter.configure(bench.scanout, isNewDisplay: false)
        bench.present(1, tag: 1)
        bench.blank()
        _ = bench.scanout.takeCalls()
        bench.scanout.refusals = [.busy, .busy]
        bench.present(2, tag: 2)
        bench.present(3, tag: 3)
        bench.turn { bench.scanout.onItsWay != nil }
        #expect(bench.scanout.takeCalls() == ["flip 1: refused", "flip 1: refused", "flip 1"])
        bench.blank()
        #expect(bench.takeTold() == ["1 shown at 7", "2 superseded", "3 shown at 7"])
        #expect(bench.scanout.picture == Array(repeating: 3, count: 16))
    }

    @Test func aRefusedFlipIsAModesetAndARefusedModesetIsTold() throws {
        let bench = try Bench(buffers: 2)
        bench.presenter.configure(bench.scanout, isNewDisplay: false)
        bench.present(1, tag: 1)
        bench.blank()
        _ = bench.scanout.takeCalls()
        bench.scanout.refusals = [.invalidArgument, nil]
        bench.present(2, tag: 2)
        bench.turn { bench.scanout.onItsWay != nil }
        #expect(bench.scanout.takeCalls() == ["flip 1: refused", "light 1 modeset"])
        bench.blank()
        bench.scanout.refusals = [.noSpaceLeft, .noSpaceLeft]
        bench.present(3, tag: 3)
        bench.turn { bench.told.contains { $0.hasPrefix("refused") } }
        #expect(bench.takeTold() == ["1 shown at 7", "2 shown at 7", "refused \(Errno.noSpaceLeft)"])
    }

    @Test(arguments: [
        (Errno.permissionDenied, "master lost"), (.notPermitted, "master lost"), (.noSuchDevice, "card gone"),
    ])
    func lossOfTheCardIsTold(errno: Errno, expected: String) throws {
        let bench = try Bench(buffers: 2)
        bench.presenter.configure(bench.scanout, isNewDisplay: false)
        bench.scanout.refusals = [errno]
        bench.present(1, tag: 1)
        #expect(bench.takeTold() == [expected])
    }

    @Test func whatComesWhileTheDisplayIsAwayIsShownWhenItIsBack() throws {
        let bench = try Bench(buffers: 2)
        bench.presenter.configure(bench.scanout, isNewDisplay: false)
        bench.present(1, tag: 1)
        bench.blank()
        _ = bench.scanout.takeCalls()
        bench.presenter.turnOff()
        bench.present(2, tag: 2)
        bench.present(3, tag: 3)
        #expect(bench.scanout.takeCalls() == ["dark"], "painting for nobody makes no commits")
        bench.presenter.configure(bench.scanout, isNewDisplay: false)
        #expect(bench.scanout.takeCalls() == ["light 0 modeset"])
        bench.blank()
        #expect(bench.takeTold() == ["1 shown at 7", "2 superseded", "3 shown at 7"])
        #expect(bench.scanout.picture == Array(repeating: 3, count: 16))
    }

    @Test func withNothingNewTheLastFrameIsLitAgain() throws {
        let bench = try Bench(buffers: 3)
        bench.presenter.configure(bench.scanout, isNewDisplay: false)
        bench.present(1, tag: 1)
        bench.presenter.turnOff()
        bench.presenter.configure(bench.scanout, isNewDisplay: false)
        bench.blank()
        #expect(bench.takeTold() == ["1 shown at 7"], "it was on its way when the display went")
        #expect(bench.scanout.picture == Array(repeating: 1, count: 16))
    }

    @Test func anotherSizeWaitsForItsFirstFrame() throws {
        let bench = try Bench(buffers: 2)
        bench.presenter.configure(bench.scanout, isNewDisplay: false)
        bench.present(1, tag: 1)
        bench.blank()
        let larger = FakeScanout(PixelSize(width: 5, height: 5), count: 2)
        bench.presenter.configure(larger, isNewDisplay: true)
        #expect(larger.takeCalls() == [], "the old picture stays until the new one is painted")
        bench.presenter.present(Composite(frame(5, 5) { _, _ in 9 }), tag: 2)
        #expect(larger.takeCalls() == ["dark", "light 0 modeset"])
    }

    /// The rule behind damage: whatever comes in whatever order, what is shown is the frame, all of it.
    @Test(arguments: [2, 3])
    func randomFramesAlwaysStandCompleteOnScreen(buffers: Int) throws {
        let size = PixelSize(width: 37, height: 53)
        let bench = try Bench(size: size, buffers: buffers)
        bench.presenter.configure(bench.scanout, isNewDisplay: false)
        var random = Random(seed: UInt64(buffers))
        var pixels = [UInt32](repeating: 0, count: size.width * size.height)
        var frames: [UInt64: Frame] = [:]
        for tag: UInt64 in 1...600 {
            for _ in 0..<random.number(0...3) {
                let (x, y) = (random.number(0...size.width - 1), random.number(0...size.height - 1))
                let (right, bottom) = (random.number(x...size.width - 1), random.number(y...size.height - 1))
                let value = UInt32(random.number(0...3))
                for row in y...bottom { for column in x...right { pixels[row * size.width + column] = value } }
            }
            frames[tag] = frame(size.width, size.height) { x, y in pixels[y * size.width + x] }
            bench.presenter.present(Composite(frames[tag]!), tag: tag)
            if random.number(0...40) == 0 {
                bench.presenter.turnOff()
                bench.presenter.configure(bench.scanout, isNewDisplay: false)
            }
            guard random.number(0...2) > 0 else { continue }
            bench.told = []
            bench.blank()
            #expect(bench.scanout.isScreenComplete)
            // A frame that is only lit again has no tag.
            if let shownTag = bench.told.compactMap(UInt64.init(shown:)).first {
                #expect(frames[shownTag]!.decoded() == bench.scanout.picture)
            }
        }
        #expect(bench.presenter.counters.flips > 200)
    }
}

extension UInt64 {
    fileprivate init?(shown text: String) {
        guard text.contains("shown"), let tag = text.split(separator: " ").first.flatMap({ UInt64($0) }) else { return nil }
        self = tag
    }
}
