import Markup

/// Tasks under tasks, with the progress of each computed from its parts.
public struct TreeTable: Component, Sendable {
    /// One task of the tree.
    public struct Node: Sendable {
        public var number: String
        public var title: String
        public var link: Link
        public var owner: String
        public var due: HTML
        public var state: HTML
        /// Done parts of a hundred.
        public var percent: Int
        public var children: [Node]

        /// A task with its number, its page, its unit, its term and state, and how much is done.
        public init(
            number: String, title: String, link: Link, owner: String, due: HTML = .empty, state: HTML = .empty,
            percent: Int, children: [Node] = []
        ) {
            self.number = number
            self.title = title
            self.link = link
            self.owner = owner
            self.due = due
            self.state = state
            self.percent = min(max(percent, 0), 100)
            self.children = children
        }
    }

    let title: Wording
    let nodes: [Node]

    /// A tree with its name.
    public init(_ title: Wording, _ nodes: [Node]) {
        self.title = title
        self.nodes = nodes
    }

    public var body: HTML {
        div(.class("table-region"), .role("region"), .tabindex(0), .ariaLabel(title)) {
            table(.class("register tree")) {
                caption(.class("visually-hidden")) { title }
                thead {
                    tr {
                        for heading in Self.headings { th(.scope("col")) { heading } }
                    }
                }
                tbody { rows(nodes, level: 1) }
            }
        }
    }

    private static let headings = [
        Wording(zh: "任务", en: "Task"), Wording(zh: "责任单位", en: "Responsible unit"),
        Wording(zh: "期限", en: "Due"), Wording(zh: "状态", en: "State"), Wording(zh: "进度", en: "Progress"),
    ]

    private func rows(_ nodes: [Node], level: Int) -> HTML {
        .pieces(nodes.flatMap { [row($0, level: level), rows($0.children, level: level + 1)] })
    }

    private func row(_ node: Node, level: Int) -> HTML {
        tr {
            td(.class("on-phone-title level-\(min(level, 6))")) {
                span(.class("visually-hidden")) { Wording(zh: "第 \(level) 级 ", en: "Level \(level) ") }
                span(.class("tree-number")) { node.number }
                " "
                a(.href(node.link)) { node.title }
            }
            td(.data("l", Self.headings[1])) { node.owner }
            td(.data("l", Self.headings[2])) { node.due }
            td(.data("l", Self.headings[3])) { node.state }
            td(.data("l", Self.headings[4])) { ProgressBar(percent: node.percent) }
        }
    }
}

/// A part of a hundred, as a bar and as a number.
public struct ProgressBar: Component, Sendable {
    let percent: Int

    /// A bar filled to this percentage, from 0 to 100.
    public init(percent: Int) {
        self.percent = min(max(percent, 0), 100)
    }

    public var body: HTML {
        span(.class("progress")) {
            svg(.viewBox("0 0 100 8"), Attribute("preserveAspectRatio", "none"), .ariaHidden) {
                rect(.class("track"), .width(100), .height(8))
                rect(.class("done"), .width(Double(percent)), .height(8))
            }
            span { "\(percent)%" }
        }
    }
}
