/// Numbers what a camera's pictures show, so that two pictures with equal content have one number. Pure: who calls it reads the pictures.
///
/// Most cameras have noise everywhere, and some words of a picture (`CameraFrame.digest(isWhole: false)`) tell that it is another one. A picture
/// that came through a codec may differ from the one before by no more than the digits of its clock: where the sample stands still, all of the
/// picture is read, as it is at first and for slow cameras always.
struct ContentWatch: Hashable, Sendable {
    /// So many samples that each differ from the one before say that samples are enough.
    static let enough = 64
    /// Of a slower camera there is no time to find out with the next picture.
    static let slow = Duration.milliseconds(250)

    private let mayTrustSamples: Bool
    private var isTrusting = false
    private var differing = 0
    private var sample: UInt64?
    private var whole: UInt64?
    private var number: UInt64 = 0

    /// - Parameter interval: from frame to frame; nil: unknown.
    init(interval: Duration?) {
        mayTrustSamples = interval.map { $0 <= Self.slow } ?? false
    }

    /// The number of another picture's content; nil where `sample` is, because then it cannot be read. While samples are trusted, one that
    /// equals the one before leaves the number as it is: whether anything else differs is known from the next picture on.
    mutating func take(sample: UInt64?, whole read: () -> UInt64?) -> UInt64? {
        guard let sample else { return nil }
        let isOther = sample != self.sample
        self.sample = sample
        differing = isOther ? differing + 1 : 0
        if isTrusting, isOther {
            number += 1
            return number
        }
        let content = read()
        if isTrusting {
            isTrusting = false
        } else if content != whole {
            number += 1
        }
        whole = content
        if mayTrustSamples, differing >= Self.enough { isTrusting = true }
        return number
    }
}
