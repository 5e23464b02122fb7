/// 平安: which cameras may be looked at here, and on whose word. The pictures and their state are the box's own; nothing of them is
/// published.
package struct CameraList: PageBody {
    package static let kind = PageKind.cameras

    package struct Camera: Hashable, Sendable, Codable {
        /// Stable, as the box's settings name it: ASCII letters, digits and `-`.
        package var id: String
        /// `村口`
        package var place: String
        package init(id: String, place: String) {
            self.id = id
            self.place = place
        }
    }

    /// 公共安全视频图像信息系统管理条例: the managing unit's consent to viewing.
    package struct Authorisation: Hashable, Sendable, Codable {
        /// `桐公技〔2026〕8号`
        package var number: String
        /// The last day; from the next one no picture is shown.
        package var expires: Day
        /// Numbers of the boxes that may show them; empty for none.
        package var boxes: [String]
        package init(number: String, expires: Day, boxes: [String]) {
            self.number = number
            self.expires = expires
            self.boxes = boxes
        }
    }

    package var cameras: [Camera]
    /// Nil: nobody has consented, so nothing is shown.
    package var authorisation: Authorisation?
    /// 报修电话
    package var repair: Envelope.Phone?

    package init(cameras: [Camera], authorisation: Authorisation? = nil, repair: Envelope.Phone? = nil) {
        self.cameras = cameras
        self.authorisation = authorisation
        self.repair = repair
    }

    /// Why a box may not show the pictures; nil when it may.
    package enum Refusal: Hashable, Sendable {
        case notAuthorised
        case expired(Day)
        /// The consent is for other boxes.
        case otherBox
        /// Whether the consent still holds cannot be told.
        case unknownDay
    }

    /// - Parameter today: nil while the clock is not to be trusted.
    package func refusal(box: String, today: Day?) -> Refusal? {
        guard let authorisation else { return .notAuthorised }
        guard let today else { return .unknownDay }
        guard today <= authorisation.expires else { return .expired(authorisation.expires) }
        return authorisation.boxes.contains(box) ? nil : .otherBox
    }

    package func validate() throws(ContentError) {
        var names = Set<String>()
        for camera in cameras {
            guard names.insert(camera.id).inserted else { throw .inconsistent("camera id \(camera.id) twice") }
            guard (1...32).contains(camera.id.utf8.count),
                camera.id.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D })
            else { throw .inconsistent("camera id \(camera.id)") }
        }
    }
}

extension PageKind {
    package static let cameras = PageKind(rawValue: "cameras")
}
