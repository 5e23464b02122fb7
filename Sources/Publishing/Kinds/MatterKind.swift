/// Tables of matters and figures, told apart by their heads.
enum MatterKind {
    case board, points, pointRules, cases, cameras, dash

    /// Nil for any other table.
    init?(heads: Set<String>, tile: Int, name: String) {
        if BoardSource.isBoard(heads: heads) {
            self = .board
        } else if CasesSource.isCases(heads: heads) {
            self = .cases
        } else if PointsSource.isPoints(heads: heads) {
            self = .points
        } else if PointsSource.isRules(heads: heads, name: name) {
            self = .pointRules
        } else if DashSource.isDash(heads: heads) {
            self = .dash
        } else if CamerasSource.isCameras(heads: heads, tile: tile) {
            self = .cameras
        } else {
            return nil
        }
    }
}
