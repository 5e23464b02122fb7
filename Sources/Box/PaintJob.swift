package import Navigation
package import Pages

/// Names a painted frame: equal keys are equal pixels for one style.
package struct FrameKey: Hashable, Sendable {
    package var view: View
    /// Counts the contents that were shown since start.
    package var generation: Int
    /// What of the clock the place draws: minutes since the epoch where a time is shown, days elsewhere; nil while it is unknown.
    package var clock: Int?
    /// How the cameras are, where the view shows some.
    package var cameras: [String: CameraState]

    /// - Parameter cameras: of the whole box, see `Scene.cameras`.
    package init(view: View, generation: Int, world: World, cameras: [String: CameraState]) {
        let now = world.now
        self.view = view
        self.generation = generation
        let showsCameras = view.corner != nil || view.place.pageID.map(world.isCameras) ?? false
        self.cameras = showsCameras ? cameras : [:]
        let unit =
            switch view.place {
            case .home, .card: 60
            default: 86_400
            }
        // Days turn at midnight in China Standard Time, as the screen's dates do.
        clock = now.map { ($0.secondsSinceEpoch + 28_800) / unit }
    }
}

/// One frame to paint, with all that the painting thread needs, so that it shares no state with the loop.
package struct PaintJob: Sendable {
    /// To know the result by: its key may have a focus that was not known before the place was laid out.
    package var number: Int
    /// Where the viewer is, or would be after a key.
    package var state: State
    /// As it was when the job was made; the thread adds the outline of the place.
    package var world: World
    package var source: (any ContentSource)?
    package var generation: Int
    package var box: String
    /// See `Scene.cameras`.
    package var cameras: [String: CameraState]

    /// Names what it would paint.
    package func key(_ state: State) -> FrameKey {
        FrameKey(view: state.view(in: world), generation: generation, world: world, cameras: cameras)
    }
}

/// What the painting thread reports.
package struct Painted: Sendable {
    package var number: Int
    package var key: FrameKey
    package var style: Style
    package var screen: Screen
    package var outlineKey: OutlineKey
    package var outline: Outline
    /// From taking up the job to the encoded frame.
    package var duration: Duration
    /// Content that could not be read; the frame says so to the villager, this says it to the log.
    package var problem: String?
}
