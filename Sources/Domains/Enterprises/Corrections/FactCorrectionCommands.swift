import Calendars
import Facts
import Permissions
import Registry
import Storage
import Workflows

/// 申请纠正 — says which fact about an enterprise is wrong, and what is right.
public struct AskCorrection: Opening {
    public static let slug = "ask-correction"
    public static let title = "申请纠正"
    public static let fields: [Field] = [
        .text("enterprise", "企业（统一社会信用代码）", limit: 64).holds(.correctedEnterprise),
        .choice("fact", "哪一项有误", of: EnterpriseFact.self).holds(.correctedFact),
        .text("proposed", "应更正为", limit: 1000).holds(.correctedValue),
        .longText("ground", "理由和依据", limit: 2000).hint("如营业执照、变更通知书的名称和日期。").holds(.correctionGround),
    ]

    public var enterprise: String
    public var fact: EnterpriseFact
    public var proposed: String
    public var ground: String
    private var record: EnterpriseRecord?

    private enum CodingKeys: CodingKey {
        case enterprise, fact, proposed, ground
    }

    public init(enterprise: String, fact: EnterpriseFact, proposed: String, ground: String) {
        self.enterprise = enterprise
        self.fact = fact
        self.proposed = proposed
        self.ground = ground
    }

    public var remark: String? { ground }

    public mutating func prepare(for user: User, reading database: any Database) async throws {
        record = try await EnterpriseStore(database: database).record(enterprise, for: user)
    }

    public func open(in step: inout Step) throws(Refusal) -> FactCorrection {
        guard let record else {
            throw Refusal.fields(["enterprise": "没有找到这家企业，或者它不在您的辖区和职责范围内。请核对代码。"])
        }
        let reading = FactReading(
            regions: step.regions, industries: .inUse, substances: .inUse, on: step.today)
        let value: String
        do throws(FactProblem) {
            value = try reading.read(proposed, as: fact)
        } catch {
            throw Refusal.fields(["proposed": error.message])
        }
        let held = record.holding[fact]
        guard held?.value != value else {
            throw Refusal.fields(["proposed": "现在登记的就是“\(reading.words(value, fact))”，不需要更正。"])
        }
        let one = record.enterprise
        if fact == .location, let location = Coordinates(text: value),
            let problem = step.regions.problem(with: location, in: one.region, on: step.today)
        {
            throw Refusal.fields(["proposed": problem])
        }
        guard let answering = Self.answering(held, about: one, in: step) else {
            throw Refusal.fields(["enterprise": "名录中没有可以答复的监管机构，请联系系统管理员。"])
        }
        let header = MatterHeader(
            FactCorrection.self, title: "\(one.name)：\(fact.title)更正为“\(reading.words(value, fact))”",
            region: one.region, sector: one.sector, supervisor: answering,
            issuer: step.user.posts.first { $0.role.permissions.contains(.askFactCorrections) }?.organisation,
            subject: one.id, in: step)
        return FactCorrection(
            header: header, fact: fact, held: held, proposed: value, ground: ground, askedBy: step.user.person.id)
    }

    /// Who entered the fact, or else whoever supervises the place: the county before the city before the province.
    private static func answering(_ held: HeldFact?, about one: Enterprise, in step: Step) -> String? {
        if let entered = held?.held.organisation, let organisation = step.organisations[entered],
            organisation.kind != .enterprise, let current = step.organisations.inOffice(organisation, on: step.today)
        {
            return current.id
        }
        return step.supervising(one.region, sector: one.sector)
    }
}

/// 更正 — the fact holds as asked from now on, for everyone.
public struct CorrectFact: Command {
    public static let slug = "correct-fact"
    public static let title = "更正"
    public static let fields: [Field] = [.reason("答复意见").optional]

    public var reason: String?
    public var remark: String? { reason }
    private var record: EnterpriseRecord?
    private var namesake: EnterpriseRecord?

    private enum CodingKeys: CodingKey {
        case reason
    }

    public init(reason: String? = nil) {
        self.reason = reason
    }

    public mutating func prepare(for correction: FactCorrection, reading database: any Database) async throws {
        let store = EnterpriseStore(database: database)
        record = try await store.record(correction.header.subject ?? "")
        if correction.fact == .creditCode { namesake = try await store.record(correction.proposed) }
    }

    public func apply(to correction: inout FactCorrection, in step: inout Step) throws(Refusal) {
        guard correction.askedBy != step.user.person.id else { throw Refusal.ownCorrection }
        guard let record else { throw Refusal.notFound("企业") }
        guard namesake == nil || namesake?.enterprise.id == record.enterprise.id else { throw Refusal.codeTaken }
        let organisation = step.post?.organisation ?? correction.header.supervisor ?? ""
        let author = Author(person: step.user.person.id, organisation: organisation, cause: correction.header.id)
        let statement = Statement(
            .correction(correction.fact), by: organisation, on: step.today, [correction.fact: correction.proposed])
        let draft = try EnterpriseDraft(statement, about: record, in: step.regions, by: author, at: step.now)
        correction.header.region = draft.enterprise.region
        correction.header.sector = draft.enterprise.sector
        step.register(draft.changes)
    }
}

/// 不予更正 — what is registered is right, and why.
public struct DeclineCorrection: Command {
    public static let slug = "decline-correction"
    public static let title = "不予更正"
    public static let fields: [Field] = [.reason("不予更正的理由")]

    public var reason: String
    public var remark: String? { reason }

    public init(reason: String) {
        self.reason = reason
    }

    public func apply(to correction: inout FactCorrection, in step: inout Step) throws(Refusal) {
        guard correction.askedBy != step.user.person.id else { throw Refusal.ownCorrection }
    }
}

/// 撤回申请
public struct WithdrawCorrection: Command {
    public typealias Subject = FactCorrection
    public static let slug = "withdraw-correction"
    public static let title = "撤回申请"

    public init() {}

    public func apply(to correction: inout FactCorrection, in step: inout Step) {}
}

extension Refusal {
    static let ownCorrection = Refusal(
        .forbidden, code: "own-correction", message: "这项纠正是您自己申请的，不能由您答复。请由本单位其他人员办理。")
}

extension Facts.Fact {
    static let correctedEnterprise = Self("fact-correction.enterprise")
    static let correctedFact = Self("fact-correction.fact")
    static let correctedValue = Self("fact-correction.value")
    static let correctionGround = Self("fact-correction.ground")
}
