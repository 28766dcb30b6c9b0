import Markup

/// What a chart shows, in words and numbers: the drawing and the table beneath are made from the same values.
public struct ChartFigures: Sendable {
    /// One line or one group of bars.
    public struct Series: Sendable {
        public var name: Wording
        public var values: [Double?]

        /// A name and one value for each point; `nil` where none is known.
        public init(_ name: Wording, _ values: [Double?]) {
            self.name = name
            self.values = values
        }
    }

    public var title: Wording
    /// What the numbers count, such as 起, 人, 条.
    public var unit: Wording
    /// The words under the points or beside the bars.
    public var points: [Wording]
    public var series: [Series]
    /// What the drawing says in one sentence; read out to those who do not see it.
    public var summary: Wording

    /// A chart's values; every series has one value for each point.
    public init(title: Wording, unit: Wording, points: [Wording], series: [Series], summary: Wording) {
        precondition(series.allSatisfy { $0.values.count == points.count }, "Each point has one value in each series.")
        self.title = title
        self.unit = unit
        self.points = points
        self.series = series
        self.summary = summary
    }

    var greatest: Double { series.flatMap(\.values).compactMap { $0 }.max() ?? 0 }
}

/// The frame of every chart: the drawing with its words, and the numbers as a table that can be opened.
struct ChartFrame: Component {
    let data: ChartFigures
    let viewBox: String
    let drawing: HTML

    var body: HTML {
        figure(.class("chart")) {
            figcaption {
                data.title
                small {
                    Wording(zh: "（单位：", en: " (") + data.unit + Wording(zh: "）", en: ")")
                }
            }
            svg(.viewBox(viewBox), .role("img"), .ariaLabel(data.title + Wording(zh: "。", en: ". ") + data.summary)) {
                drawing
            }
            details {
                summary { Wording(zh: "数据表", en: "Data table") }
                table(.class("numbers")) {
                    caption(.class("visually-hidden")) { data.title }
                    thead { tr { heading } }
                    tbody { for index in data.points.indices { row(index) } }
                }
            }
        }
    }

    @HTMLBuilder private var heading: HTML {
        th(.scope("col")) { Wording(zh: "项目", en: "Item") }
        for series in data.series { th(.scope("col"), .class("end")) { series.name } }
    }

    private func row(_ index: Int) -> HTML {
        tr {
            th(.scope("row")) { data.points[index] }
            for series in data.series { td(.class("end")) { series.values[index]?.svg ?? "—" } }
        }
    }
}

/// Who is high, who is low: horizontal bars in the order given, the number on each bar.
public struct BarChart: Component, Sendable {
    let data: ChartFigures
    /// A value to compare with, such as the mean of the province.
    public var reference: (value: Double, name: Wording)?

    /// Bars of the first series.
    public init(_ data: ChartFigures) {
        self.data = data
    }

    private static let rowHeight = 26.0
    private static let labelWidth = 110.0
    private static let barWidth = 420.0
    private static let width = 600.0

    public var body: HTML {
        ChartFrame(data: data, viewBox: "0 0 \(Self.width.svg) \(height.svg)", drawing: drawing)
    }

    private var height: Double { Double(data.points.count) * Self.rowHeight + (reference == nil ? 4 : 24) }

    @HTMLBuilder private var drawing: HTML {
        for (index, point) in data.points.enumerated() { bar(index, point) }
        if let reference { mark(reference.value, reference.name) }
    }

    private func bar(_ index: Int, _ point: Wording) -> HTML {
        let top = Double(index) * Self.rowHeight
        let value = data.series.first?.values[index]
        let length = scaled(value ?? 0)
        return g {
            svgText(.x(Self.labelWidth - 8), .y(top + 18), .textAnchor("end")) { point }
            rect(.class("bar"), .x(Self.labelWidth), .y(top + 4), .width(length), .height(18))
            svgText(.class("value"), .x(Self.labelWidth + length + 6), .y(top + 18)) { value?.svg ?? "—" }
        }
    }

    private func mark(_ value: Double, _ name: Wording) -> HTML {
        let place = Self.labelWidth + scaled(value)
        return g(.class("reference")) {
            svgLine(.x1(place), .x2(place), .y1(0), .y2(height - 20))
            svgText(.x(place), .y(height - 5), .textAnchor("middle")) {
                name
                " \(value.svg)"
            }
        }
    }

    private func scaled(_ value: Double) -> Double {
        let greatest = max(data.greatest, reference?.value ?? 0)
        return greatest > 0 ? max(0, value) / greatest * Self.barWidth : 0
    }
}

/// More or less than before: lines over time, each named at its end, told apart by dashes as well as by colour.
public struct LineChart: Component, Sendable {
    let data: ChartFigures

    /// One line for each series, three at most.
    public init(_ data: ChartFigures) {
        precondition(data.series.count <= 3, "More than three lines cannot be told apart in grey print.")
        self.data = data
    }

    private static let width = 600.0
    private static let height = 220.0
    private static let left = 40.0
    private static let right = 500.0
    private static let top = 12.0
    private static let bottom = 190.0

    public var body: HTML {
        ChartFrame(data: data, viewBox: "0 0 \(Self.width.svg) \(Self.height.svg)", drawing: drawing)
    }

    @HTMLBuilder private var drawing: HTML {
        for step in 0...4 { gridLine(Double(step) / 4) }
        for (index, point) in data.points.enumerated() where data.points.count <= 12 || index % 3 == 0 {
            svgText(.x(place(index)), .y(Self.bottom + 18), .textAnchor("middle")) { point }
        }
        for (index, ends) in zip(data.series.indices, endHeights) { line(index, endHeight: ends) }
    }

    private var ceiling: Double { data.greatest.ceilingForAxis }

    private func place(_ index: Int) -> Double {
        let steps = max(1, data.points.count - 1)
        return Self.left + Double(index) / Double(steps) * (Self.right - Self.left)
    }

    private func height(of value: Double) -> Double {
        Self.bottom - value / ceiling * (Self.bottom - Self.top)
    }

    private func gridLine(_ part: Double) -> HTML {
        let height = height(of: part * ceiling)
        return g(.class("grid")) {
            svgLine(.x1(Self.left), .x2(Self.right), .y1(height), .y2(height))
            svgText(.x(Self.left - 6), .y(height + 4), .textAnchor("end")) { (part * ceiling).svg }
        }
    }

    private func line(_ index: Int, endHeight: Double) -> HTML {
        let series = data.series[index]
        let known = series.values.enumerated().compactMap { point in point.element.map { (point.offset, $0) } }
        return g(.class("line-\(index + 1)")) {
            polyline(.points(known.map { "\(place($0.0).svg),\(height(of: $0.1).svg)" }.joined(separator: " ")))
            if let last = known.last {
                circle(.cx(place(last.0)), .cy(height(of: last.1)), .r(3))
                svgText(.x(place(last.0) + 8), .y(endHeight + 4)) {
                    series.name
                    " \(last.1.svg)"
                }
            }
        }
    }

    /// Where the names stand: beside the ends of the lines, moved apart where they would cover each other.
    private var endHeights: [Double] {
        let ends = data.series.map { height(of: $0.values.last { $0 != nil }.flatMap { $0 } ?? 0) }
        var heights = ends
        var lowest = -Double.infinity
        for index in ends.indices.sorted(by: { ends[$0] < ends[$1] }) {
            heights[index] = max(ends[index], lowest + 18)
            lowest = heights[index]
        }
        return heights
    }
}

extension Double {
    /// A round number at or above, so that the axis has round steps.
    fileprivate var ceilingForAxis: Double {
        guard self > 0 else { return 4 }
        var unit = 1.0
        while unit * 100 < self { unit *= 10 }
        for step in [4.0, 8, 12, 20, 40, 60, 80, 100] where step * unit >= self { return step * unit }
        return unit * 100
    }
}
