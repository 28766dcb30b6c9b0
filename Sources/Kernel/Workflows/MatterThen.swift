import Calendars
import Ledger

/// 当时的事项 — a matter as its ledger tells it up to an entry: its state and fields, folded from what each changed.
public struct MatterThen: Sendable, Hashable {
    public let id: String
    public let kind: String
    public private(set) var state: String
    public private(set) var version: Int
    /// What each field held; none where it was empty.
    public private(set) var fields: [String: String] = [:]
    public private(set) var entries: [LedgerEntry] = []
    /// 断裂 — what does not follow from the entry before; empty for a ledger that nobody touched.
    public private(set) var breaks: [String] = []

    /// - Parameter entries: of one matter, in the order of their versions.
    /// - Returns: `nil` when there is none, so that the matter did not exist.
    public init?(folding entries: some Sequence<LedgerEntry>) {
        var entries = entries.makeIterator()
        guard let opening = entries.next() else { return nil }
        (id, kind) = (opening.target.matter, opening.target.kind)
        (state, version) = (opening.stateAfter, opening.target.version)
        if version != 1 || opening.stateBefore != nil { breaks.append("缺少第一条留痕") }
        take(opening)
        while let entry = entries.next() {
            if entry.target.version != version + 1 { breaks.append("第 \(version) 版之后缺留痕") }
            if entry.stateBefore != state { breaks.append("第 \(entry.target.version) 版的起始状态与前一条不接") }
            (state, version) = (entry.stateAfter, entry.target.version)
            take(entry)
        }
    }

    private mutating func take(_ entry: LedgerEntry) {
        // An erasure is about the ledger itself: the matter holds what it held, as far as it may still be read.
        if !entry.isErasure { for change in entry.changes { fields[change.field] = change.after } }
        entries.append(entry)
    }
}
