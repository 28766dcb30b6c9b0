import Ledger
import Storage

/// One walk over the sealed entries in their order, from the first to the last.
struct AuditCourse {
    /// A size at which somebody signed for the root.
    struct Mark {
        let size: Int
        /// `nil` when the signature does not hold.
        let root: TreeHash?
        /// Kept outside of this database.
        let isTrusted: Bool
    }

    private(set) var report = LedgerAudit.Report()
    /// What the nodes of tiles must be.
    private(set) var nodes: [Frontier.TileNode] = []
    private var tree = Frontier()
    private var marks: ArraySlice<Mark>
    /// Where the tree was last found to be what was signed.
    private var soundSize = 0
    private var isBroken = false
    private var entryBefore = ""
    private var missing: [(entry: String, slots: [String])] = []
    private var erased: Set<String> = []

    init(marks: [Mark]) {
        self.marks = marks[...]
    }

    mutating func take(_ page: [Row], digests: [[UInt8]?]) throws {
        for (row, digest) in zip(page, digests) { try take(row, digest: digest) }
    }

    private mutating func take(_ row: Row, digest: [UInt8]?) throws {
        let columns = Inscription.columnNames.count
        guard case .integer(let leaf) = row.values[columns + 1], case .text(let entry) = row.values[columns + 2] else {
            throw UnreadableRows()
        }
        if leaf != tree.size {
            find(.removed, nil, "第 \(tree.size) 号封存记录不见了，下一条是第 \(leaf) 号")
        }
        var sealed = digest ?? []
        if case .blob(let stored) = row.values[columns + 3], stored.count == 32 { sealed = stored }
        if let digest {
            if digest != sealed { find(.altered, entry, "内容与封存时（第 \(leaf) 号）的摘要不同") }
            checkTexts(of: row, entry: entry)
        } else {
            find(.removed, entry, "已封存（第 \(leaf) 号），却已不在台账中")
        }
        if entry < entryBefore { find(.reordered, entry, "同一批中排在 \(entryBefore) 之后，而封存时在它之前") }
        entryBefore = entry
        nodes += tree.append(.leaf(sealed))
        passMarks(at: entry)
    }

    private mutating func checkTexts(of row: Row, entry: String) {
        let columns = Inscription.columnNames.count
        do {
            var encoded: String?
            if case .text(let text) = row.values[columns] { encoded = text }
            let inscription = Inscription(row: row, texts: try [ErasableText](encoded: encoded))
            let (altered, gone) = try inscription.check()
            if !altered.isEmpty { find(.altered, entry, "“\(altered.joined(separator: "、"))”的文字与封存的承诺不符") }
            if !gone.isEmpty { missing.append((entry, gone)) }
            erased.formUnion(try inscription.erasures())
        } catch {
            find(.altered, entry, "变更栏或文字栏读不出来")
        }
    }

    /// Compares the root wherever somebody signed for it.
    private mutating func passMarks(at entry: String) {
        while let mark = marks.first, mark.size <= tree.size {
            marks.removeFirst()
            guard mark.size == tree.size else { continue }
            if mark.isTrusted == false { entryBefore = "" }
            guard let root = mark.root else {
                find(.forged, nil, "第 \(mark.size) 条处的检查点签名无效")
                continue
            }
            if root == tree.root {
                report.checkpoints += 1
                soundSize = tree.size
            } else if !isBroken {
                isBroken = true
                let range = soundSize + 1 == tree.size ? "第 \(soundSize) 号" : "第 \(soundSize)–\(tree.size - 1) 号"
                find(
                    .altered, soundSize + 1 == tree.size ? entry : nil,
                    "\(range)封存记录中有不同于签名时的\(mark.isTrusted ? "（对照外部保存的检查点）" : "")")
            }
        }
    }

    mutating func end() {
        report.sealed = tree.size
        report.root = tree.root
        for mark in marks where mark.size > tree.size {
            find(.removed, nil, "签过的检查点有 \(mark.size) 条，而库中只有 \(tree.size) 条：被截断，或退回了以前的样子")
            break
        }
        if marks.isEmpty, soundSize < tree.size, !isBroken {
            find(.inserted, nil, "第 \(soundSize) 号起的封存记录没有检查点签名")
        }
        for (entry, slots) in missing {
            let unexplained = slots.filter { !erased.contains("\(entry) \($0)") }
            if !unexplained.isEmpty {
                find(.removed, entry, "“\(unexplained.joined(separator: "、"))”的文字不见了，而没有抹除的留痕")
            }
        }
    }

    private mutating func find(_ kind: LedgerAudit.Finding.Kind, _ entry: String?, _ detail: String) {
        // Past a hundred the first ones say what is to be said.
        if report.findings.count < 100 { report.findings.append(.init(kind: kind, entry: entry, detail: detail)) }
    }
}
