import Calendars
import Storage
import Workflows

/// 场所 — a part of an enterprise: the site, a workshop in it, a device there, a task at it.
public struct RiskPlace: Sendable, Hashable {
    public enum Level: String, CaseIterable, SQLConvertible, Codable, Titled {
        case site, workshop, device, task

        public var title: String {
            switch self {
            case .site: "厂区"
            case .workshop: "车间（部位）"
            case .device: "设备设施"
            case .task: "作业活动"
            }
        }

        private var depth: Int { Self.allCases.firstIndex(of: self)! }

        /// Whether a place of this level can lie in one of that.
        func liesIn(_ outer: Level?) -> Bool { outer.map { $0.depth < depth } ?? (self == .site) }
    }

    /// Where it lies on the plan, in thousandths of the plan's width from its upper left corner.
    public struct Spot: Sendable, Hashable {
        public var x: Int
        public var y: Int
    }

    public let id: String
    public let parent: String?
    public let level: Level
    public let name: String
    /// 厂区 / 合成车间 / 2号反应釜
    public let path: String
    public let spot: Spot?

    init(row: Row) throws {
        id = try row["id"]
        parent = try row["parent"]
        level = try row["level"]
        name = try row["name"]
        path = try row["path"]
        let x: Int? = try row["plan_x"]
        let y: Int? = try row["plan_y"]
        spot = x.flatMap { x in y.map { Spot(x: x, y: $0) } }
    }

    /// Those that are not closed, each behind the one that it lies in.
    static func all(of enterprise: String, in database: any Database) async throws -> [RiskPlace] {
        let all = try await database.rows(
            "SELECT * FROM risk_place WHERE enterprise = \(enterprise) AND closed_at IS NULL ORDER BY id"
        ).map(RiskPlace.init(row:))
        let below = Dictionary(grouping: all, by: \.parent)
        func tree(under parent: String?) -> [RiskPlace] {
            (below[parent] ?? []).flatMap { [$0] + tree(under: $0.id) }
        }
        return tree(under: nil)
    }
}

/// 登记场所
public struct AddPlace: Command {
    public static let slug = "add-place"
    public static let title = "登记场所"
    public static let fields: [Field] = [
        .text("parent", "在哪个场所里", limit: 40).optional.hint("厂区不选。"), .choice("level", "层级", of: RiskPlace.Level.self),
        .text("name", "名称", limit: 60),
    ]

    public var parent: String?
    public var level: RiskPlace.Level
    public var name: String
    public var remark: String? { "\(level.title)：\(name)" }
    private var known: [RiskPlace] = []

    private enum CodingKeys: String, CodingKey { case parent, level, name }

    public init(_ level: RiskPlace.Level, _ name: String, in parent: String? = nil) {
        self.parent = parent
        self.level = level
        self.name = name
    }

    public mutating func prepare(for profile: RiskProfile, reading database: any Database) async throws {
        known = try await RiskPlace.all(of: profile.enterprise, in: database)
    }

    public func apply(to profile: inout RiskProfile, in step: inout Step) throws(Refusal) {
        let outer = known.first { $0.id == parent }
        guard parent == nil || outer != nil else {
            throw Refusal.fields(["parent": "名录里没有这个场所，请从列表中重新选择。"])
        }
        guard level.liesIn(outer?.level) else {
            throw Refusal.fields([
                "level": outer.map { "\(level.title)不能在\($0.level.title)里面。顺序是厂区、车间、设备、作业。" } ?? "最外层应是厂区，请先登记厂区。"
            ])
        }
        guard !known.contains(where: { $0.parent == parent && $0.name == name }) else {
            throw Refusal.fields(["name": "同一场所里已经有“\(name)”，请换一个能分清的名称。"])
        }
        step.register([
            .one(
                """
                INSERT INTO risk_place (id, enterprise, parent, level, name, path)
                VALUES (\(step.newID()), \(profile.enterprise), \(parent), \(level), \(name),
                    \((outer.map { $0.path + " / " } ?? "") + name))
                """)
        ])
        profile.places += 1
    }
}

/// 停用场所 — possible once nothing lies in it and no risk point is there.
public struct ClosePlace: Command {
    public static let slug = "close-place"
    public static let title = "停用场所"
    public static let fields: [Field] = [.text("place", "场所", limit: 40), .reason("停用原因")]

    public var place: String
    public var reason: String
    public var remark: String? { reason }
    private var known: [RiskPlace] = []
    private var openPoints = 0

    private enum CodingKeys: String, CodingKey { case place, reason }

    public init(_ place: String, because reason: String) {
        self.place = place
        self.reason = reason
    }

    public mutating func prepare(for profile: RiskProfile, reading database: any Database) async throws {
        known = try await RiskPlace.all(of: profile.enterprise, in: database)
        openPoints = try await database.rows(
            """
            SELECT count(*) AS amount FROM risk_point JOIN matter ON matter.id = risk_point.id
            WHERE risk_point.place = \(place) AND matter.is_open = 1
            """)[0]["amount"]
    }

    public func apply(to profile: inout RiskProfile, in step: inout Step) throws(Refusal) {
        guard known.contains(where: { $0.id == place }) else {
            throw Refusal.fields(["place": "名录里没有这个场所，请从列表中重新选择。"])
        }
        guard !known.contains(where: { $0.parent == place }) else {
            throw Refusal.fields(["place": "它里面还有在用的场所，请先停用里面的。"])
        }
        guard openPoints == 0 else {
            throw Refusal.fields(["place": "这里还有 \(openPoints) 个没有消除的风险点，处理之后才能停用。"])
        }
        step.register([.one("UPDATE risk_place SET closed_at = \(step.now) WHERE id = \(place) AND closed_at IS NULL")])
        profile.places -= 1
    }
}

/// 上传平面图 — the plan of the site on which places are put.
public struct HandInPlan: Command {
    public static let slug = "hand-in-plan"
    public static let title = "上传厂区平面图"
    public static let fields: [Field] = [.attachments("evidence", "厂区平面图（图片）", purpose: "文书")]

    public var evidence: [String]

    public init(_ plan: String) {
        evidence = [plan]
    }

    public func apply(to profile: inout RiskProfile, in step: inout Step) throws(Refusal) {
        guard let plan = evidence.last else { throw Refusal.fields(["evidence": "请选择一张平面图。"]) }
        profile.plan = plan
    }
}

/// 在平面图上标位置
public struct PutOnPlan: Command {
    public static let slug = "put-on-plan"
    public static let title = "在平面图上标位置"
    public static let fields: [Field] = [
        .text("place", "场所", limit: 40), .number("x", "距左边", 0...1000, unit: "千分之一图宽"),
        .number("y", "距上边", 0...3000, unit: "千分之一图宽"),
    ]

    public var place: String
    public var x: Int
    public var y: Int
    private var known: RiskPlace?
    public var remark: String? { known.map { "\($0.path)：\(x), \(y)" } }

    private enum CodingKeys: String, CodingKey { case place, x, y }

    public init(_ place: String, x: Int, y: Int) {
        self.place = place
        self.x = x
        self.y = y
    }

    public mutating func prepare(for profile: RiskProfile, reading database: any Database) async throws {
        known = try await RiskPlace.all(of: profile.enterprise, in: database).first { $0.id == place }
    }

    public func apply(to profile: inout RiskProfile, in step: inout Step) throws(Refusal) {
        guard known != nil else { throw Refusal.fields(["place": "名录里没有这个场所，请从列表中重新选择。"]) }
        step.register([.one("UPDATE risk_place SET plan_x = \(x), plan_y = \(y) WHERE id = \(place)")])
    }
}
