import Markup

/// One question of a form.
public struct Field: Sendable {
    /// How it is answered.
    public enum Kind: Sendable {
        /// One line; `autocomplete` as in HTML, `inputmode` such as `tel`.
        case text(autocomplete: String = "off", inputmode: String? = nil)
        /// Several lines.
        case longText(rows: Int = 4)
        /// One of few, all seen at once.
        case radios([Choice])
        /// One of many, in a list.
        case list([Choice])
        /// Several of several.
        case checkboxes([Choice])
        /// A day, in any usual way of writing it.
        case day
        /// A number with its unit.
        case number(unit: Wording)
        /// A person, an organisation or a region: looked for by name, then chosen.
        case lookup(Lookup)
        /// A file, with what it is for printed beside it.
        case file(FilePurpose, accept: String, limit: Wording)
        /// A statement to agree to.
        case agreement(Wording)
        /// A password; made by ``Field/password(_:_:autocomplete:)``.
        case password(Password)
        /// A code of digits that is read off another device.
        case oneTimeCode
        /// Sent along without being seen.
        case hidden
        /// Known already: shown with its source, not asked again.
        case known(HTML, Fact.Source, correction: Link?)
    }

    /// Under which name a password is sent. What is sent under one of these names is never kept.
    public enum SecretName: String, Sendable, CaseIterable {
        case password, current, new
    }

    /// How a browser completes a password: `current-password` or `new-password`.
    public struct Password: Sendable {
        let autocomplete: String

        fileprivate init(autocomplete: String) { self.autocomplete = autocomplete }
    }

    /// Looks for something by name on the server and offers what was found.
    public struct Lookup: Sendable {
        /// What was typed to look for.
        public var query: String
        /// What was found for it, or the few there are.
        public var found: [Choice]
        /// More than these match.
        public var hasMore: Bool
        /// Where a script asks for the same while one types.
        public var source: Link?

        /// A look-up with what was typed and what was found.
        public init(query: String = "", found: [Choice], hasMore: Bool = false, source: Link? = nil) {
            self.query = query
            self.found = found
            self.hasMore = hasMore
            self.source = source
        }
    }

    /// Why a photo or file is asked for; there are no others.
    public enum FilePurpose: Sendable, CaseIterable {
        case evidence, rectification, document, emergency
    }

    /// A file that was uploaded before and stands in the form.
    public struct HeldFile: Sendable, Hashable {
        public var hash: String
        public var name: String
        /// Such as “图片 286 KB”.
        public var note: String
        public var link: Link
        public var thumbnail: Link?

        /// A file with its SHA-256, its name, kind and size in words, its address and, of pictures, a small one.
        public init(hash: String, name: String, note: String, link: Link, thumbnail: Link? = nil) {
            self.hash = hash
            self.name = name
            self.note = note
            self.link = link
            self.thumbnail = thumbnail
        }
    }

    public let name: String
    public let label: Wording
    public let kind: Kind
    /// Files that are there already, for a field of files.
    public var heldFiles: [HeldFile] = []
    /// What stands in the field; several for checkboxes.
    public var values: [String] = []
    /// A line under the label.
    public var hint: Wording?
    /// Marked （选填）; everything else has to be filled in.
    public var isOptional = false
    /// What is wrong with what was sent, in words that say what to do.
    public var problem: Wording?
    public var maxLength: Int?

    /// A question with its name in the form, its label and how it is answered.
    public init(_ name: String, _ label: Wording, _ kind: Kind = .text()) {
        self.name = name
        self.label = label
        self.kind = kind
    }

    /// A question for a password.
    public static func password(_ name: SecretName, _ label: Wording, autocomplete: String) -> Field {
        Field(name.rawValue, label, .password(Password(autocomplete: autocomplete)))
    }

    /// The same question, filled in.
    public func value(_ value: String?) -> Field { changed { $0.values = value.map { [$0] } ?? [] } }

    /// The same question, filled in with several answers.
    public func values(_ values: [String]) -> Field { changed { $0.values = values } }

    /// The same question with files that are there already.
    public func holding(_ files: [HeldFile]) -> Field { changed { $0.heldFiles = files } }

    /// The same question with a line of explanation.
    public func hint(_ hint: Wording) -> Field { changed { $0.hint = hint } }

    /// The same question, which need not be answered.
    public var optional: Field { changed { $0.isOptional = true } }

    /// The same question with what is wrong about its answer.
    public func problem(_ problem: Wording?) -> Field { changed { $0.problem = problem } }

    /// The same question with the most characters it takes.
    public func maxLength(_ length: Int) -> Field { changed { $0.maxLength = length } }

    var id: String { "field-\(name)" }
    var value: String { values.first ?? "" }

    private func changed(_ change: (inout Field) -> Void) -> Field {
        var field = self
        change(&field)
        return field
    }
}

extension Field.FilePurpose {
    /// The word printed beside the button.
    public var wording: Wording {
        switch self {
        case .evidence: Wording(zh: "证据用", en: "as evidence")
        case .rectification: Wording(zh: "证明整改", en: "to prove rectification")
        case .document: Wording(zh: "文书用", en: "for the legal document")
        case .emergency: Wording(zh: "应急用", en: "for the emergency")
        }
    }
}

/// Something wrong with a form as it was sent, said at the top of the page and at the field.
public struct FormProblem: Sendable, Hashable {
    /// The id of the field; `nil` when it concerns the form as a whole.
    public var fieldID: String?
    public var message: Wording

    /// A problem of a field, or of the whole form.
    public init(fieldID: String? = nil, _ message: Wording) {
        self.fieldID = fieldID
        self.message = message
    }
}

extension [Field] {
    /// What is wrong, in the order of the fields; for the top of the page.
    public var problems: [FormProblem] {
        compactMap { field in field.problem.map { FormProblem(fieldID: field.focusID, $0) } }
    }
}

extension Field {
    /// Where the link of the summary leads: the control, or the first of several.
    var focusID: String {
        switch kind {
        case .radios, .checkboxes: "\(id)-0"
        case .lookup(let lookup): lookup.found.isEmpty ? "\(id)-query" : "\(id)-0"
        default: id
        }
    }
}

/// What is wrong with the form, first thing on the page; scripts move the focus here.
public struct ErrorSummary: Component, Sendable {
    let problems: [FormProblem]

    /// Problems in the order of the form.
    public init(_ problems: [FormProblem]) {
        self.problems = problems
    }

    public var body: HTML {
        div(.class("error-summary"), .role("alert"), .tabindex(-1), .data("focus")) {
            h2 { Wording(zh: "有 \(problems.count) 处需要改正", en: "There is a problem (\(problems.count))") }
            ul {
                for problem in problems {
                    li {
                        if let id = problem.fieldID {
                            a(.href(Anchor(id))) { problem.message }
                        } else {
                            problem.message
                        }
                    }
                }
            }
        }
    }
}
