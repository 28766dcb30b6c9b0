import Calendars
import Storage
import Workflows

/// 调研课题 — a question that a unit looks into for the drafting group, which accepts its report.
public struct ResearchTopic: Matter {
    public static let kind = "research-topic"
    public static let title = "调研课题"
    public static let numberPrefix = "KT"

    public enum State: String, MatterState {
        case researching, reported, accepted, dropped

        public var title: String {
            switch self {
            case .researching: "调研中"
            case .reported: "已报告待验收"
            case .accepted: "已验收"
            case .dropped: "已取消"
            }
        }
    }

    public static let detailColumns: [DetailColumn] = [
        DetailColumn("requirement", "调研要求"), DetailColumn("findings", "调研结论"),
        DetailColumn("reported_on", "报告日期", .day), DetailColumn("returns", "退回次数", .count),
    ]

    public var header: MatterHeader
    public let requirement: String
    public var findings: String?
    public var reportedOn: Day?
    public var returns = 0

    init(header: MatterHeader, requirement: String) {
        self.header = header
        self.requirement = requirement
    }

    public init(header: MatterHeader, details row: Row) throws {
        self.header = header
        requirement = try row["requirement"]
        findings = try row["findings"]
        reportedOn = try row["reported_on"]
        returns = try row["returns"]
    }

    public var details: [SQLValue] {
        [requirement.sqlValue, findings?.sqlValue ?? .null, reportedOn?.sqlValue ?? .null, returns.sqlValue]
    }

    public static let workflow = Workflow<ResearchTopic>(
        initial: .researching,
        final: [.accepted, .dropped],
        reading: .readDraftingParts,
        openings: [],
        transitions: [
            .init(ReportFindings.self, from: [.researching], to: .reported, by: .contributeToDrafting, as: .owner),
            .init(AcceptFindings.self, from: [.reported], to: .accepted, by: .manageDrafting, as: .supervisor)
                .separate(from: ReportFindings.self),
            .init(ReturnFindings.self, from: [.reported], to: .researching, by: .manageDrafting, as: .supervisor)
                .requiringReason,
            .init(PostponeTopic.self, from: [.researching], to: .researching, by: .manageDrafting, as: .supervisor)
                .requiringReason,
            .init(
                Transfer<ResearchTopic>.self, from: [.researching], to: .researching, by: .manageDrafting,
                as: .supervisor
            ).requiringReason,
            .init(DropTopic.self, from: [.researching, .reported], to: .dropped, by: .manageDrafting, as: .supervisor)
                .requiringReason,
        ],
        awaits: { state in
            switch state {
            case .researching: .by(.owner, .agreedDay(setBy: "调研安排"))
            case .reported: .by(.supervisor, within: .topicAcceptance)
            case .accepted, .dropped: .nothing
            }
        })
}
