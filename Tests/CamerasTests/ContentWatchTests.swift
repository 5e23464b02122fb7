import Testing

@testable import Cameras

@Suite("Content of a camera's pictures")
struct ContentWatchTests {
    /// What is said of pictures with these samples and contents, and how many of them were read whole.
    private func numbers(_ pictures: [(sample: UInt64?, whole: UInt64)], interval: Duration? = .milliseconds(40)) -> (said: [UInt64?], reads: Int) {
        var watch = ContentWatch(interval: interval)
        var reads = 0
        let said = pictures.map { picture in
            watch.take(sample: picture.sample) {
                reads += 1
                return picture.whole
            }
        }
        return (said, reads)
    }

    private func changes(_ said: [UInt64?]) -> [Bool] { zip(said, said.dropFirst()).map { $0 != $1 } }

    @Test func aCameraWithNoiseIsReadInSamplesAfterAWhile() {
        let (said, reads) = numbers((0..<1000).map { (UInt64($0), UInt64($0)) })
        #expect(changes(said).allSatisfy { $0 })
        #expect(reads == ContentWatch.enough)
    }

    @Test func aPictureWhoseClockRunsIsAnotherOneEachTime() {
        // The sample meets the clock's seconds only.
        let (said, reads) = numbers((0..<1000).map { (UInt64($0 / 25), UInt64($0)) })
        #expect(changes(said).allSatisfy { $0 })
        #expect(reads == 1000)
    }

    @Test func aPictureThatStandsStillKeepsItsNumber() {
        let moving = (0..<100).map { (sample: UInt64?(UInt64($0)), whole: UInt64($0)) }
        let (said, _) = numbers(moving + Array(repeating: (sample: 7, whole: 7), count: 50))
        #expect(changes(Array(said[100...])).allSatisfy { !$0 })
    }

    @Test func aCameraThatWasTrustedIsReadWholeFromTheFirstEqualSampleOn() {
        let moving = (0..<100).map { (sample: UInt64?(UInt64($0)), whole: UInt64($0)) }
        let (said, _) = numbers(moving + (100..<150).map { (99, UInt64($0)) })
        // Of the first it is not known, of all others it is.
        #expect(said[100] == said[99])
        #expect(changes(Array(said[100...])).allSatisfy { $0 })
    }

    @Test(arguments: [nil, Duration.milliseconds(500)])
    func aSlowCameraIsAlwaysReadWhole(interval: Duration?) {
        let (_, reads) = numbers((0..<200).map { (UInt64($0), UInt64($0)) }, interval: interval)
        #expect(reads == 200)
    }

    @Test func whatCannotBeReadHasNoNumber() {
        #expect(numbers([(nil, 1), (nil, 2)]).said == [nil, nil])
    }
}
