/// The tree that the numbering of a document draws. Its nodes, one after the other, are the whole text.
struct Outline: Sendable {
    struct Node: Sendable {
        let parent: Int?
        let marker: Marker?
        let level: Int
        let start: Int
        var end: Int
        let kind: Paragraph.Kind
    }

    private(set) var nodes: [Node] = []

    private let text: CodePoints
    private var path: [(style: Marker.Style, node: Int)] = []
    private var series: [RunInSeries] = []
    private let decimals: Bool
    private let lastSecondInstruction: Int
    /// Whether clauses of this part were seen to go on over several paragraphs.
    private var clausesHaveParagraphs = false

    /// Run-in marks deeper than this are taken as a new list on the same level.
    private static let deepestRunIn = 6

    init(of text: CodePoints, frame: DocumentFrame) {
        self.text = text
        lastSecondInstruction = Outline.lastSecondInstruction(in: text)
        decimals = frame.paragraphs.contains { $0.kind != .contents && Outline.isDecimal(text, $0.content) }
        let followed = Outline.followedByMarkers(text, frame.paragraphs, decimals: decimals)
        var headingOnly = false
        for (index, paragraph) in frame.paragraphs.enumerated() {
            guard paragraph.kind == .body else {
                let inClause = paragraph.kind == .note && !path.isEmpty && followed[index]
                if !inClause { addFramePart(paragraph) }
                continue
            }
            let head = Marker.heading(in: text, paragraph.content, decimals: decimals).flatMap(accepted)
            if let head {
                addHead(head, paragraph)
            } else if continuesClause(paragraph, followed: followed[index], headingOnly: headingOnly) {
                addContinuation(paragraph)
            } else {
                addPlain(paragraph)
            }
            let runIns = RunInSeries.candidates(in: text, paragraph.content, after: head?.range.upperBound)
            addRunIns(runIns, head: head)
            headingOnly = head != nil && runIns.isEmpty && isBareHeading(paragraph.content)
        }
        close()
    }

    // MARK: Heads of paragraphs

    private static func isDecimal(_ text: CodePoints, _ content: Range<Int>) -> Bool {
        guard text[content.lowerBound].digit != nil else { return false }
        if case .decimal(let depth)? = Marker.heading(in: text, content, decimals: true)?.style { return depth > 1 }
        return false
    }

    /// For each paragraph, whether a marked one follows in the same part of the document.
    private static func followedByMarkers(_ text: CodePoints, _ paragraphs: [Paragraph], decimals: Bool) -> [Bool] {
        var result = [Bool](repeating: false, count: paragraphs.count)
        var follows = false
        for index in paragraphs.indices.reversed() {
            result[index] = follows
            if paragraphs[index].kind.dividesParts {
                follows = false
            } else if paragraphs[index].kind == .body,
                Marker.heading(in: text, paragraphs[index].content, decimals: decimals) != nil
            {
                follows = true
            }
        }
        return result
    }

    /// 一要 is a mark only where a list of them goes on; as a single word it is just a sentence.
    private func accepted(_ marker: Marker) -> Marker? {
        guard case .runIn(let word) = marker.style, word == "要", marker.number == 1 else { return marker }
        return marker.range.upperBound < lastSecondInstruction ? marker : nil
    }

    private static func lastSecondInstruction(in text: CodePoints) -> Int {
        let pair: [Unicode.Scalar] = ["二", "要"]
        return text.scalars.indices.dropLast().last { text[$0] == pair[0] && text[$0 + 1] == pair[1] } ?? 0
    }

    private mutating func addHead(_ marker: Marker, _ paragraph: Paragraph) {
        if marker.style.isRunIn, marker.number > 1, !path.contains(where: { $0.style == marker.style }),
            let open = series.last(where: { $0.style == marker.style && $0.last == marker.number - 1 })
        {
            add(marker, parent: open.parent, start: paragraph.whole.lowerBound)
        } else {
            if let same = path.lastIndex(where: { $0.style == marker.style }) {
                path.removeSubrange(same...)
            } else {
                while let inner = path.last, inner.style.rank > marker.style.rank { path.removeLast() }
            }
            add(marker, parent: path.last?.node, start: paragraph.whole.lowerBound)
        }
        path.append((marker.style, nodes.count - 1))
        series =
            marker.style.isRunIn
            ? [RunInSeries(style: marker.style, last: marker.number, parent: nodes[nodes.count - 1].parent)] : []
    }

    /// A heading that stands alone: what follows is its text.
    private func isBareHeading(_ content: Range<Int>) -> Bool {
        guard content.count <= 60 else { return false }
        let ends = content.filter { text[$0].endsSentence }
        return ends.isEmpty || (ends.count == 1 && ends[0] == content.upperBound - 1)
    }

    private static let closing = WordList(
        """
        各地 各级 各省 各有关 各市 各县 各区 各部门 各单位 各设区市 各乡镇 各成员单位 本意见 本通知 本办法 本方案 本规定 本决定 自本 自发布 自印发 \
        以上 特此 感谢 下一步 未纳入 其他 有关情况 请各 执行中 此前 地方各级 国务院办公厅 省政府办公厅 市政府办公室 附
        """)

    /// Whether an unnumbered paragraph still belongs to the clause before it.
    private mutating func continuesClause(_ paragraph: Paragraph, followed: Bool, headingOnly: Bool) -> Bool {
        guard let clause = path.last else { return false }
        if headingOnly, followed || clausesHaveParagraphs || !Outline.closing.begins(text, paragraph.content) {
            clausesHaveParagraphs = clausesHaveParagraphs || followed
            return true
        }
        if followed {
            clausesHaveParagraphs = true
            return true
        }
        let isUsual = bodyBeganOnItsOwnLine(nodes[clause.node]) || clausesHaveParagraphs
        return isUsual && !Outline.closing.begins(text, paragraph.content)
    }

    /// Whether the clause has its text in paragraphs below its heading, so that one more of them is no surprise.
    private func bodyBeganOnItsOwnLine(_ node: Node) -> Bool {
        let limit = min(text.count, node.start + 70)
        guard let lineEnd = text.firstIndex(in: node.start..<limit, where: \.isLineEnd) else { return false }
        return isBareHeading(text.trimmed(node.start..<lineEnd))
    }

    /// The clause's own node goes on, unless marks inside its paragraph already stand between.
    private mutating func addContinuation(_ paragraph: Paragraph) {
        guard let clause = path.last?.node, let last = nodes.indices.last, last != clause, nodes[last].marker != nil
        else { return }
        add(nil, parent: clause, start: paragraph.whole.lowerBound)
    }

    private mutating func addPlain(_ paragraph: Paragraph) {
        path = []
        series = []
        add(nil, parent: nil, start: paragraph.whole.lowerBound)
    }

    private mutating func addFramePart(_ paragraph: Paragraph) {
        path = []
        series = []
        clausesHaveParagraphs = false
        if let last = nodes.last, last.kind != .body { return }
        nodes.append(
            Node(parent: nil, marker: nil, level: 0, start: paragraph.whole.lowerBound, end: 0, kind: paragraph.kind))
    }

    private mutating func add(_ marker: Marker?, parent: Int?, start: Int) {
        let level = marker == nil && parent == nil ? 0 : 1 + (parent.map { nodes[$0].level } ?? 0)
        nodes.append(Node(parent: parent, marker: marker, level: level, start: start, end: 0, kind: .body))
    }

    private mutating func close() {
        if nodes.isEmpty { nodes.append(Node(parent: nil, marker: nil, level: 0, start: 0, end: 0, kind: .note)) }
        for index in nodes.indices {
            nodes[index].end = index + 1 < nodes.count ? nodes[index + 1].start : text.count
        }
    }

    // MARK: Marks inside a paragraph

    private mutating func addRunIns(_ candidates: [Marker], head: Marker?) {
        let paragraphNode = nodes.count - 1
        var current = paragraphNode
        if head?.style.isRunIn != true { series = [] }
        for marker in candidates {
            if let open = series.lastIndex(where: { $0.style == marker.style && $0.last == marker.number - 1 }) {
                series.removeSubrange((open + 1)...)
                series[open].last = marker.number
            } else if marker.number == 1 {
                if series.count == Outline.deepestRunIn { series.removeLast() }
                series.append(RunInSeries(style: marker.style, last: 1, parent: current))
            } else {
                continue
            }
            add(marker, parent: series[series.count - 1].parent, start: marker.range.lowerBound)
            current = nodes.count - 1
        }
    }
}
