import Calendars
import Markup
import Permissions
import Registry
import Rules
import Site
import Workflows

/// 现场记隐患 — the page for a phone on site. It works without a network: `field.js` keeps what is typed and taken on the
/// phone and sends it once it can. Without scripts it is the ordinary form.
struct FieldPage {
    let visit: Visit

    static let routes: [Route] =
        [
            Route(
                .get, "/field", "现场记隐患（手机，可离线）", for: .holding(.reportDangers),
                query: [.init("blank", "1：不含任何数据的空页，供手机离线时使用")]
            ) { visit in
                try await FieldPage(visit: visit).page()
            },
            Route(.get, "/field/package", "现场记隐患的离线数据包", for: .holding(.reportDangers)) { visit in
                .json(try await FieldPage(visit: visit).package())
            },
        ] + FieldLock.routes + RescuePage.routes

    /// As many as a package for one day holds.
    private static let mostEnterprises = 200

    private func enterprises(of user: User) async throws -> [Organisation] {
        let regions = user.posts.filter { $0.role.permissions.contains(.reportDangers) && $0.role.reach == .region }
            .map(\.region)
        let known = try await visit.premises.registry.enterprises(within: regions, limit: Self.mostEnterprises)
        return known.filter { $0.exists(on: visit.today) }
    }

    // MARK: Package

    /// Everything the phone needs without a network: who, where, and the same rules for filling in as on the server.
    func package() async throws -> JSON {
        let user = try visit.user()
        let enterprises = try await enterprises(of: user)
        let day = FieldDay(visit: visit)
        let (rechecks, visits) = (try await day.rechecks(), try await day.visits())
        let escrow = try visit.premises.accounts.fieldKey(for: user.person.id)
        return .of(
            ("person", .text(user.person.id)), ("name", .text(user.person.name)),
            ("formToken", .text(visit.formToken)), ("madeAt", .number(visit.now.milliseconds)),
            ("action", .text(Self.action.url)), ("fields", .array(ReportDanger.fields.map(\.phoneRules))),
            (
                "enterprises",
                .array(enterprises.map { .of(("value", .text($0.id)), ("label", .text($0.name))) })
            ),
            ("rechecks", .array(rechecks.map(\.json))), ("visits", .array(visits.map(\.json))),
            (
                "criteria",
                .array(
                    visit.premises.rules.criteria(on: visit.today).map {
                        .of(
                            ("code", .text($0.code)), ("title", .text("\($0.category)：\($0.title)")),
                            ("verified", .bool($0.isVerified)))
                    })
            ),
            ("needsPIN", .bool(visit.premises.settings.needsFieldPIN)),
            ("escrow", .of(("key", .text(escrow.key)), ("parcel", .text(escrow.parcel)))))
    }

    // MARK: Page

    private static let action = Link("m", HiddenDanger.kind, "new", ReportDanger.slug)

    func page() async throws -> Answer {
        // What a phone keeps of the page itself is not encrypted, so nothing stands in it.
        let isBlank = visit.address.first("blank") == "1"
        let enterprises = isBlank ? [] : try await enterprises(of: try visit.user())
        let day = FieldDay(visit: visit)
        let rechecks = isBlank ? [] : try await day.rechecks()
        let visits = isBlank ? [] : try await day.visits()
        let title = Wording(zh: "现场记隐患", en: "Danger on site")
        let frame = visit.page(title, section: HiddenDanger.kind) {
            linkElement(.rel("stylesheet"), .href(Link("field.css")))
            p(.id("field-status"), .class("field-status"), .role("status"), .ariaLive("polite")) {
                Wording(zh: "需要网络才能提交。", en: "A network is needed to send this.")
            }
            FieldLock.question
            div(.id("field-open")) {
                FieldDay.parts(rechecks: rechecks.count, visits: visits.count)
                div(.id("field-problems"), .tabindex(-1)) {}
                formBody(enterprises)
                FieldDay.list(rechecks)
                FieldDay.list(visits)
                queue
            }
            FieldLock.choice
            p {
                a(.href(Link("field", "rescue"))) {
                    Wording(zh: "手机传不上？在电脑上导入导出的文件", en: "Bring in a file exported from the phone")
                }
            }
            scriptElement(.type("module"), .src(Link("field.js"))) {}
        }
        return .page(frame, json: try await package())
    }

    private var queue: HTML {
        section(.id("field-queue"), .hidden) {
            h2 { Wording(zh: "待上传", en: "Waiting to be sent") }
            ul(.id("field-items")) {}
            p(.class("form-actions")) {
                button(.type("button"), .class("button"), .id("field-send")) {
                    Wording(zh: "立即上传", en: "Send now")
                }
                button(.type("button"), .class("button plain"), .id("field-export")) {
                    Wording(zh: "导出待上传的记录（救急）", en: "Export what waits (rescue)")
                }
            }
        }
    }

    private func formBody(_ enterprises: [Organisation]) -> HTML {
        form(.post, .action(Self.action), .multipart, .id("field-form"), .novalidate, .class("field-form")) {
            hidden(FormFieldName.formToken, visit.formToken)
            hidden("source", DangerSource.inspection.rawValue)
            div(.class("field")) {
                label(.for("photos"), .class("question")) {
                    Wording(zh: "拍照（选填，作为隐患证据）", en: "Photograph, as evidence")
                }
                input(.id("photos"), .type("file"), .name("evidence"), .accept("image/*"), .multiple)
                ul(.id("field-photos"), .class("field-photos")) {}
            }
            div(.class("field")) {
                label(.for("enterprise"), .class("question")) { Wording(zh: "企业", en: "Enterprise") }
                label(.for("enterprise-find"), .class("hint"), .hidden) {
                    Wording(zh: "找企业（输入几个字）", en: "Find an enterprise")
                }
                input(.id("enterprise-find"), .type("search"), .autocomplete("off"), .hidden)
                select(.id("enterprise"), .name("enterprise")) {
                    for one in enterprises { option(.value(one.id)) { one.name } }
                }
            }
            chips(
                "category", Wording(zh: "隐患类别", en: "Category"), DangerCategory.allCases.map { ($0.rawValue, $0.title) }
            )
            chips("area", Wording(zh: "部位", en: "Area"), DangerArea.allCases.map { ($0.rawValue, $0.title) })
            div(.class("field")) {
                label(.for("description"), .class("question")) { Wording(zh: "看到了什么", en: "What was seen") }
                textarea(.id("description"), .name("description"), .rows(3)) {}
                ul(.id("field-criteria"), .class("field-criteria")) {}
            }
            details {
                summary { Wording(zh: "更多：具体位置，是否可能造成事故", en: "More") }
                div(.class("field")) {
                    label(.for("place"), .class("question")) { Wording(zh: "具体位置（选填）", en: "Place (optional)") }
                    input(.id("place"), .name("place"), .maxlength(60), .autocomplete("off"))
                }
                chips(
                    "harm", Wording(zh: "可能伤人、起火、爆炸、中毒或坍塌吗？", en: "Can it do harm?"),
                    GuidedAnswer.allCases.map { ($0.rawValue, $0.title) }, chosen: GuidedAnswer.yes.rawValue)
                chips(
                    "breach", Wording(zh: "违反法规、标准或操作规程吗？", en: "Does it breach a rule?"),
                    GuidedAnswer.allCases.map { ($0.rawValue, $0.title) }, chosen: GuidedAnswer.unsure.rawValue)
            }
            p(.class("form-actions")) {
                button(.class("button primary"), .id("field-save")) { Wording(zh: "保存并上报", en: "Save and send") }
            }
        }
    }

    private func hidden(_ name: String, _ value: String) -> HTML {
        input(.type("hidden"), .name(name), .value(value))
    }

    /// One tap chooses: what a list would take two for.
    private func chips(
        _ name: String, _ question: Wording, _ choices: [(value: String, title: String)], chosen: String? = nil
    ) -> HTML {
        fieldset(.class("field chips"), .id(name)) {
            legend(.class("question")) { question }
            for choice in choices {
                label(.class("chip")) {
                    if choice.value == chosen {
                        input(.type("radio"), .name(name), .value(choice.value), .checked)
                    } else {
                        input(.type("radio"), .name(name), .value(choice.value))
                    }
                    span { choice.title }
                }
            }
        }
    }
}

extension Workflows.Field {
    /// What a phone checks by itself, in the words of the server.
    var phoneRules: JSON {
        var members: [(String, JSON)] = [
            ("name", .text(name)), ("label", .text(label)), ("optional", .bool(isOptional)),
            ("missing", .text(missing)),
        ]
        switch kind {
        case .text(let limit), .longText(let limit):
            members += [("limit", .number(limit)), ("tooLong", .text(tooLong(limit, "{n}")))]
        case .choice(let choices), .choices(let choices):
            members.append(("choices", .array(choices.map { .text($0.value) })))
        default: break
        }
        return .object(members.map { .init($0.0, $0.1) })
    }
}
