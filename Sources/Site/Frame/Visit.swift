import Accounts
import Calendars
import Foundation
import HTTPTypes
import Hummingbird
import Ledger
import Logging
import Markup
import Permissions
import Registry
import Workflows

/// One request with who asks and how they like their pages.
public struct Visit: Sendable {
    public let premises: Premises
    public let request: Request
    public let parameters: Parameters
    /// The address asked for, with its query.
    public internal(set) var address: Link
    public let origin: Origin
    public let signedIn: User?
    let session: Session?
    let token: MachineToken?
    public internal(set) var preferences: Preferences
    public let wantsJSON: Bool
    public let logger: Logger
    /// The fields sent, for routes that take a form. A field of files holds their hashes.
    public let form: FieldValues
    /// What is wrong with files that were sent, by field; for routes that show the form again.
    public let fileProblems: [String: String]

    public var now: Instant { premises.desk.now() }
    public var today: Day { now.day }

    public func user() throws -> User {
        guard let signedIn else { throw NotSignedIn() }
        return signedIn
    }

    public func parameter(_ name: String) throws -> String {
        guard let value = parameters.get(name) else { throw Refusal.notFound("页面") }
        return value.utf8.contains(UInt8(ascii: "%")) ? value.removingPercentEncoding ?? value : value
    }

    public func kind(_ name: String = "kind") throws -> KindOfMatter {
        guard let kind = premises.kinds[try parameter(name)] else { throw Refusal.notFound("页面") }
        return kind
    }

    /// When the person last proved who they are; `nil` for machines.
    public var signedInAt: Instant? { session?.begun }

    /// The token every form sends back.
    public var formToken: String { session?.csrfToken ?? "" }

    /// What comes with a command beside its fields.
    public var envelope: Envelope {
        get throws {
            let given = form[FormFieldName.commandID] ?? request.headers[.idempotencyKey]
            let version = form[FormFieldName.version].flatMap { Int($0) }
            // Only what was written down on a device beforehand says when that was.
            let channel: LedgerEntry.Channel = session == nil ? .api : form["written-at"] == nil ? .page : .phone
            guard let given else { return Envelope(channel: channel, expectedVersion: version) }
            guard UUIDv7.isWellFormed(given) else {
                throw Refusal.fields([FormFieldName.commandID: "办理编号应为 UUID，例如 018f4e2a-0000-7000-8000-000000000000。"])
            }
            return Envelope(
                commandID: given.lowercased(), happened: try instant("happened-at"), written: try instant("written-at"),
                channel: channel, expectedVersion: version)
        }
    }

    private func instant(_ name: String) throws(Refusal) -> Instant? {
        guard let text = form[name], !text.isEmpty else { return nil }
        guard let milliseconds = Int(text), (0...4_102_444_800_000).contains(milliseconds) else {
            throw Refusal.fields([name: "时间应为 1970 年以来的毫秒数。"])
        }
        return Instant(milliseconds: milliseconds)
    }

    /// What the person filled in, without the fields that every form has.
    public var answers: FieldValues {
        let own: Set = [
            FormFieldName.formToken, FormFieldName.commandID, FormFieldName.version, FormFieldName.returnTo,
            FormFieldName.draftOf, FormFieldName.draftTitle, FormFieldName.draftBy, "decision", "find",
            "happened-at", "written-at",
        ]
        return FieldValues(form.values.filter { !own.contains($0.key) && $0.value != [""] })
    }

    /// The surroundings of this person's pages.
    public var shell: Shell {
        var places = Shell.Places()
        places.complaints = Link("help").at("complaints")
        return Shell(
            siteName: premises.settings.siteName, account: account, navigation: navigation,
            preferences: preferences, formToken: formToken, version: premises.settings.version, places: places)
    }

    private var account: Shell.Account? {
        guard let signedIn else { return nil }
        let post = signedIn.posts.first
        return Shell.Account(
            name: signedIn.person.name, post: post?.role.title ?? "无在任岗位",
            unit: post.map { premises.registry.organisations.name($0.organisation) } ?? "—")
    }

    private var navigation: [Shell.NavigationItem] {
        guard let signedIn else { return [] }
        let home = Shell.NavigationItem("t", Wording(zh: "工作台", en: "Workbench"), Link())
        let others = premises.entries.filter { signedIn.holdsSomewhere($0.permission) }.prefix(8)
        return [home] + others.map { Shell.NavigationItem($0.key, $0.title, $0.link) }
    }

    /// A page in this person's surroundings.
    ///
    /// - Parameter live: where the page hears of changes while it is open.
    public func page(
        _ title: Wording, section: String? = nil, breadcrumb: [Crumb] = [], scope: ScopeSelector? = nil,
        notices: [Notice] = [], problems: [FormProblem] = [], live: Link? = nil, @HTMLBuilder content: () -> HTML
    ) -> PageFrame {
        var shell = shell
        shell.places.events = live
        return PageFrame(
            title, shell: shell, address: address, section: section, breadcrumb: breadcrumb, scope: scope,
            notices: notices + flash, problems: problems, dataTime: now.description, content: content)
    }

    /// What the page before has just done, told once at the top of this one.
    private var flash: [Notice] {
        guard let number = address.first("done") else { return [] }
        var notice = Notice(.done, Wording(zh: "已办理：\(number)", en: "Done: \(number)"))
        if let entry = address.first("entry"), UUIDv7.isWellFormed(entry) {
            notice.further = .init(Wording(zh: "回执（存证）", en: "Receipt"), Link("log", "proof", entry))
        }
        return [notice]
    }
}

/// Nobody is signed in, and the page needs someone.
struct NotSignedIn: Error {}

extension HTTPField.Name {
    static let idempotencyKey = Self("Idempotency-Key")!
}
