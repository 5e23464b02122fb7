package import LinuxIO

/// When the cameras' pictures must be covered by another process than the one that shows them: when that has ended, and when the oldest picture
/// that it shows has become too old, for it takes such pictures off by itself unless it hangs. Pure.
package struct CurtainWatch: Equatable, Sendable {
    package enum Step: Equatable, Sendable {
        /// Nothing to do for so long, unless the other process ends.
        case wait(Duration)
        case cover
        /// Cover, and that was all.
        case coverAndEnd
        case end
    }

    /// No picture is shown as live that was taken so long ago.
    package static let oldest = Duration.seconds(1)
    /// Nothing tells of a first picture: it is looked for at this pace, so that it is known long before it is too old.
    static let pace = Duration.milliseconds(200)

    private var covered: MonotonicInstant?

    package init() {}

    /// - Parameters:
    ///   - deadline: when the oldest picture on the screen becomes too old; nil while there is none.
    ///   - isAlone: the process that shows them has ended.
    package mutating func next(deadline: MonotonicInstant?, now: MonotonicInstant, isAlone: Bool) -> Step {
        guard let deadline else { return isAlone ? .end : .wait(Self.pace) }
        if isAlone { return covered == deadline ? .end : .coverAndEnd }
        if covered == deadline { return .wait(Self.pace) }
        covered = nil
        if now < deadline { return .wait(deadline - now) }
        covered = deadline
        return .cover
    }
}
