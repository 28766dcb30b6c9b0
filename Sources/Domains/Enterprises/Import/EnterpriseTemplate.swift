import Registry
import Spreadsheets
import Workflows

/// 企业名录导入模板 — the columns in which enterprises are sent in and handed out.
enum EnterpriseTemplate {
    static let template = Template(
        name: "enterprises", title: "企业名录", version: "2026.3",
        issued: SheetDate(year: 2026, month: 11, day: 25)!, columns: columns)

    static let columns: [Column] = [
        column(.name).required().explained(example: "示例化工有限公司", hint: "营业执照上的全称。").alsoCalled("单位名称", "名称"),
        column(.creditCode, .code).explained(
            example: "91320102MA00000007", hint: "18 位。请保持“文本”格式；没有代码的留空，并填写无代码原因。"
        ).alsoCalled("信用代码", "社会信用代码", "统一信用代码"),
        column(.noCodeReason).choosing(from: choices("无代码原因", EnterpriseFact.NoCodeReason.self))
            .explained(example: "", hint: "有代码的留空。"),
        column(.region, .code).required().explained(
            example: "320102", hint: "区划代码到县（市、区）或乡镇（街道），或写成“南京市玄武区”。"
        ).alsoCalled("行政区划", "行政区划代码", "所属区县", "区划代码"),
        column(.address).explained(example: "示例市示例区示例路 1 号").alsoCalled("地址", "经营地址"),
        column(.location, .code).explained(
            example: "118.77000, 32.05000", hint: "经度在前，WGS-84 或 CGCS2000；高德、百度、腾讯地图上量的有偏移，不要直接填。"
        ).alsoCalled("坐标", "经纬度"),
        column(.industry, .code).required().explained(
            example: "C2614", hint: "GB/T 4754—2017 的代码，至少两位数字。"
        ).alsoCalled("行业代码", "国民经济行业"),
        column(.sector).required().choosing(from: sectors).explained(example: "危险化学品", hint: "由哪一条线监管。"),
        column(.status).required().choosing(from: choices("经营状态", EnterpriseFact.Status.self))
            .explained(example: "在产（营业）"),
        column(.size).choosing(from: choices("企业规模", EnterpriseFact.Size.self)).explained(example: "中型"),
        column(.legalRepresentative).explained(example: "王某").alsoCalled("法定代表人", "负责人"),
        column(.chief).explained(example: "王某", hint: "本单位安全生产第一责任人。"),
        column(.chiefPhone, .code).explained(example: "13800000000"),
        column(.safetyHead).explained(example: "李某", hint: "安全总监或安全管理机构负责人。").alsoCalled("安全总监"),
        column(.safetyPhone, .code).explained(example: "13800000000"),
        column(.dutyPhone, .code).explained(example: "025-83330000", hint: "24 小时有人接听的电话。").alsoCalled("值班电话"),
        column(.employees, .integer).explained(example: "312").alsoCalled("员工人数", "职工人数"),
        column(.safetyStaff, .integer).explained(example: "4").alsoCalled("专职安全员人数"),
        column(.safetyEngineers, .integer).explained(example: "1").alsoCalled("注册安全工程师人数"),
        column(.specialOperators, .integer).explained(example: "12").alsoCalled("特种作业人员数"),
        column(.processes, .code).explained(example: "氯化工艺", hint: "重点监管的危险化工工艺，名称或序号，用顿号隔开。"),
        column(.chemicals, .code).explained(example: "7664-41-7、7782-50-5", hint: "CAS 号，用顿号隔开。").alsoCalled(
            "CAS号", "化学品CAS号"),
        column(.registeredOn, .date).explained(example: "2006-09-30").alsoCalled("注册日期"),
        column(.branchOf, .code).explained(example: "", hint: "分支机构填写总公司的 18 位代码。"),
    ]

    private static func column(_ fact: EnterpriseFact, _ kind: Column.Kind = .text) -> Column {
        Column(fact.rawValue, fact.title, kind)
    }

    private static let sectors = Choices("监管行业", Sector.allCases.map { .init(code: $0.rawValue, label: $0.title) })

    private static func choices<Option>(_ title: String, _ options: Option.Type) -> Choices
    where Option: CaseIterable & RawRepresentable<String>, Option: Titled {
        Choices(title, Option.allCases.map { .init(code: $0.rawValue, label: $0.title) })
    }

    /// A row as the template would have it filled in.
    static func cells(of one: Enterprise, _ reading: FactReading) -> [Cell] {
        columns.map { column in
            guard let fact = EnterpriseFact(rawValue: column.key), let value = one[fact] else { return .empty }
            switch fact {
            case .employees, .safetyStaff, .safetyEngineers, .specialOperators:
                return Int(value).map(Cell.integer) ?? .empty
            case .region: return .text(RegionCode(value)?.prefix ?? value)
            case .industry, .location: return .text(value)
            case .chemicals: return .text(value.split(separator: ",").joined(separator: "、"))
            case .registeredOn: return SheetDate(value).map(Cell.date) ?? .text(value)
            default: return .text(reading.words(value, fact))
            }
        }
    }
}
