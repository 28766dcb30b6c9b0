import Calendars
import HTTPTypes
import Markup
import QRCodes
import Rules
import Site
import Workflows

/// What hangs on the wall: the notice board of the enterprise and a card for each place, printed on A4.
struct RiskPapers {
    let picture: RiskPicture
    let visit: Visit

    static func board(_ visit: Visit) async throws -> Answer {
        let papers = try await RiskPapers(visit)
        return papers.document(Wording(zh: "安全风险公告栏", en: "Notice board")) { papers.board }
    }

    static func cards(_ visit: Visit) async throws -> Answer {
        let papers = try await RiskPapers(visit)
        return papers.document(Wording(zh: "岗位安全风险告知卡", en: "Cards for posts")) {
            if papers.picture.points.isEmpty {
                EmptyState(Wording(zh: "还没有登记风险点，所以没有告知卡。", en: "No risk points, so no cards."))
            }
            for place in papers.picture.places { papers.card(place) }
        }
    }

    private init(_ visit: Visit) async throws {
        picture = try await RiskPicture.read(profile: try visit.parameter("id"), visit)
        self.visit = visit
    }

    private func document(_ title: Wording, @HTMLBuilder content: () -> HTML) -> Answer {
        var frame = visit.page(
            title, section: "risks",
            breadcrumb: [
                Crumb(Wording(zh: "风险管控", en: "Risks"), Link("risks")),
                Crumb(
                    Wording(verbatim: picture.profile.header.title), Link("m", RiskProfile.kind, picture.profile.id)),
            ]
        ) {
            linkElement(.rel("stylesheet"), .href(Link("risks.css")))
            p(.class("paper-tools")) {
                button(.type("button"), .class("button plain"), .hidden, .data("print")) {
                    Wording(zh: "打印", en: "Print")
                }
                Wording(zh: "用 A4 纸打印后张贴。", en: "For A4.")
            }
            content()
        }
        frame.layout = .document
        return .page(
            frame,
            json: .array(
                picture.points.map {
                    .of(
                        ("title", .text($0.header.title)), ("grade", .text($0.grade?.rawValue)),
                        ("place", .text($0.placePath)))
                }))
    }

    // MARK: Notice board

    /// 较大以上 risks: what, where, what it can lead to, what is done about it, who answers for it.
    private var board: HTML {
        let grave = picture.points.filter { $0.grade?.isConsiderableOrWorse ?? false }
        return article(.class("risk-paper board")) {
            h2 { "\(picture.profile.header.title)　安全风险公告栏" }
            p(.class("paper-head")) {
                span { "企业风险等级：" }
                RiskBadge(grade: picture.profile.grade)
                span { "更新：\(visit.today.chinese)" }
            }
            if grave.isEmpty { p { "没有较大以上安全风险。" } }
            for point in grave { boardEntry(point) }
            if let code = code(for: Link("m", RiskProfile.kind, picture.profile.id)) { code }
        }
    }

    private func boardEntry(_ point: RiskPoint) -> HTML {
        section(.class("paper-entry")) {
            h3 {
                RiskBadge(grade: point.grade)
                "　\(point.header.title)"
            }
            table(.class("paper-table")) {
                tbody {
                    row("场所", point.placePath)
                    row("危险源", point.hazard)
                    row("可能的事故", accidents(of: point))
                    row("可能的后果", point.harm ?? "—")
                    for kind in RiskControl.Kind.allCases { row(kind.title + "措施", measures(kind, of: point)) }
                    row("责任人", responsible(for: point))
                }
            }
        }
    }

    // MARK: Cards

    /// 岗位风险告知卡 and 应知应会卡 in one: the risks of a place, what to do always, and what to do when it happens.
    @HTMLBuilder private func card(_ place: RiskPlace) -> HTML {
        let points = picture.points.filter { $0.place == place.id }
        if let worst = points.first {
            article(.class("risk-paper card")) {
                h2 { "岗位安全风险告知卡" }
                p(.class("paper-head")) {
                    span { place.path }
                    RiskBadge(grade: points.compactMap(\.grade).max())
                }
                for point in points {
                    section(.class("paper-entry")) {
                        h3 {
                            RiskBadge(grade: point.grade)
                            "　\(point.header.title)"
                        }
                        table(.class("paper-table")) {
                            tbody {
                                row("危险源", point.hazard)
                                row("可能的事故", accidents(of: point))
                                row("应知：防范措施", known(of: point))
                                row("应会：应急处置", measures(.emergency, of: point))
                                row("责任人", responsible(for: point))
                            }
                        }
                    }
                }
                if let code = code(for: Link("m", RiskPoint.kind, worst.id)) { code }
            }
        }
    }

    private func known(of point: RiskPoint) -> String {
        RiskControl.Kind.allCases.filter { $0 != .emergency }.map { measures($0, of: point) }.filter { $0 != "—" }
            .joined(separator: "；")
    }

    // MARK: Parts

    private func row(_ name: String, _ words: String) -> HTML {
        tr {
            th(.scope("row")) { name }
            td { words.isEmpty ? "—" : words }
        }
    }

    private func accidents(of point: RiskPoint) -> String {
        point.accidentTypes.map { visit.premises.rules.accidentType($0) }.joined(separator: "、")
    }

    private func measures(_ kind: RiskControl.Kind, of point: RiskPoint) -> String {
        let measures = (picture.controls[point.id] ?? []).filter { $0.kind == kind }.map(\.measure)
        return measures.isEmpty ? "—" : measures.joined(separator: "；")
    }

    private func responsible(for point: RiskPoint) -> String {
        (picture.controls[point.id] ?? []).sorted { $1.level < $0.level }
            .map { "\($0.level.title) \($0.responsible)" }.uniqued.joined(separator: "；")
    }

    /// Leads whoever scans it to the newest state; who may not read it is asked to sign in.
    private func code(for link: Link) -> HTML? {
        let scheme = visit.premises.settings.isSecure ? "https" : "http"
        guard let host = visit.request.head.authority, let code = QRCode("\(scheme)://\(host)\(link.url)") else {
            return nil
        }
        let side = Double(code.size + 8)
        return figure(.class("qr")) {
            svg(
                .viewBox("-4 -4 \(side.svg) \(side.svg)"), .role("img"),
                .ariaLabel(Wording(zh: "二维码：扫码看最新内容", en: "Code that leads to the newest state"))
            ) { path(.d(code.path)) }
            figcaption { "扫码看最新内容" }
        }
    }
}

extension Array where Element: Hashable {
    fileprivate var uniqued: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
