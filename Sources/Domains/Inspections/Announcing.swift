import Calendars
import Storage
import Workflows

/// 通知企业 — beforehand, or with the letter on arrival. From now on the enterprise sees the inspection.
public struct NotifyEnterprise: Command {
    public static let slug = "notify"
    public static let title = "通知企业"
    public static let fields: [Field] = [
        .choice("manner", "通知方式", of: NoticeManner.self),
        .attachments("evidence", "行政检查通知书", purpose: "文书"),
    ]

    public var manner: NoticeManner
    public var evidence: [String]

    public init(_ manner: NoticeManner, evidence: [String] = []) {
        self.manner = manner
        self.evidence = evidence
    }

    public func apply(to inspection: inout Inspection, in step: inout Step) throws(Refusal) {
        let day = inspection.header.agreedDay ?? step.today
        guard manner != .onArrival || day <= step.today else {
            throw Refusal.fields(["manner": "检查日期是\(day.chinese)，还没有到场。请提前通知，或者到检查当天再出示通知书。"])
        }
        inspection.noticeManner = manner
        inspection.header.subject = inspection.enterprise
        let authority = step.organisations.name(inspection.authority)
        let frequency =
            inspection.turn.map { turn in
                let cap = inspection.capFigure.map { "，公布的上限是 \($0) 次" } ?? "，没有公布上限"
                return "本年度计入频次的第 \(turn) 次\(cap)"
            } ?? "凭线索或申请，不计入年度频次"
        step.tell(
            inspection.enterprise,
            "行政检查通知：\(authority)定于\(day.chinese)对你单位实施行政检查（\(inspection.ground.title)，\(frequency)）。"
                + "检查内容：\(inspection.content) 检查人员：\(inspection.inspectors)。检查人员到场应当出示执法证件，你单位有权陈述、申辩和申请回避。")
    }
}

/// 改期 — another day of the same year; an enterprise that was notified is told.
public struct PostponeInspection: Command {
    public static let slug = "postpone"
    public static let title = "改期"
    public static let fields: [Field] = [.day("day", "改到"), .reason("改期原因")]

    public var day: Day
    public var reason: String
    public var remark: String? { reason }

    public init(to day: Day, because reason: String) {
        self.day = day
        self.reason = reason
    }

    public func apply(to inspection: inout Inspection, in step: inout Step) throws(Refusal) {
        guard day >= step.today, day != inspection.header.agreedDay else {
            throw Refusal.fields(["day": "请选择与原来不同、不早于今天 \(step.today.chinese) 的日期。"])
        }
        guard day.year == inspection.year else {
            throw Refusal.fields(["day": "这次检查属于 \(inspection.year) 年度。改到其他年度的，请撤回后重新申请。"])
        }
        inspection.header.agreedDay = day
        inspection.postponements += 1
        if inspection.state == .notified {
            step.tell(inspection.enterprise, "原定的行政检查（\(inspection.header.number)）改到\(day.chinese)：\(reason)")
        }
    }
}

/// 撤回 — it is not done after all; what it had taken up of the cap is free again.
public struct CallOffInspection: Command {
    public static let slug = "call-off"
    public static let title = "撤回"
    public static let fields: [Field] = [.reason("撤回原因")]

    public var reason: String
    public var remark: String? { reason }

    public init(_ reason: String) {
        self.reason = reason
    }

    public func apply(to inspection: inout Inspection, in step: inout Step) {
        if inspection.state == .notified {
            step.tell(inspection.enterprise, "原定的行政检查（\(inspection.header.number)）不再进行：\(reason)")
        }
        inspection.release()
    }
}
