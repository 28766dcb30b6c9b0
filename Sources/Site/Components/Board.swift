import Markup

/// The lights of units (红黄绿灯): worst first, each with its reason, who answers for it, and what turns it green.
public struct Board: Component, Sendable {
    /// One unit with its light.
    public struct Unit: Sendable {
        public var name: String
        public var light: Light
        public var reason: Wording
        public var person: String
        public var telephone: String?
        /// What has to happen for the light to turn green; empty when it is green.
        public var remedy: Wording?
        /// The rows behind the light.
        public var rows: (title: Wording, link: Link)
        /// Where an instruction is written; absent for those who may not give any.
        public var instruct: Link?

        /// A unit with its light, the reason for it and the rows behind it.
        public init(
            _ name: String, _ light: Light, reason: Wording, person: String, telephone: String? = nil,
            remedy: Wording? = nil, rows: (title: Wording, link: Link), instruct: Link? = nil
        ) {
            self.name = name
            self.light = light
            self.reason = reason
            self.person = person
            self.telephone = telephone
            self.remedy = remedy
            self.rows = rows
            self.instruct = instruct
        }
    }

    let title: Wording
    let units: [Unit]
    /// Stands above the counts when a page has several boards.
    public var heading: Wording?

    /// The lights of these units; they are put in order here, worst first, otherwise as given.
    public init(_ title: Wording, _ units: [Unit]) {
        self.title = title
        self.units = Light.allCases.sorted().flatMap { light in units.filter { $0.light == light } }
    }

    public var body: HTML {
        div(.class("board")) {
            if let heading { h2 { heading } }
            ul(.class("light-counts")) {
                for light in Light.allCases.sorted() {
                    li {
                        LightBadge(light)
                        strong { units.count { $0.light == light } }
                    }
                }
            }
            div(.class("table-region"), .role("region"), .tabindex(0), .ariaLabel(title)) {
                table(.class("register")) {
                    caption(.class("visually-hidden")) { title }
                    thead { tr { for heading in Self.headings { th(.scope("col")) { heading } } } }
                    tbody { for unit in units { row(unit) } }
                }
            }
        }
    }

    private static let headings = [
        Wording(zh: "单位", en: "Unit"), Wording(zh: "灯", en: "Light"), Wording(zh: "原因", en: "Reason"),
        Wording(zh: "责任人", en: "Responsible"), Wording(zh: "变绿条件", en: "What turns it green"),
        Wording(zh: "办理", en: "Act"),
    ]

    private func row(_ unit: Unit) -> HTML {
        tr(.class("is-\(unit.light.rawValue)")) {
            td(.class("on-phone-title unit")) { unit.name }
            td(.data("l", Self.headings[1])) { LightBadge(unit.light) }
            td(.class("reason"), .data("l", Self.headings[2])) { unit.reason }
            td(.data("l", Self.headings[3])) {
                unit.person
                if let telephone = unit.telephone, let call = ExternalLink("tel:\(telephone)") {
                    " "
                    a(.class("telephone"), .href(call)) { telephone }
                }
            }
            td(.class("reason"), .data("l", Self.headings[4])) {
                if let remedy = unit.remedy { remedy } else { "—" }
            }
            td(.class("row-actions"), .data("l", Self.headings[5])) {
                a(.href(unit.rows.link)) {
                    unit.rows.title
                    span(.class("visually-hidden")) { "（\(unit.name)）" }
                }
                if let instruct = unit.instruct {
                    a(.href(instruct)) {
                        Wording(zh: "批示", en: "Instruct")
                        span(.class("visually-hidden")) { "（\(unit.name)）" }
                    }
                }
            }
        }
    }
}
