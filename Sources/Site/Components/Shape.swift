import Markup

/// A small drawing that stands beside a word, so that colour is never read alone.
enum Shape: Sendable {
    case octagon, triangle, diamond, circle
    case ring, halfRing, quarterRing, tick, pause, back, alarm

    /// The drawing in a box of 16 × 16; those of line are drawn, those of area filled by the style sheet.
    var html: HTML {
        svg(.class(isLine ? "shape line" : "shape"), .viewBox("0 0 16 16"), .ariaHidden) { path(.d(outline)) }
    }

    private var isLine: Bool {
        switch self {
        case .octagon, .triangle, .diamond, .circle: false
        default: true
        }
    }

    fileprivate var outline: String {
        switch self {
        case .octagon: "M5 1h6l4 4v6l-4 4H5l-4-4V5z"
        case .triangle: "M8 1.5 15.5 15H.5z"
        case .diamond: "m8 .5 7.5 7.5L8 15.5.5 8z"
        case .circle: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1z"
        case .ring: "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2z"
        case .halfRing: "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zv12M10.5 4v8"
        case .quarterRing: "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zv6h6"
        case .tick: "m2.5 8.5 4 4 7-9"
        case .pause: "M5.5 3v10M10.5 3v10"
        case .back: "M6 3 2 7l4 4M2.5 7H10a3.5 3.5 0 0 1 0 7H8"
        case .alarm: "M8 2l6.5 12h-13zM8 6.5v3.5M8 11.7v.5"
        }
    }
}

extension Grade {
    /// The grade's shape as the path of a drawing in a box of 16 × 16, for maps and plans.
    public var outline: String { shape.outline }
}
