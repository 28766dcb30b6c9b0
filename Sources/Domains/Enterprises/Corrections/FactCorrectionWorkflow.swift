import Calendars
import Permissions
import Rules
import Workflows

extension FactCorrection {
    public static let workflow = Workflow<FactCorrection>(
        initial: .awaitingAnswer,
        final: [.corrected, .declined, .withdrawn],
        reading: .readFactCorrections,
        openings: [.init(AskCorrection.self, by: .askFactCorrections)],
        transitions: [
            .init(
                CorrectFact.self, from: [.awaitingAnswer], to: .corrected, by: .answerFactCorrections, as: .supervisor),
            .init(
                DeclineCorrection.self, from: [.awaitingAnswer], to: .declined, by: .answerFactCorrections,
                as: .supervisor
            ).requiringReason,
            .init(
                Transfer<FactCorrection>.self, from: [.awaitingAnswer], to: .awaitingAnswer, by: .answerFactCorrections,
                as: .supervisor
            ).requiringReason,
            .init(
                WithdrawCorrection.self, from: [.awaitingAnswer], to: .withdrawn, by: .askFactCorrections, as: .issuer),
        ],
        awaits: { state in
            switch state {
            case .awaitingAnswer: .by(.supervisor, within: .correctionAnswer)
            case .corrected, .declined, .withdrawn: .nothing
            }
        })
}

extension Permission {
    public static let readFactCorrections = Permission("fact-corrections.read")
    public static let askFactCorrections = Permission("fact-corrections.ask")
    public static let answerFactCorrections = Permission("fact-corrections.answer")
}

extension Rule<Term> {
    /// 答复纠正申请的期限
    static let correctionAnswer = Self("correction.answer")
}
