import FoundationEssentials
import Synchronization

/// 危险化学品目录 — the substances the platform knows by their CAS number, and the processes under special supervision.
public struct Substances: Sendable {
    public struct Substance: Sendable, Hashable {
        public let cas: CASNumber
        public let name: String
        public let aliases: [String]
        /// The lists it stands in: `重点监管 安监总管三〔2011〕95号`.
        public let lists: [String]
    }

    /// 重点监管的危险化工工艺
    public struct Process: Sendable, Hashable {
        public let number: Int
        public let name: String
        public let document: String
    }

    public let substances: [Substance]
    public let processes: [Process]
    private let byNumber: [CASNumber: Substance]
    private let byName: [String: Substance]

    public init(_ substances: [Substance], processes: [Process]) {
        self.substances = substances
        self.processes = processes
        byNumber = Dictionary(substances.map { ($0.cas, $0) }) { first, _ in first }
        byName = Dictionary(substances.flatMap { one in ([one.name] + one.aliases).map { ($0, one) } }) { first, _ in
            first
        }
    }

    /// The lists that the program runs with; set once, when the register is put together, as ``IndustryTree/inUse``.
    static var inUse: Substances {
        get { adopted.withLock { $0 } }
        set { adopted.withLock { $0 = newValue } }
    }

    private static let adopted = Mutex(Substances([], processes: []))

    /// Reads `substances.tsv` and `processes.tsv` of a folder.
    public static func load(from folder: String) throws -> Substances {
        let substances = try lines(of: folder + "/substances.tsv").compactMap { cells -> Substance? in
            guard cells.count == 4, let cas = CASNumber(cells[0]) else { return nil }
            return Substance(cas: cas, name: cells[1], aliases: parts(cells[2]), lists: parts(cells[3]))
        }
        let processes = try lines(of: folder + "/processes.tsv").compactMap { cells -> Process? in
            guard cells.count == 3, let number = Int(cells[0]) else { return nil }
            return Process(number: number, name: cells[1], document: cells[2])
        }
        return Substances(substances, processes: processes)
    }

    public subscript(cas: CASNumber) -> Substance? { byNumber[cas] }

    /// By name or alias: 液氯.
    public func named(_ name: String) -> Substance? { byName[name] }

    public func process(_ number: Int) -> Process? { processes.first { $0.number == number } }

    /// What a person typed: `4`, `硝化工艺`, `硝化`.
    func process(typed: String) -> Process? {
        if let number = Int(typed) { return process(number) }
        return processes.first { $0.name == typed } ?? processes.first { typed.count > 1 && $0.name.hasPrefix(typed) }
    }

    private static func lines(of path: String) throws -> [[String]] {
        try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst()
            .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    }

    private static func parts(_ cell: String) -> [String] { cell.split(separator: ";").map(String.init) }
}
