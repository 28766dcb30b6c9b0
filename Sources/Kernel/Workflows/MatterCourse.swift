import Calendars
import Ledger

/// What time did to a matter: its light, whether a step came late, when it was last acted upon.
///
/// No entry tells these as fields. They follow from when entries were received and from the terms that ran then.
struct MatterCourse {
    private let header: MatterHeader
    /// What was done with the matter: whatever was erased of it since is no step.
    private let steps: [LedgerEntry]
    private let kind: KindOfMatter?

    init(of header: MatterHeader, from then: MatterThen, kind: KindOfMatter?) {
        self.header = header
        steps = then.entries.filter { !$0.isErasure }
        self.kind = kind
    }

    /// The names of the columns that do not follow.
    var differences: [String] {
        var differences: [String] = []
        let acted = steps.last { !Self.turnsLight($0) }
        if acted?.times.received != header.updatedAt { differences.append("最近办理时刻") }
        if !possibleLights.contains(header.light) { differences.append("灯") }
        if !mayTurnNext { differences.append("下次变灯时刻") }
        if let wasLate, wasLate != header.wasLate { differences.append("是否曾经逾期") }
        return differences
    }

    private static func turnsLight(_ entry: LedgerEntry) -> Bool {
        entry.command == "turn-yellow" || entry.command == "turn-red"
    }

    /// The term whose clock is running.
    private var running: Deadline? {
        header.isOpen ? header.deadline.flatMap { $0.isSuspended ? nil : $0 } : nil
    }

    /// A command sets the light of its moment; whether that is yellow already is for the rule on warnings to say.
    private var possibleLights: [Light] {
        guard let last = steps.last else { return [] }
        if Self.turnsLight(last) {
            return last.changes.compactMap { $0.field == "light" ? $0.after.flatMap(Light.init(rawValue:)) : nil }
        }
        guard let running else { return [.green] }
        return running.isOverdue(at: last.times.received) ? [.red] : [.green, .yellow]
    }

    private var mayTurnNext: Bool {
        guard let running else { return header.lightChangesAt == nil }
        switch header.light {
        case .green: return header.lightChangesAt.map { $0 <= running.due } ?? false
        case .yellow: return header.lightChangesAt == running.due
        case .red: return header.lightChangesAt == nil
        }
    }

    /// Whether a step of the one who carries it out was taken after its term had run out; `nil` where that hangs on the seconds of a minute, which the
    /// ledger does not tell.
    private var wasLate: Bool? {
        var (due, isSuspended, isUncertain) = (nil as Instant?, false, false)
        for entry in steps {
            let isChecking = entry.stateBefore.map { kind?.checking.contains($0) == true } ?? false
            if let due, !isSuspended, !isChecking, entry.stateBefore != entry.stateAfter, !Self.turnsLight(entry) {
                if entry.times.received >= due.adding(.seconds(60)) { return true }
                if entry.times.received >= due { isUncertain = true }
            }
            if kind?.suspending.contains(entry.command) == true { isSuspended = true }
            if kind?.resuming.contains(entry.command) == true { isSuspended = false }
            for change in entry.changes where change.field == "due_at" { due = change.after.flatMap(Self.minute) }
        }
        return isUncertain ? nil : false
    }

    /// `2026-09-30 08:05`, as the ledger tells when something is due.
    private static func minute(_ text: String) -> Instant? {
        let parts = text.split(separator: " ")
        guard parts.count == 2, let day = Day(String(parts[0])) else { return nil }
        let clock = parts[1].split(separator: ":").compactMap { Int($0) }
        return clock.count == 2 ? Instant(day: day, hour: clock[0], minute: clock[1]) : nil
    }
}
