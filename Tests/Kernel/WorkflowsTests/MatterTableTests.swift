import Calendars
import SampleProvince
import Storage
import Testing

@testable import Workflows

/// What is written of a matter that moved.
struct MatterTableTests {
    private let before = MatterHeader(
        id: "m", kind: "sample", title: "检查配电箱", state: "open", region: SampleProvince.nanjing,
        openedAt: SampleProvince.beginning)

    private func text(_ change: Change) -> String {
        guard case .one(let statement) = change else { return "" }
        return statement.text
    }

    @Test func `an update names only what differs, so that no index on anything else is written`() {
        var after = before
        after.version += 1
        after.state = "done"
        after.light = .red
        #expect(
            text(MatterTable.update(after, from: before))
                == "UPDATE matter SET state = ?, light = ?, version = ?\nWHERE id = ? AND version = ?")
    }

    @Test func `whatever may differ is written`() {
        var after = before
        after.version += 1
        (after.title, after.state, after.grade, after.light) = ("检查", "done", "major", .red)
        (after.region, after.sector, after.owner) = (SampleProvince.jiangsu, "chemicals", "a")
        (after.supervisor, after.issuer, after.subject, after.parent) = ("b", "c", "d", "p")
        (after.weight, after.assignee, after.agreedDay) = (3, "e", Day("2026-09-30"))
        (after.actorOrganisation, after.awaitedSignatures) = ("f", ["g"])
        after.lightChangesAt = SampleProvince.beginning
        (after.isOpen, after.closedAt, after.wasLate) = (false, SampleProvince.beginning, true)
        after.updatedAt = Instant(milliseconds: before.updatedAt.milliseconds + 1)
        let written = text(MatterTable.update(after, from: before))
        // The deadline's two columns are written together with the light, in the escalation's own tests.
        let fixed: Set = ["id", "kind", "number", "month", "opened_at", "deadline", "due_at"]
        for column in MatterTable.columnNames where !fixed.contains(column) {
            #expect(written.contains("\(column) = ?"), "\(column)")
        }
    }
}
