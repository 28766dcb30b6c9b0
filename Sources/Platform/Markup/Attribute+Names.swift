// One line each; `nil` in an attribute list means the attribute is absent, so conditions read
// `isCurrent ? .ariaCurrent("page") : nil`.
extension Attribute {
    public static func `class`(_ names: String) -> Self { Self("class", names) }
    public static func id(_ id: String) -> Self { Self("id", id) }
    public static func name(_ name: String) -> Self { Self("name", name) }
    public static func value(_ value: String) -> Self { Self("value", value) }
    public static func type(_ type: String) -> Self { Self("type", type) }
    public static func lang(_ language: Language) -> Self { Self("lang", language.tag) }
    public static func title(_ title: Wording) -> Self { Self("title", title) }
    public static func title(_ title: String) -> Self { Self("title", title) }
    public static func role(_ role: String) -> Self { Self("role", role) }
    public static func tabindex(_ index: Int) -> Self { Self("tabindex", String(index)) }
    public static func datetime(_ value: String) -> Self { Self("datetime", value) }
    public static func content(_ value: String) -> Self { Self("content", value) }
    public static func charset(_ value: String) -> Self { Self("charset", value) }
    public static func rel(_ value: String) -> Self { Self("rel", value) }
    public static func accesskey(_ value: String) -> Self { Self("accesskey", value) }

    // Links and forms.
    public static func href(_ destination: some Destination) -> Self { Self("href", destination) }
    public static func src(_ destination: some Destination) -> Self { Self("src", destination) }
    public static func action(_ destination: some Destination) -> Self { Self("action", destination) }
    public static func formAction(_ destination: some Destination) -> Self { Self("formaction", destination) }
    public static var post: Self { Self("method", "post") }
    public static var get: Self { Self("method", "get") }
    public static var multipart: Self { Self("enctype", "multipart/form-data") }
    public static func `for`(_ id: String) -> Self { Self("for", id) }
    public static func form(_ id: String) -> Self { Self("form", id) }
    public static func placeholder(_ wording: Wording) -> Self { Self("placeholder", wording) }
    public static func autocomplete(_ token: String) -> Self { Self("autocomplete", token) }
    public static func inputmode(_ mode: String) -> Self { Self("inputmode", mode) }
    public static func maxlength(_ length: Int) -> Self { Self("maxlength", String(length)) }
    public static func size(_ size: Int) -> Self { Self("size", String(size)) }
    public static func rows(_ rows: Int) -> Self { Self("rows", String(rows)) }
    public static func accept(_ types: String) -> Self { Self("accept", types) }
    public static func label(_ wording: Wording) -> Self { Self("label", wording) }
    public static var required: Self { Self("required") }
    public static var checked: Self { Self("checked") }
    public static var selected: Self { Self("selected") }
    public static var disabled: Self { Self("disabled") }
    public static var readonly: Self { Self("readonly") }
    public static var multiple: Self { Self("multiple") }
    public static var hidden: Self { Self("hidden") }
    public static var open: Self { Self("open") }
    public static var novalidate: Self { Self("novalidate") }
    public static var download: Self { Self("download") }

    // Tables.
    public static func scope(_ scope: String) -> Self { Self("scope", scope) }
    public static func colspan(_ count: Int) -> Self { Self("colspan", String(count)) }
    public static func rowspan(_ count: Int) -> Self { Self("rowspan", String(count)) }

    // What assistive technology is told.
    public static func ariaLabel(_ wording: Wording) -> Self { Self("aria-label", wording) }
    public static func ariaLabelledBy(_ ids: String) -> Self { Self("aria-labelledby", ids) }
    public static func ariaDescribedBy(_ ids: String) -> Self { Self("aria-describedby", ids) }
    public static func ariaCurrent(_ value: String) -> Self { Self("aria-current", value) }
    public static func ariaSort(_ value: String) -> Self { Self("aria-sort", value) }
    public static func ariaLive(_ value: String) -> Self { Self("aria-live", value) }
    public static func ariaLevel(_ level: Int) -> Self { Self("aria-level", String(level)) }
    public static var ariaHidden: Self { Self("aria-hidden", "true") }
    public static var ariaInvalid: Self { Self("aria-invalid", "true") }

    /// A `data-` attribute for scripts and style sheets. The name is a literal of the source.
    public static func data(_ name: StaticString, _ value: String = "") -> Self {
        Self(name: name, isData: true, value: .text(value))
    }

    /// A `data-` attribute that is shown to people, in the language of the page.
    public static func data(_ name: StaticString, _ wording: Wording) -> Self {
        Self(name: name, isData: true, value: .wording(wording))
    }

    // Drawings (SVG).
    public static func viewBox(_ value: String) -> Self { Self("viewBox", value) }
    public static func d(_ path: String) -> Self { Self("d", path) }
    public static func fill(_ value: String) -> Self { Self("fill", value) }
    public static func stroke(_ value: String) -> Self { Self("stroke", value) }
    public static func points(_ value: String) -> Self { Self("points", value) }
    public static func transform(_ value: String) -> Self { Self("transform", value) }
    public static func textAnchor(_ value: String) -> Self { Self("text-anchor", value) }
    public static func x(_ value: Double) -> Self { Self("x", value.svg) }
    public static func y(_ value: Double) -> Self { Self("y", value.svg) }
    public static func x1(_ value: Double) -> Self { Self("x1", value.svg) }
    public static func y1(_ value: Double) -> Self { Self("y1", value.svg) }
    public static func x2(_ value: Double) -> Self { Self("x2", value.svg) }
    public static func y2(_ value: Double) -> Self { Self("y2", value.svg) }
    public static func cx(_ value: Double) -> Self { Self("cx", value.svg) }
    public static func cy(_ value: Double) -> Self { Self("cy", value.svg) }
    public static func r(_ value: Double) -> Self { Self("r", value.svg) }
    public static func rx(_ value: Double) -> Self { Self("rx", value.svg) }
    public static func width(_ value: Double) -> Self { Self("width", value.svg) }
    public static func height(_ value: Double) -> Self { Self("height", value.svg) }
}

extension Double {
    /// The number as drawings write it: at most one decimal, no `.0`.
    public var svg: String {
        guard abs(self) < 1e12 else { return "0" }
        let tenths = Int(self * 10 + (self < 0 ? -0.5 : 0.5))
        let (whole, part) = tenths.quotientAndRemainder(dividingBy: 10)
        let sign = tenths < 0 && whole == 0 ? "-" : ""
        return part == 0 ? String(whole) : "\(sign)\(whole).\(abs(part))"
    }
}
