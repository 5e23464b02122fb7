package import Pixels

/// What the configuration may ask for: `1920x1080` or `1920x1080@50`.
package struct ModeRequest: Hashable, Sendable {
    package let size: PixelSize
    /// Nil: the best one.
    package let refreshMillihertz: Int?

    /// Nil when `text` is something else.
    package init?(parsing text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        let sides = parts[0].split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count <= 2, sides.count == 2, let width = sides[0], let height = sides[1],
            (320...16384).contains(width), (200...16384).contains(height)
        else { return nil }
        size = PixelSize(width: width, height: height)
        guard parts.count == 2 else {
            refreshMillihertz = nil
            return
        }
        guard let rate = Double(parts[1]), (1...1000).contains(rate) else { return nil }
        refreshMillihertz = Int((rate * 1000).rounded())
    }
}

/// Which modes to try, best first: the first one that the kernel accepts is used.
package enum ModeChoice {
    /// - The requested size and rate, forced when the display does not list it but it is a TV standard.
    /// - Without EDID the list is the kernel's guess: 1080p and 720p at 60 Hz, which every TV takes.
    /// - The largest progressive mode up to 1920×1080 (either way round) at 50 or 60 Hz. 4K only on request: it costs four
    ///   times the memory and bandwidth for the same letters.
    /// - What the display prefers, then whatever there is.
    package static func candidates(
        requested: ModeRequest?, listed: [DisplayMode], hasEDID: Bool
    ) -> [DisplayMode] {
        var result: [DisplayMode] = []
        func add(_ modes: [DisplayMode]) {
            for mode in modes where !result.contains(where: { $0.hasSameTiming(as: mode) }) { result.append(mode) }
        }
        if let requested {
            let matching = listed.filter { matches($0, requested) }
            add(matching.isEmpty ? DisplayMode.standard.filter { matches($0, requested) } : sorted(matching))
        }
        if !hasEDID {
            for forced in DisplayMode.standard where forced.refreshMillihertz == 60_000 {
                let alike = listed.filter { $0.size == forced.size && !$0.isInterlaced && isNear($0, 60_000) }
                add(alike.isEmpty ? [forced] : sorted(alike))
            }
        }
        add(sorted(listed.filter(suitsATV)))
        add(listed.filter(\.isPreferred))
        add(listed)
        return result
    }

    private static func matches(_ mode: DisplayMode, _ request: ModeRequest) -> Bool {
        mode.size == request.size && (request.refreshMillihertz.map { isNear(mode, $0) } ?? true)
    }

    /// 59.94 is taken for 60.
    private static func isNear(_ mode: DisplayMode, _ refreshMillihertz: Int) -> Bool {
        abs(mode.refreshMillihertz - refreshMillihertz) <= refreshMillihertz / 100
    }

    private static func suitsATV(_ mode: DisplayMode) -> Bool {
        let (long, short) = (max(mode.size.width, mode.size.height), min(mode.size.width, mode.size.height))
        return !mode.isInterlaced && long <= 1920 && short <= 1080 && (isNear(mode, 50_000) || isNear(mode, 60_000))
    }

    private static func sorted(_ modes: [DisplayMode]) -> [DisplayMode] {
        func rank(_ mode: DisplayMode) -> [Int] {
            [
                mode.isInterlaced ? 1 : 0,
                -mode.size.width * mode.size.height,
                isNear(mode, 60_000) || isNear(mode, 50_000) ? 0 : 1,
                mode.isPreferred ? 0 : 1,
                abs(mode.refreshMillihertz - 60_000),
            ]
        }
        // Sorted by rank, then by the display's own order.
        return modes.enumerated()
            .map { (rank($0.element) + [$0.offset], $0.element) }
            .sorted { $0.0.lexicographicallyPrecedes($1.0) }
            .map(\.1)
    }
}
