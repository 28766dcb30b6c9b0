import Ledger
import Markup
import Permissions
import Registry
import Site
import Workflows

/// Enters an enterprise, or says more about one that is there.
struct EnterpriseForm {
    let register: EnterpriseRegister
    let visit: Visit
    /// The enterprise meant; `nil` for a new one.
    let record: EnterpriseRecord?

    static let parameters: [Route.Parameter] =
        [.init("source", "信息来源")] + EnterpriseFact.allCases.map { .init($0.rawValue, $0.title) }

    func answer(_ values: FieldValues? = nil, problems: [String: String] = [:]) async throws -> Answer {
        let draft = try await visit.keptDraft()
        let title: Wording =
            record == nil
            ? Wording(zh: "登记企业", en: "Enter an enterprise")
            : Wording(zh: "补充信息：\(record!.enterprise.name)", en: "More about \(record!.enterprise.name)")
        let shown = fields(values ?? draft?.values ?? held, problems: problems)
        var form = CommandForm(
            title, to: target,
            seal: .init(
                formToken: visit.formToken, commandID: UUIDv7.make(at: visit.now),
                version: record?.enterprise.version),
            fields: shown, submits: [.init(Wording(zh: "保存", en: "Save"))])
        form.showsTitle = false
        form.cancel = record?.enterprise.link ?? Link("enterprises")
        form.keeping = visit.keeping(title.chinese, draft, version: record?.enterprise.version)
        form.introduction =
            record == nil
            ? nil
            : Wording(
                zh: "改动的各项会记在所选来源名下；与其他来源不一致时，两个值并列显示，直到有人申请纠正。",
                en: "What you change is noted under the source chosen; where sources differ, both are shown.")
        let whole = problems[""].map { [FormProblem(Wording(verbatim: $0))] } ?? []
        let frame = visit.page(
            title, section: "e",
            breadcrumb: [Crumb(Wording(zh: "企业名录", en: "Enterprises"), Link("enterprises"))],
            problems: whole + form.problems, content: { form })
        return .page(frame, json: .of(("action", .text(target.url))))
    }

    func submit() async throws -> Answer {
        let form = visit.form
        var typed: [EnterpriseFact: String] = [:]
        // What stands there unchanged was not said again by this source.
        for fact in EnterpriseFact.allCases {
            if let text = form[fact.rawValue], text != record?.enterprise[fact] { typed[fact] = text }
        }
        do {
            guard let source = StatementSource(name: form["source"] ?? ""), StatementSource.chosen.contains(source)
            else { throw Refusal.fields(["source": "请选择信息来源。"]) }
            let enterprise = try await register.say(
                typed, from: source, about: record?.enterprise.id,
                expected: form[FormFieldName.version].flatMap { Int($0) }, by: try visit.user())
            guard !visit.wantsJSON else { return .json(enterprise.json) }
            return .redirect(enterprise.link.setting("done", to: visit.now.clock))
        } catch let refusal as Refusal where [.invalid, .conflicting].contains(refusal.kind) && !visit.wantsJSON {
            let problems = refusal.problems.isEmpty ? ["": refusal.message] : refusal.problems
            return try await answer(form, problems: problems).status(.init(code: refusal.kind.rawValue))
        }
    }

    private var target: Link { record.map { $0.enterprise.link / "edit" } ?? Link("enterprises", "new") }

    private var held: FieldValues {
        FieldValues(
            Dictionary(
                uniqueKeysWithValues: (record?.enterprise.values ?? [:]).map { ($0.key.rawValue, $0.value) }))
    }

    private func fields(_ values: FieldValues, problems: [String: String]) -> [Site.Field] {
        let source = Site.Field(
            "source", Wording(zh: "信息来源", en: "Source"),
            .radios(StatementSource.chosen.map { Choice($0.name, $0.wording) })
        ).value(values["source"]).problem(problems["source"].map { Wording(verbatim: $0) })
        return [source]
            + EnterpriseFact.allCases.map { fact in
                var field = Site.Field(fact.rawValue, fact.wording, kind(of: fact, chosen: values[fact.rawValue]))
                    .value(values[fact.rawValue])
                    .problem(problems[fact.rawValue].map { Wording(verbatim: $0) })
                if let hint = hint(fact) { field = field.hint(hint) }
                return EnterpriseFact.required.contains(fact) ? field : field.optional
            }
    }

    private func kind(of fact: EnterpriseFact, chosen: String?) -> Site.Field.Kind {
        switch fact {
        case .region: .list(regions(with: chosen))
        case .sector: .list(Sector.allCases.map { Choice($0.rawValue, Wording(verbatim: $0.title)) })
        case .status: .radios(EnterpriseFact.Status.allCases.map { Choice($0.rawValue, Wording(verbatim: $0.title)) })
        case .size: .radios(EnterpriseFact.Size.allCases.map { Choice($0.rawValue, Wording(verbatim: $0.title)) })
        case .noCodeReason:
            .radios(EnterpriseFact.NoCodeReason.allCases.map { Choice($0.rawValue, Wording(verbatim: $0.title)) })
        case .employees, .safetyStaff, .safetyEngineers, .specialOperators:
            .number(unit: Wording(zh: "人", en: "persons"))
        case .chemicals, .processes: .longText(rows: 2)
        case .registeredOn: .day
        case .safetyPhone, .dutyPhone, .chiefPhone: .text(inputmode: "tel")
        default: .text()
        }
    }

    private func hint(_ fact: EnterpriseFact) -> Wording? {
        switch fact {
        case .creditCode:
            Wording(zh: "18 位，见营业执照。没有代码的留空，并选择无代码原因。", en: "18 characters; leave empty when there is none.")
        case .location:
            Wording(
                zh: "经度在前，如 118.77000, 32.05000 或 118°46′12″, 32°3′0″；WGS-84 或 CGCS2000。高德、百度、腾讯地图上量的坐标有偏移，不要直接填。",
                en: "Longitude first, WGS 84 or CGCS2000; not as measured on domestic map services.")
        case .industry: Wording(zh: "GB/T 4754—2017 的代码或名称，如 C2614。", en: "Code of GB/T 4754—2017 such as C2614.")
        case .chemicals:
            Wording(zh: "CAS 号或名录中的名称，几种之间用顿号隔开，如 7664-41-7、液氯。", en: "CAS numbers or names, with commas between.")
        case .processes: Wording(zh: "工艺名称或目录序号，如 氯化工艺、4。", en: "Names or numbers of the processes.")
        case .branchOf: Wording(zh: "分支机构填写总公司的代码。", en: "For branches: the code of the head office.")
        default: nil
        }
    }

    /// The counties of one's own region with their townships, as far as they fit a list.
    private func regions(with chosen: String?) -> [Choice] {
        let posts = (visit.signedIn?.posts ?? []).filter { $0.role.permissions.contains(.maintainEnterprises) }
        guard let own = posts.map(\.region).min(by: { $0.level < $1.level }) else { return [] }
        let tree = visit.premises.registry.regions
        let inside = tree.all.filter { own.contains($0.code) && $0.exists(on: visit.today) && $0.code.level >= .county }
        let fitting = inside.count <= 400 ? inside : inside.filter { $0.code.level == .county }
        let extra = chosen.flatMap { RegionCode($0) }.flatMap { tree.region($0, on: visit.today) }
        let all = fitting + [extra].compactMap { $0 }.filter { one in !fitting.contains { $0.code == one.code } }
        return all.map { Choice($0.code.rawValue, Wording(verbatim: tree.path($0.code, on: visit.today))) }
    }
}

/// 合并 — asks which enterprise this one became a part of, and says what follows.
struct MergerForm {
    let register: EnterpriseRegister
    let visit: Visit
    let record: EnterpriseRecord

    func answer(typed: String? = nil, problems: [String: String] = [:]) async throws -> Answer {
        let draft = try await visit.keptDraft()
        let one = record.enterprise
        let title = Wording(zh: "合并：\(one.name)", en: "Merge \(one.name)")
        let field = Site.Field("into", Wording(zh: "并入哪家企业（统一社会信用代码）", en: "Into (credit code)"))
            .value(typed ?? draft?.values["into"]).problem(problems["into"].map { Wording(verbatim: $0) })
        var form = CommandForm(
            title, to: one.link / "merge",
            seal: .init(formToken: visit.formToken, commandID: UUIDv7.make(at: visit.now)), fields: [field],
            submits: [.init(Wording(zh: "确认合并", en: "Merge"))])
        form.showsTitle = false
        form.cancel = one.link
        form.keeping = visit.keeping(title.chinese, draft)
        let confirmation = Confirmation(
            effects: [
                Wording(zh: "本企业的经营状态改为“关闭（注销）”，档案和历次记录保留。", en: "The enterprise is closed; its file is kept."),
                Wording(zh: "存续企业的档案上显示由它并入。", en: "The other's file shows the merger."),
            ], form: form)
        let frame = visit.page(
            title, section: "e",
            breadcrumb: [
                Crumb(Wording(zh: "企业名录", en: "Enterprises"), Link("enterprises")),
                Crumb(Wording(verbatim: one.name), one.link),
            ], problems: form.problems, content: { confirmation })
        return .page(frame, json: .of(("action", .text((one.link / "merge").url))))
    }

    func submit() async throws -> Answer {
        let typed = visit.form["into"] ?? ""
        do {
            let code: String
            do throws(CreditCodeProblem) {
                code = try CreditCode(typed: typed).text
            } catch {
                throw Refusal.fields(["into": error.message])
            }
            let user = try visit.user()
            guard let other = try await register.store.record(code, for: user) else {
                throw Refusal.fields(["into": "没有找到代码为 \(code) 的企业，或者它不在您的辖区和职责范围内。"])
            }
            try await register.merge(record.enterprise.id, into: other.enterprise.id, by: user)
            return .redirect(record.enterprise.link.setting("done", to: visit.now.clock))
        } catch let refusal as Refusal where [.invalid, .conflicting].contains(refusal.kind) && !visit.wantsJSON {
            let problems = refusal.problems.isEmpty ? ["into": refusal.message] : refusal.problems
            return try await answer(typed: typed, problems: problems).status(.init(code: refusal.kind.rawValue))
        }
    }
}
