import Markup

/// One step in the life of a matter, as the ledger holds it.
public struct TimelineEntry: Sendable {
    /// The times of a step, each `2026-09-30 08:05`.
    public struct Times: Sendable {
        /// When it happened, as the person says.
        public var happened: String
        /// When the platform received it; shown when it differs.
        public var received: String
        /// Entered so long after that it does not count as on time.
        public var isLate: Bool

        /// When something happened and when it was received.
        public init(happened: String, received: String, isLate: Bool = false) {
            self.happened = happened
            self.received = received
            self.isLate = isLate
        }
    }

    /// Who acted, in which post.
    public struct Actor: Sendable {
        public var name: String
        public var unit: String
        public var post: String

        /// A person with unit and post.
        public init(name: String, unit: String, post: String) {
            self.name = name
            self.unit = unit
            self.post = post
        }
    }

    /// A field that changed.
    public struct Change: Sendable {
        public var label: Wording
        public var old: String?
        public var new: String?

        /// A field with its old and its new value; `nil` where there was or is none.
        public init(_ label: Wording, old: String?, new: String?) {
            self.label = label
            self.old = old
            self.new = new
        }
    }

    /// A file that belongs to the step.
    public struct Attachment: Sendable {
        public var file: Field.HeldFile
        /// 证据、整改…; `nil` where it is not known here.
        public var purpose: Wording?
        /// Taken back later, with the reason.
        public var withdrawal: String?

        /// A file with what it was handed in for.
        public init(_ file: Field.HeldFile, purpose: Wording? = nil, withdrawal: String? = nil) {
            self.file = file
            self.purpose = purpose
            self.withdrawal = withdrawal
        }
    }

    public var action: Wording
    public var times: Times
    public var actor: Actor
    public var from: Wording?
    public var to: Wording?
    public var changes: [Change] = []
    public var reason: String?
    public var attachments: [Attachment] = []
    /// How it came in: 网页, 手机离线, 导入批次, 接口.
    public var channel: Wording?
    /// 存证 — leads to the proof that the step is sealed.
    public var proof: Link?

    /// A step; changes, reason, attachments and channel can be set afterwards.
    public init(_ action: Wording, times: Times, by actor: Actor, from: Wording? = nil, to: Wording? = nil) {
        self.action = action
        self.times = times
        self.actor = actor
        self.from = from
        self.to = to
    }
}

/// Everything that was done with a matter, newest first.
public struct Timeline: Component, Sendable {
    let entries: [TimelineEntry]

    /// Steps, newest first.
    public init(_ entries: [TimelineEntry]) {
        self.entries = entries
    }

    public var body: HTML {
        if entries.isEmpty {
            EmptyState(Wording(zh: "还没有办理记录。", en: "Nothing has been done yet."))
        } else {
            ol(.class("timeline")) { for entry in entries { li { step(entry) } } }
        }
    }

    @HTMLBuilder private func step(_ entry: TimelineEntry) -> HTML {
        div(.class("step-head")) {
            strong { entry.action }
            if entry.from != nil || entry.to != nil { states(entry) }
            if entry.times.isLate { span(.class("tag late")) { Wording(zh: "补录", en: "Entered late") } }
            if let channel = entry.channel { span(.class("tag")) { channel } }
        }
        p(.class("step-meta")) {
            time(.datetime(entry.times.happened)) { entry.times.happened }
            if entry.times.received != entry.times.happened {
                span(.class("received")) {
                    Wording(zh: "收到 ", en: "received ")
                    time(.datetime(entry.times.received)) { entry.times.received }
                }
            }
            span { "\(entry.actor.name) · \(entry.actor.unit) · \(entry.actor.post)" }
            if let proof = entry.proof { a(.href(proof)) { Wording(zh: "存证", en: "Proof") } }
        }
        if let reason = entry.reason { p(.class("step-reason")) { reason } }
        if entry.changes.count > Self.readAtOnce, entry.changes.allSatisfy({ $0.old == nil }) {
            // What a matter began with stands on its page already.
            details {
                summary { Wording(zh: "填写了 \(entry.changes.count) 项", en: "\(entry.changes.count) values") }
                changes(entry.changes)
            }
        } else if !entry.changes.isEmpty {
            changes(entry.changes)
        }
        if !entry.attachments.isEmpty { attachments(entry.attachments) }
    }

    private func states(_ entry: TimelineEntry) -> HTML {
        span(.class("step-states")) {
            if let from = entry.from { from }
            span(.ariaHidden) { " → " }
            span(.class("visually-hidden")) { Wording(zh: "变为", en: " to ") }
            if let to = entry.to { to }
        }
    }

    /// More first values than this are folded away.
    private static let readAtOnce = 4

    private func changes(_ changes: [TimelineEntry.Change]) -> HTML {
        ul(.class("step-changes")) {
            for change in changes {
                li {
                    change.label
                    Wording(zh: "：", en: ": ")
                    del { change.old ?? "—" }
                    span(.ariaHidden) { " → " }
                    ins { change.new ?? "—" }
                }
            }
        }
    }

    private func attachments(_ attachments: [TimelineEntry.Attachment]) -> HTML {
        ul(.class("step-attachments")) {
            for attachment in attachments {
                li(.class(attachment.file.thumbnail == nil ? "file" : "file picture")) {
                    FileLink(attachment.file)
                    if let purpose = attachment.purpose { span(.class("tag")) { purpose } }
                    if let reason = attachment.withdrawal {
                        span(.class("tag late")) { Wording(zh: "已作废：\(reason)", en: "Withdrawn: \(reason)") }
                    }
                    details(.class("file-hash")) {
                        summary { Wording(zh: "校验值", en: "SHA-256") }
                        code { attachment.file.hash }
                    }
                }
            }
        }
    }
}
