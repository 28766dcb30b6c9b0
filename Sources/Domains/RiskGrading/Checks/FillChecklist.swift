import Storage
import Workflows

/// 填写排查清单 — what was found at each control. What is abnormal becomes a hidden danger in the same commit; what was not
/// looked at stays said to be so.
public struct FillChecklist: Command {
    public static let slug = "fill"
    public static let title = "填写排查清单"
    public static let fields: [Field] = [
        .longText("answers", "检查结果", limit: 60_000).hint("每行一项：措施编号 normal 或 abnormal，异常的在后面写情况。")
    ]

    public var answers: String
    private var items: [CheckItem] = []

    private enum CodingKeys: String, CodingKey { case answers }

    public init(_ answers: [(control: String, result: CheckResult, note: String?)]) {
        self.answers = answers.map { "\($0.control) \($0.result.rawValue) \($0.note ?? "")" }.joined(separator: "\n")
    }

    public mutating func prepare(for checklist: Checklist, reading database: any Database) async throws {
        items = try await RiskGradingStore(database: database).items(of: checklist)
    }

    public func apply(to checklist: inout Checklist, in step: inout Step) throws(Refusal) {
        let found = try findings()
        for (item, result, note) in found {
            let id = step.newID()
            step.register([
                .one(
                    """
                    INSERT INTO risk_check
                        (id, checklist, control, point_title, place_path, measure, result, note, checked_at, person)
                    VALUES (\(id), \(checklist.id), \(item.control.id), \(item.point), \(item.placePath),
                        \(item.control.measure), \(result), \(note), \(step.now), \(step.user.person.id))
                    """)
            ])
            guard result == .abnormal else { continue }
            let anomaly = Anomaly(
                at: checklist.header.subject ?? "", place: item.placePath,
                what: "\(item.point)的管控措施“\(item.control.measure)”异常：\(note ?? "")",
                nature: item.control.kind.rawValue)
            try step.report(anomaly, under: checklist)
        }
        checklist.normal = found.count { $0.result == .normal }
        checklist.abnormal = found.count { $0.result == .abnormal }
        checklist.leftOut = items.count - found.count
    }

    /// Every line, or all that is wrong with them together.
    private func findings() throws(Refusal) -> [(item: CheckItem, result: CheckResult, note: String?)] {
        var found: [(item: CheckItem, result: CheckResult, note: String?)] = []
        var problems: [String: String] = [:]
        for line in answers.split(whereSeparator: \.isNewline) {
            let words = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: true).map(String.init)
            guard let item = items.first(where: { $0.control.id == words.first }) else {
                problems["answers"] = "清单已经变化：有的措施不在这张清单里了，请刷新后重新填写。"
                continue
            }
            guard !found.contains(where: { $0.item == item }) else {
                problems["answers"] = "同一条措施填了两次，请只填一次。"
                continue
            }
            guard words.count > 1, let result = CheckResult(rawValue: words[1]) else {
                problems["result-\(item.control.id)"] = "请选正常或异常。"
                continue
            }
            let note = words.count > 2 ? words[2] : nil
            if result == .abnormal, note?.contains(where: { !$0.isWhitespace }) != true {
                problems["note-\(item.control.id)"] = "请写明哪里异常：它会登记为隐患，由本单位定级和整改。"
            }
            found.append((item, result, note))
        }
        if found.isEmpty, problems.isEmpty { problems["answers"] = "还没有填任何一项，请至少检查一项再提交。" }
        guard problems.isEmpty else { throw Refusal.fields(problems) }
        return found
    }
}
