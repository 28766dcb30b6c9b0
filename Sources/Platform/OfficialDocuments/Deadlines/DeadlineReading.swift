/// Finds the deadlines of a sentence, several in one clause included.
struct DeadlineReading {
    struct Found: Sendable, Equatable {
        let range: Range<Int>
        let kind: DeadlineKind
        let date: CalendarDate?
    }

    let text: CodePoints
    let sentence: Range<Int>
    /// The year that days without a year are meant in.
    let year: Int?

    static func all(in text: CodePoints, _ sentence: Range<Int>, year: Int?) -> [Found] {
        DeadlineReading(text: text, sentence: sentence, year: year).read()
    }

    private func read() -> [Found] {
        var found: [Found] = []
        var waiting: [DatePhrase] = []
        var lastYear: Int?
        var at = sentence.lowerBound
        while at < sentence.upperBound {
            if let phrase = DatePhrase.starting(at: at, in: text, limit: sentence.upperBound) {
                lastYear = phrase.year(counting: year, lastNamed: lastYear) ?? lastYear
                waiting.append(phrase.in(year: lastYear ?? year))
                at = phrase.range.upperBound
                settle(&waiting, into: &found)
            } else if let other = OtherDeadline.starting(at: at, in: text, sentence) {
                found.append(other)
                waiting = []
                at = max(other.range.upperBound, at + 1)
            } else {
                if !waiting.isEmpty, !DeadlineReading.links.contains(text[at]) { waiting = [] }
                at += 1
            }
        }
        return found.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    /// What may stand between days that share one 前: 6月25日、12月20日前.
    private static let links: Set<Unicode.Scalar> = ["、", "和", "及", "与", "或"]

    /// Days without a limit of their own wait for the next one in the list to bring it.
    private func settle(_ waiting: inout [DatePhrase], into found: inout [Found]) {
        guard let last = waiting.last, last.isLimit(in: text, sentence) else { return }
        for phrase in waiting where !phrase.isPast {
            found.append(Found(range: phrase.range, kind: phrase.kind, date: phrase.date))
        }
        waiting = []
    }
}
