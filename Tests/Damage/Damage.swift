import Foundation

/// Damage at random, to what a box takes from the network and from its disk: whatever comes of it, the reader comes back, with what it should
/// or with a refusal.
///
/// An ordinary run is short and from one seed; `YUANBA_FUZZ_MINUTES=10` goes on for that long from another. The input of a round that the
/// process dies of is left in the temporary directory as `yuanba-fuzz-NAME`.
package enum Damage {
    package static let minutes = ProcessInfo.processInfo.environment["YUANBA_FUZZ_MINUTES"].flatMap { Double($0) }

    /// Runs `round` so often, or for as long as is asked for, and prints how often that was and how many rounds came to something.
    package static func rounds(_ name: String, ordinary: Int, _ round: (inout Dice) throws -> Bool) rethrows {
        var dice = Dice(state: minutes == nil ? 20_261_126 : UInt64(Date().timeIntervalSince1970))
        let end = Date().addingTimeInterval((minutes ?? 0) * 60)
        var (count, accepted) = (0, 0)
        while minutes == nil ? count < ordinary : Date() < end {
            if try round(&dice) { accepted += 1 }
            count += 1
        }
        if let minutes { print("fuzz: \(name): \(count) rounds in \(minutes) min, \(accepted) accepted") }
        try? FileManager.default.removeItem(atPath: place(name))
    }

    /// Keeps what is about to be read, for the case that nobody lives to tell.
    package static func keep(_ bytes: [UInt8], _ name: String) {
        guard minutes != nil else { return }
        try? Data(bytes).write(to: URL(fileURLWithPath: place(name)))
    }

    private static func place(_ name: String) -> String { NSTemporaryDirectory() + "yuanba-fuzz-" + name }

    /// `bytes` with one to four wounds: flipped bits, bytes that mean something, pieces cut out, doubled, repeated or moved, and `words`.
    package static func done(to bytes: [UInt8], words: [String] = [], _ dice: inout Dice) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &dice) {
            let place = Int.random(in: 0...bytes.count, using: &dice)
            let end = min(bytes.count, place + Int.random(in: 0...40, using: &dice))
            switch Int.random(in: 0..<8, using: &dice) {
            case 0, 1: if place < bytes.count { bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &dice) }
            case 2: if place < bytes.count { bytes[place] = [0, 1, 0x7F, 0x80, 0xFF, 0x22, 0x2C, 0x2D, 0x30, 0x5C, 0x7B, 0x7D].randomElement(using: &dice) ?? 0 }
            case 3: bytes.removeSubrange(place..<end)
            case 4: bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &dice))
            case 5: bytes.insert(contentsOf: (words.randomElement(using: &dice) ?? "").utf8, at: place)
            case 6:
                let piece = Array(bytes[place..<end])
                let count = Int.random(in: 1...60, using: &dice)
                if !piece.isEmpty { bytes.insert(contentsOf: Array(repeating: piece, count: count).flatMap { $0 }, at: place) }
            default: if Int.random(in: 0..<4, using: &dice) == 0 { bytes.removeSubrange(place...) }
            }
        }
        return bytes
    }
}

/// SplitMix64: the same numbers for the same seed.
package struct Dice: RandomNumberGenerator {
    private var state: UInt64

    package init(state: UInt64) { self.state = state }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
