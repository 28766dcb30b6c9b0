import Storage

/// Writes the commits that have gathered in one transaction, each of them whole or not at all.
struct GroupWriter {
    let connection: Connection

    /// The answer to each commit, in order, when all that was kept is on disk.
    ///
    /// At first without a savepoint for each, since mostly none is refused: a savepoint costs a copy of every page that
    /// its commit changes, and a piece of the text index of its own. When one is refused the group is written anew.
    func write(_ commits: [[Change]]) -> [Result<Void, any Error>] {
        do {
            return try transaction(commits) { .success(try apply($0)) }
        } catch {
            if commits.count == 1 || error.concernsAll { return commits.map { _ in .failure(error.cause) } }
            return apart(commits)
        }
    }

    /// With savepoints, so that what one of them may not do leaves the others alone.
    private func apart(_ commits: [[Change]]) -> [Result<Void, any Error>] {
        do {
            return try transaction(commits, each: attempt)
        } catch {
            if error.concernsAll { return commits.map { _ in .failure(error.cause) } }
            return oneByOne(commits)
        }
    }

    /// The group could not be kept as a whole.
    private struct GroupFailure: Error {
        var cause: any Error
        /// Another attempt would end the same, so there is no point in making it for each commit.
        var concernsAll: Bool
    }

    /// When the fault of one, or a full disk, has spoilt the group, the others still get their chance.
    private func oneByOne(_ commits: [[Change]]) -> [Result<Void, any Error>] {
        var answers: [Result<Void, any Error>] = []
        for commit in commits {
            do {
                answers += try transaction([commit]) { .success(try apply($0)) }
            } catch {
                answers.append(.failure(error.cause))
                guard error.concernsAll else { continue }
                return answers + commits.dropFirst(answers.count).map { _ in .failure(error.cause) }
            }
        }
        return answers
    }

    /// - Parameter each: carries out one commit; when it throws, nothing of the group is kept.
    private func transaction(
        _ commits: [[Change]], each: ([Change]) throws -> Result<Void, any Error>
    ) throws(GroupFailure) -> [Result<Void, any Error>] {
        do {
            try connection.run("BEGIN IMMEDIATE")
        } catch {
            throw GroupFailure(cause: error, concernsAll: true)
        }
        do {
            let answers = try commits.map(each)
            try add(zip(commits, answers).filter(\.1.isSuccess).flatMap { $0.0.compactMap(\.increment) })
            try commitTransaction()
            return answers
        } catch {
            connection.rollBack()
            throw error as? GroupFailure ?? GroupFailure(cause: error, concernsAll: false)
        }
    }

    /// Carries out one commit of several, or leaves no trace of it.
    private func attempt(_ commit: [Change]) throws -> Result<Void, any Error> {
        try connection.run("SAVEPOINT one_commit")
        do {
            try apply(commit)
            try connection.run("RELEASE one_commit")
            return .success(())
        } catch {
            guard connection.isInTransaction, !(error is DatabaseUnavailable) else { throw error }
            try connection.run("ROLLBACK TO one_commit")
            try connection.run("RELEASE one_commit")
            return .failure(error)
        }
    }

    private func apply(_ commit: [Change]) throws {
        for change in commit {
            switch change {
            case .one(let statement): if try run(statement) != 1 { throw Conflict() }
            case .any(let statement): _ = try run(statement)
            case .increment: break
            }
        }
    }

    private func run(_ statement: SQL) throws -> Int {
        let form = statement.form(in: .sqlite)
        let prepared = try connection.statements[form.text]
        guard !prepared.onlyReads else {
            throw FaultyStatement(text: form.text, detail: "a commit takes only statements that change something")
        }
        return try prepared.run(form.values)
    }

    private func add(_ increments: [Increment]) throws {
        for upsert in Increment.upserts(of: increments) { try connection.run(upsert.text, upsert.values) }
    }

    /// A constraint that is checked at the end concerns one of the commits; a disk concerns them all.
    private func commitTransaction() throws {
        do {
            try connection.run("COMMIT")
        } catch var unavailable as DatabaseUnavailable {
            unavailable.outcomeUnknown = unavailable.cause == .inputOutput
            throw GroupFailure(cause: unavailable, concernsAll: true)
        }
    }
}

extension Result {
    fileprivate var isSuccess: Bool {
        if case .success = self { true } else { false }
    }
}

extension Change {
    fileprivate var increment: Increment? {
        if case .increment(let increment) = self { increment } else { nil }
    }
}
