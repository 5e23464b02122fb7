internal import LinuxIO
internal import Pixels
internal import Typography

/// Pictures for the eye: what no test can judge. `yuanba-bench --specimen DIR` writes them.
struct Specimen {
    let typesetter: Typesetter
    let cache: GlyphCache

    static let ground = Color(0x0F_1A1C)
    static let panel = Color(0x17_262A)
    static let ink = Color(0xF5_F1E8)
    static let dim = Color(0xB4_C2C0)

    static let prose = """
        因镇自来水厂更换主管道，本村一组、二组、三组和五组将于11月24日（星期二）8:00至18:00停水。请各家提前蓄水，关好水龙头。
        停水期间，文化广场设有取水点，由值班干部负责；行动不便的老人和残疾人，由组长送水上门。“四议两公开”工作制度见《村务公开办法》第12条——经表决通过，应到41人、实到38人……
        """

    init() throws {
        let fonts = try FontSet.open()
        typesetter = Typesetter(fonts: fonts)
        cache = try GlyphCache(fonts: fonts)
    }

    func write(to directory: String) throws {
        try save(sizes(), directory + "/sizes.png")
        for size in [36, 40, 44, 60] { try save(text(size), directory + "/text-\(size).png") }
        try save(prose(), directory + "/prose.png")
        try save(scripts(), directory + "/scripts.png")
        try save(names(), directory + "/names.png")
        try save(punctuation(), directory + "/punctuation.png")
        try save(hinting(), directory + "/hinting.png")
        try save(shapes(), directory + "/shapes.png")
    }

    private func save(_ canvas: Canvas, _ path: String) throws {
        try AtomicFile.replace(path, with: try canvas.png())
    }

    private func page() -> Canvas {
        let canvas = Canvas(capacity: .fullHD)
        canvas.clear(Specimen.ground)
        return canvas
    }

    private func draw(_ text: String, _ size: Int, _ weight: TextStyle.Weight = .regular, x: Int, y: Int, _ color: Color = ink, on canvas: Canvas) {
        cache.paint(typesetter.line(text, TextStyle(size: size, weight: weight)), at: PixelPoint(x: x, y: y), color, over: Specimen.ground, on: canvas)
    }

    private func sizes() -> Canvas {
        let canvas = page()
        var y = 90
        for size in [28, 32, 36, 40, 44, 48, 60, 72] {
            for weight in [TextStyle.Weight.regular, .bold] {
                let text = "\(size) 青溪坝村集体鱼塘承包费收入¥12,345.60元，鼻酸量器 Qingxi 0417"
                let line = typesetter.truncated(text, TextStyle(size: size, weight: weight), width: 1728)
                cache.paint(line, at: PixelPoint(x: 96, y: y), Specimen.ink, over: Specimen.ground, on: canvas)
                y += size * 5 / 4
            }
        }
        return canvas
    }

    /// A page of running text.
    private func text(_ size: Int) -> Canvas {
        let canvas = page()
        var y = 54 + size
        for paragraph in Array(repeating: Specimen.prose.split(separator: "\n").map(String.init), count: 4).flatMap({ $0 }) {
            for line in typesetter.paragraph(paragraph, TextStyle(size: size), width: 1728, .prose) where y < 1026 {
                cache.paint(line, at: PixelPoint(x: 96, y: y), Specimen.ink, over: Specimen.ground, on: canvas)
                y += size * 3 / 2
            }
        }
        return canvas
    }

    private func prose() -> Canvas {
        let canvas = page()
        var y = 110
        for alignment in [TextAlignment.justified, .left, .centre] {
            let options = ParagraphOptions(alignment: alignment, firstLineIndent: alignment == .centre ? 0 : 2)
            for line in typesetter.paragraph(Specimen.prose, TextStyle(size: 44), width: 1728, options) {
                cache.paint(line, at: PixelPoint(x: 96, y: y), Specimen.ink, over: Specimen.ground, on: canvas)
                y += 66
            }
            y += 20
        }
        return canvas
    }

    /// Scripts of other faces, each line as high as its faces ask for, with its ascent and descent ruled.
    private func scripts() -> Canvas {
        let canvas = page()
        let rows = [
            "藏文 བོད་ཡིག རྒྱལ་ཁབ སྤྱི་ཚོགས བཀྲ་ཤིས་བདེ་ལེགས ཧཱུྃ", "彝文 ꆈꌠꁱꂷ ꀀꀁꀂ ꒉꒊꒋ，村务公开", "汉文 村务公开 Qingxi 0417",
            "don’t “quote” it’s 1—9 8:00—13:00 ８０ ～ ①② ▲▼ ✓ ℃ ½",
        ]
        var y = 70
        for row in rows {
            for style in [TextStyle(size: 60), TextStyle(size: 44, weight: .bold)] {
                let line = typesetter.line(row, style)
                canvas.fill(PixelRect(x: 96, y: y, width: 1728, height: line.ascent + line.descent), Specimen.panel)
                cache.paint(line, at: PixelPoint(x: 96, y: y + line.ascent), Specimen.ink, over: Specimen.panel, on: canvas)
                y += line.ascent + line.descent + 16
            }
            y += 24
        }
        return canvas
    }

    /// Names with rare characters, with characters of several faces, and with one that no font has.
    private func names() -> Canvas {
        let canvas = page()
        let rows = [
            "李𬱖 王𬭎 赵𬴊 陈鿫 孙㛃 周䶮", "吴𠀀 郑𠮷 冯𡃁 何𪚥 罗㐂 葛\u{E0100}", "张＊明 欧阳＊华 买买提·艾力 阿依古丽·吐尔逊 吉克阿木",
            "བཀྲ་ཤིས། 扎西 ꀉꃅ 阿木 王\u{30000} 李\u{E000}",
        ]
        var y = 120
        for row in rows {
            for (size, weight) in [(60, TextStyle.Weight.regular), (60, .bold), (40, .regular)] {
                draw(row, size, weight, x: 96, y: y, on: canvas)
                y += size * 4 / 3
            }
            y += 30
        }
        return canvas
    }

    /// Each line as it is set, and below it as the characters come from the font, an em each.
    private func punctuation() -> Canvas {
        let canvas = page()
        let rows = [
            "《社会救助暂行办法》（2026年）", "他说：“好。”（笑）", "“‘一卡通’”，《〈论〉》。”", "项目·表决——等等……好！？", "第12页，共65项；¥1,200元/户",
        ]
        var y = 110
        for row in rows {
            draw(row, 60, x: 96, y: y, on: canvas)
            var x = 96
            for character in row {
                // Between two ideographs a mark keeps its blank.
                let line = typesetter.line("国\(character)国", TextStyle(size: 60))
                canvas.setClip(PixelRect(x: x, y: y + 16, width: line.width - 120, height: 80))
                cache.paint(line, at: PixelPoint(x: x - 60, y: y + 76), Specimen.dim, over: Specimen.ground, on: canvas)
                canvas.setClip(nil)
                x += line.width - 120
            }
            y += 196
        }
        return canvas
    }

    /// The ways to fit outlines to pixels, one below the other, at three sizes and magnified.
    private func hinting() throws -> Canvas {
        let canvas = page()
        let ways: [(String, OutlineFitting)] = [
            ("按行对齐（采用）", .television), ("不对齐", OutlineFitting(.none)), ("自动对齐", OutlineFitting(.guessedRows)),
            ("按行对齐，加粗", OutlineFitting(.rows, darkensStems: true)), ("不对齐，加粗", OutlineFitting(.none, darkensStems: true)),
        ]
        for (index, (name, fitting)) in ways.enumerated() {
            let y = 40 + index * 206
            draw(name, 28, .bold, x: 96, y: y + 34, Specimen.dim, on: canvas)
            let cache = try GlyphCache(fonts: cache.fonts, fitting: fitting)
            for (row, size) in [28, 36, 44].enumerated() {
                let line = typesetter.line("鼻酸量器 目录 0417 Qingxi", TextStyle(size: size))
                cache.paint(line, at: PixelPoint(x: 96, y: y + 74 + [0, 48, 104][row]), Specimen.ink, over: Specimen.ground, on: canvas)
            }
            let small = Canvas(capacity: PixelSize(width: 190, height: 34))
            small.clear(Specimen.ground)
            cache.paint(
                typesetter.line("鼻酸量目三08", TextStyle(size: 28)), at: PixelPoint(x: 2, y: 27), Specimen.ink, over: Specimen.ground, on: small)
            for row in 0 ..< 34 {
                for column in 0 ..< 190 {
                    canvas.fill(PixelRect(x: 700 + column * 6, y: y + row * 6 - 4, width: 6, height: 6), small[column, row])
                }
            }
        }
        return canvas
    }

    private func shapes() -> Canvas {
        let canvas = page()
        canvas.fillRounded(PixelRect(x: 96, y: 54, width: 560, height: 216), radius: 18, Specimen.panel)
        canvas.strokeRounded(PixelRect(x: 680, y: 46, width: 576, height: 232), radius: 24, width: 8, Color(0xF4_B740))
        canvas.fillRounded(PixelRect(x: 688, y: 54, width: 560, height: 216), radius: 18, Color(0x22_383E))
        canvas.dashedRounded(PixelRect(x: 1272, y: 54, width: 552, height: 216), radius: 18, width: 3, dash: 8, gap: 8, Color(0x35_535A))
        for (index, color) in [Color(0x58_C08A), Color(0x6F_B1F0), Color(0x35_535A)].enumerated() {
            let centre = SubpixelPoint(x: 160, y: Float(380 + 88 * index))
            canvas.circle(centre: centre, radius: 24, color)
            if index == 0 { canvas.checkMark(in: PixelRect(x: 148, y: 368, width: 24, height: 24), width: 5, Specimen.ground) }
            if index == 1 { canvas.circle(centre: centre, radius: 10, Specimen.ground) }
            if index < 2 { canvas.fill(PixelRect(x: 157, y: Int(centre.y) + 24, width: 6, height: 40), color) }
        }
        canvas.ring(centre: SubpixelPoint(x: 360, y: 460), radius: 90, width: 20, Color(0xB7_9CF0))
        canvas.triangle(
            SubpixelPoint(x: 560, y: 400), SubpixelPoint(x: 640, y: 460), SubpixelPoint(x: 560, y: 520), Specimen.dim)
        canvas.line(from: SubpixelPoint(x: 700, y: 400), to: SubpixelPoint(x: 900, y: 520), width: 4, Specimen.dim)
        canvas.line(from: SubpixelPoint(x: 700, y: 520), to: SubpixelPoint(x: 900, y: 520), width: 2, Specimen.dim)
        return canvas
    }
}
