import FoundationEssentials
import Synchronization

/// 国民经济行业分类 — the branches of the economy (GB/T 4754-2017) as a tree: `C`, `C26`, `C261`, `C2614`.
public struct IndustryTree: Sendable {
    public struct Branch: Sendable, Hashable {
        public let code: String
        public let name: String
        /// 1 门类, 2 大类, 3 中类, 4 小类.
        public let level: Int
    }

    public let all: [Branch]
    private let byCode: [String: Branch]
    private let byName: [String: Branch]

    public init(_ branches: [Branch]) {
        all = branches
        byCode = Dictionary(branches.map { ($0.code, $0) }) { first, _ in first }
        // A class often has the name of the group above it; the name alone then means the smaller one.
        byName = Dictionary(branches.map { ($0.name, $0) }) { $0.level >= $1.level ? $0 : $1 }
    }

    /// Reads the list that comes with the program: `code,level,name`.
    public static func load(from path: String) throws -> IndustryTree {
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst()
        return IndustryTree(
            lines.compactMap { line in
                let cells = line.split(separator: ",", maxSplits: 2).map(String.init)
                guard cells.count == 3, let level = Int(cells[1]) else { return nil }
                return Branch(code: cells[0], name: cells[2], level: level)
            })
    }

    /// The list that the program runs with. Workflows are constants of the program and read it here; it is set once,
    /// when the register is put together.
    static var inUse: IndustryTree {
        get { adopted.withLock { $0 } }
        set { adopted.withLock { $0 = newValue } }
    }

    private static let adopted = Mutex(IndustryTree([]))

    public subscript(code: String) -> Branch? { byCode[code] }

    /// What a person typed: `C2614`, `2614`, `26`, or the branch's name.
    public func branch(typed: String) -> Branch? {
        let plain = typed.uppercased().filter { !$0.isWhitespace }
        if let found = byCode[plain] ?? byName[plain] { return found }
        // Digits alone name a division, group or class: their first two digits tell the section.
        guard (2...4).contains(plain.count), plain.allSatisfy(\.isNumber) else { return nil }
        return sections.lazy.compactMap { byCode[$0 + plain] }.first
    }

    private var sections: [String] { all.filter { $0.level == 1 }.map(\.code) }

    /// The branches right below, or the sections.
    public func children(of code: String?) -> [Branch] {
        guard let code else { return all.filter { $0.level == 1 } }
        return all.filter { $0.code.hasPrefix(code) && $0.level == (byCode[code]?.level ?? 0) + 1 }
    }

    /// The branch and those it lies in, the largest first.
    public func lineage(of code: String) -> [Branch] {
        (1...max(1, code.count)).compactMap { byCode[String(code.prefix($0))] }
    }

    /// `C2614 有机化学原料制造`
    public func words(_ code: String) -> String {
        byCode[code].map { "\(code) \($0.name)" } ?? code
    }
}
