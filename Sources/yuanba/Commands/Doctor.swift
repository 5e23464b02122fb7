import Box
import Cameras
import Content
import Display
import Fetch
import LinuxIO
import Remote
import Store
import Typography

/// For the installer on a ladder: Chinese, one line a finding, and below each bad one what to do.
let doctorCommand = Command(
    "doctor", "displays, remotes, cameras, fonts, store, township: what works here, and what to do about the rest",
    options: [.init("config", "FILE", "the daemon's settings (/etc/yuanba/yuanbad.conf)")],
    details: "exit status: 0 when all that a box needs works, 1 when something does not"
) { arguments in
    var doctor = Doctor()
    let path = arguments.value("config") ?? "/etc/yuanba/yuanbad.conf"
    let configuration = doctor.settings(path)
    doctor.time()
    doctor.displays()
    try doctor.remotes()
    doctor.cameras()
    doctor.fonts()
    if let configuration {
        doctor.store(configuration)
        doctor.township(configuration)
        doctor.daemon(configuration)
    }
    print(doctor.problems == 0 ? "\n都正常。" : "\n有 \(doctor.problems) 处要处理，见上面带 ✗ 的行。")
    return doctor.problems == 0 ? 0 : 1
}

private struct Doctor {
    private(set) var problems = 0

    private func good(_ text: String) { print("✓ \(text)") }
    private func note(_ text: String) { print("· \(text)") }
    private mutating func bad(_ text: String, _ mend: String) {
        problems += 1
        print("✗ \(text)\n    怎么办：\(mend)")
    }

    mutating func settings(_ path: String) -> Configuration? {
        do {
            let configuration = try Configuration(parsing: String(decoding: try File.read(path, limit: 64 << 10), as: UTF8.self))
            if configuration.village.isEmpty || configuration.repositories.isEmpty {
                bad("设置 \(path)：没有写镇上的网址或村代码", "加上 repository = http://… 和 village = 村代码 两行")
            } else {
                good("设置 \(path)：村代码 \(configuration.village)，\(configuration.repositories[0])")
            }
            return configuration
        } catch let error as Configuration.Problems {
            for problem in error.all { bad("设置 \(path) \(problem)", "改好这一行，再运行一次") }
        } catch {
            bad("设置 \(path)：\(error)", "运行时加 --config 文件名，或者把设置放到这个位置")
        }
        return nil
    }

    mutating func time() {
        if let now = TrustedClock().shown {
            good("时间：\(now.day.chinese) \(now.clock)")
        } else {
            bad("时间不对（比软件的出厂时间还早，或者晚了十年以上），屏幕上不会显示日期", "接通网络等几分钟自动对时；一直不对就换主板电池")
        }
    }

    mutating func displays() {
        let cards = DisplayProbe.cards()
        if cards.isEmpty { bad("显示：没有找到显示驱动（/dev/dri 是空的）", "检查内核是否带这块主板的显示驱动") }
        for card in cards {
            let name = "\(card.path)（\(card.driver ?? "未知驱动")）"
            if let problem = card.problem {
                switch problem {
                case .permissionDenied:
                    bad("显示 \(name)：没有权限", "把运行的用户加进 video 组：usermod -aG video yuanba")
                case .busy(_, let holder):
                    note("显示 \(name)：正被 \(holder ?? "别的程序") 使用")
                default:
                    bad("显示 \(name)：\(problem)", "换一个 card 设置，或更新驱动")
                }
            }
            if card.connectors.isEmpty, card.problem == nil { note("显示 \(name)：没有接口，自动选择时会跳过") }
            for connector in card.connectors {
                let screen =
                    switch connector.status {
                    case .connected: "接着屏幕"
                    case .disconnected: "没有接屏幕"
                    case .unknown: "看不出有没有接屏幕"
                    }
                note("显示 \(name) 接口 \(connector.name)：\(screen)" + (connector.modes.first.map { "，它说最合适的是 \($0)" } ?? ""))
            }
            if !card.connectors.isEmpty {
                let layers = card.planes.filter { $0.kind == .overlay && $0.formats.contains(where: VideoPlanner.formats.contains) }.count
                note("显示 \(name)：" + (layers > 0 ? "\(layers) 个图层能直接放摄像头的画面" : "没有放摄像头画面的图层，摄像头由程序一笔一笔画上去"))
            }
        }
    }

    mutating func remotes() throws {
        let loop = try EventLoop()
        let input = RemoteInput(loop: loop, log: Log { _, _ in }) { _ in }
        let report = input.report
        for device in report.devices {
            switch device.state {
            case .ready(let keys): good("遥控器 \(device.name)（\(device.path)）：认得 \(keys) 个键")
            case .permissionDenied: bad("遥控器 \(device.name)（\(device.path)）：没有权限", "把运行的用户加进 input 组：usermod -aG input yuanba")
            default: note("输入设备 \(device.name)（\(device.path)）：\(device.state)")
            }
        }
        if !report.hasRemote { bad("没有能用的遥控器", "插上红外接收头或键盘；已经插了就看上面有没有权限问题") }
    }

    mutating func cameras() {
        let (found, refused) = CameraDiscovery.cameras()
        if found.isEmpty, refused.isEmpty { note("摄像头：没有") }
        for camera in found {
            good("摄像头：\(camera.name)，接在 \(camera.bus)（\(camera.path)）")
        }
        for error in refused {
            switch error {
            case .permissionDenied(let path):
                bad("摄像头 \(path)：没有权限", "把运行的用户加进 video 组：usermod -aG video yuanba")
            case .busy(let path): note("摄像头 \(path)：正被别的程序使用")
            default: bad("摄像头：\(error)", "拔下来重新插一次；还不行就换一个摄像头")
            }
        }
    }

    mutating func fonts() {
        do {
            let fonts = try FontSet.open()
            let samples: [(String, Unicode.Scalar)] = [("汉字", "院"), ("生僻字", "𬱖"), ("彝文", "ꀀ"), ("藏文", "ཀ")]
            let missing = samples.filter { !fonts.covers($0.1) }.map(\.0)
            if missing.contains("汉字") {
                bad("字体里没有汉字", "apt install fonts-noto-cjk")
            } else {
                good("字体：" + (missing.isEmpty ? "齐全" : "没有" + missing.joined(separator: "、") + "（用不到就不用管）"))
            }
        } catch {
            bad("字体：\(error)", "apt install fonts-noto-cjk")
        }
    }

    mutating func store(_ configuration: Configuration) {
        guard !configuration.village.isEmpty else { return }
        do {
            let store = try ContentStore(configuration.storePath, village: configuration.village)
            for finding in store.findings { note("存储：\(finding)") }
            let free = (try? Directory.freeBytes(configuration.storePath)) ?? 0
            if let current = store.current {
                good("内容：\(current.index.village.name)，\(current.index.issued.day.chinese)发布；存储还剩 \(free >> 20) MB")
            } else {
                note("内容：还没有；存储还剩 \(free >> 20) MB")
            }
        } catch .newer(let format, let supported) {
            bad(
                "存储 \(configuration.storePath)：是更新的软件写的（格式 \(format)，这个软件只认识到 \(supported)）",
                "装回更新的 yuanbad 软件包；或者停下 yuanbad，清空这个目录再启动，内容会重新下载")
        } catch {
            bad("存储 \(configuration.storePath)：\(error)", "检查这个目录属于运行的用户，磁盘没有满、没有坏")
        }
    }

    mutating func township(_ configuration: Configuration) {
        do {
            _ = try File.read(configuration.rootPath, limit: 512_000)
        } catch {
            bad("信任根 \(configuration.rootPath)：\(error)", "向镇上要 root.json，放到这个位置")
        }
        for url in configuration.repositories {
            do {
                _ = try Fetcher().get(url + "timestamp.json", limit: 16_384)
                good("镇上 \(url)：连得上")
            } catch {
                bad("镇上 \(url)：\(error)", "检查网线和网址；网址能在电脑浏览器里打开 timestamp.json 才对")
            }
        }
    }

    func daemon(_ configuration: Configuration) {
        guard case .status(let status)? = try? ControlClient(path: configuration.controlPath).send(.status) else {
            return note("yuanbad 没有在运行，或没有权限连接 \(configuration.controlPath)")
        }
        let content = status.content == nil ? "还没有内容" : "有内容"
        let screen = status.display.state == "lit" ? "屏幕亮着" : "屏幕没亮（\(status.display.state)）"
        let pull = status.trouble.map { "更新不了（\($0)）" } ?? "更新正常"
        good("yuanbad 正在运行：\(content)，\(screen)，\(pull)")
        if let detail = status.sync.detail { note("上次更新：\(detail)") }
    }
}
