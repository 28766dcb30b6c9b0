import Calendars
import Registry
import Workflows

/// 分解下达 — gives each unit its part; the shares sum to the whole.
public struct Split: Command {
    public static let slug = "split"
    public static let title = "分解下达"
    public static let fields: [Field] = [
        .organisations("organisations", "分给"),
        .day("day", "分办时限"),
        .longText("requirement", "分办要求").optional.hint("不填则同本任务要求。"),
    ]

    public var organisations: [String]
    public var day: Day
    public var requirement: String?

    public init(organisations: [String], day: Day, requirement: String? = nil) {
        self.organisations = organisations
        self.day = day
        self.requirement = requirement
    }

    public func apply(to task: inout SupervisedTask, in step: inout Step) throws(Refusal) {
        let last = task.header.agreedDay ?? .last
        guard (step.today...max(step.today, last)).contains(day) else {
            throw Refusal.fields(["day": "分办时限应在今天和本任务时限（\(task.header.agreedDay?.chinese ?? "未定")）之间。"])
        }
        var units: [Organisation] = []
        for id in organisations {
            let unit = try step.organisation(id, field: "organisations")
            guard unit.id != task.header.owner else {
                throw Refusal.fields(["organisations": "不能分给本单位自己：\(unit.name)。"])
            }
            guard !units.contains(unit), !task.shares.all.contains(where: { $0.organisation == unit.id }) else {
                throw Refusal.fields(["organisations": "\(unit.name)已经有一份，请不要重复分办。"])
            }
            units.append(unit)
        }
        var template = task
        if let requirement { template.requirement = requirement }
        template.header.agreedDay = day
        task.shares.add(template.openParts(for: units, under: task, in: &step))
    }
}

/// 调整权重 — how much each part counts in the progress of the whole.
public struct Reweigh: Command {
    public static let slug = "reweigh"
    public static let title = "调整权重"
    public static let fields: [Field] = [
        .longText("shares", "各部分权重")
            .hint("每行一部分，写成“分办事项的标识=千分数”，本单位自办的部分写 own；合计 1000。")
    ]

    public var shares: String

    /// - Parameter thousandths: By the id of the part; ``Shares/own`` for what the lead does itself.
    public init(_ thousandths: [String: Int]) {
        shares = thousandths.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "\n")
    }

    public func apply(to task: inout SupervisedTask, in step: inout Step) throws(Refusal) {
        guard !task.shares.all.isEmpty else {
            throw Refusal.fields(["shares": "本任务还没有分办，没有权重可调。请先“分解下达”。"])
        }
        guard let wanted = Self.parsed(shares) else {
            throw Refusal.fields(["shares": "权重看不懂，请每行写一部分，如 own=200。"])
        }
        guard let changed = task.shares.changed(to: wanted) else {
            let sum = wanted.values.reduce(0, +)
            throw Refusal.fields([
                "shares": "每一部分都要有权重，不能为负，合计应为 100%，现在合计 \(Double(sum) / 10)%。"
            ])
        }
        task.shares = changed
    }

    private static func parsed(_ text: String) -> [String: Int]? {
        var wanted: [String: Int] = [:]
        for line in text.split(whereSeparator: \.isNewline) {
            let halves = line.split(separator: "=").map { $0.filter { !$0.isWhitespace } }
            guard halves.count == 2, let thousandths = Int(halves[1]), wanted[halves[0]] == nil else { return nil }
            wanted[halves[0]] = thousandths
        }
        return wanted
    }
}

extension SupervisedTask {
    /// Each co-operating unit gets its part, and the lead keeps a share of its own.
    mutating func openCooperatingParts(in step: inout Step) throws(Refusal) {
        guard !cooperating.isEmpty, let owner = header.owner else { return }
        var units: [Organisation] = []
        for id in cooperating { units.append(try step.organisation(id, field: "cooperating")) }
        shares = Shares(equallyFor: [(Shares.own, owner)] + openParts(for: units, under: self, in: &step))
    }

    /// Opens a part like this task for each unit; the whole's owner checks them.
    func openParts(
        for units: [Organisation], under whole: SupervisedTask, in step: inout Step
    ) -> [(part: String, organisation: String)] {
        units.map { unit in
            var header = MatterHeader(
                SupervisedTask.self, title: self.header.title, region: unit.region, sector: self.header.sector,
                owner: unit.id, supervisor: whole.header.owner, issuer: whole.header.issuer, in: step)
            header.agreedDay = self.header.agreedDay
            var part = SupervisedTask(header: header, requirement: requirement, role: .cooperate)
            part.grade = grade
            part.firstDay = self.header.agreedDay
            part.sourceDocument = sourceDocument
            part.sourceClause = sourceClause
            part.state = .issued
            step.open(part, under: whole)
            return (part.id, unit.id)
        }
    }
}

extension Step {
    /// Co-operating units as filled in: each once, each in the register, none of them the lead.
    func cooperating(_ ids: [String]?, with lead: Organisation) throws(Refusal) -> [String] {
        var units: [String] = []
        for id in ids ?? [] {
            let unit = try organisation(id, field: "cooperating")
            guard unit.id != lead.id else {
                throw Refusal.fields(["cooperating": "\(unit.name)是牵头单位，不必再列为配合单位。"])
            }
            if !units.contains(unit.id) { units.append(unit.id) }
        }
        return units
    }
}
