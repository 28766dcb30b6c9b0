import Calendars
import Permissions
import Registry
import Storage
import Workflows

/// 长期职责 — a kind of matter that never ends by itself and asks for an errand in each period.
public struct Duty: Matter {
    public enum State: String, MatterState {
        case standing, ended

        public var title: String { self == .standing ? "长期坚持" : "已终止" }
    }

    public static let kind = "duty"
    public static let title = "长期职责"
    public static let numberPrefix = "ZZ"
    public static let detailColumns = [DetailColumn("cycle", "报告周期"), DetailColumn("review", "复核周期")]

    public var header: MatterHeader
    public var cycle: Cycle?
    public var review: Cycle?
    public var details: [SQLValue] { [cycle?.sqlValue ?? .null, review?.sqlValue ?? .null] }

    public init(header: MatterHeader, details row: Row) throws {
        self.header = header
        cycle = try row["cycle"]
        review = try row["review"]
    }

    init(header: MatterHeader, cycle: Cycle?, review: Cycle?) {
        self.header = header
        self.cycle = cycle
        self.review = review
    }

    public static let migrations = [
        Migration(
            "duties", 1, "样例长期职责",
            ["CREATE TABLE duty (id TEXT PRIMARY KEY REFERENCES matter (id), cycle TEXT, review TEXT)"])
    ]

    public static let workflow = Workflow<Duty>(
        initial: .standing,
        final: [.ended],
        reading: .readErrands,
        openings: [OpeningRow(LayDown.self, by: .handOverErrands)],
        transitions: [
            Transition(SetCycle.self, from: [.standing], to: .standing, by: .steerErrands, as: .issuer),
            Transition(Hand.self, from: [.standing], to: .standing, by: .steerErrands, as: .issuer),
            Transition(Suspend<Duty>.self, from: [.standing], to: .standing, by: .steerErrands, as: .issuer)
                .requiringReason.suspending,
            Transition(Resume<Duty>.self, from: [.standing], to: .standing, by: .steerErrands, as: .issuer)
                .requiringReason.resuming,
            Transition(End.self, from: [.standing], to: .ended, by: .steerErrands, as: .issuer),
            Transition(TakeUp.self, from: [.ended], to: .standing, by: .steerErrands, as: .issuer),
        ],
        recurring: [
            Recurring("report", "定期报告", every: \.cycle) { duty, period, step throws(Refusal) in
                try duty.errand("报告", period, &step)
            },
            Recurring("review", "年度复核", every: \.review) { duty, period, step throws(Refusal) in
                try duty.errand("复核", period, &step)
            },
        ],
        awaits: { $0 == .standing ? .by(.issuer, .agreedDay(setBy: "交办时指定")) : .nothing })

    private func errand(_ what: String, _ period: CyclePeriod, _ step: inout Step) throws(Refusal) -> Errand {
        let owner = try step.organisation(header.owner ?? "", field: "owner")
        var own = MatterHeader(
            Errand.self, title: "\(header.title)\(what)（\(period.title)）", region: owner.region, owner: owner.id,
            supervisor: header.supervisor, issuer: header.issuer, in: step)
        own.agreedDay = period.due(in: step.calendar)
        var errand = Errand(header: own, demand: what)
        errand.state = .working
        return errand
    }
}

/// 明确职责
public struct LayDown: Opening {
    public static let slug = "lay-down"
    public static let title = "明确职责"
    static let offered = [
        Cycle(.monthly, by: .lastWorkingDay), Cycle(.quarterly, by: .dayAfter(10)), Cycle(.yearly, by: .lastDay),
    ]
    public static let fields: [Field] = [
        .cycle("cycle", "报告周期", of: offered).optional, .cycle("review", "复核周期", of: offered).optional,
    ]

    public var cycle: Cycle?
    public var review: Cycle?

    public init(_ cycle: Cycle?, review: Cycle? = nil) {
        self.cycle = cycle
        self.review = review
    }

    public func open(in step: inout Step) throws(Refusal) -> Duty {
        var header = MatterHeader(
            Duty.self, title: "每日安全巡查", region: SampleProvince.xuanwu, owner: "xuanwu-bureau",
            supervisor: "nanjing-bureau", issuer: "province-office", in: step)
        header.agreedDay = Day("2027-12-31")
        return Duty(header: header, cycle: cycle, review: review)
    }
}

/// 改周期
public struct SetCycle: Command {
    public static let slug = "set-cycle"
    public static let title = "改周期"
    public static let fields: [Field] = [.cycle("cycle", "报告周期", of: LayDown.offered).optional]
    public var cycle: Cycle?

    public init(_ cycle: Cycle?) { self.cycle = cycle }

    public func apply(to duty: inout Duty, in step: inout Step) { duty.cycle = cycle }
}

/// 移交, to any organisation, also to one that is no more.
public struct Hand: Command {
    public static let slug = "hand"
    public static let title = "移交"
    public static let fields: [Field] = [.text("owner", "承办单位")]
    public var owner: String

    public init(to owner: String) { self.owner = owner }

    public func apply(to duty: inout Duty, in step: inout Step) { duty.header.owner = owner }
}

/// 终止
public struct End: Command {
    public static let slug = "end"
    public static let title = "终止"

    public init() {}

    public func apply(to duty: inout Duty, in step: inout Step) {}
}

/// 重启
public struct TakeUp: Command {
    public static let slug = "take-up"
    public static let title = "重启"

    public init() {}

    public func apply(to duty: inout Duty, in step: inout Step) {}
}
