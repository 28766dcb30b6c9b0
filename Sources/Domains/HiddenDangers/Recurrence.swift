import Workflows

/// 认定复发 — the danger is of the same kind and at the same place as one cleared within the window, and counts for
/// whoever cleared that. Given by the platform alone.
public struct LinkRecurrence: Command {
    public static let slug = "link-recurrence"
    public static let title = "认定为复发"
    public static let fields: [Field] = [
        .text("earlier", "此前的隐患", limit: 64), .organisation("clearedBy", "销号单位").optional, .reason("认定依据"),
    ]

    public var earlier: String
    public var clearedBy: String?
    public var reason: String
    public var remark: String? { reason }

    init(to earlier: String, clearedBy: String?, because reason: String) {
        self.earlier = earlier
        self.clearedBy = clearedBy
        self.reason = reason
    }

    public func apply(to danger: inout HiddenDanger, in step: inout Step) throws(Refusal) {
        guard danger.recurrenceOf == nil else {
            throw Refusal(.conflicting, code: "already-linked", message: "这条隐患已经关联到此前的隐患。")
        }
        danger.recurrenceOf = earlier
        danger.recurrenceFor = clearedBy
        if let clearedBy { step.tell(clearedBy, "你单位销号的隐患在治理有效期内复发：\(danger.header.title)。\(reason)") }
    }
}
