import Storage
import Workflows

/// 出稿障碍 — what of a round of consultation has to be settled before there can be another version.
struct DraftHindrance: Sendable, Hashable {
    let words: String

    /// What is open in the rounds of a project: comments without an answer, units that have said nothing, a round that
    /// nobody has concluded.
    ///
    /// Once there is none there can be none again without a command on the project, so that whoever relies on it relies
    /// on the version of the project.
    static func all(of project: String, in database: any Database) async throws -> [DraftHindrance] {
        let rows = try await database.rows(
            """
            SELECT round.number AS round_number, part.state, consultation.comments, organisation.name
            FROM matter round
            LEFT JOIN matter part ON part.parent = round.id AND part.is_open = 1
            LEFT JOIN consultation ON consultation.id = part.id
            LEFT JOIN organisation ON organisation.id = part.owner
            WHERE round.parent = \(project) AND round.kind = \(ConsultationRound.kind) AND round.is_open = 1
            ORDER BY part.id
            """)
        return try rows.flatMap(hindrances)
    }

    private static func hindrances(_ row: Row) throws -> [DraftHindrance] {
        guard let state = try row["state"] as String? else {
            let number: String = try row["round_number"]
            return [DraftHindrance(words: "征求意见 \(number) 还没有汇总，请打开该轮点“汇总本轮意见”")]
        }
        let unit = try row["name"] as String? ?? "一个单位"
        guard state == Consultation.State.awaitingAnswer.rawValue else {
            return [DraftHindrance(words: "\(unit)还没有反馈")]
        }
        return try ClauseComment.list(row["comments"]).filter { $0.answer == nil }.map {
            DraftHindrance(words: "\(unit)对\($0.place)的意见“\($0.text.prefix(30))”没有答复")
        }
    }
}

extension Refusal {
    /// As many as one reads; how many there are in all is said first.
    private static let named = 10

    static func hindered(_ hindrances: [DraftHindrance], _ action: String) -> Refusal {
        let unanswered = hindrances.map(\.words)
        let more = unanswered.count > named ? "；另有 \(unanswered.count - named) 项，见该轮意见表" : ""
        return Refusal(
            .conflicting, code: "comments-unanswered",
            message:
                "不能“\(action)”：有 \(unanswered.count) 项没有办完。\(unanswered.prefix(named).joined(separator: "；"))\(more)。")
    }
}
