import Markup

/// A field as people see it: label, hint, what is wrong, control.
struct FieldControl: Component {
    let field: Field

    var body: HTML {
        switch field.kind {
        case .hidden:
            for value in field.values { hiddenInput(field.name, value) }
        case .radios(let choices):
            group { options(choices, type: "radio") }
        case .checkboxes(let choices):
            group { options(choices, type: "checkbox") }
        case .lookup(let lookup):
            group { lookupControl(lookup) }
        case .known(let value, let source, let correction):
            known(value, source, correction)
        case .agreement(let statement):
            single { agreement(statement) }
        default:
            single { labelled }
        }
    }

    // MARK: Frames

    private func single(@HTMLBuilder _ content: () -> HTML) -> HTML {
        div(.class(field.problem == nil ? "field" : "field wrong")) { content() }
    }

    /// Several controls that answer one question.
    private func group(@HTMLBuilder _ content: () -> HTML) -> HTML {
        single {
            fieldset(described) {
                legend { question }
                notes
                content()
            }
        }
    }

    @HTMLBuilder private var labelled: HTML {
        label(.for(field.id)) { question }
        notes
        control
    }

    @HTMLBuilder private var question: HTML {
        field.label
        if field.isOptional { span(.class("optional")) { Wording(zh: "（选填）", en: " (optional)") } }
    }

    @HTMLBuilder private var notes: HTML {
        if let hint = hint { div(.class("hint"), .id("\(field.id)-hint")) { hint } }
        if let problem = field.problem {
            p(.class("problem"), .id("\(field.id)-problem")) {
                span(.class("visually-hidden")) { Wording(zh: "错误：", en: "Error: ") }
                problem
            }
        }
    }

    private var hint: HTML? {
        switch field.kind {
        case .file(let purpose, _, let limit):
            .pieces([
                span(.class("tag")) { purpose.wording }, .text(" "), .wording(limit),
                field.hint.map { .pieces([.text(" "), .wording($0)]) } ?? .empty,
            ])
        case .day where field.hint == nil:
            .wording(Wording(zh: "如 2026-10-05、20261005、10月5日", en: "For example 2026-10-05 or 20261005"))
        default:
            field.hint.map { .wording($0) }
        }
    }

    private var described: Attribute? {
        let ids = (hint == nil ? [] : ["\(field.id)-hint"]) + (field.problem == nil ? [] : ["\(field.id)-problem"])
        return ids.isEmpty ? nil : .ariaDescribedBy(ids.joined(separator: " "))
    }

    // MARK: Controls

    private var common: [Attribute?] {
        [.id(field.id), .name(field.name), described, field.problem == nil ? nil : .ariaInvalid]
    }

    @HTMLBuilder private var control: HTML {
        switch field.kind {
        case .text(let autocomplete, let inputmode):
            input(
                all: common + [
                    .type("text"), .value(field.value), .autocomplete(autocomplete),
                    inputmode.map { .inputmode($0) }, field.maxLength.map { .maxlength($0) },
                ])
        case .longText(let rows):
            textarea(all: common + [.rows(rows), field.maxLength.map { .maxlength($0) }]) {
                HTML.trusted(TrustedMarkup("\n"))
                field.value
            }
        case .list(let choices):
            list(choices)
        case .day:
            input(
                all: common + [
                    .type("text"), .class("day"), .value(field.value), .autocomplete("off"),
                    .data("day"), .size(14),
                ])
        case .number(let unit):
            span(.class("with-unit")) {
                input(
                    all: common + [
                        .type("text"), .class("number"), .value(field.value), .inputmode("decimal"),
                        .autocomplete("off"), .size(12),
                    ])
                span(.class("unit")) { unit }
            }
        case .file(let purpose, let accept, _):
            hiddenInput(FormFieldName.purpose(of: field.name), purpose.purpose.rawValue)
            if !field.heldFiles.isEmpty { heldFiles }
            input(
                all: common + [
                    .type("file"), .accept(accept), .multiple, .data("upload", purpose.purpose.rawValue),
                ])
        case .password(let password):
            input(all: common + [.type("password"), .autocomplete(password.autocomplete)])
        case .oneTimeCode:
            input(
                all: common + [
                    .type("text"), .class("code"), .inputmode("numeric"), .autocomplete("one-time-code"),
                    .size(8),
                ])
        default:
            HTML.empty
        }
    }

    private func list(_ choices: [Choice]) -> HTML {
        select(all: common) {
            if field.value.isEmpty || field.isOptional { option(.value("")) { Wording(zh: "请选择", en: "Choose") } }
            for choice in choices {
                option(.value(choice.value), choice.value == field.value ? .selected : nil) { choice.label }
            }
        }
    }

    /// What was uploaded already stays, unless its box is ticked.
    private var heldFiles: HTML {
        ul(.class("held-files")) {
            for (index, file) in field.heldFiles.enumerated() {
                let id = "\(field.id)-removed-\(index)"
                li {
                    hiddenInput(field.name, file.hash)
                    FileLink(file)
                    span(.class("option")) {
                        input(
                            .type("checkbox"), .id(id), .name(FormFieldName.removed(of: field.name)),
                            .value(file.hash))
                        label(.for(id)) {
                            Wording(zh: "移除", en: "Remove")
                            span(.class("visually-hidden")) { " \(file.name)" }
                        }
                    }
                }
            }
        }
    }

    private func options(_ choices: [Choice], type: String) -> HTML {
        div(.class("options")) {
            for (index, choice) in choices.enumerated() {
                div(.class("option")) {
                    input(
                        .type(type), .id("\(field.id)-\(index)"), .name(field.name), .value(choice.value),
                        field.values.contains(choice.value) ? .checked : nil,
                        choice.hint == nil ? nil : .ariaDescribedBy("\(field.id)-\(index)-hint"))
                    label(.for("\(field.id)-\(index)")) { choice.label }
                    if let hint = choice.hint { span(.class("hint"), .id("\(field.id)-\(index)-hint")) { hint } }
                }
            }
        }
    }

    /// Typing and looking is one request, choosing another; no script takes part.
    @HTMLBuilder private func lookupControl(_ lookup: Field.Lookup) -> HTML {
        div(.class("lookup"), lookup.source.map { .data("lookup", $0.url) }) {
            input(
                .type("search"), .id("\(field.id)-query"), .name("\(field.name)-query"), .value(lookup.query),
                .autocomplete("off"),
                .ariaLabel(Wording(zh: "按名称查找：", en: "Find by name: ") + field.label))
            button(.class("button plain"), .name("find"), .value(field.name), Attribute("formnovalidate")) {
                Wording(zh: "查找", en: "Find")
            }
        }
        if lookup.found.isEmpty {
            if !lookup.query.isEmpty, field.problem == nil {
                p(.class("hint")) {
                    Wording(zh: "没有找到“\(lookup.query)”，请换一个名称再查。", en: "Nothing found for “\(lookup.query)”.")
                }
            }
        } else {
            options(lookup.found, type: "radio")
        }
        if lookup.hasMore {
            p(.class("hint")) {
                lookup.query.isEmpty
                    ? Wording(zh: "企业较多，请输入名称、代码或拼音首字母的一部分，再“查找”。", en: "Type part of a name or code, then find.")
                    : Wording(zh: "还有更多，请写得详细一些再找。", en: "There are more; type more of it.")
            }
        }
    }

    private func agreement(_ statement: Wording) -> HTML {
        .pieces([
            div(.class("option")) {
                input(all: common + [.type("checkbox"), .value("yes"), field.value == "yes" ? .checked : nil])
                label(.for(field.id)) { statement }
            },
            notes,
        ])
    }

    private func known(_ value: HTML, _ source: Fact.Source, _ correction: Link?) -> HTML {
        div(.class("field known")) {
            div(.class("label")) { field.label }
            div(.class("known-value")) {
                span(.class("value")) { value }
                SourceNote(source: source)
                if let correction {
                    a(.class("correct"), .href(correction)) {
                        Wording(zh: "有误，纠正", en: "Wrong? Correct it")
                        span(.class("visually-hidden")) {
                            Wording(zh: "：", en: ": ") + field.label
                        }
                    }
                }
            }
            for sent in field.values { hiddenInput(field.name, sent) }
        }
    }
}
