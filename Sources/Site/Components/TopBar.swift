import Markup

/// The bar at the top: the site's name, where one can go, search, messages, one's own menu.
struct TopBar: Component {
    let shell: Shell
    let section: String?
    let address: Link

    var body: HTML {
        header(.class("top-bar"), shell.places.events.map { .data("events", $0.url) }) {
            a(.class("brand"), .href(shell.places.home)) { shell.siteName }
            if !shell.navigation.isEmpty { navigation }
            if shell.account != nil {
                search
                messages
            }
            UserMenu(shell: shell, address: address)
        }
    }

    private var navigation: HTML {
        nav(.class("sections"), .ariaLabel(Wording(zh: "主导航", en: "Main"))) {
            ul {
                for item in shell.navigation {
                    li {
                        a(.href(item.link), .data("go", item.key), item.key == section ? .ariaCurrent("page") : nil) {
                            item.title
                        }
                    }
                }
            }
        }
    }

    private var search: HTML {
        form(.class("search"), .role("search"), .get, .action(shell.places.search)) {
            label(.class("visually-hidden"), .for("search")) {
                Wording(zh: "搜索企业、编号、人员", en: "Search enterprises, numbers, people")
            }
            input(
                .type("search"), .id("search"), .name("q"), .autocomplete("off"),
                .placeholder(Wording(zh: "企业、编号、人  按 / 搜索", en: "Enterprise, number, person  ( / )")))
            button(.class("visually-hidden-until-focus")) { Wording(zh: "搜索", en: "Search") }
        }
    }

    private var messages: HTML {
        a(.class("messages"), .href(shell.places.messages)) {
            Wording(zh: "消息 ", en: "Messages ")
            span(.class("count"), .data("live", "messages")) { shell.messageCount }
        }
    }
}

/// The person's own menu: post and unit, language, look, help, sign out. Works without scripts.
struct UserMenu: Component {
    let shell: Shell
    let address: Link

    var body: HTML {
        details(.class("menu user-menu")) {
            summary {
                if let account = shell.account {
                    account.name
                    span(.class("unit")) { " · \(account.unit)" }
                } else {
                    Wording(zh: "设置", en: "Settings")
                }
            }
            div(.class("menu-panel")) {
                if let account = shell.account {
                    p(.class("who")) {
                        a(.href(shell.places.account)) { account.name }
                        " \(account.post)"
                        br()
                        account.unit
                    }
                }
                choices
                if shell.account != nil {
                    p { a(.href(shell.places.rules)) { Wording(zh: "法规参数", en: "Rules") } }
                }
                p { a(.href(shell.places.help)) { Wording(zh: "帮助与快捷键", en: "Help and shortcuts") } }
                if shell.account != nil {
                    ButtonForm(
                        title: Wording(zh: "退出登录", en: "Sign out"), action: shell.places.signOut,
                        formToken: shell.formToken)
                } else {
                    p { a(.href(shell.places.signIn)) { Wording(zh: "登录", en: "Sign in") } }
                }
            }
        }
    }

    private var choices: HTML {
        form(.post, .action(shell.places.preferences), .class("preferences")) {
            hiddenInput(FormFieldName.formToken, shell.formToken)
            let sent = [FormFieldName.returnTo: address.url].merging(shell.carried) { $1 }
            for (name, value) in sent.sorted(by: { $0.key < $1.key }) { hiddenInput(name, value) }
            language
            group(Wording(zh: "密度", en: "Density"), "density", shell.preferences.density) { $0.wording }
            group(Wording(zh: "颜色", en: "Colours"), "theme", shell.preferences.theme) { $0.wording }
            group(Wording(zh: "字号", en: "Text size"), "text", shell.preferences.textSize) { $0.wording }
            keys
        }
    }

    /// The other language is named in itself: whoever cannot read this page must be able to leave it.
    private var language: HTML {
        let isChinese = shell.preferences.language == .chinese
        return button(
            .class("button plain"), .name("language"), .value(isChinese ? Language.english.tag : Language.chinese.tag),
            .lang(isChinese ? .english : .chinese)
        ) { isChinese ? "English" : "中文" }
    }

    private func group<Choice: CaseIterable & RawRepresentable<String> & Equatable>(
        _ title: Wording, _ name: String, _ chosen: Choice, wording: (Choice) -> Wording
    ) -> HTML {
        fieldset(.class("choice-row")) {
            legend { title }
            for choice in Array(Choice.allCases) {
                button(
                    .class("button plain"), .name(name), .value(choice.rawValue),
                    Attribute("aria-pressed", choice == chosen ? "true" : "false")
                ) { wording(choice) }
            }
        }
    }

    private var keys: HTML {
        let isOn = shell.preferences.usesShortcuts
        return fieldset(.class("choice-row")) {
            legend { Wording(zh: "单键快捷键", en: "Single-key shortcuts") }
            button(.class("button plain"), .name("keys"), .value("on"), Attribute("aria-pressed", "\(isOn)")) {
                Wording(zh: "开", en: "On")
            }
            button(.class("button plain"), .name("keys"), .value("off"), Attribute("aria-pressed", "\(!isOn)")) {
                Wording(zh: "关", en: "Off")
            }
        }
    }
}
