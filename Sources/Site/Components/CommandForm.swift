import Markup

/// The form of one command (办理动作): its fields and its buttons. The same for every domain.
public struct CommandForm: Component, Sendable {
    /// A button that sends the form; with a name it says which of several it was.
    public struct Submit: Sendable {
        public var title: Wording
        public var value: String?
        public var isMain: Bool

        /// A button; `value` is sent as `decision` when there are several.
        public init(_ title: Wording, value: String? = nil, main: Bool = true) {
            self.title = title
            self.value = value
            isMain = main
        }
    }

    /// What every form sends so that it is carried out once, by the right person, on what they saw.
    public struct Seal: Sendable {
        public var formToken: String
        /// Made for this filling-in of the form; sent twice, it is carried out once.
        public var commandID: String
        /// The version of the matter that the page shows; `nil` for what does not exist yet.
        public var version: Int?

        /// The token of the session, a fresh name for the command, the version seen.
        public init(formToken: String, commandID: String, version: Int? = nil) {
            self.formToken = formToken
            self.commandID = commandID
            self.version = version
        }
    }

    /// Where what is typed is kept until it is sent.
    public struct Keeping: Sendable {
        var place: Link
        var title: String
        var person: String
        /// When what stands in the form was kept; `nil` when the form stands as it always does.
        public var keptAt: String?
        /// The matter has moved on since.
        public var isOutdated = false

        /// Kept under the address of the form, for one person; `title` stands in the list of their drafts.
        public init(place: Link, title: String, person: String) {
            self.place = place
            self.title = title
            self.person = person
        }
    }

    let title: Wording
    let action: Link
    let seal: Seal
    let fields: [Field]

    /// The buttons, the usual one first.
    public var submits: [Submit]
    /// Where “取消” leads.
    public var cancel: Link?
    /// Whether and where what is typed is kept; `nil` keeps nothing.
    public var keeping: Keeping?
    /// A sentence above the fields: what happens when the form is sent.
    public var introduction: Wording?
    /// Whether the title is shown; a page with one form has it as its heading already.
    public var showsTitle = true

    /// A form that posts to an address.
    public init(_ title: Wording, to action: Link, seal: Seal, fields: [Field], submits: [Submit] = []) {
        self.title = title
        self.action = action
        self.seal = seal
        self.fields = fields
        self.submits = submits.isEmpty ? [Submit(title)] : submits
    }

    /// What is wrong with the fields; give it to the page, which says it first.
    public var problems: [FormProblem] { fields.problems }

    public var body: HTML {
        form(
            .post, .action(action), .class("command-form"), .novalidate, .ariaLabel(title),
            takesFiles ? .multipart : nil, keeping.map { .data("draft", $0.place.url) }
        ) {
            if showsTitle { h2 { title } }
            if let introduction { p(.class("introduction")) { introduction } }
            hiddenInput(FormFieldName.formToken, seal.formToken)
            hiddenInput(FormFieldName.commandID, seal.commandID)
            if let version = seal.version { hiddenInput(FormFieldName.version, String(version)) }
            if let keeping { kept(keeping) }
            for field in fields { FieldControl(field: field) }
            buttons
        }
    }

    @HTMLBuilder private func kept(_ keeping: Keeping) -> HTML {
        hiddenInput(FormFieldName.draftOf, keeping.place.url)
        hiddenInput(FormFieldName.draftTitle, keeping.title)
        hiddenInput(FormFieldName.draftBy, keeping.person)
        if let keptAt = keeping.keptAt {
            p(.class("draft-note"), .role("status")) {
                Wording(
                    zh: "下面是您 \(keptAt) 存的草稿，还没有提交。",
                    en: "This is your draft of \(keptAt), not sent yet.")
                if keeping.isOutdated {
                    Wording(zh: "此后事项已有更新，请核对后再提交。", en: " The matter has changed since.")
                }
            }
        }
    }

    private var takesFiles: Bool {
        fields.contains { if case .file = $0.kind { true } else { false } }
    }

    private var buttons: HTML {
        div(.class("form-buttons")) {
            for submit in submits {
                button(
                    .class(submit.isMain ? "button main" : "button plain"),
                    submit.value == nil ? nil : .name("decision"), submit.value.map { .value($0) }
                ) { submit.title }
            }
            if let keeping {
                button(.class("button plain"), .formAction(Link("drafts")), .data("keep")) {
                    Wording(zh: "存草稿", en: "Save draft")
                }
                if keeping.keptAt != nil {
                    button(.class("button quiet"), .formAction(Link("drafts", "discard"))) {
                        Wording(zh: "丢弃草稿", en: "Discard draft")
                    }
                }
            }
            if let cancel { a(.class("button quiet"), .href(cancel)) { Wording(zh: "取消", en: "Cancel") } }
        }
    }
}

/// Asks once more before something that cannot be taken back, listing what it will do.
public struct Confirmation: Component, Sendable {
    let effects: [Wording]
    let form: CommandForm

    /// What will happen, one line each, and the form that lets it happen; fields are sent along unseen.
    public init(effects: [Wording], form: CommandForm) {
        self.effects = effects
        self.form = form
    }

    public var body: HTML {
        section(.class("confirmation")) {
            p { Wording(zh: "确认后将：", en: "If you confirm:") }
            ul { for effect in effects { li { effect } } }
            form
        }
    }
}
