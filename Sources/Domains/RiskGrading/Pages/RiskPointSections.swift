import Calendars
import Markup
import Permissions
import Rules
import Site
import Workflows

/// The parts of a risk point's page: the assessments side by side with how each came about, and the controls.
struct RiskPointSections {
    let matter: OpenMatter
    let visit: Visit

    func sections() async throws -> HTML {
        guard let point = try await RiskGradingStore(database: visit.premises.database).point(matter.header.id) else {
            return .empty
        }
        let round = point.state == .controlled ? point.round - 1 : point.round
        let database = visit.premises.database
        let records = try await AssessmentRecord.all(of: point.id, round: max(1, round), in: database)
        let controls = try await RiskControl.all(of: [point.id], in: database)
        let types = point.accidentTypes.map { visit.premises.rules.accidentType($0) }.joined(separator: "、")
        return .pieces([
            linkElement(.rel("stylesheet"), .href(Link("risks.css"))),
            Panel(Wording(zh: "可能发生的事故", en: "Accidents it can lead to"), id: "accidents") { p { types } }.html,
            Panel(Wording(zh: "评估", en: "Assessments"), id: "assessments") { assessments(records) }.html,
            Panel(Wording(zh: "管控措施", en: "Controls"), id: "controls") { register(of: controls) }.html,
        ])
    }

    @HTMLBuilder private func assessments(_ records: [AssessmentRecord]) -> HTML {
        if records.isEmpty {
            p { Wording(zh: "本轮还没有评估。", en: "Not assessed yet.") }
        } else {
            if Set(records.map(\.grade)).count > 1 {
                p(.class("notice hint")) {
                    Wording(
                        zh: "几个人的评估得出不同等级，确定等级时请在理由中说明采用哪一个。",
                        en: "The assessments differ; say in the reason which one is taken.")
                }
            }
            div(.class("side-by-side")) { for record in records { card(record) } }
        }
    }

    private func card(_ record: AssessmentRecord) -> HTML {
        let rules = visit.premises.rules
        // Inputs are as they were; a rule that is gone today is said, not hidden.
        let then = try? record.assessment.judged(by: rules, on: record.at.day)
        let now = try? record.assessment.judged(by: rules, on: visit.today)
        return section(.class("assessment")) {
            h3 { visit.premises.people.person(record.assessor)?.name ?? record.assessor }
            p {
                RiskBadge(grade: record.grade)
                " \(record.score)　\(record.at.day.chinese)"
            }
            p { record.assessment.method.title }
            ul { for line in record.assessment.inputsInWords { li { line } } }
            if now?.grade != record.grade {
                p(.class("notice hint")) {
                    Wording(
                        zh: "按今天的规定为\(now?.grade.title ?? "无法评定（规则已停用）")，与评估时不同。",
                        en: "By today's rules it would be another grade.")
                }
            }
            if let then {
                details {
                    summary { Wording(zh: "怎样得出的", en: "How it was worked out") }
                    ul { for line in then.workings { li { line } } }
                    for derivation in then.derivations { p { small { derivation.sentence } } }
                }
            }
        }
    }

    private func register(of controls: [RiskControl]) -> HTML {
        var register = Register(
            Wording(zh: "管控措施", en: "Controls"), .init(controls, total: controls.count),
            state: RegisterState(visit.address.withoutQuery), identity: \.id,
            columns: [
                Column("measure", Wording(zh: "措施", en: "Measure"), onPhone: .title, room: .prose) { $0.measure },
                Column("kind", Wording(zh: "类别", en: "Kind")) { $0.kind.title },
                Column("level", Wording(zh: "负责层级", en: "Owned by")) { $0.level.wording },
                Column("responsible", Wording(zh: "责任人", en: "Responsible")) { $0.responsible },
                Column("interval", Wording(zh: "检查周期", en: "Checked")) { $0.interval.title },
            ])
        register.whenEmpty = EmptyState(Wording(zh: "还没有登记管控措施。", en: "No controls yet."))
        return register.body
    }
}
