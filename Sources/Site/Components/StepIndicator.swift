import Markup

/// The nodes of a course side by side: which are done, by whom and when; which runs, and until when; which are to come.
public struct StepIndicator: Component, Sendable {
    /// One node.
    public struct Node: Sendable {
        /// Where the node stands.
        public enum Progress: String, Sendable, Hashable {
            case done, current, ahead
        }

        public var name: Wording
        public var progress: Progress
        /// Who did it and when, or by when it has to be done.
        public var notes: [Wording]
        /// The light of the node that runs.
        public var light: Light?
        /// It took longer than its term.
        public var wasLate = false

        /// A node with its name and what is known of it.
        public init(_ name: Wording, _ progress: Progress, notes: [Wording] = [], light: Light? = nil) {
            self.name = name
            self.progress = progress
            self.notes = notes
            self.light = light
        }
    }

    let title: Wording
    let nodes: [Node]

    /// Nodes in their order.
    public init(_ title: Wording, _ nodes: [Node]) {
        self.title = title
        self.nodes = nodes
    }

    public var body: HTML {
        ol(.class("nodes"), .ariaLabel(title)) {
            for node in nodes {
                li(
                    .class("node is-\(node.progress.rawValue)"),
                    node.progress == .current ? .ariaCurrent("step") : nil
                ) {
                    div(.class("node-name")) {
                        shape(of: node.progress).html
                        span(.class("visually-hidden")) { words(for: node.progress) }
                        strong { node.name }
                        if node.wasLate { span(.class("tag late")) { Wording(zh: "超时", en: "late") } }
                    }
                    for note in node.notes { div(.class("node-note")) { note } }
                    if let light = node.light { LightBadge(light) }
                }
            }
        }
    }

    private func shape(of progress: Node.Progress) -> Shape {
        switch progress {
        case .done: .tick
        case .current: .halfRing
        case .ahead: .ring
        }
    }

    private func words(for progress: Node.Progress) -> Wording {
        switch progress {
        case .done: Wording(zh: "已完成：", en: "Done: ")
        case .current: Wording(zh: "正在办理：", en: "Now: ")
        case .ahead: Wording(zh: "还没有到：", en: "To come: ")
        }
    }
}
