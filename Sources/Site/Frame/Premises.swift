import Accounts
import Attachments
import Ledger
import Markup
import Permissions
import Registry
import Rules
import Spreadsheets
import Sealing
import Storage
import Workflows

/// Everything the pages stand on, put together once by the program.
public struct Premises: Sendable {
    /// What the operator decides about the site.
    public struct Settings: Sendable {
        public var siteName = Wording(zh: "安澜 · 安全生产监管", en: "Anlan · Work Safety")
        public var version: String
        /// Cookies are sent over TLS only.
        public var isSecure = false
        /// The largest body of a form, in bytes; attachments have limits of their own.
        public var formLimit = 1 << 20
        /// The region whose matters are all of the platform's.
        public var province: RegionCode
        /// Phones keep nothing before their person has set a PIN.
        public var needsFieldPIN = false
        /// Where the map's background comes from; `nil` for plain borders.
        public var mapTiles: MapTiles?
        /// Check the signatures of the sealed log.
        public var logKeys: LogKeys?

        public init(version: String, province: RegionCode) {
            self.version = version
            self.province = province
        }
    }

    /// A server of map tiles, decided by the operator: pages may then fetch pictures from it.
    public struct MapTiles: Sendable, Hashable {
        /// `https://tiles.example.gov.cn/{z}/{x}/{y}.png`
        public let address: String
        /// Whose map it is, with its 审图号; shown on the map.
        public let credit: String
        /// `https://tiles.example.gov.cn`
        let origin: String

        /// `nil` when the address is none of the web or does not say where column, row and zoom stand.
        public init?(address: String, credit: String) {
            guard let parts = address.firstMatch(of: /^(https?:\/\/[A-Za-z0-9.\-]+(?::[0-9]+)?)\/[^\s"'<>;,]*$/),
                ["{x}", "{y}", "{z}"].allSatisfy(address.contains), !credit.isEmpty
            else { return nil }
            self.address = address
            self.credit = credit
            origin = String(parts.1)
        }
    }

    public let settings: Settings
    public let database: any OperableDatabase
    public let desk: CommandDesk
    public let people: People
    public let accounts: Accounts
    public let attachments: AttachmentStore
    public let kinds: KindCatalogue
    public let lists: MatterList
    public let ledger: LedgerStore
    public let log: SealedLog
    public let proofs: EntryList
    public let knownThen: KnownThen
    public let assets: Assets
    /// What each kind of matter shows beyond what is the same for all.
    public let kindPages: [String: KindPages]
    /// What some domains add to the pages of matters of every kind.
    public let annexes: [MatterAnnex]
    /// Entries of the top bar besides the workbench, in their order.
    public let entries: [Entry]
    public var figures: Figures
    /// What the domains add to the page of one enterprise, in this order.
    public var subjectSections: [SubjectSection] = []
    /// What the domains say in a line about each of several enterprises, in this order.
    public var subjectNotes: [SubjectNotes] = []
    /// What the domains add to the search, in this order.
    public var finders: [Finder] = []
    /// Finds the enterprises that a form may name.
    public var enterpriseLookup = EnterpriseLookup { _, _, _ in [] }
    let savedViews: SavedViewStore
    /// What people have typed and not sent yet.
    public let drafts: FormDraftStore
    /// Why people were refused.
    public let refusals: RefusalLog
    /// What was seen of other instances' sealed logs.
    public var witnessed: WitnessFolder?
    /// The pages that are open now.
    public let live: LiveUpdates
    /// The registers that take rows from files.
    public var importedRegisters: [ImportedRegister] = []

    public init(
        settings: Settings, database: any OperableDatabase, desk: CommandDesk, people: People, accounts: Accounts,
        attachments: AttachmentStore, kinds: KindCatalogue, assets: Assets, kindPages: [KindPages] = [],
        annexes: [MatterAnnex] = [], entries: [Entry] = [], live: LiveUpdates = LiveUpdates()
    ) {
        self.settings = settings
        self.database = database
        self.desk = desk
        self.people = people
        self.accounts = accounts
        self.attachments = attachments
        self.kinds = kinds
        self.assets = assets
        self.kindPages = Dictionary(uniqueKeysWithValues: kindPages.map { ($0.kind, $0) })
        self.annexes = annexes
        self.entries = entries
        self.live = live
        lists = MatterList(database: database, kinds: kinds, registry: desk.registry)
        ledger = LedgerStore(database: database)
        log = SealedLog(database: database)
        proofs = EntryList(database: database, kinds: kinds)
        knownThen = KnownThen(database: database, kinds: kinds, people: people)
        figures = Figures()
        refusals = RefusalLog(database: database)
        savedViews = SavedViewStore(database: database)
        drafts = FormDraftStore(database: database, attachments: attachments)
    }

    public var registry: Registry { desk.registry }
    public var rules: RuleBook { desk.rules }

    /// An entry of the top bar, listed for those who hold its permission somewhere.
    public struct Entry: Sendable {
        public let key: String
        public let title: Wording
        public let link: Link
        public let permission: Permission

        public init(_ key: String, _ title: Wording, _ link: Link, for permission: Permission) {
            self.key = key
            self.title = title
            self.link = link
            self.permission = permission
        }
    }
}

/// What a domain adds to the pages of one kind of matter.
public struct KindPages: Sendable {
    public let kind: String
    /// The kind's name in both languages, as lists and headings use it.
    public let title: Wording
    /// Conditions on the kind's own columns, each named `detail.` and the column.
    public var filters: [Filter] = []
    /// What stands above everything else on the matter's page, such as how far it has come.
    public var head: @Sendable (OpenMatter, Visit) async throws -> HTML = { _, _ in .empty }
    /// Links beside the commands, such as to a sheet to be printed.
    public var links: @Sendable (OpenMatter, Visit) -> [(title: Wording, link: Link)] = { _, _ in [] }
    /// Named lists of the kind beside those that every kind has.
    public var views: @Sendable (Visit) -> [(title: Wording, link: Link)] = { _ in [] }
    /// The shape of the exported ledger, where offices have one of their own.
    public var ledger: KindLedger?
    /// Commands whose form the domain draws itself, by their slug: where it is.
    public var forms: [String: @Sendable (OpenMatter) -> Link] = [:]
    /// Whether the page lists the matter's parts; off for kinds that show them in their own way.
    public var listsParts = true
    /// Commands whose forms stand on pages of the kind's own: no button of the matter's page leads to them.
    public var formsElsewhere: Set<String> = []
    /// What an opening or a command is given, by its slug and what was filled in: the kind may read it out of a file
    /// that was sent.
    public var answers: @Sendable (_ slug: String, FieldValues, Visit) async throws -> FieldValues = { _, given, _ in
        given
    }
    /// Sections of the matter's page between its facts and its timeline.
    public var sections: @Sendable (OpenMatter, Visit) async throws -> HTML = { _, _ in .empty }

    public init(_ kind: String, _ title: Wording) {
        self.kind = kind
        self.title = title
    }
}

/// What a domain adds to the page of any matter, whatever its kind, such as leaders' instructions about it.
public struct MatterAnnex: Sendable {
    /// Links beside the commands.
    public var links: @Sendable (OpenMatter, Visit) -> [(title: Wording, link: Link)]
    /// Sections between the matter's facts and its timeline.
    public var sections: @Sendable (OpenMatter, Visit) async throws -> HTML

    public init(
        links: @escaping @Sendable (OpenMatter, Visit) -> [(title: Wording, link: Link)],
        sections: @escaping @Sendable (OpenMatter, Visit) async throws -> HTML
    ) {
        self.links = links
        self.sections = sections
    }
}

/// The columns of a kind's exported ledger after the running number, and what stands in them.
public struct KindLedger: Sendable {
    public let columns: [Spreadsheets.Column]
    /// One line of cells for each matter, in their order.
    public let cells: @Sendable ([MatterHeader], Visit) async throws -> [[Cell]]

    public init(
        _ columns: [Spreadsheets.Column], cells: @escaping @Sendable ([MatterHeader], Visit) async throws -> [[Cell]]
    ) {
        self.columns = columns
        self.cells = cells
    }
}
