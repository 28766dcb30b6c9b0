import Markup

/// What the footer leads to.
enum HelpPages {
    static func help(_ visit: Visit) -> Answer {
        let keys: [(String, Wording)] = [
            ("/", Wording(zh: "搜索", en: "Search")), ("g t", Wording(zh: "去工作台", en: "Go to the workbench")),
            ("j / k", Wording(zh: "下一行 / 上一行", en: "Next / previous row")),
            ("Enter", Wording(zh: "打开所在行", en: "Open the row")), ("x", Wording(zh: "选中所在行", en: "Select the row")),
            ("Ctrl+S", Wording(zh: "保存草稿", en: "Save the draft")),
        ]
        let frame = visit.page(Wording(zh: "帮助", en: "Help")) {
            section {
                h2 { Wording(zh: "快捷键", en: "Shortcuts") }
                p {
                    Wording(
                        zh: "在输入框里、使用输入法时不起作用；可在右上角菜单中关闭。",
                        en: "Ignored while typing; they can be switched off in the menu at the top right.")
                }
                dl(.class("facts")) {
                    for (key, meaning) in keys {
                        div(.class("fact")) {
                            dt { kbd { key } }
                            dd { meaning }
                        }
                    }
                }
                h2(.id("complaints")) { Wording(zh: "投诉建议", en: "Complaints and suggestions") }
                p {
                    Wording(
                        zh: "对表单、流程和页面的意见，请告诉本单位系统管理员，并说明页面地址和页脚的数据时间。",
                        en: "Please tell your system administrator, with the page's address and the time in the footer."
                    )
                }
                h2 { Wording(zh: "办理的规矩", en: "How work moves") }
                p {
                    Wording(
                        zh: "每件事项都有承办单位、期限和另外的复核人。每一步都留痕，谁也改不了；点开任何期限，可以看到它是怎样算出来的。",
                        en: "Every matter has someone who must act, a day, and someone else who confirms. Every step "
                            + "is recorded for good; any deadline opens into how it was counted.")
                }
            }
        }
        return .page(
            frame, json: .of(("keys", .array(keys.map { .of(("key", .text($0.0)), ("meaning", .text($0.1.chinese))) })))
        )
    }

    static func accessibility(_ visit: Visit) -> Answer {
        let title = Wording(zh: "无障碍声明", en: "Accessibility")
        let text = Wording(
            zh: "本平台的所有办理不用脚本、不用鼠标都能完成；颜色从不单独表达意思；在 320 像素宽的屏幕上不需要左右滚动。"
                + "遇到障碍请点页脚的“投诉建议”告诉我们。",
            en: "Everything here can be done without scripts and without a mouse; colour never stands alone; nothing "
                + "scrolls sideways on a screen 320 pixels wide. Please report obstacles through the link in the footer."
        )
        return .page(visit.page(title) { p { text } }, json: .of(("statement", .text(text.chinese))))
    }
}
