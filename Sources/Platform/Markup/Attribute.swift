/// An attribute of an element: `.class("note")`, `.data("label", "期限")`.
public struct Attribute: Sendable {
    enum Value: Sendable {
        /// On by being there, such as `required`.
        case present
        case text(String)
        indirect case wording(Wording)
    }

    /// Whether `data-` stands before the name.
    let isData: Bool
    let name: StaticString
    let value: Value

    init(name: StaticString, isData: Bool = false, value: Value) {
        self.isData = isData
        self.name = name
        self.value = value
    }

    /// What is written before the name.
    var prefix: StaticString { isData ? " data-" : " " }

    /// An attribute that is on by being there. The name is a literal: data never becomes an attribute's name.
    public init(_ name: StaticString) {
        self.init(name: name, value: .present)
    }

    /// An attribute with a value, escaped when written.
    public init(_ name: StaticString, _ value: String) {
        self.init(name: name, value: .text(value))
    }

    /// An attribute whose value is read by people, in the language of the page.
    public init(_ name: StaticString, _ wording: Wording) {
        self.init(name: name, value: .wording(wording))
    }

    /// An attribute that leads somewhere.
    public init(_ name: StaticString, _ destination: some Destination) {
        self.init(name, destination.url)
    }
}
