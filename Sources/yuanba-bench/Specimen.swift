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
        try save(prose(), directory + "/prose.png")
        try save(scripts(), directory + "/scripts.png")
        try save(punctuation(), directory + "/punctuation.png")
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
                draw(text, size, weight, x: 96, y: y, on: canvas)
                y += size * 5 / 4
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

    private func scripts() -> Canvas {
        let canvas = page()
        let rows = [
            "藏文 བོད་ཡིག རྒྱལ་ཁབ སྤྱི་ཚོགས བཀྲ་ཤིས་བདེ་ལེགས ཧཱུྃ", "彝文 ꆈꌠꁱꂷ ꀀꀁꀂ ꒉꒊꒋ", "生僻字 𬱖𬭎𬴊鿫㛃䶮 𠀀𠮷𡃁𪚥 \u{30000}\u{E000}", "张＊明 欧阳＊华 买买提·艾力 e\u{301} Ê\u{304} 葛\u{E0100}",
            "don’t “quote” it’s 1—9 8:00—13:00 ８０ ～ ①② ▲▼ ✓ ±∞ ℃ m² ½",
        ]
        var y = 120
        for row in rows {
            draw(row, 60, x: 96, y: y, on: canvas)
            draw(row, 44, .bold, x: 96, y: y + 80, on: canvas)
            y += 190
        }
        return canvas
    }

    private func punctuation() -> Canvas {
        let canvas = page()
        let rows = [
            "《社会救助暂行办法》（2026年）", "他说：“好。”（笑）", "“‘一卡通’”，《〈论〉》。”", "项目·表决——等等……好！？", "第 12 页，共 65 项；¥1,200元/户",
        ]
        var y = 110
        for row in rows {
            draw(row, 60, x: 96, y: y, on: canvas)
            // As the characters come from the font, each in its own line, for comparison.
            var x = 96
            for character in row where character != " " {
                let line = typesetter.line("国\(character)国", TextStyle(size: 60))
                _ = line
                draw(String(character), 60, x: x, y: y + 76, Specimen.dim, on: canvas)
                x += typesetter.line("国\(character)国", TextStyle(size: 60)).width - 120
            }
            y += 180
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
