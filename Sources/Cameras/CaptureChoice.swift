internal import LinuxIO
internal import Pixels

/// What a device offers: a format at a size and the shortest interval at which it comes so.
struct CaptureOffer: Hashable, Sendable {
    let fourcc: FourCC
    let size: PixelSize
    /// Nil where the driver does not say.
    let interval: Duration?
}

/// Which of a device's offers is best for a rectangle. Pure.
enum CaptureChoice {
    /// The one that costs the processor least among those that come fast enough and are as large as the rectangle; if there are none, the
    /// fast enough ones nearest to its size; if there are none, the fastest. Nil for no offers.
    static func best(of offers: [CaptureOffer], for wanted: PixelSize, framesPerSecond: Int) -> CaptureOffer? {
        // A camera that is asked for 25 and has 24 or 30 is fast enough; so is one that does not say.
        let longest = 1_100_000_000 / Int64(max(1, framesPerSecond))
        let isFast = { (offer: CaptureOffer) in offer.interval.map { $0.nanoseconds <= longest } ?? true }
        let covers = { (offer: CaptureOffer) in offer.size.width >= wanted.width && offer.size.height >= wanted.height }
        func rank(_ offer: CaptureOffer) -> (Int, Int64, Double) {
            let pixels = offer.size.width * offer.size.height
            let cost = CaptureChoice.nanosecondsPerPixel(offer.fourcc) * Double(pixels)
            if !isFast(offer) { return (2, offer.interval?.nanoseconds ?? 0, cost) }
            return covers(offer) ? (0, 0, cost) : (1, -Int64(pixels), cost)
        }
        return offers.min { rank($0) < rank($1) }
    }

    /// What the way to the screen costs about; only the order counts. Measured natively (bench/README.md) where this project has a kernel.
    static func nanosecondsPerPixel(_ fourcc: FourCC) -> Double {
        if let direct = FrameConverter.directFormat(fourcc) { return direct == .xrgb ? 0.3 : 0.25 }
        switch PixelLayout(fourcc) {
        case .packed422, .planar: return 0.6
        case .jpeg: return 3.3
        case .words, .hsv, .grey: return 4
        case .bayer, nil: return 20
        }
    }
}
