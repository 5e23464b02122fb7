/// 图表: a few figures that matter, and how they came about over time or between groups.
package struct Dash: PageBody {
    package static let kind = PageKind.dash

    /// One number that stands for itself: `集体收入 48.6 万元`.
    package struct Figure: Hashable, Sendable, Codable {
        package var label: String
        package var value: Quantity
        package var unit: String
        package init(label: String, value: Quantity, unit: String) {
            self.label = label
            self.value = value
            self.unit = unit
        }
    }

    /// Bars of one unit beside each other.
    package struct Chart: Hashable, Sendable, Codable {
        package struct Bar: Hashable, Sendable, Codable {
            /// `2024年`, `三组`
            package var label: String
            package var value: Quantity
            package init(label: String, value: Quantity) {
                self.label = label
                self.value = value
            }
        }

        package var title: String
        package var unit: String
        package var bars: [Bar]
        package init(title: String, unit: String, bars: [Bar]) {
            self.title = title
            self.unit = unit
            self.bars = bars
        }
    }

    /// At most three have room on the screen.
    package var figures: [Figure]
    package var charts: [Chart]
    /// The day that the numbers are of.
    package var asOf: Day

    package init(figures: [Figure], charts: [Chart], asOf: Day) {
        self.figures = figures
        self.charts = charts
        self.asOf = asOf
    }

    package static let figureLimit = 3

    /// Throws when there is nothing to show, or something that bars cannot show.
    package func validate() throws(ContentError) {
        guard !figures.isEmpty || !charts.isEmpty else { throw .inconsistent("a chart page without numbers") }
        guard figures.count <= Self.figureLimit else { throw .inconsistent("\(figures.count) figures, \(Self.figureLimit) fit") }
        for chart in charts {
            guard !chart.bars.isEmpty else { throw .inconsistent("chart \(chart.title) has no bars") }
            guard chart.bars.allSatisfy({ $0.value >= .zero }) else { throw .inconsistent("chart \(chart.title) has a negative bar") }
        }
    }
}

/// A number as people publish it, in hundredths: exact, never binary floating point.
package struct Quantity: Hashable, Comparable, Sendable, Codable {
    package var hundredths: Int64

    package init(hundredths: Int64) { self.hundredths = hundredths }

    package init(from decoder: any Decoder) throws { hundredths = try decoder.singleValueContainer().decode(Int64.self) }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(hundredths)
    }

    package static let zero = Quantity(hundredths: 0)

    /// `1,847`, `48.6`, `92.35`: no decimals that say nothing.
    package var text: String {
        var text = Fen(hundredths).grouped
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }

    package static func < (a: Quantity, b: Quantity) -> Bool { a.hundredths < b.hundredths }
}

extension PageKind {
    package static let dash = PageKind(rawValue: "dash")
}
