import Content
import Navigation
import Pages
import Testing

/// A scene with a name, for goldens and for looking at.
struct Sample: Sendable, CustomTestStringConvertible {
    var name: String
    var scene: Scene
    var testDescription: String { name }

    init(
        _ name: String, _ place: Place, page: Int = 0, focus: Int? = nil, hints: [Hint] = SampleVillage.pageHints, now: Bool = true,
        index: Bool = true, overlay: Overlay? = nil, choices: [Choice] = [], strip: Strip? = nil, link: String? = nil,
        lost: Bool = false
    ) {
        self.name = name
        let id = place.pageID
        var before: Page?
        if case .row = place { before = SampleVillage.septemberPage }
        scene = Scene(
            view: View(place: place, page: page, focus: focus, overlay: overlay, choices: choices, strip: strip),
            index: index ? SampleVillage.index : nil, page: lost ? nil : id.flatMap { SampleVillage.pages[$0] }, before: before,
            hints: hints, now: now ? SampleVillage.now : nil, box: "0417", link: link)
    }

    func large() -> Sample {
        var copy = self
        copy.name += "-large"
        copy.scene.view.type = .large
        return copy
    }

    private static let october = SampleVillage.page("2/2026-10")
    private static let fire = SampleVillage.page("1/fire")
    private static let water = SampleVillage.page("1/water")

    static let all: [Sample] = [
        Sample("home", .home, focus: 1, hints: SampleVillage.homeHints),
        Sample("home-no-clock", .home, focus: 0, hints: SampleVillage.homeHints, now: false),
        Sample("tile", .tile(1), focus: 1, hints: SampleVillage.homeHints),
        Sample("tile-empty", .tile(8), hints: SampleVillage.shortHints),
        Sample("ledger", .page(october), focus: 1),
        Sample("ledger-2", .page(october), page: 1, focus: 2),
        Sample("ledger-empty", .page(SampleVillage.page("2/2026-08")), hints: SampleVillage.shortHints),
        Sample("ledger-new", .page(october), focus: 0, strip: .newContent),
        Sample("row", .row(october, row: "r12"), focus: 0),
        Sample("row-before", .row(october, row: "r12"), focus: 1),
        Sample("row-plain", .row(october, row: "r15")),
        Sample("picture", .picture(october, SampleVillage.voucher.object), hints: SampleVillage.shortHints),
        Sample("notice", .page(water), hints: SampleVillage.shortHints),
        Sample("notice-long", .page(fire), hints: SampleVillage.shortHints),
        Sample("notice-long-2", .page(fire), page: 1, focus: 0, hints: SampleVillage.shortHints, strip: .old(days: 5, .offline)),
        Sample("notice-long-3", .page(fire), page: 2, focus: 0, hints: SampleVillage.shortHints),
        Sample("directory", .page(SampleKinds.directory.envelope.id), focus: 1),
        Sample("directory-matters", .part(SampleKinds.directory.envelope.id, "matters"), focus: 2),
        Sample("person", .row(SampleKinds.directory.envelope.id, row: "p5"), focus: 0),
        Sample("guide", .page(SampleKinds.guide.envelope.id), focus: 0),
        Sample("guide-materials", .part(SampleKinds.guide.envelope.id, "materials")),
        Sample("guide-steps", .part(SampleKinds.guide.envelope.id, "steps")),
        Sample("guide-whom", .part(SampleKinds.guide.envelope.id, "whom")),
        Sample("charter", .page(SampleKinds.charter.envelope.id), focus: 2),
        Sample("article", .row(SampleKinds.charter.envelope.id, row: "a2")),
        Sample("register", .page(SampleKinds.register.envelope.id), focus: 1),
        Sample("register-groups", .part(SampleKinds.register.envelope.id, "groups"), focus: 0),
        Sample("register-group", .part(SampleKinds.register.envelope.id, "group/二组"), focus: 0),
        Sample("register-row", .row(SampleKinds.register.envelope.id, row: "r1")),
        Sample("catalogue", .page(SampleKinds.catalogue.envelope.id), focus: 0),
        Sample("lesson", .row(SampleKinds.catalogue.envelope.id, row: "l327"), hints: SampleVillage.shortHints),
        Sample("album", .page(SampleKinds.album.envelope.id), focus: 2),
        Sample("unknown", .page(SampleVillage.page("1/points")), hints: SampleVillage.shortHints),
        Sample("missing", .page(october), hints: SampleVillage.shortHints, lost: true),
        Sample("starting", .card(.starting), hints: [], now: false, index: false),
        Sample("downloading", .card(.downloading(done: 17, total: 43)), hints: [], index: false),
        Sample("damaged", .card(.damaged), hints: SampleVillage.shortHints),
        Sample("television", .card(.television), hints: SampleVillage.shortHints),
        Sample("card-not-provisioned", .card(.noContent(.notProvisioned)), hints: [], now: false, index: false),
        Sample("card-settings", .card(.noContent(.settings(line: 3))), hints: [], now: false, index: false),
        Sample("card-offline", .card(.noContent(.offline)), hints: [], index: false),
        Sample("card-server", .card(.noContent(.server)), hints: [], index: false),
        Sample("card-untrusted", .card(.noContent(.untrusted)), hints: [], index: false),
        Sample("card-disk", .card(.noContent(.diskFull)), hints: [], index: false),
        Sample("card-newer", .card(.noContent(.newerSoftware)), hints: [], index: false),
        Sample("card-failing", .card(.noContent(.failing)), hints: [], index: false),
        Sample(
            "alarm", .home, focus: 1, hints: [Hint(.text("确认"), "报警"), Hint(.text("返回"), "关闭")], overlay: .alarm(.ask),
            choices: [Choice("不报警"), Choice("报警")]),
        Sample("alarm-confirm", .page(october), focus: 1, overlay: .alarm(.confirm), choices: [Choice("不报警"), Choice("马上报警")]),
        Sample("alarm-sending", .home, overlay: .alarm(.sending)),
        Sample("alarm-delivered", .home, overlay: .alarm(.delivered), choices: [Choice("知道了")]),
        Sample("alarm-failed", .home, overlay: .alarm(.failed), choices: [Choice("知道了")]),
        Sample("code", .page(october), overlay: .code, link: "https://example.invalid/999999/2/2026-10"),
        Sample("code-none", .page(october), overlay: .code),
        Sample(
            "menu", .page(october), overlay: .menu,
            choices: [
                Choice("大字", .colour(.green, "绿键")), Choice("扫码", .colour(.blue, "蓝键")), Choice("回主页", .text("主页")),
                Choice("看节目", .text("看电视")), Choice("报警", .colour(.red, "红键")), Choice("关闭菜单", .text("返回")),
            ]),
    ] + matters

    /// Laid out upright too.
    static let upright = [
        "home", "tile", "ledger", "row", "notice-long", "picture", "code", "card-offline", "directory", "directory-matters", "person", "guide",
        "guide-materials", "guide-steps", "guide-whom", "charter", "article", "register", "register-groups", "register-group", "register-row",
        "catalogue", "lesson", "album", "notice",
    ] + uprightMatters

    static let inBothSizes: [Sample] = all + all.map { $0.large() }
}
