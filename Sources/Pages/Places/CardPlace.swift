internal import Content
internal import Navigation
internal import Pixels

/// What a card says, in words for the one who stands before it.
struct CardWords: Hashable {
    var title: String
    var paragraphs: [String]
    /// 0...1 where something is under way that can be counted.
    var progress: Double?
    /// For the installer and the township, smaller.
    var note: String?

    init(_ title: String, _ paragraphs: [String], progress: Double? = nil, note: String? = nil) {
        self.title = title
        self.paragraphs = paragraphs
        self.progress = progress
        self.note = note
    }

    init(_ card: Card) {
        switch card {
        case .starting:
            self.init("正在打开", ["马上就好。"])
        case .noContent(let trouble):
            self.init(trouble)
        case .downloading(let done, let total):
            self.init(
                "正在下载村里的公开内容", ["第一次要下载全部内容，以后只下载新的。请不要断电。"],
                progress: total > 0 ? min(1, Double(done) / Double(total)) : nil,
                note: total > 0 ? "已完成 \(done) 份，共 \(total) 份" : nil)
        case .copying(let done, let total):
            self.init(
                "正在从 U 盘读村里的公开内容", ["读完会自动出现。请先不要拔 U 盘，也不要断电。"],
                progress: total > 0 ? min(1, Double(done) / Double(total)) : nil, note: "已完成 \(done) 份，共 \(total) 份")
        case .damaged:
            self.init(
                "存在盒子里的内容损坏了", ["盒子会自己重新下载，网络通了就好，不用操作。", "过了一天还是这样，请打村务监督电话，报上本机号码。"],
                note: "安装人员：运行 yuanba doctor，检查存储卡")
        case .television:
            self.init(
                "请用电视机自己的遥控器看节目", ["按电视机遥控器上的“信号源”键，选电视或机顶盒。", "回到这里，还按“信号源”，选院坝。"])
        }
    }

    init(_ trouble: Trouble) {
        switch trouble {
        case .notProvisioned:
            self.init(
                "这台盒子还没有接入", ["请安装人员写好配置：镇上的网址和村的代码。", "接入以后，村里的公开内容会自动出现。"],
                note: "安装人员：看 yuanba doctor 的提示")
        case .settings(let line):
            self.init(
                line.map { "盒子的设置文件第 \($0) 行写错了" } ?? "找不到盒子的设置文件",
                ["请打村务监督电话或联系安装人员，报上这句话。", "改好以后重新通电，村里的公开内容会自动出现。"],
                note: "安装人员：改 yuanbad.conf；yuanbad --config 文件 --check 会逐行说明错在哪里")
        case .offline:
            self.init(
                "还没有内容，网络也不通", ["请看看网线插好没有，路由器的灯亮不亮。", "网络通了，内容会自动下载，不用操作。"],
                note: "安装人员：也可以插上镇里发的 U 盘，或者运行 yuanba doctor")
        case .server:
            self.init(
                "还没有内容，镇上的服务器没有正常回应", ["家里的网络是通的，不用重启。", "盒子会一直重试。过了一天还是这样，请告诉村里。"],
                note: "安装人员：运行 yuanba doctor，看服务器回了什么")
        case .untrusted:
            self.init(
                "收到的内容没有通过验证，没有显示", ["这可能是有人改动了内容，也可能是镇上的签名过期了。", "为了不让大家看到假的内容，盒子不会显示它。", "请告诉镇上。"],
                note: "镇上：签名或密钥不符，详见 yuanba doctor")
        case .diskFull:
            self.init(
                "盒子的存储空间满了，装不下内容", ["请打村务监督电话，报上本机号码，请人来看。"], note: "安装人员：运行 yuanba doctor，换大一点的存储卡")
        case .disk:
            self.init(
                "盒子的存储坏了，读不出内容", ["请打村务监督电话，报上本机号码，请人来看。"], note: "安装人员：运行 yuanba doctor，多半要换存储卡")
        case .newerSoftware:
            self.init(
                "内容是新格式的，这台盒子要升级软件", ["升级以后内容会自动出现。请告诉村里或安装人员。"], note: "安装人员：升级 yuanba 软件包")
        case .failing:
            self.init(
                "这台盒子连着出了几次错，正在休息", ["内容没有丢。过十分钟它自己再试一次，不用拔电源。", "还是这样，请打村务监督电话，报上本机号码。"],
                note: "安装人员：运行 yuanba doctor 和 journalctl -u yuanbad")
        case .stick(let note):
            self.init(note)
        }
    }
}

extension CardWords {
    fileprivate init(_ note: StickNote) {
        let asked = "请用镇里发的 U 盘。还是不行，请告诉镇上。"
        let installer = "安装人员：U 盘里要有 yuanba 文件夹，里面是镇里仓库的全部文件；原因看 yuanba status"
        switch note {
        case .reading:
            self.init("正在读 U 盘", ["读完以后，村里的公开内容会自动出现。请先不要拔。"])
        case .taken, .nothingNew:
            self.init("U 盘读完了", ["可以拔了。"], note: installer)
        case .format:
            self.init("这个 U 盘读不了", ["U 盘要用 FAT32 或 exFAT 格式。", asked], note: installer)
        case .empty:
            self.init("U 盘里没有本村的内容", ["可能是别的村的，也可能没有写完。", asked], note: installer)
        case .untrusted:
            self.init(
                "U 盘里的内容没有通过验证，没有采用", ["可能没有写完，也可能有人改过。", "为了不让大家看到假的内容，盒子不会显示它。", asked], note: installer)
        case .store:
            self.init("U 盘里的内容存不进盒子", ["盒子的存储空间满了，或者坏了。", "请打村务监督电话，报上本机号码，请人来看。"], note: "安装人员：运行 yuanba doctor")
        case .unreadable:
            self.init("U 盘读到一半出了错", ["请拔下来再插一次，或者换一个。", asked], note: installer)
        }
    }
}

extension Kit {
    func card(_ words: CardWords, index: VillageIndex?, box: String) -> PlaceLayout {
        let header = Header(
            block: "院", fill: .greenFill, title: index?.village.name ?? "院坝", subtitle: index?.village.town ?? "村务公开电视", right: .clock)
        return PlaceLayout(.page(header), [sheet(words, in: metrics.body)])
    }

    /// The words of a card on a panel, from the middle left; long ones get smaller type rather than leave the panel.
    func sheet(_ words: CardWords, in area: PixelRect, extra: [String] = []) -> Sheet {
        var sheet = Sheet()
        sheet.ops.append(.rounded(area, radius: metrics.cardRadius, .panel))
        let inner = area.inset(px(72), px(56))
        let title = lines(words.title, .display, width: inner.width)
        let small = title.count > 1 ? lines(words.title, .title, width: inner.width) : title
        let titleLines = title.count > 2 ? small : title
        let titleLeading = metrics.leading(titleLines[0].style) * 9 / 10
        let leading = metrics.leading(style(.body))
        let paragraphs = (words.paragraphs + extra).map { lines($0, .body, width: inner.width) }
        let notes = words.note.map { lines($0, .label, width: inner.width) } ?? []
        let barHeight = words.progress == nil ? 0 : px(28) + px(40)
        let height =
            titleLines.count * titleLeading + px(28) + paragraphs.reduce(0) { $0 + $1.count * leading + px(12) } + barHeight
            + (notes.isEmpty ? 0 : px(24) + notes.count * metrics.leading(style(.label)))
        var y = inner.y + max(0, (inner.height - height) / 2)
        func put(_ line: SetLine, _ leading: Int, _ paint: Paint) {
            sheet.ops.put(line, in: PixelRect(x: inner.x, y: y, width: inner.width, height: leading), paint)
            y += leading
        }
        for line in titleLines { put(line, titleLeading, .ink) }
        y += px(28)
        for paragraph in paragraphs {
            for line in paragraph { put(line, leading, .ink) }
            y += px(12)
        }
        if let progress = words.progress {
            y += px(20)
            let bar = PixelRect(x: inner.x, y: y, width: inner.width, height: px(28))
            sheet.ops.append(.rounded(bar, radius: px(14), .raised))
            let done = Int(Double(bar.width) * progress)
            if done > 0 {
                sheet.ops.append(
                    .rounded(PixelRect(x: bar.x, y: bar.y, width: max(bar.height, done), height: bar.height), radius: px(14), .blueFill))
            }
            y += px(48)
        }
        if !notes.isEmpty {
            y += px(24)
            for line in notes { put(line, metrics.leading(style(.label)), .dim) }
        }
        return sheet
    }
}
