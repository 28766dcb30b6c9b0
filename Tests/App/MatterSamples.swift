import Calendars
import Permissions
import RiskGrading
import Testing
import Workflows

@testable import App

/// One matter of each kind of the program, all of them in Xuanwu: the part of the world that is “own”.
struct MatterSamples {
    /// What nobody may read who may not read the matter.
    static let mark = "只给本辖区看的事项"

    /// Kinds whose matters stand on something else: an enterprise of the register, the text of a document.
    private static let needingMore: Set = ["fact-correction", "policy-document"]

    /// By kind.
    private(set) var ids: [String: String] = [:]
    private let office: Office

    init(in office: Office) async throws {
        self.office = office
        try await makeTasks()
        try await makeDraft()
        try await makeInspection()
        for kind in Composition.kinds.all where ids[kind.name] == nil { try await open(kind) }
        try await listDanger()
        try await identifyRisk()
        let found = try await office.premises.database.rows("SELECT kind, id FROM matter")
        for kind in Composition.kinds.all {
            #expect(
                ids[kind.name] != nil || Self.needingMore.contains(kind.name),
                "\(kind.name) has no sample: add how one comes to be to MatterSamples")
        }
        #expect(found.count >= ids.count)
    }

    /// A task, the letter and the interview about it.
    private mutating func makeTasks() async throws {
        let task = try await open("supervised-task", "establish", by: "officer")
        ids["supervised-task"] = task
        try await perform(
            [
                ("approve", "approver", [:]), ("issue", "officer", [:]), ("remind", "officer", [:]),
                ("send-letter", "officer", [:]),
                ("call-interview", "officer", ["day": "2099-12-31", "place": "会议室", "interviewee": "某人"]),
            ], on: task, of: "supervised-task")
        for kind in ["supervision-letter", "interview"] { ids[kind] = try await id(of: kind) }
    }

    /// A project with a topic, a version and a round about it in which a unit is asked.
    private mutating func makeDraft() async throws {
        let project = try await open("drafting-project", "start", by: "officer")
        try await perform(
            [
                ("assign-topic", "officer", ["topic": Self.mark, "unit": "xuanwu-bureau", "day": "2099-12-31"]),
                ("issue-version", "officer", ["stage": "discussion", "text": "一、压实责任。\n二、加强保障。"]),
                ("issue-version", "officer", ["stage": "forComment", "text": "一、压实各方责任。\n二、加强保障。"]),
                ("consult", "officer", ["units": "xuanwu-bureau", "day": "2099-12-31"]),
            ], on: project, of: "drafting-project")
        ids["drafting-project"] = project
        for kind in ["research-topic", "consultation-round", "consultation"] { ids[kind] = try await id(of: kind) }
    }

    /// An inspection of which the enterprise was notified, and the cap that it counts towards.
    private mutating func makeInspection() async throws {
        ids["inspection-cap"] = try await open(
            "inspection-cap", "publish", by: "inspection-head",
            with: ["publishedOn": "2026-01-15", "year": "2099", "most": "4", "enterprise": "jinling-chemicals"])
        let inspection = try await open("inspection", "apply", by: "inspector", with: ["inspectors": "孙一、吕二"])
        try await perform(
            [("approve", "inspection-head", [:]), ("notify", "inspector", ["manner": "beforehand"])], on: inspection,
            of: "inspection")
        ids["inspection"] = inspection
    }

    private func perform(
        _ steps: [(command: String, role: String, values: [String: String])], on matter: String, of kind: String
    ) async throws {
        for step in steps {
            _ = try await Composition.kinds[kind]!.perform(
                step.command, with: FieldValues(step.values), on: matter, by: user(step.role), in: Envelope(),
                at: office.premises.desk)
        }
    }

    private func id(of kind: String) async throws -> String? {
        try await office.premises.database.rows("SELECT id FROM matter WHERE kind = \(kind)").first?["id"]
    }

    /// The public listing of a major danger.
    private mutating func listDanger() async throws {
        guard let danger = ids["hidden-danger"] else { return }
        try await perform(
            [
                ("grade", "officer", ["grade": "major", "handling": "by-order", "reason": "按现场情况"]),
                ("list", "officer", ["day": "2099-12-31", "requirement": "限期整改"]),
            ], on: danger, of: "hidden-danger")
        ids["danger-listing"] = try await id(of: "danger-listing")
    }

    /// A risk point at a place of the enterprise's profile.
    private mutating func identifyRisk() async throws {
        guard let profile = ids["risk-profile"] else { return }
        let officer = "enterprise-safety-officer"
        try await perform(
            [("add-place", officer, ["level": "site", "name": Self.mark])], on: profile, of: "risk-profile")
        let place: String? = try await office.premises.database.rows("SELECT id FROM risk_place").first?["id"]
        try await perform(
            [
                (
                    "identify", officer,
                    ["place": place ?? "", "name": Self.mark, "hazard": Self.mark, "accidentTypes": "WSA10099"]
                )
            ], on: profile, of: "risk-profile")
        for kind in ["risk-point", "risk-report"] { ids[kind] = try await id(of: kind) }
        guard let point = ids["risk-point"] else { return }
        let (lec, control) = (
            ["likelihood": "unlikely", "exposure": "rare", "consequence": "noticeable"],
            ["kind": "management", "measure": Self.mark, "level": "post", "interval": "day", "responsible": Self.mark]
        )
        try await perform(
            [
                ("assess-lec", officer, lec), ("add-control", officer, control),
                ("confirm", "enterprise-safety-head", ["grade": "low", "reason": Self.mark]),
            ], on: point, of: "risk-point")
        try await RiskWatch(desk: office.premises.desk).run()
        try await RecurringMatters(desk: office.premises.desk, kinds: Composition.kinds).run()
        for kind in ["check-plan", "checklist"] { ids[kind] = try await id(of: kind) }
    }

    /// Kinds that need nothing but a form filled in.
    private mutating func open(_ kind: KindOfMatter) async throws {
        for opening in kind.openings {
            let holders = Office.Holder.all.filter {
                $0.standpoint == .own && $0.role.permissions.contains(opening.permission)
            }
            for holder in holders {
                do {
                    ids[kind.name] = try await kind.open(
                        opening.slug, with: opening.sample, by: office.user(holder), in: Envelope(),
                        at: office.premises.desk
                    ).matter
                    return
                } catch is Refusal {
                    continue
                }
            }
        }
    }

    private func open(
        _ kind: String, _ opening: String, by role: String, with values: [String: String] = [:]
    ) async throws -> String {
        let kind = Composition.kinds[kind]!
        let shape = kind.openings.first { $0.slug == opening }!
        let filled = shape.sample.values.merging(values.mapValues { [$0] }) { $1 }
        return try await kind.open(
            opening, with: FieldValues(filled), by: user(role), in: Envelope(), at: office.premises.desk
        ).matter
    }

    private func user(_ role: String) -> User {
        office.user(Office.Holder(role: Roles.catalogue[role]!, standpoint: .own))
    }
}

extension KindOfMatter.CommandShape {
    /// Every field filled in with something that fits Xuanwu.
    var sample: FieldValues {
        FieldValues(
            Dictionary(
                fields.filter { !$0.isOptional || $0.name == "title" }.map { ($0.name, [$0.sample]) },
                uniquingKeysWith: { first, _ in first }))
    }
}

extension Field {
    var sample: String {
        switch kind {
        case .text(let limit), .longText(let limit): String(MatterSamples.mark.prefix(limit))
        case .choice(let choices), .choices(let choices): choices.first?.value ?? ""
        case .day: "2099-12-31"
        case .number(let range, _): String(range.lowerBound)
        case .organisation, .organisations: "xuanwu-bureau"
        case .enterprise: "jinling-chemicals"
        case .person: "officer@own"
        case .region: "320102000000"
        case .attachments: String(repeating: "0", count: 64)
        }
    }
}
