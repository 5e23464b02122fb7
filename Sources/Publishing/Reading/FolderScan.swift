import LinuxIO
#if canImport(Glibc)
import Glibc
#endif

/// A file of the village folder.
struct SourceFile: Hashable, Sendable {
    /// Relative to the folder, as the disk writes it.
    var path: String
    /// The same in NFC, for messages, ids and comparison.
    var shown: String
    var byteCount: Int
    var stamp: FileStamp

    /// Folder names from the top, without the file's.
    var folders: [String] { shown.split(separator: "/").dropLast().map(String.init) }
    var name: String { String(shown[(shown.lastIndex(of: "/").map { shown.index(after: $0) } ?? shown.startIndex)...]) }
    /// Lower case, without the dot; empty when there is none.
    var suffix: String {
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "" }
        return name[name.index(after: dot)...].lowercased()
    }
    /// The name without its suffix.
    var stem: String { suffix.isEmpty ? name : String(name.dropLast(suffix.count + 1)) }
}

/// What stands in the folder: plain files only, in one order on every machine. Links are not followed, so nothing outside is ever read.
struct FolderScan: Sendable {
    private(set) var files: [SourceFile] = []
    private(set) var messages: [CheckMessage] = []
    let root: String

    static let fileLimit = 20_000
    static let depthLimit = 6

    init(_ root: String) {
        self.root = root
        walk("", depth: 0)
        files.sort { $0.shown.utf8.lexicographicallyPrecedes($1.shown.utf8) }
    }

    private mutating func walk(_ folder: String, depth: Int) {
        let names: [String]
        do {
            names = try Directory.entries(folder.isEmpty ? root : root + "/" + folder)
        } catch {
            messages.append(CheckMessage(
                .error, file: folder.precomposed, "打不开这个文件夹。",
                error.errno == .permissionDenied ? "请检查读取权限。" : "请确认它还在，再试一次。"))
            return
        }
        for name in names where !Self.isLeftOver(name) {
            let path = folder.isEmpty ? name : folder + "/" + name
            let shown = path.precomposed
            if name.unicodeScalars.contains("\u{FFFD}") {
                messages.append(CheckMessage(.error, file: shown, "文件名有读不出的字。", "请改一个名字。"))
                continue
            }
            var status = stat()
            guard lstat(root + "/" + path, &status) == 0 else {
                messages.append(CheckMessage(.error, file: shown, "正在检查时文件不见了。", "请等别的程序存好以后再检查一次。"))
                continue
            }
            switch status.st_mode & S_IFMT {
            case S_IFDIR:
                if depth + 1 < Self.depthLimit {
                    walk(path, depth: depth + 1)
                } else {
                    messages.append(CheckMessage(.warning, file: shown, "文件夹套得太深，里面没有看。", "请往上移几层。"))
                }
            case S_IFREG:
                guard files.count < Self.fileLimit else {
                    if files.count == Self.fileLimit, !messages.contains(where: { $0.file.isEmpty }) {
                        messages.append(CheckMessage(.error, file: "", "文件超过\(Self.fileLimit)个，后面的没有看。", "请把用不到的移走。"))
                    }
                    return
                }
                files.append(SourceFile(path: path, shown: shown, byteCount: Int(status.st_size), stamp: FileStamp(status)))
            case S_IFLNK:
                messages.append(CheckMessage(.warning, file: shown, "这是快捷方式，不是文件，没有发布。", "请把文件本身复制进来。"))
            default:
                messages.append(CheckMessage(.warning, file: shown, "这不是普通文件，没有发布。"))
            }
        }
    }

    /// Hidden files, and what office programs and file managers leave behind.
    private static func isLeftOver(_ name: String) -> Bool {
        name.hasPrefix(".") || name.hasPrefix("~$") || name.hasSuffix("~") || name.hasSuffix(".tmp")
            || ["thumbs.db", "desktop.ini", "__macosx"].contains(name.lowercased())
    }

    /// Bytes of a file, or the message that says why there are none.
    func bytes(of file: SourceFile, limit: Int, check: inout FileCheck) -> [UInt8]? {
        guard file.byteCount <= limit else {
            check.error("文件有 \(file.byteCount / 1_048_576) MB，太大了。", "最大 \(limit / 1_048_576) MB，请拆开或者另存小一些。")
            return nil
        }
        do {
            return try File.read(root + "/" + file.path, limit: limit)
        } catch {
            switch error.errno {
            case .noSuchFileOrDirectory: check.error("正在检查时文件不见了。", "请等别的程序存好以后再检查一次。")
            case .permissionDenied: check.error("没有权限读这个文件。", "请检查读取权限。")
            default: check.error("文件读不出来（\(error.errno)）。", "请另存一份再试。")
            }
            return nil
        }
    }
}
