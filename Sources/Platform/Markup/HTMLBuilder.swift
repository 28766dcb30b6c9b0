/// Lets a page be written as a list of pieces with `if`, `switch` and `for` between them.
@resultBuilder
public enum HTMLBuilder {
    public static func buildExpression(_ html: HTML) -> HTML { html }
    public static func buildExpression(_ html: HTML?) -> HTML { html ?? .empty }
    public static func buildExpression(_ text: String) -> HTML { .text(text) }
    public static func buildExpression(_ text: String?) -> HTML { text.map { .text($0) } ?? .empty }
    public static func buildExpression(_ wording: Wording) -> HTML { .wording(wording) }
    public static func buildExpression(_ wording: Wording?) -> HTML { wording.map { .wording($0) } ?? .empty }
    public static func buildExpression(_ number: Int) -> HTML { .text(String(number)) }
    public static func buildExpression(_ component: some Component) -> HTML { component.body }
    public static func buildExpression(_ component: (some Component)?) -> HTML { component?.body ?? .empty }
    public static func buildExpression(_ pieces: [HTML]) -> HTML { .pieces(pieces) }
    public static func buildExpression(_ nothing: Void) -> HTML { .empty }

    public static func buildBlock() -> HTML { .empty }
    public static func buildBlock(_ piece: HTML) -> HTML { piece }
    public static func buildBlock(_ pieces: HTML...) -> HTML { .pieces(pieces) }
    public static func buildOptional(_ piece: HTML?) -> HTML { piece ?? .empty }
    public static func buildEither(first piece: HTML) -> HTML { piece }
    public static func buildEither(second piece: HTML) -> HTML { piece }
    public static func buildArray(_ pieces: [HTML]) -> HTML { .pieces(pieces) }
}
