import Workflows

extension World {
    /// Opens an errand and brings it into this state the shortest way.
    public func errand(in state: Errand.State, _ change: (inout HandOver) -> Void = { _ in }) async throws -> String {
        let id = try await open(HandOver(change)).matter
        switch state {
        case .handedOver: break
        case .withdrawn: try await perform(Withdraw(reason: "重复交办"), on: id, by: .zhou)
        default: try await perform(SignFor(), on: id, by: .sun)
        }
        switch state {
        case .countersigning:
            try await perform(AskOpinions(["gulou-bureau", "kunshan-bureau"]), on: id, by: .sun)
        case .deferred: try await perform(Defer(reason: "等待省政府批复"), on: id, by: .sun)
        case .reported, .archiving, .closed: try await perform(Report(outcome: "已排查12户"), on: id, by: .sun)
        default: break
        }
        if state == .archiving || state == .closed { try await perform(Verify(), on: id, by: .zhao) }
        if state == .closed { try await performByPlatform(Archive(), on: id) }
        return id
    }

    /// Everything that is kept of a matter and its parts, to see that nothing has changed.
    public func picture(of matter: String) async throws -> [String] {
        var lines = try await database.rows(
            "SELECT * FROM matter WHERE id = \(matter) OR parent = \(matter) ORDER BY id"
        )
        .map { "\($0.values)" }
        lines += try await database.rows("SELECT * FROM errand WHERE id = \(matter)").map { "\($0.values)" }
        lines += try await ledger.entries(of: matter).map(\.id)
        lines += try await notices(about: matter).map(\.id)
        return lines
    }
}

/// What the work was refused with; nothing when it was carried out. Anything else that goes wrong is thrown on.
public func refusal<Answer>(
    isolation: isolated (any Actor)? = #isolation, of work: () async throws -> Answer
) async throws -> Refusal? {
    do {
        _ = try await work()
        return nil
    } catch let refusal as Refusal {
        return refusal
    }
}
