import Content
import Pixels

/// A photo made fit for the screen: turned upright, at most 1920×1080, encoded anew from its pixels, so that nothing of the file's metadata
/// is left.
struct PublishedPhoto {
    var object: ObjectID
    var size: PixelSize
    var bytes: [UInt8]

    static let suffixes: Set<String> = ["jpg", "jpeg", "png"]
    /// What phones and office programs write that we cannot read.
    static let otherPictures: Set<String> = ["heic", "heif", "webp", "bmp", "gif", "tif", "tiff", "pdf", "svg"]
    static let byteLimit = 60 * 1_048_576
    private static let screen = PixelSize(width: 1920, height: 1080)
    private static let pixelLimit = 120_000_000

    /// Nil after a warning: a page goes out without a picture that does not decode.
    init?(_ file: SourceFile, in scan: FolderScan, check: inout FileCheck) {
        var reading = FileCheck(file: file.shown, coverage: .unknown)
        guard let source = scan.bytes(of: file, limit: Self.byteLimit, check: &reading) else {
            for message in reading.messages { check.warning(column: file.name, message.problem, message.mend) }
            return nil
        }
        do throws(PixelsError) {
            let orientation = source.starts(with: [0xFF, 0xD8]) ? Orientation(jpeg: source) : .upright
            let box = orientation.swapsSides ? PixelSize(width: Self.screen.height, height: Self.screen.width) : Self.screen
            let picture = try Picture.decode(source, fitting: box, pixelLimit: Self.pixelLimit).turned(orientation)
            // Drawings stay sharp, photos small.
            bytes = source.starts(with: [0xFF, 0xD8]) ? try picture.jpeg(quality: 84) : try picture.png()
            size = picture.size
        } catch {
            switch error {
            case .tooLarge(let size, _):
                check.warning(column: file.name, "照片有 \(size.width)×\(size.height) 个像素，太大了，没有上屏。", "请另存小一些。")
            case .unknownFormat:
                check.warning(column: file.name, "不是 JPG 或 PNG 图片，没有上屏。", "请用看图软件打开，另存为 JPG。")
            case .corrupt, .encoding:
                check.warning(column: file.name, "照片打不开，可能没有传完，没有上屏。", "请重新拷贝或者重拍一张。")
            }
            return nil
        }
        object = objectID(bytes)
    }

    func reference(caption: String?) -> PictureReference {
        PictureReference(object: object, width: size.width, height: size.height, caption: caption)
    }
}
