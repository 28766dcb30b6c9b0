import Accounts
import Calendars
import Foundation
import Hummingbird
import Markup
import Permissions
import Registry
import Storage
import Workflows

/// 人员与岗位 — the security administrator's part: who is there, which posts they hold, until when.
enum PeopleRoutes {
    static let all: [Route] = [
        Route(
            .get, "/admin/people", "人员", for: .holding(.grantPosts),
            query: [.init("q", "姓名或单位"), .init("page", "页码")]
        ) { visit in try await list(visit) },
        Route(.get, "/admin/people/{id}", "一名人员和岗位", for: .holding(.grantPosts)) { visit in
            try await person(visit)
        },
        Route(
            .post, "/admin/people", "新增人员", for: .holding(.grantPosts),
            body: [.init("name", "姓名"), .init("login", "登录名"), .init("password", "初始密码"), .init("mobile", "手机（选填）")]
        ) { visit in try await add(visit) },
        Route(
            .post, "/admin/people/{id}/posts", "授予岗位", for: .holding(.grantPosts),
            body: [
                .init("organisation", "单位"), .init("role", "角色"), .init("region", "区划"), .init("sectors", "行业，逗号分隔"),
                .init("from", "起"), .init("to", "止（选填）"), .init("deputy-for", "代理的岗位（选填）"),
            ]
        ) { visit in try await grant(visit) },
        Route(
            .post, "/admin/posts/{id}/end", "结束岗位", for: .holding(.grantPosts),
            body: [.init("person", "人员"), .init("to", "最后一天")]
        ) { visit in try await end(visit) },
    ]

    // MARK: Reading

    private static func list(_ visit: Visit, problems: [String: String] = [:]) async throws -> Answer {
        let words = visit.address.first("q") ?? ""
        let names = visit.premises.registry.organisations
        let people = visit.premises.people.all.filter { entry in
            words.isEmpty || entry.person.name.contains(words)
                || entry.posts.contains { names.name($0.organisation).contains(words) || $0.role.title.contains(words) }
        }
        let state = RegisterState(visit.address)
        let shown = Array(people.dropFirst(state.offset).prefix(state.size))
        let json = JSON.array(
            shown.map { entry in
                .of(
                    ("id", .text(entry.person.id)), ("name", .text(entry.person.name)),
                    ("posts", .array(entry.posts.map { described($0) })))
            })
        var register = Register(
            Wording(zh: "人员", en: "People"), .init(shown, total: people.count), state: state,
            identity: { $0.person.id },
            columns: [
                Column("name", Wording(zh: "姓名", en: "Name"), onPhone: .title) { entry in
                    a(.href(Link("admin", "people", entry.person.id))) { entry.person.name }
                },
                Column("posts", Wording(zh: "在任岗位", en: "Posts"), room: .prose) { entry in
                    entry.posts.filter { $0.isHeld(on: visit.today) }.map {
                        "\(names.name($0.organisation)) \($0.role.title)"
                    }.joined(separator: "；")
                },
            ])
        register.filters = [Filter("q", Wording(zh: "姓名、单位或角色", en: "Name, unit or role"), .text)]
        let form = try await newPerson(visit, problems: problems)
        let frame = visit.page(
            Wording(zh: "人员与岗位", en: "People and posts"), section: "people", problems: form.problems
        ) {
            register
            form
        }
        return .page(frame, json: json)
    }

    /// The list of people may be narrowed down meanwhile: the draft belongs to the list as a whole.
    private static func newPerson(_ visit: Visit, problems: [String: String]) async throws -> CommandForm {
        let (title, place) = (Wording(zh: "新增人员", en: "Add a person"), Link("admin", "people"))
        let draft = try await visit.keptDraft(at: place)
        let values = draft?.values ?? visit.form
        let fields = [
            Field("name", Wording(zh: "姓名", en: "Name")), Field("login", Wording(zh: "登录名", en: "Login name")),
            .password(.password, Wording(zh: "初始密码", en: "First password"), autocomplete: "new-password")
                .hint(Wording(zh: "本人首次登录时必须更换。", en: "To be replaced at the first sign-in.")),
            Field("mobile", Wording(zh: "手机", en: "Mobile"), .text(autocomplete: "off", inputmode: "tel")).optional,
        ].map { field in
            (field.name == "password" ? field : field.value(values[field.name]))
                .problem(problems[field.name].map { Wording(verbatim: $0) })
        }
        var form = CommandForm(
            title, to: place, seal: .init(formToken: visit.formToken, commandID: visit.commandID), fields: fields)
        form.keeping = visit.keeping(title.chinese, draft, at: place)
        return form
    }

    private static func person(_ visit: Visit, problems: [String: String] = [:]) async throws -> Answer {
        let id = try visit.parameter("id")
        guard let person = visit.premises.people.person(id) else { throw Refusal.notFound("人员") }
        let posts = visit.premises.people.posts(of: id)
        let names = visit.premises.registry.organisations
        let account = try? await visit.premises.accounts.account(of: id)  // Not everyone signs in.
        let json = JSON.of(
            ("id", .text(person.id)), ("name", .text(person.name)), ("login", .text(account?.login)),
            ("posts", .array(posts.map { described($0) })))
        let grantForm = try await grantForm(visit, person: person, posts: posts, problems: problems)
        let frame = visit.page(
            Wording(verbatim: person.name), section: "people",
            breadcrumb: [Crumb(Wording(zh: "人员与岗位", en: "People and posts"), Link("admin", "people"))],
            problems: grantForm.problems
        ) {
            Facts([
                Fact(Wording(zh: "登录名", en: "Login name"), account?.login),
                Fact(Wording(zh: "手机", en: "Mobile"), person.mobile.map(masked)),
                Fact(Wording(zh: "动态码", en: "Second factor"), account.map { $0.hasSecondFactor ? "已绑定" : "未绑定" }),
            ])
            h2 { Wording(zh: "岗位", en: "Posts") }
            for post in posts {
                section(.class("post")) {
                    p {
                        strong { "\(names.name(post.organisation)) · \(post.role.title)" }
                        " \(visit.premises.registry.regions.path(post.region, on: visit.today)) · "
                        post.sectors.isEmpty ? "全部行业" : post.sectors.sorted().joined(separator: "、")
                        " · \(post.from)\(post.to.map { " 至 \($0)" } ?? " 起")"
                        if post.deputyFor != nil { span(.class("tag")) { Wording(zh: "代理", en: "deputy") } }
                        if !post.isHeld(on: visit.today) {
                            span(.class("tag")) { Wording(zh: "不在任", en: "not held now") }
                        }
                    }
                    if post.to == nil { endForm(visit, post) }
                }
            }
            grantForm
        }
        return .page(frame, json: json)
    }

    private static func grantForm(
        _ visit: Visit, person: Person, posts: [Post], problems: [String: String]
    ) async throws -> CommandForm {
        let place = Link("admin", "people", person.id)
        let draft = try await visit.keptDraft(at: place)
        let values = draft?.values ?? visit.form
        let premises = visit.premises
        let organisations = premises.registry.organisations.all.filter { $0.exists(on: visit.today) }
        let tree = premises.registry.regions
        let regions = RegionCode.Level.allCases.filter { $0 <= .county }.flatMap {
            tree.divisions(at: $0, in: premises.settings.province, on: visit.today)
        }
        let fields = [
            Field(
                "organisation", Wording(zh: "单位", en: "Organisation"),
                .list(organisations.map { Choice($0.id, Wording(verbatim: $0.name)) })),
            Field(
                "role", Wording(zh: "角色", en: "Role"),
                .list(premises.people.roles.all.map { Choice($0.name, Wording(verbatim: $0.title)) })),
            Field(
                "region", Wording(zh: "辖区", en: "Region"),
                .list(regions.map { Choice($0.code.rawValue, Wording(verbatim: tree.path($0.code, on: visit.today))) })),
            Field("sectors", Wording(zh: "行业", en: "Sectors"))
                .hint(Wording(zh: "行业代码，用逗号分隔；不填为全部行业。", en: "Codes separated by commas; empty means all.")).optional,
            Field("from", Wording(zh: "起", en: "From"), .day).value(visit.today.description),
            Field("to", Wording(zh: "止", en: "To"), .day).optional,
            Field(
                "deputy-for", Wording(zh: "代理谁的岗位", en: "Deputy for"),
                .list(posts.map { Choice($0.id, Wording(verbatim: "\($0.role.title) \($0.from)")) })
            ).optional,
        ].map { field in
            (values[field.name].map { field.value($0) } ?? field)
                .problem(problems[field.name].map { Wording(verbatim: $0) })
        }
        var form = CommandForm(
            Wording(zh: "授予岗位", en: "Grant a post"), to: place / "posts",
            seal: .init(formToken: visit.formToken, commandID: visit.commandID), fields: fields)
        form.keeping = visit.keeping("授予岗位：\(person.name)", draft, at: place)
        return form
    }

    private static func endForm(_ visit: Visit, _ post: Post) -> CommandForm {
        CommandForm(
            Wording(zh: "结束这个岗位", en: "End this post"), to: Link("admin", "posts", post.id, "end"),
            seal: .init(formToken: visit.formToken, commandID: UUIDv7Text.make(visit)),
            fields: [
                Field("person", Wording(verbatim: ""), .hidden).value(post.person),
                Field("to-\(post.id)", Wording(zh: "最后一天", en: "Last day"), .day).value(visit.today.description),
            ])
    }

    // MARK: Changing

    private static func add(_ visit: Visit) async throws -> Answer {
        do {
            let person = try await added(visit)
            try await visit.premises.people.reload()
            try await visit.premises.announceDirectory()
            return .redirect(Link("admin", "people", person.id))
        } catch let refusal as Refusal where refusal.kind == .invalid && !visit.wantsJSON {
            return try await list(visit, problems: refusal.problems).status(.unprocessableContent)
        }
    }

    /// The person and their account come to be together or not at all.
    private static func added(_ visit: Visit) async throws -> Person {
        let name = (visit.form["name"] ?? "").trimmingCharacters(in: .whitespaces)
        guard !name.isEmpty, name.count <= 40 else { throw Refusal.fields(["name": "请填写姓名，不超过 40 字。"]) }
        let person = Person(id: "p-" + UUIDv7Text.make(visit), name: name, mobile: visit.form["mobile"])
        let actor = try visit.user().person.id
        do {
            try await visit.premises.accounts.open(
                for: person.id, login: visit.form["login"] ?? "", initialPassword: visit.form["password"] ?? "",
                by: actor,
                with: [
                    PermissionStore.save(person),
                    AdministrationStore.note("add-person", on: person.id, by: actor, at: visit.now, name),
                ])
            return person
        } catch let refusal as SignInRefusal where refusal.code == .weakPassword {
            throw Refusal.fields(["password": refusal.message])
        } catch let refusal as SignInRefusal where [.loginTaken, .unusableLogin].contains(refusal.code) {
            throw Refusal.fields(["login": refusal.message])
        }
    }

    private static func grant(_ visit: Visit) async throws -> Answer {
        let id = try visit.parameter("id")
        do {
            let post = try PostForm(visit: visit, person: id).post()
            try await visit.premises.database.commit([
                PermissionStore.save(post),
                AdministrationStore.note(
                    "grant-post", on: id, by: try visit.user().person.id, at: visit.now,
                    "\(post.organisation) \(post.role.name) \(post.region)"),
            ])
            try await visit.premises.people.reload()
            try await visit.premises.announceDirectory()
            return .redirect(Link("admin", "people", id))
        } catch let refusal as Refusal where refusal.kind == .invalid && !visit.wantsJSON {
            return try await person(visit, problems: refusal.problems).status(.unprocessableContent)
        }
    }

    private static func end(_ visit: Visit) async throws -> Answer {
        let id = try visit.parameter("id")
        guard var post = visit.premises.people.all.flatMap(\.posts).first(where: { $0.id == id }) else {
            throw Refusal.notFound("岗位")
        }
        let typed = visit.form["to-\(id)"] ?? visit.form["to"] ?? ""
        guard let day = Day(typed: typed, year: visit.today.year), day >= post.from else {
            throw Refusal.fields(["to": "请填写最后一天，不早于 \(post.from)。"])
        }
        post.to = day
        try await visit.premises.database.commit([
            PermissionStore.save(post),
            AdministrationStore.note(
                "end-post", on: post.person, by: try visit.user().person.id, at: visit.now, "\(id) \(day)"),
        ])
        try await visit.premises.people.reload()
        try await visit.premises.announceDirectory()
        return .redirect(Link("admin", "people", post.person))
    }

    private static func described(_ post: Post) -> JSON {
        .of(
            ("id", .text(post.id)), ("organisation", .text(post.organisation)), ("role", .text(post.role.name)),
            ("region", .text(post.region.rawValue)), ("sectors", .array(post.sectors.sorted().map { .text($0) })),
            ("from", .text(post.from.description)), ("to", .text(post.to?.description)),
            ("deputyFor", .text(post.deputyFor)))
    }

    /// 138****0000
    private static func masked(_ mobile: String) -> String {
        mobile.count < 8 ? "****" : mobile.prefix(3) + "****" + mobile.suffix(4)
    }
}

/// Reads and checks the form that grants a post.
struct PostForm {
    let visit: Visit
    let person: String

    func post() throws -> Post {
        let premises = visit.premises
        var problems: [String: String] = [:]
        let organisation = premises.registry.organisations[visit.form["organisation"] ?? ""]
        if organisation == nil { problems["organisation"] = "请选择单位。" }
        let role = premises.people.roles[visit.form["role"] ?? ""]
        if role == nil { problems["role"] = "请选择角色。" }
        let region = RegionCode(visit.form["region"] ?? "")
        if region == nil { problems["region"] = "请选择辖区。" }
        let from = Day(typed: visit.form["from"] ?? "", year: visit.today.year)
        if from == nil { problems["from"] = "请填写开始的日期。" }
        let end = visit.form["to"] ?? ""
        let to = end.isEmpty ? nil : Day(typed: end, year: visit.today.year)
        if !end.isEmpty, to.map({ $0 < from ?? $0 }) ?? true { problems["to"] = "结束的日期应不早于开始的日期。" }
        guard premises.people.person(person) != nil else { throw Refusal.notFound("人员") }
        if let role, let clash = clash(of: role) { problems["role"] = clash }
        guard problems.isEmpty, let organisation, let role, let region, let from else { throw Refusal.fields(problems) }
        let sectors = (visit.form["sectors"] ?? "").split { ",，、 ".contains($0) }.map(String.init)
        let deputy = visit.form["deputy-for"].flatMap { $0.isEmpty ? nil : $0 }
        return Post(
            id: "post-" + UUIDv7Text.make(visit), person: person, organisation: organisation.id, role: role,
            region: region, sectors: Set(sectors), from: from, to: to, deputyFor: deputy)
    }

    /// 三员分立 — an administrator holds no post of another administration and none that handles matters; nobody
    /// grants a post to themselves.
    private func clash(of role: Role) -> String? {
        if person == visit.signedIn?.person.id { return "不能给自己授予岗位，请由另一名安全管理员办理。" }
        let held = visit.premises.people.posts(of: person).filter { ($0.to.map { visit.today <= $0 } ?? true) }
        let others = held.filter { $0.role.administration != role.administration }
        guard role.administration != nil || held.contains(where: { $0.role.administration != nil }) else { return nil }
        return others.isEmpty ? nil : "系统、安全、审计三员和业务岗位不能由同一人担任。请先结束现有岗位。"
    }
}
