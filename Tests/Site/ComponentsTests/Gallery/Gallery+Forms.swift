import Markup
import Site

extension Gallery {
    func form(wrong: Bool) -> PageFrame {
        let form = newDanger(wrong: wrong)
        return frame(
            wrong
                ? Wording(zh: "登记隐患", en: "Register a danger") : Wording(zh: "登记一条隐患", en: "Register one danger"),
            Link("l", "hazards", "new"), section: "ledgers", problems: form.problems
        ) { form }
    }

    private func newDanger(wrong: Bool) -> CommandForm {
        var form = CommandForm(
            Wording(zh: "登记", en: "Register"), to: Link("l", "hazards"),
            seal: .init(formToken: "token-1", commandID: "0198f0c2-0000-7000-8000-000000000003"),
            fields: known + asked(wrong: wrong),
            submits: [
                .init(Wording(zh: "登记", en: "Register"), value: "submit")
            ])
        form.cancel = Link("l", "hazards")
        form.keeping = .init(place: Link("hazards", "new"), title: "登记隐患", person: "li")
        form.showsTitle = false
        form.introduction = Wording(zh: "登记后责任单位立即收到待办，期限自送达之日起算。", en: "The responsible unit is told at once.")
        return form
    }

    private var known: [Field] {
        [
            Field(
                "enterprise", Wording(zh: "企业", en: "Enterprise"),
                .known(
                    .text(say("示例化工有限公司 91320000000000000X", "Sample Chemicals Ltd 91320000000000000X")),
                    .init(name("市场监管登记", "Business registration"), date: "2026-08-11"),
                    correction: Link("corrections", "enterprise"))
            ).value("e-1")
        ]
    }

    private func asked(wrong: Bool) -> [Field] {
        [
            Field("text", Wording(zh: "隐患描述", en: "Description"), .longText(rows: 4)).maxLength(500)
                .hint(Wording(zh: "写清位置、设备编号和看到的情况", en: "Place, device and what you saw"))
                .problem(wrong ? Wording(zh: "请填写隐患描述", en: "Describe the danger") : nil),
            Field(
                "grade", Wording(zh: "等级", en: "Grade"),
                .radios([
                    Choice(
                        "major", Wording(zh: "重大隐患", en: "Major"),
                        hint: Wording(zh: "符合重大事故隐患判定标准任一条", en: "Meets one of the statutory criteria")),
                    Choice("general", Wording(zh: "一般隐患", en: "General")),
                ])
            ).value("general"),
            Field(
                "category", Wording(zh: "隐患类别", en: "Category"),
                .list([Choice("fire", name("消防", "Fire")), Choice("gas", name("气体检测", "Gas detection"))])),
            Field(
                "kinds", Wording(zh: "可能的事故类型", en: "Possible accidents"),
                .checkboxes([
                    Choice("fire", name("火灾", "Fire")), Choice("explosion", name("其他爆炸", "Explosion")),
                    Choice("poison", name("中毒和窒息", "Poisoning")),
                ])
            ).values(["fire"]).optional,
            Field("due", Wording(zh: "整改期限", en: "Due"), .day).value(wrong ? "2026-09-10" : "2026-10-12")
                .problem(
                    wrong
                        ? Wording(zh: "期限应晚于发现日期 2026-09-20", en: "The day must be after 2026-09-20") : nil),
            Field("funds", Wording(zh: "整改资金", en: "Funds"), .number(unit: Wording(zh: "万元", en: "10,000 yuan")))
                .value("12.5").optional,
            Field(
                "person", Wording(zh: "责任人", en: "Responsible"),
                .lookup(
                    .init(
                        query: say("王", "Wang"),
                        found: [
                            Choice("p1", name("王五（设备部部长）", "Wang Wu (equipment)")),
                            Choice("p2", name("王小明（安全员）", "Wang Xiaoming (safety)")),
                        ]))
            ).value("p1"),
            Field("supervisor", Wording(zh: "督办单位", en: "Supervising unit"), .lookup(.init(found: []))).optional
                .problem(wrong ? Wording(zh: "请先查找并选择督办单位", en: "Find and choose a unit") : nil),
            Field("phone", Wording(zh: "联系电话", en: "Telephone"), .text(autocomplete: "tel", inputmode: "tel")).optional,
            Field(
                "photo", Wording(zh: "照片", en: "Photos"),
                .file(.evidence, accept: "image/*", limit: Wording(zh: "最多 9 张", en: "up to 9"))
            ).optional,
            Field(
                "told", Wording(zh: "告知", en: "Notice given"),
                .agreement(Wording(zh: "已当场告知企业负责人", en: "The person in charge was told on site"))),
        ]
    }

    func signIn(_ problem: Wording?) -> PageFrame {
        let form = SignInForm(
            .password(name: problem == nil ? "" : "limin"), to: Link("sign-in"),
            seal: .init(formToken: "token-0", commandID: "0198f0c2-0000-7000-8000-000000000004"),
            returnTo: Link("l", "hazards"), problem: problem)
        return outside(
            problem == nil ? Wording(zh: "登录", en: "Sign in") : Wording(zh: "重新登录", en: "Sign in again"),
            Link("sign-in"), form.problems
        ) { form }
    }

    var secondFactor: PageFrame {
        outside(Wording(zh: "第二步验证", en: "Second step"), Link("sign-in", "code"), []) {
            SignInForm(
                .secondFactor, to: Link("sign-in", "code"),
                seal: .init(formToken: "token-0", commandID: "0198f0c2-0000-7000-8000-000000000005"))
        }
    }

    /// A page for someone who has not signed in.
    private func outside(
        _ title: Wording, _ address: Link, _ problems: [FormProblem], @HTMLBuilder content: () -> HTML
    ) -> PageFrame {
        var shell = shell
        shell.account = nil
        shell.navigation = []
        shell.places.events = nil
        return PageFrame(
            title, shell: shell, address: address, problems: problems, dataTime: "2026-09-30 08:05", content: content)
    }

    func error(_ page: ErrorPage, _ path: String) -> PageFrame {
        frame(page.title, Link(path)) { page }
    }

    var forbidden: ErrorPage {
        .forbidden(
            Wording(zh: "复查须由整改责任人以外的人员办理。", en: "Verification must be done by someone else."), home: Link())
    }

    var conflict: ErrorPage {
        .conflict(
            [
                .init(Wording(zh: "整改期限", en: "Due"), theirs: "2026-10-12", yours: "2026-10-20"),
                .init(Wording(zh: "责任人", en: "Responsible"), theirs: say("王五", "Wang Wu"), yours: say("王五", "Wang Wu")),
            ], reload: Link("l", "hazards", "YH-2026-000118"))
    }
}
