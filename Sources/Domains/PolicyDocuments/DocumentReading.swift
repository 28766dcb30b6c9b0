import OfficialDocuments

/// What was recognised in the text: its sentences and the words that mean units, days and documents.
public struct DocumentReading: Codable, Sendable, Hashable {
    public struct Sentence: Codable, Sendable, Hashable {
        public let start: Int
        public let end: Int
        public let kind: SentenceClass
    }

    public struct Mark: Codable, Sendable, Hashable {
        public enum Kind: String, Codable, Sendable { case unit, deadline, citation }

        public let start: Int
        public let end: Int
        public let kind: Kind
    }

    public let sentences: [Sentence]
    /// In their order, none over another.
    public let marks: [Mark]

    init(of decomposition: Decomposition) {
        sentences = decomposition.nodes.flatMap(\.sentences).map {
            Sentence(start: $0.start, end: $0.end, kind: $0.class)
        }
        let found = decomposition.nodes.flatMap { node in
            node.units.map { Mark($0.start, $0.text, .unit) }
                + node.deadlines.map { Mark($0.start, $0.text, .deadline) }
                + node.citations.map { Mark($0.start, "《\($0.title)》", .citation) }
        }
        var end = 0
        marks = found.sorted { ($0.start, $1.end) < ($1.start, $0.end) }.filter { mark in
            guard mark.start >= end else { return false }
            end = mark.end
            return true
        }
    }
}

extension DocumentReading.Mark {
    fileprivate init(_ start: Int, _ text: String, _ kind: Kind) {
        self.init(start: start, end: start + text.unicodeScalars.count, kind: kind)
    }
}

extension SentenceClass {
    /// Why a sentence did not become a task of its own accord.
    var title: String {
        switch self {
        case .measure: "措施"
        case .target: "目标"
        case .principle: "原则"
        case .background: "背景"
        case .achievement: "已做的工作"
        case .organisation: "组织工作"
        case .other: "标题、称谓等"
        }
    }

    var asksForSomething: Bool { self == .measure || self == .organisation }
}
