import Storage
import Workflows

/// 隐患类别 — what it is about: how things are run (管理) or how they are on site (现场).
public enum DangerCategory: String, Codable, CaseIterable, SQLConvertible, Titled {
    case fire, electrical, equipment, process
    case hazardousChemical = "hazardous-chemical"
    case confinedSpace = "confined-space"
    case hotWork = "hot-work"
    case dust, heights, traffic, building
    case occupationalHealth = "occupational-health"
    case protection, behaviour, training, emergency, contractor, management

    public var title: String {
        switch self {
        case .fire: "消防安全"
        case .electrical: "用电安全"
        case .equipment: "设备设施"
        case .process: "生产工艺"
        case .hazardousChemical: "危险化学品"
        case .confinedSpace: "有限空间"
        case .hotWork: "动火等特殊作业"
        case .dust: "粉尘防爆"
        case .heights: "高处与临边"
        case .traffic: "厂内运输与吊装"
        case .building: "建筑与场所环境"
        case .occupationalHealth: "职业卫生"
        case .protection: "个体防护"
        case .behaviour: "操作行为"
        case .training: "教育培训与持证"
        case .emergency: "应急管理"
        case .contractor: "承包承租管理"
        case .management: "制度与责任落实"
        }
    }
}

/// 部位 — the part of the enterprise in which it lies.
public enum DangerArea: String, Codable, CaseIterable, SQLConvertible, Titled {
    case workshop, warehouse
    case tankFarm = "tank-farm"
    case loading
    case powerHouse = "power-house"
    case switchRoom = "switch-room"
    case confinedSpace = "confined-space"
    case construction
    case office, passage, perimeter, wholeSite = "whole-site"

    public var title: String {
        switch self {
        case .workshop: "生产车间"
        case .warehouse: "仓库"
        case .tankFarm: "储罐区"
        case .loading: "装卸区"
        case .powerHouse: "锅炉等动力站房"
        case .switchRoom: "配电室"
        case .confinedSpace: "有限空间"
        case .construction: "施工检修现场"
        case .office: "办公生活区"
        case .passage: "通道和出口"
        case .perimeter: "厂界周边"
        case .wholeSite: "全厂（管理方面）"
        }
    }
}

/// 发现方式
public enum DangerSource: String, Codable, CaseIterable, SQLConvertible, Titled {
    case selfCheck = "self-check"
    case inspection, report, sensor

    public var title: String {
        switch self {
        case .selfCheck: "企业自查"
        case .inspection: "监督检查"
        case .report: "群众举报"
        case .sensor: "监测报警"
        }
    }
}

/// The answer to a guiding question; who is not sure need not be.
public enum GuidedAnswer: String, Codable, CaseIterable, SQLConvertible, Titled {
    case yes, unsure, no

    public var title: String {
        switch self {
        case .yes: "是"
        case .unsure: "说不准"
        case .no: "否"
        }
    }
}

/// 整改方式
public enum DangerHandling: String, Codable, CaseIterable, SQLConvertible, Titled {
    case onTheSpot = "on-the-spot"
    case byOrder = "by-order"

    public var title: String {
        switch self {
        case .onTheSpot: "当场整改"
        case .byOrder: "限期整改"
        }
    }
}

/// 受奖对象 — who found it.
public enum FinderKind: String, Codable, CaseIterable, SQLConvertible, Titled {
    case worker, team
    case citizen = "public"

    public var title: String {
        switch self {
        case .worker: "职工个人"
        case .team: "班组"
        case .citizen: "社会公众"
        }
    }
}
