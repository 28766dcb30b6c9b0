import Calendars
import Permissions
import Rules
import Storage
import Workflows

/// 企业证照 — a licence, certificate or filing of an enterprise, with the file and the day until which it holds.
///
/// While it holds nobody has to act; some time before it ends the enterprise is asked for its renewal, and the light
/// turns as for every matter.
public struct EnterprisePaper: Matter {
    public static let kind = "enterprise-paper"
    public static let title = "企业证照"
    public static let numberPrefix = "ZZ"

    public enum State: String, MatterState {
        case inForce, expiring, ended

        public var title: String {
            switch self {
            case .inForce: "有效"
            case .expiring: "待换证"
            case .ended: "已注销"
            }
        }
    }

    /// 证照种类
    public enum Sort: String, Sendable, CaseIterable, Codable, Titled, SQLConvertible {
        case businessLicence = "business-licence"
        case safetyLicence = "safety-licence"
        case chemicalsOperation = "chemicals-operation"
        case chemicalsUse = "chemicals-use"
        case standardisation
        case assessment
        case emergencyPlan = "emergency-plan"
        case majorHazard = "major-hazard"
        case specialEquipment = "special-equipment"
        case fireAcceptance = "fire-acceptance"
        case other

        public var title: String {
            switch self {
            case .businessLicence: "营业执照"
            case .safetyLicence: "安全生产许可证"
            case .chemicalsOperation: "危险化学品经营许可证"
            case .chemicalsUse: "危险化学品安全使用许可证"
            case .standardisation: "安全生产标准化证书"
            case .assessment: "安全评价报告"
            case .emergencyPlan: "应急预案备案"
            case .majorHazard: "重大危险源备案"
            case .specialEquipment: "特种设备使用登记"
            case .fireAcceptance: "消防验收或备案"
            case .other: "其他证照"
            }
        }
    }

    public static let detailColumns: [DetailColumn] = [
        DetailColumn("sort", "证照种类", of: Sort.self), DetailColumn("paper_number", "证照编号"),
        DetailColumn("issued_by", "发证（备案）机关"), DetailColumn("valid_until", "有效期至"),
        DetailColumn("renewals", "换证次数"),
    ]

    public var header: MatterHeader
    public let sort: Sort
    public var paperNumber: String
    public var issuedBy: String?
    /// The last day on which it holds; `nil` for what holds without an end (长期有效).
    public var validUntil: Day?
    public var renewals = 0

    init(header: MatterHeader, sort: Sort, paperNumber: String, issuedBy: String?, validUntil: Day?) {
        self.header = header
        self.sort = sort
        self.paperNumber = paperNumber
        self.issuedBy = issuedBy
        self.validUntil = validUntil
        self.header.agreedDay = validUntil
    }

    public init(header: MatterHeader, details row: Row) throws {
        self.header = header
        sort = try row["sort"]
        paperNumber = try row["paper_number"]
        issuedBy = try row["issued_by"]
        validUntil = try row["valid_until"]
        renewals = try row["renewals"]
    }

    public var details: [SQLValue] {
        [
            sort.sqlValue, paperNumber.sqlValue, issuedBy?.sqlValue ?? .null, validUntil?.sqlValue ?? .null,
            renewals.sqlValue,
        ]
    }

    public static let workflow = Workflow<EnterprisePaper>(
        initial: .inForce,
        final: [.ended],
        reading: .readPapers,
        openings: [.init(FilePaper.self, by: .filePapers)],
        transitions: [
            .init(RenewPaper.self, from: [.inForce, .expiring], to: .inForce, by: .filePapers),
            .init(EndPaper.self, from: [.inForce, .expiring], to: .ended, by: .filePapers).requiringReason,
            .init(AskRenewal.self, from: [.inForce], to: .expiring, by: .watchPapers).byPlatform,
        ],
        awaits: { state in
            switch state {
            case .inForce: .byPlatform(because: "在有效期内，不需要办理")
            case .expiring: .by(.owner, .agreedDay(setBy: "证照有效期"))
            case .ended: .nothing
            }
        })

    static let migrations: [Migration] = [
        Migration(
            "enterprise-papers", 1, "企业证照",
            [
                """
                CREATE TABLE enterprise_paper (
                    id TEXT PRIMARY KEY REFERENCES matter (id),
                    sort TEXT NOT NULL,
                    paper_number TEXT NOT NULL,
                    issued_by TEXT,
                    valid_until TEXT,
                    renewals BIGINT NOT NULL CHECK (renewals >= 0)
                )
                """,
                """
                CREATE INDEX enterprise_paper_by_end ON matter (state, agreed_day)
                WHERE kind = 'enterprise-paper'
                """,
            ])
    ]
}

extension Permission {
    public static let readPapers = Permission("enterprise-papers.read")
    public static let filePapers = Permission("enterprise-papers.file")
    /// Held by no role: what the platform itself notes.
    static let watchPapers = Permission("enterprise-papers.watch")
}

extension Rule<Int> {
    /// 证照到期前多少日提请换证
    static let paperRenewal = Self("enterprise-paper.renewal-days")
}
