import HTTPTypes
import Permissions
import Site
import Workflows

@testable import App

/// Who is let in where, said a second time: a route that is not here, or that lets in others than it says here, fails.
enum PermissionMatrix {
    enum Admission: Sendable, Hashable {
        /// Without signing in.
        case anyone
        /// Signed in, with whatever post or none; what is shown depends on the posts.
        case signedIn
        /// Those who hold this permission somewhere; to the others the page does not exist.
        case holders(String)
        /// Those among them whose post reaches a region and not only what their organisation has a part in.
        case holdersOfRegion(String)
        /// Those who may read the matter; to the others it does not exist.
        case readers(String)
        /// As readers, but what they find depends on where the matter stands.
        case someReaders(String)
        /// Those whose organisation was told something.
        case told
        /// Those who may read one kind of matter somewhere.
        case readersOfKind(String)
        /// Those who may give the command that opens one.
        case openers(String, String)
        /// A stream that does not end; `LiveTests` try it.
        case stream
    }

    /// The rows, by method and path. `{kind}`, `{id}` and `{command}` stand for every kind, its sample, every command.
    static let rows: [String: Admission] = [
        "get /healthz": .anyone, "get /readyz": .anyone, "get /metrics": .anyone, "get /help": .anyone,
        "get /accessibility": .anyone, "get /sign-in": .anyone, "post /preferences": .anyone,
        // These answer to a session that is not complete yet, or to a password; a program's token opens none of them.
        "post /sign-in": .anyone, "post /sign-in/second-factor": .anyone, "post /sign-in/enrolment": .anyone,
        "post /sign-in/new-password": .anyone,
        "get /": .signedIn, "get /messages": .signedIn, "get /account": .signedIn, "post /account/phones": .signedIn,
        "get /account/phones/{id}": .anyone, "get /account/phones/{id}/revoke": .signedIn,
        "post /account/phones/{id}/revoke": .signedIn, "post /sign-out": .signedIn,
        "get /search": .signedIn, "get /rules": .signedIn, "get /rules/{name}": .signedIn,
        "get /notice/{id}": .told,
        "get /l/{kind}": .readersOfKind(""), "get /l/{kind}/export.csv": .readersOfKind(""),
        "get /l/{kind}/export.xlsx": .readersOfKind(""),
        "get /m/{kind}/new/{command}": .openers("", ""), "post /m/{kind}/new/{command}": .openers("", ""),
        "get /m/{kind}/{id}": .readers(""), "get /m/{kind}/{id}/history": .readers(""),
        "get /m/{kind}/{id}/{command}": .readers(""), "post /m/{kind}/{id}/{command}": .readers(""),
        "get /admin/people": .holders("administration.security"),
        "get /admin/people/{id}": .holders("administration.security"),
        "post /admin/people": .holders("administration.security"),
        "post /admin/people/{id}/posts": .holders("administration.security"),
        "post /admin/posts/{id}/end": .holders("administration.security"),
        "get /audit": .holders("administration.audit"), "get /audit/sign-ins": .holders("administration.audit"),
        "get /audit/administration": .holders("administration.audit"),
        "get /audit/refusals": .holders("administration.audit"),
        "get /audit/erasures": .holders("administration.audit"),
        "post /audit/erasures": .holders("administration.audit"),
        "get /admin/erasures": .holders("administration.security"),
        "post /admin/erasures/confirm": .holders("administration.security"),
        "post /admin/erasures/decline": .holders("administration.security"),
        "get /admin/outbox": .holders("administration.system"),
        "post /admin/outbox/retry": .holders("administration.system"),
        "get /enterprises": .holders("enterprises.read"), "get /enterprises/choices": .signedIn,
        "get /enterprises/export.xlsx": .holders("enterprises.read"),
        "get /enterprises/export.csv": .holders("enterprises.read"),
        "get /enterprises/new": .holders("enterprises.maintain"),
        "post /enterprises/new": .holders("enterprises.maintain"),
        "get /e/{key}": .readers("enterprise"), "get /e/{key}/edit": .readers("enterprise"),
        "post /e/{key}/edit": .readers("enterprise"), "get /e/{key}/merge": .readers("enterprise"),
        "post /e/{key}/merge": .readers("enterprise"),
        "get /answer/{id}/{seal}": .anyone, "post /answer/{id}/{seal}": .anyone,
        "get /map": .holders("hidden-dangers.read"),
        "get /field": .holders("hidden-dangers.report"), "get /field/package": .holders("hidden-dangers.report"),
        "get /field/rescue": .holders("hidden-dangers.report"), "post /field/rescue": .holders("hidden-dangers.report"),
        "post /field/unlock": .holders("hidden-dangers.report"),
        "get /policy-documents/{id}/review": .readers("policy-draft"),
        "get /policy-documents/{id}/drafts/{draft}": .readers("policy-draft"),
        "post /policy-documents/{id}/drafts/{draft}/{command}": .readers("policy-draft"),
        "get /drafting/{id}/versions/{version}": .readers("drafting-project"),
        "get /drafting/{id}/compare": .readers("drafting-project"),
        "get /consultation-rounds/{id}/comments": .readers("consultation-round"),
        "get /consultation-rounds/{id}/table": .readers("consultation-round"),
        "get /consultation-rounds/{id}/table.xlsx": .readers("consultation-round"),
        "get /consultations/{id}": .readers("consultation"), "get /consultations/{id}/table": .readers("consultation"),
        "get /consultations/{id}/table.xlsx": .readers("consultation"),
        "get /attachments/{hash}": .readers("attachment"), "get /attachments/{hash}/thumbnail": .readers("attachment"),
        "post /attachments": .signedIn,
        "get /log/checkpoint": .anyone, "get /log/checkpoint/{size}": .anyone, "get /log/key": .anyone,
        "get /log/tile/**": .anyone, "get /log/witnessed": .anyone, "get /log/proof/{entry}": .readers("entry"),
        "get /log/proof/{entry}/file": .readers("entry"), "get /log/mine": .signedIn, "get /log/mine/file": .signedIn,
        "get /known-then": .signedIn, "get /m/{kind}/{id}/known-then": .someReaders(""),
        // A batch is its uploader's alone; no sample of one is made here yet.
        "get /imports/{register}": .readers("import"), "post /imports/{register}": .readers("import"),
        "get /imports/{register}/template.xlsx": .readers("import"), "get /import/{id}": .readers("import"),
        "get /import/{id}/errors.xlsx": .readers("import"), "post /import/{id}/accept": .readers("import"),
        "post /import/{id}/cancel": .readers("import"), "post /import/{id}/undo": .readers("import"),
        "get /l/{kind}/batch": .readersOfKind(""), "post /l/{kind}/batch": .readersOfKind(""),
        "post /l/{kind}/batch/done": .readersOfKind(""),
        "post /views": .signedIn, "post /views/delete": .signedIn,
        // A draft is its writer's alone; `DraftTests` try others.
        "post /drafts": .signedIn, "post /drafts/discard": .signedIn, "get /drafts/{id}": .readers("draft"),
        "get /live": .stream, "get /lights/brief": .holdersOfRegion("supervised-tasks.read"),
        "get /hidden-dangers": .holders("hidden-dangers.read"),
        "get /hidden-dangers/criteria": .holders("hidden-dangers.read"),
        "get /hidden-dangers/listings/{id}/notice": .readers("danger-listing"),
        "get /risks": .holders("risks.read"), "get /risk-profiles/{id}/chart": .readers("risk-profile"),
        "get /risk-profiles/{id}/notice-board": .readers("risk-profile"),
        "get /risk-profiles/{id}/cards": .readers("risk-profile"),
        "get /risk-profiles/{id}/forms/{command}": .someReaders("risk-profile"),
        "post /risk-profiles/{id}/forms/{command}": .someReaders("risk-profile"),
        "get /risk-reports/{id}/forms/{command}": .someReaders("risk-report"),
        "post /risk-reports/{id}/forms/{command}": .someReaders("risk-report"),
        "get /checklists/{id}/fill": .someReaders("checklist"), "post /checklists/{id}/fill": .someReaders("checklist"),
        "get /risk-points/{id}/forms/{command}": .someReaders("risk-point"),
        "post /risk-points/{id}/forms/{command}": .someReaders("risk-point"),
        "get /lights": .holders("supervised-tasks.read"), "get /instructions": .holders("supervised-tasks.instruct"),
        "get /letters/{id}": .readers("supervision-letter"),
        "get /tasks/{id}/weights": .someReaders("supervised-task"),
        "post /tasks/{id}/weights": .someReaders("supervised-task"),
    ]

    /// One request that stands for a row.
    struct Case: Sendable, CustomStringConvertible {
        let method: HTTPRequest.Method
        let address: String
        /// The same with an id that is nowhere; `nil` where the address names no matter.
        var nowhere: String?
        /// What is sent: permitted, it meets a version that no matter has, so that nothing changes.
        var fields = #"{"version": 999999}"#
        let admission: Admission

        var description: String { "\(method) \(address)" }
    }

    /// Every request to be tried; the addresses name real matters.
    static func cases(of routes: [Route], samples: [String: String]) -> [Case] {
        routes.flatMap { route in
            rows[route.name].map { cases(of: route, $0, samples: samples) } ?? []
        }
    }

    private static func sent(with command: KindOfMatter.CommandShape?) -> String {
        let own = command?.sample.values.map { ", \"\($0.key)\": \"\($0.value[0])\"" }.sorted().joined() ?? ""
        return "{\"version\": 999999\(own)}"
    }

    private static let nowhere = "018f0000-0000-7000-8000-000000000000"

    private static func cases(of route: Route, _ admission: Admission, samples: [String: String]) -> [Case] {
        let method: HTTPRequest.Method = route.method == .get ? .get : .post
        func make(_ address: String, _ admission: Admission, nowhere: String? = nil) -> Case {
            Case(method: method, address: address, nowhere: nowhere, admission: admission)
        }
        guard admission != .stream else { return [] }
        guard route.path.contains("{kind}") else {
            let sample: String? =
                switch admission {
                case .readers(let kind), .someReaders(let kind): samples[kind]
                case .told: samples["notice"]
                default: nil
                }
            if case .readers = admission, sample == nil { return [] }
            let filled = route.path.replacing("{name}", with: "escalation.warning-days")
                .replacing("{version}", with: "1")
            guard let sample else {
                let other = route.path.hasPrefix("/admin/posts/") ? "post:officer@own" : "officer@own"
                return [make(filled.replacing("{id}", with: other), admission)]
            }
            return [
                make(
                    filled.replacing("{id}", with: sample), admission, nowhere: filled.replacing("{id}", with: nowhere))
            ]
        }
        return Composition.kinds.all.flatMap { kind -> [Case] in
            let path = route.path.replacing("{kind}", with: kind.name)
            switch admission {
            case .readersOfKind: return [make(path, .readersOfKind(kind.name))]
            case .openers:
                return kind.openings.map {
                    make(path.replacing("{command}", with: $0.slug), .openers(kind.name, $0.slug))
                }
            default:
                guard let id = samples[kind.name] else { return [] }
                func make(_ command: KindOfMatter.CommandShape?) -> Case {
                    let address = path.replacing("{command}", with: command?.slug ?? "")
                    return Case(
                        method: method, address: address.replacing("{id}", with: id),
                        nowhere: address.replacing("{id}", with: nowhere), fields: sent(with: command),
                        admission: admission == .someReaders("") ? .someReaders(kind.name) : .readers(kind.name))
                }
                return path.contains("{command}") ? kind.commands.map(make) : [make(nil)]
            }
        }
    }
}
