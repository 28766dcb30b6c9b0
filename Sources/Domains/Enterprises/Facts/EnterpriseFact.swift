import Markup
import Storage
import Workflows

/// 企业信息项 — one thing known about an enterprise. Its ``rawValue`` is the column it stands in.
public enum EnterpriseFact: String, Sendable, CaseIterable, Codable, SQLConvertible, Titled {
    case name
    case creditCode = "credit_code"
    case noCodeReason = "no_code_reason"
    case region
    case address
    case location
    case industry
    case sector
    case status
    case size
    case legalRepresentative = "legal_representative"
    case chief
    case chiefPhone = "chief_phone"
    case safetyHead = "safety_head"
    case safetyPhone = "safety_phone"
    case dutyPhone = "duty_phone"
    case employees
    case safetyStaff = "safety_staff"
    case safetyEngineers = "safety_engineers"
    case specialOperators = "special_operators"
    case processes
    case chemicals
    case registeredOn = "registered_on"
    case branchOf = "branch_of"

    public var title: String { wording.chinese }

    public var wording: Wording {
        switch self {
        case .name: Wording(zh: "企业名称", en: "Name")
        case .creditCode: Wording(zh: "统一社会信用代码", en: "Unified social credit code")
        case .noCodeReason: Wording(zh: "无代码原因", en: "Why there is no code")
        case .region: Wording(zh: "所属区划", en: "Region")
        case .address: Wording(zh: "生产经营地址", en: "Address")
        case .location: Wording(zh: "经纬度坐标", en: "Coordinates")
        case .industry: Wording(zh: "行业类别", en: "Branch of industry")
        case .sector: Wording(zh: "监管行业", en: "Supervised sector")
        case .status: Wording(zh: "经营状态", en: "Status")
        case .size: Wording(zh: "企业规模", en: "Size")
        case .legalRepresentative: Wording(zh: "法定代表人（负责人）", en: "Legal representative")
        case .chief: Wording(zh: "主要负责人", en: "Person chiefly in charge")
        case .chiefPhone: Wording(zh: "主要负责人电话", en: "Telephone of the person in charge")
        case .safetyHead: Wording(zh: "安全负责人", en: "Head of safety")
        case .safetyPhone: Wording(zh: "安全负责人电话", en: "Telephone of the head of safety")
        case .dutyPhone: Wording(zh: "应急值守电话", en: "Duty telephone")
        case .employees: Wording(zh: "从业人数", en: "Employees")
        case .safetyStaff: Wording(zh: "专职安全管理人员", en: "Full-time safety staff")
        case .safetyEngineers: Wording(zh: "注册安全工程师", en: "Registered safety engineers")
        case .specialOperators: Wording(zh: "特种作业人员", en: "Special operators")
        case .processes: Wording(zh: "重点监管的危险化工工艺", en: "Chemical processes under special supervision")
        case .chemicals: Wording(zh: "危险化学品", en: "Hazardous chemicals")
        case .registeredOn: Wording(zh: "成立日期", en: "Registered on")
        case .branchOf: Wording(zh: "总公司信用代码", en: "Credit code of the head office")
        }
    }

    /// Without these there is no entry.
    public static let required: [EnterpriseFact] = [.name, .region, .industry, .sector, .status]

    /// Who is asked for it: where two sources differ, this one holds until somebody corrects it.
    var owner: StatementSource {
        switch self {
        case .name, .creditCode, .legalRepresentative, .registeredOn, .branchOf: .marketRegister
        case .region, .industry, .sector, .status, .size, .noCodeReason: .supervisor
        case .address, .location, .chief, .chiefPhone, .safetyHead, .safetyPhone, .dutyPhone, .employees, .safetyStaff,
            .safetyEngineers, .specialOperators, .processes, .chemicals:
            .enterprise
        }
    }

    /// Counts of people.
    static let counts: Set<EnterpriseFact> = [.employees, .safetyStaff, .safetyEngineers, .specialOperators]

    /// In which part of the enterprise's page it stands.
    enum Part: Sendable, Hashable {
        case basic, people, hazards
    }

    var part: Part {
        switch self {
        case .legalRepresentative, .chief, .chiefPhone, .safetyHead, .safetyPhone, .dutyPhone, .employees,
            .safetyStaff, .safetyEngineers, .specialOperators:
            .people
        case .processes, .chemicals: .hazards
        default: .basic
        }
    }

    /// What people search for an enterprise by.
    static let searched: Set<EnterpriseFact> = [.name, .creditCode, .legalRepresentative, .chief, .safetyHead]

    /// 经营状态
    public enum Status: String, Sendable, CaseIterable, Titled {
        case operating, building, stopped, closed

        public var title: String {
            switch self {
            case .operating: "在产（营业）"
            case .building: "在建（筹建）"
            case .stopped: "停产（停业）"
            case .closed: "关闭（注销）"
            }
        }
    }

    /// 企业规模
    public enum Size: String, Sendable, CaseIterable, Titled {
        case large, medium, small, micro

        public var title: String {
            switch self {
            case .large: "大型"
            case .medium: "中型"
            case .small: "小型"
            case .micro: "微型"
            }
        }
    }

    /// 无统一社会信用代码的原因
    public enum NoCodeReason: String, Sendable, CaseIterable, Titled {
        case preparing, unregistered, temporary

        public var title: String {
            switch self {
            case .preparing: "筹建中，尚未登记"
            case .unregistered: "未办理登记的生产经营点"
            case .temporary: "临时施工或经营场所"
            }
        }
    }
}
