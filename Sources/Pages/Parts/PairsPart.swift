internal import Pixels
internal import Typography

extension Kit {
    /// Names and values: two short ones share a line, a long value has lines of its own, a long name stands above its value.
    func slabs(pairs: [(String, String)], width: Int, spaceBefore: Int) -> [Slab] {
        var slabs: [Slab] = []
        let labelWidth = pairs.map { line($0.0, .body).width }.filter { $0 <= width / 3 }.max() ?? 0
        let valueX = labelWidth + px(32)
        // Dates are longer than numbers and names, so the left half is the larger, and a little more where a date needs it: what stands beside
        // what should not depend on the day.
        let needed = pairs.map { valueX + line($0.1, .body).width }
        let half = max((width - px(40)) * 55 / 100, needed.filter { $0 <= (width - px(40)) * 62 / 100 }.max() ?? 0)
        let other = width - px(40) - half
        let leading = metrics.leading(style(.body))
        var waiting: (String, String)?
        func add(_ left: (String, String), _ right: (String, String)?) {
            let values = right == nil ? lines(left.1, .body, width: width - valueX) : [line(left.1, .body)]
            for (number, value) in values.enumerated() {
                var slab = Slab(height: leading, spaceBefore: number > 0 ? 0 : slabs.isEmpty ? spaceBefore : px(4))
                slab.slack = slack(style(.body))
                slab.keepsWithNext = number == 0 && values.count > 1
                if number == 0 {
                    slab.sheet.ops.put(
                        line(left.0, .body), in: PixelRect(x: 0, y: 0, width: labelWidth, height: leading), .dim)
                }
                slab.sheet.ops.put(value, in: PixelRect(x: valueX, y: 0, width: value.width, height: leading), .ink)
                if let right {
                    let x = half + px(40)
                    slab.sheet.ops.put(
                        line(right.0, .body), in: PixelRect(x: x, y: 0, width: labelWidth, height: leading), .dim)
                    slab.sheet.ops.put(
                        line(right.1, .body), in: PixelRect(x: x + valueX, y: 0, width: other - valueX, height: leading), .ink)
                }
                slabs.append(slab)
            }
        }
        for pair in pairs where !pair.1.isEmpty {
            if line(pair.0, .body).width > labelWidth {
                if let alone = waiting { add(alone, nil) }
                waiting = nil
                let before = slabs.isEmpty ? spaceBefore : px(12)
                slabs += self.slabs(pair.0, .body, .dim, width: width, spaceBefore: before, keepsWithNext: true)
                slabs += self.slabs(pair.1, .body, .ink, width: width, spaceBefore: 0)
                continue
            }
            let needed = valueX + line(pair.1, .body).width
            if let left = waiting {
                waiting = nil
                guard needed > other else {
                    add(left, pair)
                    continue
                }
                add(left, nil)
            }
            if needed <= half { waiting = pair } else { add(pair, nil) }
        }
        if let alone = waiting { add(alone, nil) }
        return slabs
    }

    /// A list with its numbers in the margin. They are plain, because a number on a block is a key.
    func slabs(numbered texts: [String], width: Int, spaceBefore: Int) -> [Slab] {
        let margin = texts.count > 1 ? line("\(texts.count).", .body).width + px(20) : 0
        return texts.enumerated().flatMap { offset, text -> [Slab] in
            var slabs = slabs(text, .body, .ink, width: width - margin, spaceBefore: offset == 0 ? spaceBefore : px(10))
            for index in slabs.indices { slabs[index].sheet.ops = slabs[index].sheet.ops.map { $0.moved(x: margin, y: 0) } }
            if margin > 0 {
                var number: [Drawing.Op] = []
                number.put(line("\(offset + 1).", .body), in: PixelRect(x: 0, y: 0, width: margin, height: slabs[0].height), .dim)
                slabs[0].sheet.ops.insert(contentsOf: number, at: 0)
            }
            return slabs
        }
    }
}
