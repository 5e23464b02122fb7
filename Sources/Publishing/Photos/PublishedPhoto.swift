import Content
import Pixels

/// A photo made fit for the screen: turned upright, at most 1920×1080, encoded anew from its pixels, so that nothing of the file's metadata
/// is left.
struct PublishedPhoto: Sendable {
    /// Why a photo has no picture; the page goes out without it.
    struct Problem: Error {
        var problem: String
        var mend: String
    }

    var object: ObjectID
    var width: Int
    var height: Int
    var place: ObjectSet.Place

    static let suffixes: Set<String> = ["jpg", "jpeg", "png"]
    /// What phones and office programs write that we cannot read.
    static let otherPictures: Set<String> = ["heic", "heif", "webp", "bmp", "gif", "tif", "tiff", "pdf", "svg"]
    static let byteLimit = 60 * 1_048_576
    private static let screen = PixelSize(width: 1920, height: 1080)
    private static let pixelLimit = 120_000_000

    init(object: ObjectID, width: Int, height: Int, place: ObjectSet.Place) {
        self.object = object
        self.width = width
        self.height = height
        self.place = place
    }

    /// Reads and converts a photo; the slow part of publishing.
    init(_ file: SourceFile, in scan: FolderScan) throws(Problem) {
        var reading = FileCheck(file: file.shown, coverage: .unknown)
        guard let source = scan.bytes(of: file, limit: Self.byteLimit, check: &reading) else {
            throw Problem(problem: reading.messages.first?.problem ?? "", mend: reading.messages.first?.mend ?? "")
        }
        do throws(PixelsError) {
            let orientation = source.starts(with: [0xFF, 0xD8]) ? Orientation(jpeg: source) : .upright
            let box = orientation.swapsSides ? PixelSize(width: Self.screen.height, height: Self.screen.width) : Self.screen
            let picture = try Picture.decode(source, fitting: box, pixelLimit: Self.pixelLimit).turned(orientation)
            // Drawings stay sharp, photos small.
            let bytes = source.starts(with: [0xFF, 0xD8]) ? try picture.jpeg(quality: 84) : try picture.png()
            self.init(object: objectID(bytes), width: picture.size.width, height: picture.size.height, place: .bytes(bytes))
        } catch {
            switch error {
            case .tooLarge(let size, _):
                throw Problem(problem: "照片有 \(size.width)×\(size.height) 个像素，太大了，没有上屏。", mend: "请另存小一些。")
            case .unknownFormat:
                throw Problem(problem: "不是 JPG 或 PNG 图片，没有上屏。", mend: "请用看图软件打开，另存为 JPG。")
            case .corrupt, .encoding:
                throw Problem(problem: "照片打不开，可能没有传完，没有上屏。", mend: "请重新拷贝或者重拍一张。")
            }
        }
    }

    func reference(caption: String?) -> PictureReference {
        PictureReference(object: object, width: width, height: height, caption: caption)
    }
}
