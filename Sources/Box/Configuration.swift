package import LinuxIO
package import Navigation
package import Pages
internal import Pixels

/// What an installer decided about this box: read once at start, never changed while running.
/// The file has `key = value` lines; `#` starts a comment line; unknown keys are errors, because a misspelt one would be silently lost.
package struct Configuration: Sendable, Equatable {
    /// Base URL of the township's repository, then its mirrors; all are verified alike. Empty: not provisioned yet.
    package var repositories: [String] = []
    /// The trusted root this box was given when it was provisioned.
    package var rootPath = "/etc/yuanba/root.json"
    /// PEM file with the only roots that may vouch for the repository's web server; nil for the system's.
    package var serverRootsPath: String?
    /// Administrative code of the village, digits.
    package var village = ""
    package var storePath = "/var/lib/yuanba"
    package var controlPath = "/run/yuanba/control.sock"
    /// `auto`, `driver:NAME` or a device path; `memory:WIDTHxHEIGHT` draws without a display, for trying on any machine.
    package var card = "auto"
    /// `auto` or `WIDTHxHEIGHT[@HZ]`.
    package var mode = "auto"
    /// Between two polls of the repository.
    package var pollInterval: Duration = .seconds(300)
    /// The number printed on the box.
    package var box = ""
    package var theme: Style.Theme = .dark
    package var typeSize: TypeSize = .normal
    /// Whether remotes are taken exclusively, so that their keys reach nothing else.
    package var grabRemotes = true
    /// Cameras by their ids in the content. None: this box shows no camera, as homes do that nobody has set one up for.
    package var cameras: [String: CameraSetting] = [:]
    /// The screen of a hall: cameras stay open without being asked about.
    package var isHall = false
    /// Where `systemd/stick` puts USB sticks and says so. No setting: the service's unit and rules name it too.
    package var stickPath = "/run/yuanba-stick"
    /// File systems that a stick may have.
    package var stickKinds: [Volume.Kind] = [.vfat, .exfat]
    /// The folder under which Debian's font packages put their files.
    package var fontPath = "/usr/share/fonts"

    package init() {}

    /// What is wrong with a configuration, by line.
    package struct Problem: Error, Equatable, CustomStringConvertible {
        /// 1-based; nil when the file as a whole is meant.
        package var line: Int?
        package var message: String

        package var description: String { line.map { "line \($0): \(message)" } ?? message }
    }

    /// Reads the text of a configuration file. Throws all problems at once, so that an installer mends them in one go.
    package init(parsing text: String) throws(Problems) {
        let problems = read(text)
        guard problems.isEmpty else { throw Problems(all: problems) }
    }

    /// What a box does with the file at `path`: what can be read of it holds, and everything else is as it comes, because a misspelt
    /// line must not leave a screen black. Blocks.
    package static func tolerant(path: String) -> (Configuration, Problems?) {
        var configuration = Configuration()
        do {
            let bytes = try File.read(path, limit: 64 << 10)
            let problems = configuration.read(String(decoding: bytes, as: UTF8.self))
            return (configuration, problems.isEmpty ? nil : Problems(all: problems))
        } catch {
            return (configuration, Problems(all: [Problem(line: nil, message: "\(error)")]))
        }
    }

    /// Takes what can be read of a file's text, and returns what cannot.
    private mutating func read(_ text: String) -> [Problem] {
        var problems: [Problem] = []
        var seen: Set<String> = []
        // Editors on Windows begin a file with a byte order mark.
        let text = text.hasPrefix("\u{FEFF}") ? text.dropFirst() : text[...]
        for (offset, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let content = line.trimmed
            guard !content.isEmpty, !content.hasPrefix("#") else { continue }
            guard let equals = content.firstIndex(of: "=") else {
                problems.append(Problem(line: offset + 1, message: "no “=” in “\(content)”"))
                continue
            }
            let key = content[..<equals].trimmed
            let value = String(content[content.index(after: equals)...].trimmed)
            let repeats = key == "mirror"
            if !repeats, !seen.insert(String(key)).inserted {
                problems.append(Problem(line: offset + 1, message: "“\(key)” stands twice"))
            } else if let message = set(String(key), to: value) {
                problems.append(Problem(line: offset + 1, message: message))
            }
        }
        return problems
    }

    /// One or more problems of one file.
    package struct Problems: Error, Equatable, CustomStringConvertible {
        package var all: [Problem]
        package var description: String { all.map(\.description).joined(separator: "; ") }
    }

    /// The size in `memory:WIDTHxHEIGHT`; nil for anything else.
    static func memorySize(_ card: String) -> PixelSize? {
        guard card.hasPrefix("memory:") else { return nil }
        let sides = card.dropFirst("memory:".count).split(separator: "x").map { Int($0) }
        guard sides.count == 2, let width = sides[0], let height = sides[1], (640...4096).contains(width),
            (640...4096).contains(height)
        else { return nil }
        return PixelSize(width: width, height: height)
    }

    /// Nil when the value was taken, else what is wrong with it.
    private mutating func set(_ key: String, to value: String) -> String? {
        switch key {
        case "repository", "mirror":
            guard value.hasPrefix("http://") || value.hasPrefix("https://") else {
                return "\(key) must begin with http:// or https://"
            }
            let url = value.hasSuffix("/") ? value : value + "/"
            if key == "repository" { repositories.insert(url, at: 0) } else { repositories.append(url) }
        case "root": rootPath = value
        case "server-roots": serverRootsPath = value
        case "village":
            guard !value.isEmpty, value.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
                return "village must be the administrative code, digits only"
            }
            village = value
        case "store": storePath = value
        case "control": controlPath = value
        case "card":
            guard value == "auto" || value.hasPrefix("driver:") || value.hasPrefix("/dev/") || Self.memorySize(value) != nil
            else { return "card must be auto, driver:NAME, a path under /dev, or memory:1920x1080" }
            card = value
        case "mode": mode = value
        case "poll":
            guard let interval = Duration(setting: value), interval >= .seconds(1) else {
                return "poll must be a time of at least 1s, such as 30s, 5m or 1h"
            }
            pollInterval = interval
        case "box": box = value
        case "theme":
            guard let theme = Style.Theme(rawValue: value) else { return "theme must be dark or light" }
            self.theme = theme
        case "type":
            guard let size = TypeSize(rawValue: value) else { return "type must be normal or large" }
            typeSize = size
        case "grab":
            guard let grab = ["yes": true, "no": false][value] else { return "grab must be yes or no" }
            grabRemotes = grab
        case "fonts": fontPath = value
        case "hall":
            guard let hall = ["yes": true, "no": false][value] else { return "hall must be yes or no" }
            isHall = hall
        default:
            if key.hasPrefix("camera.") {
                guard var setting = CameraSetting(parsing: value) else {
                    return "\(key) must be a bus path such as usb-0000:00:14.0-2, or a path, and maybe “input N” and “rate N”; yuanba doctor lists them"
                }
                let id = String(key.dropFirst("camera.".count))
                setting.masks = cameras[id]?.masks ?? []
                cameras[id] = setting
                return nil
            }
            if key.hasPrefix("mask.") {
                let id = String(key.dropFirst("mask.".count))
                guard cameras[id] != nil else { return "there is no camera.\(id) above \(key)" }
                guard let masks = CameraSetting.masks(parsing: value) else {
                    return "\(key) must be polygons of three corners or more, X,Y in thousandths of the picture: 0,0 300,0 300,250; …"
                }
                cameras[id]?.masks = masks
                return nil
            }
            return "no setting is called “\(key)”"
        }
        return nil
    }
}

extension Duration {
    /// `30s`, `5m`, `1h`; nil for anything else.
    init?(setting text: String) {
        guard let unit = text.last, let number = Int(text.dropLast()), number >= 0, number < 1_000_000 else { return nil }
        switch unit {
        case "s": self = .seconds(number)
        case "m": self = .seconds(number * 60)
        case "h": self = .seconds(number * 3_600)
        default: return nil
        }
    }
}

extension StringProtocol {
    /// Without blanks, tabs and carriage returns at both ends.
    var trimmed: SubSequence {
        var part = self[...]
        while let first = part.first, first == " " || first == "\t" || first == "\r" { part = part.dropFirst() }
        while let last = part.last, last == " " || last == "\t" || last == "\r" { part = part.dropLast() }
        return part
    }
}
