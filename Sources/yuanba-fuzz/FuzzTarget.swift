import Content
import LinuxIO
import Pixels
import Registers
#if canImport(Glibc)
import Glibc
#endif

@testable import Publishing

/// One reader of the publisher under libFuzzer, which looks for inputs that reach code no other one has reached (llvm.org/docs/LibFuzzer.html).
/// `YUANBA_READER` says which; built and run by board/checks/fuzz, in no ordinary build.
@main
private enum FuzzTarget {
    static func main() {
        var count = CommandLine.argc
        var words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
        exit(runDriver(&count, &words) { data, count in
            reader(Array(UnsafeBufferPointer(start: data, count: count)))
            return 0
        })
    }
}

/// libFuzzer as a library (FuzzerInterface.h): SwiftPM gives the program a main function of its own.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<Int32>, _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ input: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

private let reader: @Sendable ([UInt8]) -> Void = {
    let name = getenv("YUANBA_READER").map { String(cString: $0) } ?? ""
    switch name {
    case "csv": return { published("6名单/2026-11-05 补贴公示.csv", $0) }
    case "book": return { published("2财务/2026-10/收支.csv", $0) }
    case "markdown": return { published("1村务/2026-11-03 停水.md", $0) }
    case "xlsx": return part("xl/worksheets/sheet1.xml", of: "plain.xlsx", named: "2财务/2026-10/收支.xlsx")
    case "docx": return part("word/document.xml", of: "comment.docx", named: "1村务/2026-11-03 停水.docx")
    case "zip": return { bytes in _ = try? OfficePackage(bytes) }
    case "image": return picture
    case "chunk": return chunk
    default: fatalError("YUANBA_READER=\(name) is no reader")
    }
}()

private let folder = "/dev/shm/yuanba-fuzz-\(getpid())"
private let now = Instant(iso: "2026-11-22T11:20:00Z")

/// The input as a file of a village, through the whole of publishing: whatever comes of it is valid.
@Sendable private func published(_ path: String, _ bytes: [UInt8]) {
    do {
        try Directory.create(Directory.parent(of: "\(folder)/\(path)"))
        try AtomicFile.replace(
            folder + "/村信息.csv", with: Array("项目,内容\n村名,青溪坝村\n镇名,桐林镇\n村代码,999999\n村务监督电话,028-0000-0001\n".utf8))
        try AtomicFile.replace("\(folder)/\(path)", with: bytes)
    } catch {
        fatalError("\(error)")
    }
    guard let now, let build = build(folder: folder, now: now).build, (try? build.index.validate()) != nil else { fatalError("no village") }
    for entry in build.index.tiles.flatMap(\.items).flatMap(\.pages) {
        guard let bytes = build.objects[entry.object], (try? ContentJSON.decode(Page.self, from: bytes)) != nil else { fatalError("\(entry.id) cannot be read") }
    }
}

/// The input as the part of an office file that says most, without the zip around it that would hide it from the mutations.
private func part(_ part: String, of fixture: String, named path: String) -> @Sendable ([UInt8]) -> Void {
    let file = getenv("YUANBA_FIXTURES").map { String(cString: $0) + "/" + fixture } ?? fixture
    guard let bytes = try? File.read(file, limit: 1 << 20), let package = try? OfficePackage(bytes) else { fatalError("\(file) cannot be read") }
    return { input in
        var package = package
        package.parts[part] = input
        var check = FileCheck(file: path, coverage: .unknown)
        if part.hasPrefix("xl/") {
            _ = try? Workbook.records(in: package, check: &check)
        } else if let document = try? WordDocument(package, check: &check) {
            _ = MarkdownReader(document, factKeys: [:], check: &check)
        }
    }
}

@Sendable private func picture(_ bytes: [UInt8]) {
    let box = PixelSize(width: 320, height: 180)
    let orientation = Orientation(jpeg: bytes)
    if let picture = try? Picture.decode(bytes, fitting: box, pixelLimit: 4_000_000) { _ = picture.turned(orientation) }
}

@Sendable private func chunk(_ bytes: [UInt8]) {
    let register = Register(columns: [.init("姓名", .name), .init("组"), .init("金额", .number)], rows: [], groupColumn: 1)
    guard let chunk = try? RegisterChunk(bytes, of: register) else { return }
    _ = try? chunk.rows(group: "一组", surname: "张", offset: 0, limit: 200, after: 0)
    _ = try? chunk.rows(group: nil, surname: nil, offset: 1, limit: 200, after: 0)
    _ = try? chunk.row("r1", after: 0)
}
