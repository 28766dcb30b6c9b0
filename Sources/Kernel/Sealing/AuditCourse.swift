/// One walk over the sealed entries in their order, from the first to the last.
struct AuditCourse {
    /// A size at which somebody signed for the root.
    struct Mark {
        let size: Int
        /// `nil` when the signature does not hold.
        let root: TreeHash?
        /// How large the log was at the signature before, where it was noted.
        var after: Int?
        /// Whether SM2 signed as well.
        var hasSM2 = false
        /// Kept outside of this database.
        let isTrusted: Bool
    }

    private(set) var report = LedgerAudit.Report()
    /// What the nodes of tiles must be.
    private(set) var nodes: [Frontier.TileNode] = []
    private var tree = Frontier()
    private var marks: ArraySlice<Mark>
    /// The number that the next leaf must have.
    private var next = 0
    /// Where the tree was last found to be what was signed.
    private var soundSize = 0
    private var isBroken = false
    private var sizeBefore = 0
    private var entryBefore = ""
    private var missing: [(entry: String, leaf: Int, slots: [String])] = []
    private var erased: Set<String> = []

    init(marks: [Mark]) {
        self.marks = marks[...]
    }

    mutating func take(_ examined: ExaminedEntry) {
        let leaf = examined.leaf
        if leaf > next {
            find(.removed, nil, next..<leaf, "第 \(next) 号封存记录不见了，下一条是第 \(leaf) 号")
        } else if leaf < next {
            find(.inserted, nil, leaf..<leaf + 1, "第 \(leaf) 号封存记录多出一条")
        }
        next = leaf + 1
        nodes += tree.append(examined.hash)
        guard let entry = examined.entry else {
            find(.altered, nil, leaf..<leaf + 1, "第 \(leaf) 号封存记录没有写明是哪一条留痕")
            return passMarks(at: "")
        }
        switch examined.content {
        case .asSealed: break
        case .altered: find(.altered, entry, leaf..<leaf + 1, "内容与封存时（第 \(leaf) 号）的摘要不同")
        case .gone: find(.removed, entry, leaf..<leaf + 1, "已封存（第 \(leaf) 号），却已不在台账中")
        }
        noteTexts(of: examined, entry)
        if entry < entryBefore {
            find(.reordered, entry, leaf - 1..<leaf + 1, "同一批中排在 \(entryBefore) 之后，而封存时在它之前")
        }
        entryBefore = entry
        passMarks(at: entry)
    }

    private mutating func noteTexts(of examined: ExaminedEntry, _ entry: String) {
        let leaf = examined.leaf
        switch examined.texts {
        case .sound: break
        case .unreadable: find(.altered, entry, leaf..<leaf + 1, "变更栏或文字栏读不出来")
        case .flawed(let altered, let gone):
            if !altered.isEmpty {
                let slots = altered.joined(separator: "、")
                find(.altered, entry, leaf..<leaf + 1, "“\(slots)”的文字与封存的承诺不符")
            }
            if !gone.isEmpty { missing.append((entry, leaf, gone)) }
        }
        erased.formUnion(examined.erasures)
    }

    /// Compares the root wherever somebody signed for it.
    private mutating func passMarks(at entry: String) {
        while let mark = marks.first, mark.size <= tree.size {
            marks.removeFirst()
            guard mark.size == tree.size else { continue }
            if mark.isTrusted == false { entryBefore = "" }
            guard let root = mark.root else {
                find(.forged, nil, nil, "第 \(mark.size) 条处的检查点签名无效，或与所记的条数、时间不符")
                continue
            }
            checkChain(mark)
            checkSM2(mark)
            if root == tree.root {
                report.checkpoints += 1
                soundSize = tree.size
            } else if !isBroken {
                isBroken = true
                let range = soundSize + 1 == tree.size ? "第 \(soundSize) 号" : "第 \(soundSize)–\(tree.size - 1) 号"
                find(
                    .altered, soundSize + 1 == tree.size ? entry : nil, soundSize..<tree.size,
                    "\(range)封存记录中有不同于签名时的\(mark.isTrusted ? "（对照外部保存的检查点）" : "")")
            }
        }
    }

    /// Each checkpoint names the size of the one before it.
    private mutating func checkChain(_ mark: Mark) {
        guard !mark.isTrusted else { return }
        if let after = mark.after, after != sizeBefore {
            find(.removed, nil, nil, "第 \(after) 条处的检查点不见了，或第 \(sizeBefore) 条处的是多出来的")
        }
        sizeBefore = mark.size
    }

    /// Once SM2 has signed it signs for ever: whoever took its signatures away would leave the older ones.
    private mutating func checkSM2(_ mark: Mark) {
        guard !mark.isTrusted else { return }
        if mark.hasSM2 {
            report.checkpointsWithSM2 += 1
        } else if report.checkpointsWithSM2 > 0 {
            find(.forged, nil, nil, "第 \(mark.size) 条处的检查点没有 SM2 签名，而在它之前的有")
        }
    }

    /// The entries of which texts are gone.
    var entriesWithMissingTexts: [String] { missing.map(\.entry) }

    /// Texts that were erased so recently that no sealed entry says so yet: the slots as entries name them.
    mutating func note(erased slots: some Sequence<String>) { erased.formUnion(slots) }

    mutating func end() {
        report.sealed = tree.size
        report.root = tree.root
        for mark in marks where mark.size > tree.size {
            find(
                .removed, nil, tree.size..<mark.size,
                "签过的检查点有 \(mark.size) 条，而库中只有 \(tree.size) 条：被截断，或退回了以前的样子")
            break
        }
        if marks.isEmpty, soundSize < tree.size, !isBroken {
            find(.inserted, nil, soundSize..<tree.size, "第 \(soundSize) 号起的封存记录没有检查点签名")
        }
        for (entry, leaf, slots) in missing {
            let unexplained = slots.filter { !erased.contains("\(entry) \($0)") }
            if !unexplained.isEmpty {
                find(
                    .removed, entry, leaf..<leaf + 1,
                    "“\(unexplained.joined(separator: "、"))”的文字不见了，而没有抹除的留痕")
            }
        }
        report.sortFindings()
    }

    private mutating func find(
        _ kind: LedgerAudit.Finding.Kind, _ entry: String?, _ leaves: Range<Int>?, _ detail: String
    ) {
        // Past a hundred the first ones say what is to be said.
        guard report.findings.count < 100 else { return }
        report.findings.append(.init(kind: kind, entry: entry, leaves: leaves, detail: detail))
    }
}
