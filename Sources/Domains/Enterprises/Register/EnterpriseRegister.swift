import Calendars
import Permissions
import Registry
import Storage
import Workflows

/// 企业名录 — takes in what is said about enterprises. The only way the register changes, so permission, sources,
/// history and concurrency are settled here.
public struct EnterpriseRegister: Sendable {
    public let database: any Database
    public let registry: Registry
    public let industries: IndustryTree
    public let substances: Substances
    let now: @Sendable () -> Instant

    public init(
        database: any Database, registry: Registry, industries: IndustryTree, substances: Substances,
        now: @escaping @Sendable () -> Instant = { .now }
    ) {
        self.database = database
        self.registry = registry
        self.industries = industries
        self.substances = substances
        self.now = now
        IndustryTree.inUse = industries
        Substances.inUse = substances
    }

    public static var migrations: [Migration] {
        EnterpriseTables.migrations + FactCorrection.migrations + EnterpriseBatch.migrations
            + EnterprisePaper.migrations
    }

    public var store: EnterpriseStore { EnterpriseStore(database: database) }

    /// Reads and writes facts as the regions and branches of today have it.
    public var reading: FactReading {
        FactReading(
            regions: registry.regions, industries: industries, substances: substances, on: now().day)
    }

    /// Enters an enterprise, or says more about one that is there.
    ///
    /// - Parameters:
    ///   - key: credit code or id of the one meant; `nil` to enter a new one.
    ///   - expected: the version the person saw; a newer one is not overwritten.
    /// - Throws: ``Refusal`` with what is wrong with each fact; nothing has changed then.
    @discardableResult
    public func say(
        _ typed: [EnterpriseFact: String], from source: StatementSource, about key: String? = nil,
        expected: Int? = nil, by user: User
    ) async throws -> Enterprise {
        let values = try read(typed)
        var record: EnterpriseRecord?
        if let key {
            record = try await store.record(key, for: user)
            guard let found = record else { throw Refusal.notFound("企业") }
            if let expected, expected != found.enterprise.version { throw Refusal.enterpriseChanged }
        }
        let author = try author(of: user, at: record?.enterprise.place ?? place(of: values), cause: "form")
        let statement = Statement(source, by: author.organisation, on: now().day, values)
        let draft =
            try record.map { try EnterpriseDraft(statement, about: $0, in: registry.regions, by: author, at: now()) }
            ?? EnterpriseDraft(opening: statement, in: registry.regions, by: author, at: now())
        // Whoever moves an enterprise to another county or sector must be in charge of both.
        _ = try self.author(of: user, at: draft.enterprise.place, cause: "form")
        try await commit(draft.changes)
        return draft.enterprise
    }

    /// 合并 — the enterprise goes on as a part of another; its history stays, and what is asked of it leads there.
    public func merge(_ key: String, into other: String, by user: User) async throws {
        guard let leaving = try await store.record(key, for: user),
            let staying = try await store.record(other, for: user)
        else { throw Refusal.notFound("企业") }
        guard leaving.enterprise.id != staying.enterprise.id else {
            throw Refusal.fields(["into": "请填写另一家企业的代码：不能并入自己。"])
        }
        guard leaving.enterprise.mergedInto == nil, staying.enterprise.mergedInto == nil else {
            throw Refusal.fields(["into": "两家企业中有一家已经并入别的企业，请先核对。"])
        }
        let author = try author(of: user, at: leaving.enterprise.place, cause: "form")
        _ = try self.author(of: user, at: staying.enterprise.place, cause: "form")
        var merged = leaving.enterprise
        let closed = Statement(
            .supervisor, by: author.organisation, on: now().day, [.status: EnterpriseFact.Status.closed.rawValue])
        let draft = try EnterpriseDraft(closed, about: leaving, in: registry.regions, by: author, at: now())
        if draft.outcome == .changed { merged = draft.enterprise }
        let before = merged.version
        merged.mergedInto = staying.enterprise.id
        merged.mergedOn = now().day
        merged.version += 1
        merged.updatedAt = now()
        try await commit(
            draft.changes + [EnterpriseTables.update(merged, from: before), RegistryStore.save(merged.organisation)])
    }

    /// The values as they are stored, or everything that is wrong with them, fact by fact.
    func read(_ typed: [EnterpriseFact: String]) throws(Refusal) -> [EnterpriseFact: String] {
        let reading = reading
        var values: [EnterpriseFact: String] = [:]
        var problems: [String: String] = [:]
        for (fact, text) in typed where text.contains(where: { !$0.isWhitespace }) {
            do throws(FactProblem) {
                values[fact] = try reading.read(text, as: fact)
            } catch {
                problems[fact.rawValue] = error.message
            }
        }
        guard problems.isEmpty else { throw Refusal.fields(problems) }
        return values
    }

    /// The one place where the right to write is asked for.
    func author(of user: User, at place: Place, cause: String) throws(Refusal) -> Author {
        guard let post = user.post(with: .maintainEnterprises, at: place) else {
            throw Refusal.notPermitted(
                "登记企业信息", because: user.explanation(lacking: .maintainEnterprises, at: place))
        }
        return Author(person: user.person.id, organisation: post.organisation, cause: cause)
    }

    private func place(of values: [EnterpriseFact: String]) throws(Refusal) -> Place {
        guard let region = values[.region].flatMap({ RegionCode($0) }) else {
            throw Refusal.fields([EnterpriseFact.region.rawValue: "请填写\(EnterpriseFact.region.title)。"])
        }
        return Place(region: region, sector: values[.sector])
    }

    private func commit(_ changes: [Change]) async throws {
        guard !changes.isEmpty else { return }
        do {
            try await database.commit(changes)
        } catch let conflict as Conflict {
            throw conflict.constraint?.contains("credit_code") == true
                ? Refusal.codeTaken : Refusal.enterpriseChanged
        }
    }
}

extension Refusal {
    static let enterpriseChanged = Refusal(
        .conflicting, code: "enterprise-changed", message: "这家企业的信息刚刚被其他人更新。请刷新后核对最新内容再提交，您填写的内容没有丢失。")

    static let codeTaken = Refusal(
        .conflicting, code: "credit-code-taken", message: "这个统一社会信用代码已经登记在另一家企业名下。请先搜索该代码，在那家企业的页面上补充信息。",
        problems: [EnterpriseFact.creditCode.rawValue: "这个代码已经登记在另一家企业名下，请搜索该代码核对。"])
}

extension Permission {
    public static let readEnterprises = Permission("enterprises.read")
    public static let maintainEnterprises = Permission("enterprises.maintain")
    public static let importEnterprises = Permission("enterprises.import")
}
