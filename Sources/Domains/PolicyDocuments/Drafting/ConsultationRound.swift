import Calendars
import Storage
import Workflows

/// 征求意见 — one round of asking units about one version; a part of its project, and its own parts are the units'
/// ``Consultation``s.
public struct ConsultationRound: Matter {
    public static let kind = "consultation-round"
    public static let title = "征求意见"
    public static let numberPrefix = "ZQ"

    public enum State: String, MatterState {
        case consulting, concluded

        public var title: String {
            switch self {
            case .consulting: "征求意见中"
            case .concluded: "已汇总"
            }
        }
    }

    public static let detailColumns: [DetailColumn] = [
        DetailColumn("round", "轮次"), DetailColumn("asked_version", "稿次"), DetailColumn("note", "说明"),
        DetailColumn("asked", "征求单位数"),
    ]

    public var header: MatterHeader
    public let round: Int
    public let version: Int
    public let note: String?
    /// How many units were asked.
    public let asked: Int

    init(header: MatterHeader, round: Int, version: Int, note: String?, asked: Int) {
        self.header = header
        self.round = round
        self.version = version
        self.note = note
        self.asked = asked
    }

    public init(header: MatterHeader, details row: Row) throws {
        self.header = header
        round = try row["round"]
        version = try row["asked_version"]
        note = try row["note"]
        asked = try row["asked"]
    }

    public var details: [SQLValue] { [round.sqlValue, version.sqlValue, note?.sqlValue ?? .null, asked.sqlValue] }

    public static let workflow = Workflow<ConsultationRound>(
        initial: .consulting,
        final: [.concluded],
        reading: .readDrafting,
        openings: [],
        transitions: [
            .init(ConcludeRound.self, from: [.consulting], to: .concluded, by: .manageDrafting, as: .owner)
                .afterChildren
        ],
        awaits: { state in
            switch state {
            case .consulting: .by(.owner, .agreedDay(setBy: "征求意见截止日期"))
            case .concluded: .nothing
            }
        })
}

/// 汇总本轮意见 — every unit has spoken or let the day pass, every comment has its answer; now all who were asked see
/// the whole table.
public struct ConcludeRound: Command {
    public typealias Subject = ConsultationRound
    public static let slug = "conclude"
    public static let title = "汇总本轮意见"

    public init() {}

    public func apply(to round: inout ConsultationRound, in step: inout Step) {}
}
