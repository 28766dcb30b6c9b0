import Markup

/// The region whose matters the page shows (我的辖区); part of the address, so a page can be passed on.
public struct ScopeSelector: Component, Sendable {
    /// A region that can be chosen.
    public struct Choice: Sendable {
        public var code: String
        public var name: String
        /// How many levels below the first choice.
        public var depth: Int

        /// A region with its code; `depth` indents it under the one above.
        public init(code: String, name: String, depth: Int = 0) {
            self.code = code
            self.name = name
            self.depth = depth
        }
    }

    let choices: [Choice]
    let chosen: String
    let address: Link
    let parameter: String

    /// A choice among these regions that keeps everything else in the page's address except the page number.
    public init(_ choices: [Choice], chosen: String, address: Link, parameter: String = "scope") {
        self.choices = choices
        self.chosen = chosen
        self.address = address
        self.parameter = parameter
    }

    public var body: HTML {
        form(.get, .action(address.withoutQuery), .class("scope")) {
            label(.for("scope")) { Wording(zh: "辖区", en: "Region") }
            select(.id("scope"), .name(parameter)) {
                for choice in choices {
                    option(.value(choice.code), choice.code == chosen ? .selected : nil) {
                        String(repeating: "\u{3000}", count: choice.depth) + choice.name
                    }
                }
            }
            for kept in address.query where kept.name != parameter && kept.name != RegisterState.pageParameter {
                hiddenInput(kept.name, kept.value)
            }
            button(.class("button quiet")) { Wording(zh: "切换", en: "Go") }
        }
    }
}
