import Calendars
import Permissions
import Rules
import Storage
import Workflows

/// 挂牌督办 — a county, a city or the province takes a major danger under its own eyes, in public, under a number,
/// until it takes the listing off again (摘牌). A part of the danger: the danger is not cleared before.
public struct DangerListing: Matter {
    public static let kind = "danger-listing"
    public static let title = "挂牌督办"
    public static let numberPrefix = "GP"

    public enum State: String, MatterState {
        case listed, delistingAsked, delisted

        public var title: String {
            switch self {
            case .listed: "已挂牌"
            case .delistingAsked: "申请摘牌"
            case .delisted: "已摘牌"
            }
        }
    }

    public enum Grade: String, MatterGrade, Comparable {
        case county, city, province

        public var title: String {
            switch self {
            case .county: "县级挂牌"
            case .city: "市级挂牌"
            case .province: "省级挂牌"
            }
        }

        public static func < (one: Self, other: Self) -> Bool {
            allCases.firstIndex(of: one)! < allCases.firstIndex(of: other)!
        }
    }

    public static let detailColumns: [DetailColumn] = [
        DetailColumn("danger_number", "隐患编号"), DetailColumn("requirement", "督办要求", isPersonal: true),
        DetailColumn("document_number", "文号"), DetailColumn("published_in", "公布于"),
        DetailColumn("published_on", "公布日期"), DetailColumn("extensions", "延期次数"),
    ]

    public var header: MatterHeader
    public let dangerNumber: String
    public let requirement: String
    public let documentNumber: String?
    public var publishedIn: String?
    public var publishedOn: Day?
    public var extensions = 0

    init(header: MatterHeader, dangerNumber: String, requirement: String, documentNumber: String?) {
        self.header = header
        self.dangerNumber = dangerNumber
        self.requirement = requirement
        self.documentNumber = documentNumber
    }

    public init(header: MatterHeader, details row: Row) throws {
        self.header = header
        dangerNumber = try row["danger_number"]
        requirement = try row["requirement"]
        documentNumber = try row["document_number"]
        publishedIn = try row["published_in"]
        publishedOn = try row["published_on"]
        extensions = try row["extensions"]
    }

    public var details: [SQLValue] {
        [
            dangerNumber.sqlValue, requirement.sqlValue, documentNumber?.sqlValue ?? .null,
            publishedIn?.sqlValue ?? .null, publishedOn?.sqlValue ?? .null, extensions.sqlValue,
        ]
    }

    public static let workflow = Workflow<DangerListing>(
        initial: .listed,
        final: [.delisted],
        reading: .readDangers,
        openings: [],
        transitions: [
            .init(
                PublishListing.self, from: [.listed, .delistingAsked], toOneOf: [.listed, .delistingAsked],
                by: .listDangers, as: .supervisor, choosing: { $0.state }),
            .init(ExtendListing.self, from: [.listed], to: .listed, by: .listDangers, as: .supervisor)
                .requiringReason,
            .init(AskDelisting.self, from: [.listed], to: .delistingAsked, by: .rectifyDangers, as: .owner)
                .requiringReason,
            .init(RefuseDelisting.self, from: [.delistingAsked], to: .listed, by: .listDangers, as: .supervisor)
                .requiringReason,
            .init(Delist.self, from: [.delistingAsked], to: .delisted, by: .listDangers, as: .supervisor)
                .requiringReason.separate(from: AskDelisting.self),
        ],
        awaits: { state in
            switch state {
            case .listed: .by(.owner, .agreedDay(setBy: "挂牌督办通知书"))
            case .delistingAsked: .by(.supervisor, within: .delisting)
            case .delisted: .nothing
            }
        })
}

extension Rule<Term> {
    /// 摘牌决定期限
    static let delisting = Self("hidden-danger.delisting")
}
