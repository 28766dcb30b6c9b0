import Storage
import Workflows

/// 检查事由 — why an enterprise is inspected. What it means for the yearly cap is said by the rule
/// `inspection.counts-towards-cap`.
public enum InspectionGround: String, Codable, CaseIterable, SQLConvertible, Titled {
    case planned, complaint, assigned, monitoring, requested

    public var title: String {
        switch self {
        case .planned: "计划内检查"
        case .complaint: "投诉举报"
        case .assigned: "转办交办"
        case .monitoring: "数据监测线索"
        case .requested: "企业申请"
        }
    }
}

/// 计入年度频次 — whether an inspection counts towards the cap that its authority published.
public enum CapCounting: String, Codable, CaseIterable, SQLConvertible, Titled {
    case counted, exempt
    /// Refused or called off: what it had taken up is free again.
    case released

    public var title: String {
        switch self {
        case .counted: "计入"
        case .exempt: "凭线索或申请，不受上限限制"
        case .released: "没有实施，不计"
        }
    }
}

/// 通知方式
public enum NoticeManner: String, Codable, CaseIterable, SQLConvertible, Titled {
    case beforehand
    case onArrival = "on-arrival"

    public var title: String {
        switch self {
        case .beforehand: "提前通知"
        case .onArrival: "到场时出示通知书"
        }
    }
}

/// 检查结果
public enum InspectionResult: String, Codable, CaseIterable, SQLConvertible, Titled {
    case clean, problems

    public var title: String {
        switch self {
        case .clean: "未发现问题"
        case .problems: "发现问题"
        }
    }
}

/// 问题类别 — what a problem is about, for whoever sees it put right.
public enum FindingNature: String, Codable, CaseIterable, SQLConvertible, Titled {
    case engineering, fire, electrical, protection, training, emergency, management

    public var title: String {
        switch self {
        case .engineering: "设备设施和工艺"
        case .fire: "消防"
        case .electrical: "用电"
        case .protection: "个体防护"
        case .training: "教育培训与持证"
        case .emergency: "应急"
        case .management: "制度与责任落实"
        }
    }
}

/// 企业风险等级 — by which an authority may publish different caps; the grade that heads an enterprise's risk profile.
public enum CapGrade: String, Codable, CaseIterable, SQLConvertible, Titled {
    case major, considerable, general, low

    public var title: String {
        switch self {
        case .major: "重大风险（红）"
        case .considerable: "较大风险（橙）"
        case .general: "一般风险（黄）"
        case .low: "低风险（蓝）"
        }
    }
}
