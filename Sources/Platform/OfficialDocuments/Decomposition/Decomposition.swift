/// An official document taken apart 文件分解: its head, its clauses, and what each clause asks of whom by when.
///
/// Offsets count Unicode code points of the text it was made from. The nodes, in their order, are the whole text.
public struct Decomposition: Codable, Sendable, Equatable {
    public var title: String?
    /// 发文字号, with the prescribed brackets 〔〕.
    public var number: String?
    /// The organ that signed, or the one the title names.
    public var issuer: String?
    /// 主送机关, as they stand before the colon.
    public var addressees: String?
    /// The day of signature, `2018-12-06`.
    public var date: String?
    public var nodes: [Node]

    /// A clause of the document, or a stretch between clauses that carries no mark.
    public struct Node: Codable, Sendable, Equatable, Identifiable {
        public var id: String
        /// The clause this one is part of.
        public var parent: String?
        /// 一、 （一） 1. 一是: as it stands in the text.
        public var marker: String?
        /// 1 for the outermost clauses; 0 for what stands outside of them.
        public var level: Int
        public var start: Int
        public var end: Int
        /// What most of its words do.
        public var `class`: SentenceClass
        public var units: [Unit]
        public var deadlines: [Deadline]
        public var citations: [Citation]
        public var quantities: [Quantity]
        public var sentences: [Sentence]
    }

    /// A responsible unit 责任单位.
    public struct Unit: Codable, Sendable, Equatable {
        public var text: String
        public var role: UnitRole
        /// Ids of the organisations it means; empty if that is not certain, so that a person decides.
        public var organisations: [String]
        public var start: Int
        public var source: UnitSource
    }

    /// Where a responsible unit was found.
    public enum UnitSource: String, Codable, Sendable {
        /// In a bracket behind the measure.
        case bracket
        /// In the sentence itself.
        case text
    }

    /// A limit in time 时限.
    public struct Deadline: Codable, Sendable, Equatable {
        public var text: String
        public var start: Int
        public var kind: DeadlineKind
        /// The last day, `2020-12-31`; nothing where the text does not fix one.
        public var date: String?
    }

    /// A cited document 引用文件.
    public struct Citation: Codable, Sendable, Equatable {
        public var title: String
        public var number: String?
        public var start: Int
    }

    /// A figure with its unit 数量.
    public struct Quantity: Codable, Sendable, Equatable {
        public var text: String
        public var value: Double
        public var unit: String
        /// What is counted.
        public var of: String?
        public var start: Int
    }

    /// A sentence and what it does.
    public struct Sentence: Codable, Sendable, Equatable {
        public var start: Int
        public var end: Int
        public var `class`: SentenceClass
    }
}
