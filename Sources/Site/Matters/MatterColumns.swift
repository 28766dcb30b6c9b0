import Calendars
import Markup
import Registry
import Workflows

/// One row of a list of matters with what is needed to say it in words.
struct MatterLine: Sendable {
    let header: MatterHeader
    let kind: KindOfMatter?
    let remaining: String
    let regionPath: String
    let owner: String
    let supervisor: String
    let actor: String

    init(_ header: MatterHeader, visit: Visit) {
        let premises = visit.premises
        let names = premises.registry.organisations
        self.header = header
        kind = premises.kinds[header.kind]
        remaining = header.deadline?.remaining(at: visit.now, calendar: premises.desk.calendar) ?? "—"
        regionPath = premises.registry.regions.path(header.region, on: visit.today)
        owner = header.owner.map { names.name($0) } ?? "—"
        supervisor = header.supervisor.map { names.name($0) } ?? "—"
        actor = header.actorOrganisation.map { names.name($0) } ?? "—"
    }

    var link: Link { Link("m", header.kind, header.id) }
    var light: Light { Light(header.light) }

    var stage: Stage {
        if !header.isOpen { return .done }
        if header.isSuspended { return .suspended }
        return header.light == .red ? .overdue : .working
    }

    var stateWords: Wording {
        var words = Wording(verbatim: stateTitle)
        if header.isSuspended { words = words + Wording(zh: "（已挂起）", en: " (suspended)") }
        if header.wasLate {
            words =
                words
                + (header.isOpen
                    ? Wording(zh: "（曾逾期）", en: " (was late)") : Wording(zh: "（逾期办结）", en: " (closed late)"))
        }
        return words
    }

    var stateTitle: String { kind?.title(ofState: header.state) ?? header.state }
    var gradeTitle: String { kind?.title(ofGrade: header.grade) ?? "—" }

    /// As programs read it.
    var json: JSON {
        .of(
            ("id", .text(header.id)), ("kind", .text(header.kind)), ("number", .text(header.number)),
            ("title", .text(header.title)), ("state", .text(header.state)), ("stateTitle", .text(stateTitle)),
            ("grade", .text(header.grade)),
            ("light", .text(header.light.rawValue)), ("region", .text(header.region.rawValue)),
            ("sector", .text(header.sector)), ("owner", .text(header.owner)),
            ("supervisor", .text(header.supervisor)), ("issuer", .text(header.issuer)),
            ("subject", .text(header.subject)), ("parent", .text(header.parent)),
            ("awaits", .text(header.actorOrganisation)), ("dueOn", .text(header.deadline?.dueOn.description)),
            ("dueAt", header.deadline.map { .number($0.due.milliseconds) } ?? .null),
            ("isOpen", .bool(header.isOpen)), ("version", .number(header.version)),
            ("openedAt", .number(header.openedAt.milliseconds)), ("updatedAt", .number(header.updatedAt.milliseconds)))
    }
}

/// The columns every list of matters can show, in the words of offices.
enum MatterColumns {
    static var all: [Column<MatterLine>] {
        [
            Column("title", Wording(zh: "事项", en: "Matter"), onPhone: .title, room: .prose) { line in
                a(.href(line.link)) { line.header.title }
            },
            Column("number", Wording(zh: "编号", en: "Number")) { $0.header.number },
            Column("light", Wording(zh: "灯", en: "Light")) { LightBadge($0.light) },
            Column("grade", Wording(zh: "等级", en: "Grade"), onPhone: .more) { $0.gradeTitle },
            Column("state", Wording(zh: "状态", en: "State")) { StateBadge($0.stage, $0.stateWords) },
            Column("due", Wording(zh: "剩余期限", en: "Time left"), sortable: true) { $0.remaining },
            Column("actor", Wording(zh: "待办单位", en: "Waits for")) { $0.actor },
            Column("owner", Wording(zh: "承办单位", en: "Carried out by"), onPhone: .more) { $0.owner },
            Column("supervisor", Wording(zh: "督办单位", en: "Supervised by"), onPhone: .more, usual: false) {
                $0.supervisor
            },
            Column("region", Wording(zh: "区划", en: "Region"), onPhone: .more) { $0.regionPath },
            Column("sector", Wording(zh: "行业", en: "Sector"), onPhone: .more, usual: false) { $0.header.sector ?? "—" },
            Column("opened", Wording(zh: "收到", en: "Opened"), sortable: true, onPhone: .more) {
                $0.header.openedAt.description
            },
            Column("updated", Wording(zh: "最近办理", en: "Last step"), sortable: true, onPhone: .more, usual: false) {
                $0.header.updatedAt.description
            },
        ]
    }
}

extension Light {
    /// The light of a matter as pages draw it.
    public init(_ light: Calendars.Light) {
        switch light {
        case .green: self = .green
        case .yellow: self = .yellow
        case .red: self = .red
        }
    }
}
