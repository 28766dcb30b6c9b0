import Attachments
import Calendars
import Ledger
import Markup
import Permissions
import Registry
import Workflows

/// Puts entries of the ledger into words: names for ids, titles for fields and states.
struct LedgerWords {
    let visit: Visit
    /// The files of the matter, by their hash; of others only the hash is said.
    var files: [String: CarriedFile] = [:]
    /// What says that a text was erased, by the place of the text as erasures name it.
    private var erasures: [String: LedgerEntry] = [:]

    init(visit: Visit, files: [String: CarriedFile] = [:]) {
        self.visit = visit
        self.files = files
    }

    /// The same, knowing when and by which entries texts of these were erased.
    func knowing(erasuresIn entries: [LedgerEntry]) async throws -> LedgerWords {
        var words = self
        for matter in Set(entries.filter(\.lacksTexts).map(\.target.matter)).sorted() {
            let erasures = try await visit.premises.ledger.entries(
                matter: matter, command: Inscription.erasure, limit: 1_000)
            for erasure in erasures {
                for change in erasure.changes where change.field == ErasableText.erasedField {
                    words.erasures[change.before ?? ""] = erasure
                }
            }
        }
        return words
    }

    func step(_ entry: LedgerEntry, kind: KindOfMatter?) -> TimelineEntry {
        var step = TimelineEntry(
            Wording(verbatim: kind?.title(ofCommand: entry.command) ?? entry.command), times: times(entry),
            by: actor(entry), from: entry.stateBefore.map { state($0, kind) }, to: state(entry.stateAfter, kind))
        step.reason = entry.reason.map { erasure(of: $0, in: ErasableText.reasonSlot, of: entry) ?? $0 }
        step.channel = Wording(verbatim: entry.channel.title)
        step.proof = Link("log", "proof", entry.id)
        step.changes = entry.changes.compactMap { change in
            let column = kind?.detailColumns.first { $0.name == change.field }
            func shown(_ value: String?, isAfter: Bool) -> String? {
                let slot = ErasableText.slot(of: change.field, isAfter: isAfter)
                return value.flatMap { erasure(of: $0, in: slot, of: entry) } ?? words(value, of: change.field, kind)
            }
            let (old, new) = (shown(change.before, isAfter: false), shown(change.after, isAfter: true))
            guard column == nil || old != nil || new != nil else { return nil }
            return TimelineEntry.Change(
                Wording(verbatim: kind?.title(ofField: change.field) ?? change.field), old: old, new: new)
        }
        var told: Set<String> = []
        step.attachments = entry.attachments.filter { told.insert($0).inserted }.map(attachment)
        return step
    }

    /// When and by which entry the text in this place was erased; `nil` where it stands, or nothing says so.
    private func erasure(of text: String, in slot: String, of entry: LedgerEntry) -> String? {
        guard text == FieldChange.erased, let erasure = erasures["\(entry.id) \(slot)"] else { return nil }
        return "〔已依法删除：\(erasure.times.received.day)，见留痕 \(erasure.id)〕"
    }

    private func attachment(_ hash: String) -> TimelineEntry.Attachment {
        guard let file = files[hash] else {
            return .init(
                .init(hash: hash, name: String(hash.prefix(12)), note: "SHA-256", link: Link("attachments", hash)))
        }
        return .init(
            .init(FileShown(file)), purpose: Wording(verbatim: file.attachment.purpose.title),
            withdrawal: file.attachment.withdrawal?.reason)
    }

    func json(_ entry: LedgerEntry, kind: KindOfMatter?) -> JSON {
        .of(
            ("id", .text(entry.id)), ("matter", .text(entry.target.matter)), ("kind", .text(entry.target.kind)),
            ("version", .number(entry.target.version)), ("command", .text(entry.command)),
            ("title", .text(kind?.title(ofCommand: entry.command))), ("person", .text(entry.actor.person)),
            ("post", .text(entry.actor.post)), ("organisation", .text(entry.actor.organisation)),
            ("happenedAt", entry.times.happened.map { .number($0.milliseconds) } ?? .null),
            ("writtenAt", entry.times.written.map { .number($0.milliseconds) } ?? .null),
            ("receivedAt", .number(entry.times.received.milliseconds)), ("channel", .text(entry.channel.rawValue)),
            ("from", .text(entry.stateBefore)), ("to", .text(entry.stateAfter)), ("reason", .text(entry.reason)),
            (
                "changes",
                .array(
                    entry.changes.map {
                        .of(("field", .text($0.field)), ("before", .text($0.before)), ("after", .text($0.after)))
                    })
            ),
            ("attachments", .array(entry.attachments.map { .text($0) })))
    }

    func actor(_ entry: LedgerEntry) -> TimelineEntry.Actor {
        let premises = visit.premises
        if entry.actor.person == "system" { return .init(name: "平台", unit: "自动", post: "定时") }
        let post = premises.people.posts(of: entry.actor.person).first { $0.id == entry.actor.post }
        return .init(
            name: premises.people.person(entry.actor.person)?.name
                ?? (entry.actor.person.hasPrefix(Person.linkPrefix) ? "凭链接反馈" : entry.actor.person),
            unit: entry.actor.organisation.map { premises.registry.organisations.name($0) } ?? "—",
            post: post?.role.title ?? "—")
    }

    private func times(_ entry: LedgerEntry) -> TimelineEntry.Times {
        let happened = entry.times.happened ?? entry.times.received
        // Entered on a later day than it is said to have happened: it does not count as done then.
        // A day without a time of day is said as a day: nobody claims that it was midnight.
        let isDayOnly = entry.times.happened.map { $0 == Instant(day: $0.day) } ?? false
        return .init(
            happened: isDayOnly ? happened.day.description : happened.description,
            received: entry.times.received.description,
            isLate: happened.day < entry.times.received.day)
    }

    private func state(_ name: String, _ kind: KindOfMatter?) -> Wording {
        Wording(verbatim: kind?.title(ofState: name) ?? name)
    }

    func words(_ value: String?, of field: String, _ kind: KindOfMatter?) -> String? {
        guard let value else { return nil }
        let premises = visit.premises
        switch field {
        case "owner", "supervisor", "issuer", "subject", "actor_organisation":
            return premises.registry.organisations.name(value)
        case "assignee": return premises.people.person(value)?.name ?? value
        case "grade": return kind?.title(ofGrade: value) ?? value
        case "due_at":
            // The end of a day is said with that day, as people do.
            guard value.hasSuffix(" 00:00"), let next = Day(String(value.prefix(10))) else { return value }
            return "\(next.adding(days: -1)) 24:00"
        case "light": return Calendars.Light(rawValue: value)?.chinese ?? value
        case ErasableText.erasedField:
            let parts = value.split(separator: " ", maxSplits: 1).map(String.init)
            guard parts.count == 2, let kind else { return value }
            return "\(kind.title(ofSlot: parts[1]))（留痕 \(parts[0])）"
        case ErasureGround.askedByField: return premises.people.person(value)?.name ?? value
        case "region":
            return RegionCode(value).map { premises.registry.regions.path($0, on: visit.today) } ?? value
        default:
            guard let column = kind?.detailColumns.first(where: { $0.name == field }) else {
                return named(value, of: field)
            }
            return column.words(value, visit)
        }
    }

    /// What a kind tells of the inside of a column in its own words, such as 草案2牵头单位, gives units by their ids.
    private func named(_ value: String, of field: String) -> String {
        guard field.hasSuffix("单位") else { return value }
        let names = visit.premises.registry.organisations
        return value.split(separator: "、").map { names.name(String($0)) }.joined(separator: "、")
    }
}

extension DetailColumn {
    /// The value as people read it; `nil` when it is not for people.
    func words(_ value: String, _ visit: Visit) -> String? {
        let names = visit.premises.registry.organisations
        switch content {
        case .plain: return value == FieldChange.erased ? "〔已依法删除〕" : value
        case .hidden: return nil
        case .count: return value == "0" ? nil : value
        case .cycle: return Cycle(rawValue: value)?.title ?? value
        case .day: return Day(value)?.chinese ?? value
        case .organisation: return names.name(value)
        case .organisations: return value.split(separator: ",").map { names.name(String($0)) }.joined(separator: "、")
        case .person: return visit.premises.people.person(value)?.name ?? value
        case .matter: return String(value.prefix(13))
        case .choice(let titles): return titles[value] ?? value
        case .shares:
            return Shares(value).map { shares in
                shares.all.map { "\(names.name($0.organisation)) \(Double($0.thousandths) / 10)%" }
                    .joined(separator: "，")
            }
        }
    }
}

extension LedgerEntry {
    /// Whether a text of it was erased.
    fileprivate var lacksTexts: Bool {
        reason == FieldChange.erased
            || changes.contains { $0.before == FieldChange.erased || $0.after == FieldChange.erased }
    }
}
