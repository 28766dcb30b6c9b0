import Calendars

/// 交办 — something that one kind of matter has done by another: a clause of a document becomes a task.
public struct Assignment: Sendable, Hashable {
    public var title: String
    /// What is to be done, in the words of the source.
    public var requirement: String
    /// The document and the clause it comes from.
    public var source: Source
    /// 牵头单位 — answers for the whole.
    public var lead: String
    /// 配合单位 — each gets a part of its own under the lead's.
    public var cooperating: [String]
    public var day: Day
    /// How it comes back, in the words of the source: 每季度末, 长期坚持; `nil` when it is done once.
    public var repetition: String?

    public struct Source: Sendable, Hashable {
        public var document: String
        public var clause: String

        public init(document: String, clause: String) {
            self.document = document
            self.clause = clause
        }
    }

    public init(
        title: String, requirement: String, from source: Source, lead: String, cooperating: [String] = [], by day: Day,
        repetition: String? = nil
    ) {
        self.title = title
        self.requirement = requirement
        self.source = source
        self.lead = lead
        self.cooperating = cooperating
        self.day = day
        self.repetition = repetition
    }
}

/// 异常 — something wrong at an enterprise that one kind of matter comes upon and another sees put right.
public struct Anomaly: Sendable, Hashable {
    /// The enterprise.
    public var subject: String
    public var place: String
    /// What is wrong, in words.
    public var what: String
    /// What kind of thing it is about, in the words of whoever reports it; the other kind makes of it what it can.
    public var nature: String
    /// The authority that came upon it in an inspection; `nil` when the enterprise did by itself.
    public var inspectedBy: String?

    public init(at subject: String, place: String, what: String, nature: String) {
        self.subject = subject
        self.place = place
        self.what = what
        self.nature = nature
    }
}

/// 交办通道 — which kind of matter carries out what others assign. Kinds know nothing of each other; the program
/// that puts them together gives the desk this.
public struct Delegation: Sendable {
    public typealias Open = @Sendable (Assignment, any Matter, inout Step) throws(Refusal) -> Void

    /// Opens, by way of the step, what sees an anomaly put right.
    public typealias Note = @Sendable (Anomaly, any Matter, inout Step) throws(Refusal) -> Void

    let kind: any Matter.Type
    let open: Open
    private(set) var note: Note?

    /// - Precondition: the kind's workflow has ``Recall``, given by the platform.
    /// - Parameter open: opens, by way of the step, the matters that carry out the assignment under the one assigning.
    public init<Subject: Matter>(to kind: Subject.Type, open: @escaping Open) {
        precondition(
            kind.workflow.transition(Recall<Subject>.slug)?.isByPlatform == true, "\(kind.kind) cannot be recalled")
        self.kind = kind
        self.open = open
    }

    /// The same, and who sees to anomalies.
    public func noting(_ note: @escaping Note) -> Delegation {
        var delegation = self
        delegation.note = note
        return delegation
    }
}

extension Step {
    /// Has the program's kind of task carry this out, in the same commit.
    public mutating func assign(_ assignment: Assignment, under source: some Matter) throws(Refusal) {
        guard let delegation else { preconditionFailure("nobody carries out what \(source.header.kind) assigns") }
        try delegation.open(assignment, source, &self)
    }

    /// Has the program's kind of danger see to this, in the same commit.
    public mutating func report(_ anomaly: Anomaly, under source: some Matter) throws(Refusal) {
        guard let note = delegation?.note else {
            preconditionFailure("nobody sees to what \(source.header.kind) finds wrong")
        }
        try note(anomaly, source, &self)
    }
}

/// 随来源撤回 — takes back what was assigned, together with what assigned it. Given by the desk for
/// ``Transition/recallingParts``.
public struct Recall<Subject: Matter>: Command {
    public static var slug: String { "recall" }
    public static var title: String { "随来源撤回" }
    public static var fields: [Field] { [.reason()] }

    public var reason: String
    public var remark: String? { reason }

    public init(reason: String) {
        self.reason = reason
    }

    public func apply(to subject: inout Subject, in step: inout Step) {}
}
