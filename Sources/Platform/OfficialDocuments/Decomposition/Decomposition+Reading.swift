extension Decomposition {
    /// Takes a document apart. Units are resolved against the names; what the names do not settle stays open.
    public init(of text: String, names: UnitNames) {
        let points = CodePoints(text)
        let frame = DocumentFrame(of: points)
        let outline = Outline(of: points, frame: frame)
        title = frame.title
        number = frame.number?.normalised
        issuer = frame.issuer
        addressees = frame.addressees
        date = frame.date?.iso
        nodes = NodeReading(text: points, frame: frame, outline: outline, names: names).nodes()
    }
}

/// Reads the nodes of an outline one by one.
struct NodeReading {
    let text: CodePoints
    let frame: DocumentFrame
    let outline: Outline
    let names: UnitNames

    func nodes() -> [Decomposition.Node] {
        let senses = sectionSenses()
        let positions = positions()
        let classes = SentenceReading(
            text: text, reports: frame.reports, hasMarkers: outline.nodes.contains { $0.marker != nil })
        var citations = CitationReading.all(in: text)[...]
        var paragraph = 0
        return outline.nodes.indices.map { index in
            let node = outline.nodes[index]
            let place = SentenceReading.Place(section: senses[index], position: positions[index])
            while paragraph < frame.paragraphs.count - 1, frame.paragraphs[paragraph].whole.upperBound <= node.start {
                paragraph += 1
            }
            var reader = OneNode(text: text, names: names, year: frame.year, classes: classes, place: place)
            var at = paragraph
            while at < frame.paragraphs.count, frame.paragraphs[at].whole.lowerBound < node.end {
                reader.read(frame.paragraphs[at], within: node.start..<node.end)
                at += 1
            }
            while let citation = citations.first, citation.range.lowerBound < node.end {
                reader.citations.append(citation)
                citations.removeFirst()
            }
            return reader.finished(index, node)
        }
    }

    /// What the nearest heading above each node, or its own, says about its sentences.
    private func sectionSenses() -> [SentenceClass?] {
        var senses: [SentenceClass?] = []
        for node in outline.nodes {
            let own = node.marker.flatMap {
                SectionSense.of(text, heading: heading(of: node, after: $0), reports: frame.reports)
            }
            senses.append(own ?? node.parent.flatMap { senses[$0] })
        }
        return senses
    }

    private func heading(of node: Outline.Node, after marker: Marker) -> Range<Int> {
        let window = marker.range.upperBound..<min(node.end, marker.range.upperBound + 40)
        let end = text.firstIndex(in: window) { $0.endsSentence || $0.isLineEnd || $0 == "：" } ?? window.upperBound
        return text.trimmed(window.lowerBound..<end)
    }

    /// Nodes before the first clause of their part are preamble, those behind the last one conclusion.
    ///
    /// Where nothing is numbered, the paragraphs behind the opening one are the clauses.
    private func positions() -> [SentenceReading.Position] {
        var positions: [SentenceReading.Position] = []
        let nodes = outline.nodes
        let isNumbered = nodes.contains { $0.marker != nil }
        for part in nodes.indices.split(whereSeparator: { nodes[$0].kind != .body }) {
            positions += repeatElement(.preamble, count: part.startIndex - positions.count)
            positions += self.positions(ofPart: part, numberedElsewhere: isNumbered && !frame.reports)
        }
        return positions + repeatElement(.preamble, count: nodes.count - positions.count)
    }

    private func positions(ofPart part: Range<Int>, numberedElsewhere: Bool) -> [SentenceReading.Position] {
        func isClause(_ index: Int) -> Bool { outline.nodes[index].marker != nil || outline.nodes[index].parent != nil }
        guard let first = part.first(where: isClause) else {
            return part.map { $0 == part.startIndex || numberedElsewhere ? .preamble : .clause }
        }
        return part.map { isClause($0) ? .clause : $0 < first ? .preamble : .conclusion }
    }
}
