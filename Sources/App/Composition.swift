import Accounts
import Attachments
import Calendars
import Enterprises
import Foundation
import HiddenDangers
import Inspections
import Ledger
import Logging
import Permissions
import PolicyDocuments
import Registry
import RiskGrading
import Rules
import Sealing
import Site
import Storage
import StoragePostgres
import StorageSQLite
import SupervisedTasks
import Workflows

/// Puts the program together: which database, which rules, which domains.
struct Composition {
    let settings: ResolvedSettings
    let logger: Logger

    static let version = "0.1.0"
    static let province = RegionCode("32")!

    static let kinds = KindCatalogue([
        KindOfMatter(PolicyDocument.self),
        KindOfMatter(DraftingProject.self), KindOfMatter(ResearchTopic.self), KindOfMatter(ConsultationRound.self),
        KindOfMatter(Consultation.self),
        KindOfMatter(SupervisedTask.self), KindOfMatter(SupervisionLetter.self), KindOfMatter(Interview.self),
        KindOfMatter(HiddenDanger.self), KindOfMatter(DangerListing.self),
        KindOfMatter(RiskProfile.self), KindOfMatter(RiskPoint.self), KindOfMatter(RiskReport.self),
        KindOfMatter(CheckPlan.self), KindOfMatter(Checklist.self),
        KindOfMatter(Inspection.self), KindOfMatter(InspectionCap.self),
        KindOfMatter(FactCorrection.self), KindOfMatter(EnterprisePaper.self),
    ])

    static var migrations: [Migration] {
        RegistryStore.migrations + PermissionStore.migrations + Accounts.migrations + LedgerStore.migrations
            + SealedLog.migrations + CommandDesk.migrations + AttachmentStore.migrations
            + AdministrationStore.migrations
            + PolicyDocument.migrations + DraftingProject.migrations
            + SupervisedTask.migrations
            + SupervisionLetter.migrations + Interview.migrations
            + HiddenDanger.migrations + RiskProfile.migrations + Inspection.migrations
            + EnterpriseRegister.migrations + ImportStore.migrations + FormDraftStore.migrations
            + SavedViewStore.migrations
    }

    func database() async throws -> any OperableDatabase {
        if settings.database.hasPrefix("postgres://") || settings.database.hasPrefix("postgresql://") {
            return try await PostgresDatabase(settings.database)
        }
        try FileManager.default.createDirectory(
            atPath: URL(fileURLWithPath: settings.database).deletingLastPathComponent().path,
            withIntermediateDirectories: true)
        return try SQLiteDatabase(path: settings.database)
    }

    func rules() throws -> RuleBook { try RuleBook.load(from: settings.home + "/Rules") }

    func calendar() throws -> WorkingCalendar {
        try WorkingCalendar.load(from: settings.home + "/Resources/calendar/china-2007-2026.csv")
    }

    /// Everything the site stands on, over a database whose schema is up to date.
    func premises(_ database: any OperableDatabase, now: @escaping @Sendable () -> Instant = { .now }) async throws
        -> Premises
    {
        // Beside each other: reading the rules is what starting takes longest for.
        async let rules = self.rules()
        async let assets = self.assets()
        async let boundaries = self.boundaries()
        let kinds = Self.kinds
        let registry = try await Registry(database: database, boundaries: try await boundaries)
        let people = try await People(database: database, roles: Roles.catalogue)
        let attachments = attachments(database, now: now)
        let live = LiveUpdates()
        let desk = CommandDesk(
            database: database, rules: try await rules, calendar: try calendar(), registry: registry,
            delegation: SupervisedTask.delegation.noting(HiddenDanger.anomalies), channels: settings.channels,
            onCommit: live.publish, now: now,
            attaching: attachments.attach)
        let needsSecondFactor = settings.needsSecondFactor
        let accounts = Accounts(
            database: database, secret: try secret(),
            needsSecondFactor: { person in
                needsSecondFactor && people.user(person, on: now().day)?.mustUseSecondFactor ?? false
            }, clock: now)
        var site = Premises.Settings(version: Self.version, province: Self.province)
        site.isSecure = settings.isSecure
        site.mapTiles = settings.mapTiles
        site.logKeys = try logKeys()
        site.needsFieldPIN = settings.needsFieldPIN
        var premises = Premises(
            settings: site, database: database, desk: desk, people: people, accounts: accounts,
            attachments: attachments, kinds: kinds,
            assets: try await assets,
            kindPages: [PolicyDocumentPages.pages] + DraftingPages.pages
                + SupervisedTaskPages.pages
                + HiddenDangerPages.pages
                + RiskGradingPages.pages
                + InspectionPages.pages
                + [EnterpriseRoutes.correctionPages, EnterpriseRoutes.paperPages],
            annexes: [SupervisedTaskPages.instructions],
            entries: Self.entries, live: live)
        premises.figures = Figures(perSecond: settings.requestsPerSecond)
        premises.witnessed = WitnessFolder(path: settings.data + "/witness")
        premises.subjectSections =
            RiskGradingPages.subjectSections + InspectionPages.subjectSections + HiddenDangerPages.subjectSections
        premises.subjectNotes = [InspectionPages.subjectNotes]
        let enterprises = try register(of: desk)
        premises.finders = [EnterpriseRoutes(register: enterprises).finder]
        premises.importedRegisters = [enterprises.imported]
        premises.enterpriseLookup = EnterpriseRoutes(register: enterprises).lookup
        return premises
    }

    /// The program's own, and the map's script out of Debian's package libjs-leaflet 1.7.1; without it pages have no map.
    private func assets() throws -> Assets {
        let leaflet = "/usr/share/javascript/leaflet/"
        let assets = try Assets(
            folder: settings.home + "/Public",
            and: [
                .init("boundaries.geojson", at: boundariesPath),
                .init(
                    "leaflet.js", at: leaflet + "leaflet.min.js",
                    hash: "846e4ac69c2654490a1b821eb2fd52b195118fb6d3c65c398da0da467c737e8d"),
                .init(
                    "leaflet.css", at: leaflet + "leaflet.css",
                    hash: "a63217809fd5a277db38cdf4233d5befcc3ca6777129c807e38a1fdd02086fcb"),
            ])
        if !assets.missing.isEmpty {
            logger.warning("assets missing or not those known", metadata: ["names": "\(assets.missing)"])
        }
        return assets
    }

    func boundaries() throws -> Boundaries { try Boundaries.load(from: boundariesPath) }

    private var boundariesPath: String { settings.home + "/Resources/boundaries/jiangsu-counties-2022.geojson" }

    private func attachments(
        _ database: any Database, now: @escaping @Sendable () -> Instant
    ) -> AttachmentStore {
        var limits = AttachmentSettings()
        // Tables to be imported come as CSV, of a hundred thousand rows.
        for kind in [FileKind.text, .textGB18030] { limits.limits[kind] = 32 << 20 }
        limits.capFiles(at: settings.attachmentLimit << 20)
        return AttachmentStore(
            database: database, folder: settings.data + "/attachments", settings: limits, clock: now)
    }

    /// Signs the sealed log; every instance that shares the secret signs alike.
    func logKey() throws -> SigningKey {
        SigningKey(name: settings.logName, kind: .note, secret: try secret())
    }

    /// Signs beside it, where that is set.
    func sm2Key() throws -> SigningKey? {
        settings.signsWithSM2 ? SigningKey(name: settings.logName, kind: .sm2, secret: try secret()) : nil
    }

    func logKeys() throws -> LogKeys { LogKeys(try logKey().verifier, sm2: try sm2Key()?.verifier) }

    /// Signs for what was seen of other instances' logs.
    func witnessKey() throws -> SigningKey {
        SigningKey(name: settings.logName, kind: .cosignature, secret: try secret())
    }

    private func secret() throws -> [UInt8] { try SecretFile(folder: settings.data).bytes() }

    /// 企业名录
    func register(of desk: CommandDesk) throws -> EnterpriseRegister {
        EnterpriseRegister(
            database: desk.database, registry: desk.registry, industries: try industries(),
            substances: try Substances.load(from: settings.home + "/Resources/chemicals"), now: desk.now)
    }

    func industries() throws -> IndustryTree {
        try IndustryTree.load(from: settings.home + "/Resources/industries/gbt4754-2017.csv")
    }

    func site(_ premises: Premises) throws -> Website {
        let enterprises = EnterpriseRoutes(register: try register(of: premises.desk))
        return Website(
            premises,
            domains: PolicyDocumentRoutes.all + DraftingRoutes.all
                + SupervisedTaskRoutes.all
                + HiddenDangerRoutes.all
                + RiskGradingPages.routes + enterprises.all)
    }

    /// The top bar, for whoever may see what stands there.
    static let entries =
        PolicyDocumentPages.entries
        + SupervisedTaskPages.entries
        + HiddenDangerPages.entries
        + RiskGradingPages.entries
        + [EnterpriseRoutes.entry]
        + InspectionPages.entries
        + administration

    private static let administration: [Premises.Entry] = [
        .init("people", .init(zh: "人员岗位", en: "People"), .init("admin", "people"), for: .grantPosts),
        .init("erasures", .init(zh: "抹除确认", en: "Erasures"), .init("admin", "erasures"), for: .grantPosts),
        .init("audit", .init(zh: "审计", en: "Audit"), .init("audit"), for: .readAudit),
        .init("outbox", .init(zh: "发件箱", en: "Outbox"), .init("admin", "outbox"), for: .runSystem),
    ]
}

/// 32 random bytes beside the database, made at the first start and readable by the program alone.
struct SecretFile {
    let folder: String

    func bytes() throws -> [UInt8] {
        let path = folder + "/secret"
        if let known = FileManager.default.contents(atPath: path) {
            guard known.count == 32 else { throw DamagedSecret(path: path) }
            return Array(known)
        }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let fresh = (0..<32).map { _ in UInt8.random(in: .min ... .max) }
        guard
            FileManager.default.createFile(
                atPath: path, contents: Data(fresh), attributes: [.posixPermissions: 0o600])
        else { throw DamagedSecret(path: path) }
        return fresh
    }
}

struct DamagedSecret: Error, CustomStringConvertible {
    let path: String
    var description: String { "密钥文件不能读写或长度不对（应为 32 字节）：\(path)。请从备份恢复；换新密钥会使已绑定的动态码失效。" }
}
