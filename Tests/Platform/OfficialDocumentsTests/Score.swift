import OfficialDocuments

/// How much of the gold standard was found, and how much of what was found is in it.
struct Tally {
    var right = 0
    var expected = 0
    var found = 0

    var precision: Double { found == 0 ? 1 : Double(right) / Double(found) }
    var recall: Double { expected == 0 ? 1 : Double(right) / Double(expected) }

    mutating func count<Item: Hashable>(_ expectedItems: [Item], _ foundItems: [Item]) {
        right += Set(expectedItems).intersection(foundItems).count
        expected += expectedItems.count
        found += foundItems.count
    }
}

/// The figures of a set of documents, and every difference in words.
struct Score {
    var outline = Tally()
    var units = Tally()
    var deadlines = Tally()
    var citations = Tally()
    var header = Tally()
    var sentences = Tally()
    var boundaries = Tally()
    var differences: [String] = []

    mutating func add(_ gold: Gold) throws {
        let text = try gold.text
        let made = Decomposition(of: text, names: UnitNames())
        let points = Array(text.unicodeScalars)
        addOutline(gold, made)
        addUnits(gold, made)
        addDeadlines(gold, made)
        addCitations(gold, made)
        addHeader(gold, made)
        addSentences(gold, made, points)
    }

    private mutating func addOutline(_ gold: Gold, _ made: Decomposition) {
        let found = made.nodes.compactMap { node in
            node.marker.map { Gold.Mark(marker: $0, level: node.level, start: node.start) }
        }
        outline.count(gold.outline, found)
        note(gold, "outline", gold.outline, found)
    }

    private mutating func addUnits(_ gold: Gold, _ made: Decomposition) {
        let found = made.nodes.flatMap(\.units).filter { $0.source == .bracket }.map {
            Gold.Unit(text: $0.text, role: $0.role.rawValue, start: $0.start)
        }
        units.count(gold.units, found)
        note(gold, "unit", gold.units, found)
    }

    /// A deadline is right when kind and day are, and its words overlap those of the label.
    private mutating func addDeadlines(_ gold: Gold, _ made: Decomposition) {
        var open = made.nodes.flatMap(\.deadlines)
        deadlines.expected += gold.deadlines.count
        deadlines.found += open.count
        for label in gold.deadlines {
            let end = label.start + label.text.unicodeScalars.count
            let match = open.firstIndex {
                $0.kind.rawValue == label.kind && $0.date == label.date && $0.start < end
                    && label.start < $0.start + $0.text.unicodeScalars.count
            }
            if let match {
                open.remove(at: match)
                deadlines.right += 1
            } else {
                differences.append("\(gold.document) deadline missed: \(label)")
            }
        }
        for extra in open { differences.append("\(gold.document) deadline too many: \(extra)") }
    }

    private mutating func addCitations(_ gold: Gold, _ made: Decomposition) {
        let found = made.nodes.flatMap(\.citations).map {
            Gold.Citation(title: $0.title, number: $0.number, start: $0.start)
        }
        citations.count(gold.citations, found)
        note(gold, "citation", gold.citations, found)
    }

    private mutating func addHeader(_ gold: Gold, _ made: Decomposition) {
        let pairs = [
            ("title", gold.header.title, made.title), ("number", gold.header.number, made.number),
            ("issuer", gold.header.issuer, made.issuer), ("date", gold.header.date, made.date),
            ("addressees", gold.header.addressees, made.addressees),
        ]
        for (field, label, found) in pairs {
            header.expected += 1
            header.found += 1
            if label == found {
                header.right += 1
            } else {
                differences.append("\(gold.document) \(field): \(label ?? "–") ≠ \(found ?? "–")")
            }
        }
    }

    private mutating func addSentences(_ gold: Gold, _ made: Decomposition, _ points: [Unicode.Scalar]) {
        let found = made.nodes.flatMap(\.sentences)
        boundaries.count(gold.sentences.map { [$0.start, $0.end] }, found.map { [$0.start, $0.end] })
        for label in gold.sentences {
            let best = found.max { overlap($0, label) < overlap($1, label) }
            sentences.expected += 1
            sentences.found += 1
            if let best, overlap(best, label) > 0, best.class.rawValue == label.class {
                sentences.right += 1
            } else {
                let words = String(String.UnicodeScalarView(points[label.start..<min(label.end, label.start + 30)]))
                differences.append(
                    "\(gold.document) sentence \(label.class) ≠ \(best?.class.rawValue ?? "–"): \(words)")
            }
        }
    }

    private func overlap(_ found: Decomposition.Sentence, _ label: Gold.Sentence) -> Int {
        min(found.end, label.end) - max(found.start, label.start)
    }

    private mutating func note<Item: Hashable>(_ gold: Gold, _ what: String, _ labels: [Item], _ found: [Item]) {
        for label in labels where !found.contains(label) {
            differences.append("\(gold.document) \(what) missed: \(label)")
        }
        for extra in found where !labels.contains(extra) {
            differences.append("\(gold.document) \(what) too many: \(extra)")
        }
    }

    /// A table of the figures for people.
    func table(_ name: String) -> String {
        let rows = [
            ("outline", outline), ("units", units), ("deadlines", deadlines), ("citations", citations),
            ("header", header), ("sentence classes", sentences), ("sentence ends", boundaries),
        ]
        return rows.reduce("\(name)\n") { lines, row in
            let (label, tally) = row
            return lines + "  \(label): precision \(percent(tally.precision)) recall \(percent(tally.recall)) "
                + "(\(tally.right) right, \(tally.expected) labelled, \(tally.found) found)\n"
        }
    }

    private func percent(_ value: Double) -> String { "\((value * 1000).rounded() / 10) %" }
}
