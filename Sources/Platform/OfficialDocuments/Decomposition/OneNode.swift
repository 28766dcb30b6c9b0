/// Collects what the paragraphs of one node say.
struct OneNode {
    let text: CodePoints
    let names: UnitNames
    let year: Int?
    let classes: SentenceReading
    let place: SentenceReading.Place

    var citations: [CitationReading.Found] = []
    private var units: [Decomposition.Unit] = []
    private var deadlines: [DeadlineReading.Found] = []
    private var quantities: [QuantityReading.Found] = []
    private var sentences: [Decomposition.Sentence] = []

    init(
        text: CodePoints, names: UnitNames, year: Int?, classes: SentenceReading, place: SentenceReading.Place
    ) {
        self.text = text
        self.names = names
        self.year = year
        self.classes = classes
        self.place = place
    }

    mutating func read(_ paragraph: Paragraph, within node: Range<Int>) {
        guard paragraph.kind == .body else {
            let range = text.trimmed(paragraph.content.clamped(to: node))
            if !range.isEmpty { sentences.append(.init(start: range.lowerBound, end: range.upperBound, class: .other)) }
            return
        }
        for sentence in Sentence.all(in: text, paragraph.content, within: node) { read(sentence) }
    }

    private mutating func read(_ sentence: Sentence) {
        let kind = classes.classify(sentence.range, in: sentence.paragraph, at: place)
        sentences.append(.init(start: sentence.range.lowerBound, end: sentence.range.upperBound, class: kind))
        for bracket in sentence.unitBrackets {
            add(UnitBracket.mentions(in: text, bracket), from: .bracket)
        }
        quantities += QuantityReading.all(in: text, sentence.range)
        guard kind == .measure || kind == .target || kind == .organisation else { return }
        deadlines += DeadlineReading.all(in: text, sentence.range, year: year)
        guard kind != .target else { return }
        add(
            RunningTextUnits.mentions(in: text, afterMark(sentence.range), brackets: sentence.unitBrackets), from: .text
        )
    }

    private func afterMark(_ range: Range<Int>) -> Range<Int> {
        guard let marker = Marker.heading(in: text, range, decimals: true) else { return range }
        return marker.range.upperBound..<range.upperBound
    }

    private mutating func add(_ mentions: [UnitReading], from source: Decomposition.UnitSource) {
        let texts = mentions.map { text.string($0.range) }
        for (index, organisations) in names.organisations(forList: texts).enumerated() {
            units.append(
                .init(
                    text: texts[index], role: mentions[index].role, organisations: organisations,
                    start: mentions[index].range.lowerBound, source: source))
        }
    }

    func finished(_ index: Int, _ node: Outline.Node) -> Decomposition.Node {
        .init(
            id: "n\(index + 1)", parent: node.parent.map { "n\($0 + 1)" },
            marker: node.marker.map { text.string($0.range) }, level: node.level, start: node.start, end: node.end,
            class: mainClass(), units: units,
            deadlines: deadlines.map {
                .init(
                    text: text.string($0.range), start: $0.range.lowerBound, kind: $0.kind, date: $0.date?.iso)
            },
            citations: citations.map { .init(title: $0.title, number: $0.number, start: $0.range.lowerBound) },
            quantities: quantities.map {
                .init(
                    text: text.string($0.range), value: $0.value, unit: $0.unit, of: $0.of, start: $0.range.lowerBound)
            },
            sentences: sentences)
    }

    /// The class that most of the words belong to; headings count only where there is nothing else.
    private func mainClass() -> SentenceClass {
        var lengths: [SentenceClass: Int] = [:]
        for sentence in sentences where sentence.class != .other {
            lengths[sentence.class, default: 0] += sentence.end - sentence.start
        }
        return SentenceClass.allCases.filter { lengths[$0] != nil }.max { lengths[$0]! < lengths[$1]! } ?? .other
    }
}
