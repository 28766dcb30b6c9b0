import Markup
import OfficialDocuments
import Site

/// 原文 — the text with its sentences, what was recognised in them, and the drafts they belong to.
struct SourceText: Component {
    let document: PolicyDocument

    var body: HTML {
        let text = PlainText(document.text)
        for paragraph in paragraphs(text.points) {
            p { pieces(of: paragraph, text) }
        }
    }

    private func paragraphs(_ points: [Unicode.Scalar]) -> [Range<Int>] {
        points.indices.split { CharacterSetOfBreaks.contains(points[$0]) }.map { $0.startIndex..<$0.endIndex }
    }

    private func pieces(of paragraph: Range<Int>, _ text: PlainText) -> HTML {
        var pieces: [HTML] = []
        var at = paragraph.lowerBound
        for sentence in document.reading.sentences where paragraph.overlaps(sentence.start..<sentence.end) {
            let span = (sentence.start..<sentence.end).clamped(to: paragraph)
            if at < span.lowerBound { pieces.append(.text(text[at..<span.lowerBound])) }
            pieces.append(shown(sentence, span, text))
            at = span.upperBound
        }
        if at < paragraph.upperBound { pieces.append(.text(text[at..<paragraph.upperBound])) }
        return .pieces(pieces)
    }

    private func shown(_ sentence: DocumentReading.Sentence, _ span: Range<Int>, _ text: PlainText) -> HTML {
        let draft = document.drafts.first { ($0.start..<$0.end).contains(sentence.start) }
        let id = span.lowerBound == sentence.start ? Attribute.id("s-\(sentence.start)") : nil
        guard let draft else {
            return Markup.span(id, .class("sentence"), .title(sentence.kind.title)) { marked(span, text) }
        }
        return a(
            id, .class("sentence taken \(draft.decision.rawValue)"), .href(Anchor("draft-\(draft.id)")),
            .title(draft.title)
        ) { marked(span, text) }
    }

    /// Units, days and cited documents stand out.
    private func marked(_ span: Range<Int>, _ text: PlainText) -> HTML {
        var pieces: [HTML] = []
        var at = span.lowerBound
        for found in document.reading.marks where span.lowerBound <= found.start && found.end <= span.upperBound {
            pieces.append(.text(text[at..<found.start]))
            pieces.append(mark(.class("found-\(found.kind.rawValue)")) { text[found.start..<found.end] })
            at = found.end
        }
        pieces.append(.text(text[at..<span.upperBound]))
        return .pieces(pieces)
    }
}

/// What ends a line.
private enum CharacterSetOfBreaks {
    static func contains(_ point: Unicode.Scalar) -> Bool {
        point == "\n" || point == "\r" || point == "\u{2028}" || point == "\u{2029}" || point == "\u{0C}"
    }
}
