import Markup

/// The steps of one piece of work; each line is the link to its step, only what can be done now stands out.
public struct TaskList: Component, Sendable {
    /// How far a step is.
    public enum Progress: Sendable, Hashable {
        case done, open, notYet
    }

    /// One step.
    public struct Task: Sendable {
        public var title: Wording
        public var progress: Progress
        public var link: Link?
        public var note: Wording?

        /// A step; one that cannot begin yet has no link.
        public init(_ title: Wording, _ progress: Progress, _ link: Link? = nil, note: Wording? = nil) {
            self.title = title
            self.progress = progress
            self.link = progress == .notYet ? nil : link
            self.note = note
        }
    }

    let tasks: [Task]

    /// Steps in their order.
    public init(_ tasks: [Task]) {
        self.tasks = tasks
    }

    public var body: HTML {
        ol(.class("task-list")) {
            for task in tasks {
                li(.class(task.progress == .notYet ? "not-yet" : nil)) {
                    div(.class("task-title")) {
                        if let link = task.link { a(.href(link)) { task.title } } else { task.title }
                        if let note = task.note { small { note } }
                    }
                    status(task.progress)
                }
            }
        }
    }

    private func status(_ progress: Progress) -> HTML {
        switch progress {
        case .done: span(.class("task-status")) { Wording(zh: "已完成", en: "Completed") }
        case .open: span(.class("task-status tag open")) { Wording(zh: "需要办理", en: "To do") }
        case .notYet: span(.class("task-status")) { Wording(zh: "还不能开始", en: "Cannot start yet") }
        }
    }
}

extension Attribute {
    /// A class if there is one.
    static func `class`(_ names: String?) -> Attribute? {
        names.map { .class($0) }
    }
}
