import CXLSXWriter

/// How a cell looks: its kind decides the number format, its tone the colours.
struct CellStyle: Hashable {
    enum Tone: Hashable {
        case plain, title, heading, header, requiredHeader, example, bad
    }

    var tone: Tone
    var kind: Column.Kind?

    private static let grey: lxw_color_t = 0x595959
    private static let paleGrey: lxw_color_t = 0xF2F2F2
    private static let paleBlue: lxw_color_t = 0xDCE6F1
    private static let paleOrange: lxw_color_t = 0xFCE4D6
    private static let paleRed: lxw_color_t = 0xFFC7CE
    private static let darkRed: lxw_color_t = 0x9C0006

    /// The number under which the format knows "text"; not every program sees it in a format of that meaning.
    private static let builtInText: UInt8 = 49

    func apply(to format: UnsafeMutablePointer<lxw_format>?) {
        if kind == .code { format_set_num_format_index(format, Self.builtInText) }
        if let numberFormat { format_set_num_format(format, numberFormat) }
        switch tone {
        case .plain:
            break
        case .title:
            format_set_bold(format)
            format_set_font_size(format, 14)
        case .heading:
            format_set_font_color(format, Self.grey)
        case .header, .requiredHeader:
            format_set_bold(format)
            format_set_text_wrap(format)
            format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
            format_set_border(format, UInt8(LXW_BORDER_THIN.rawValue))
            format_set_bg_color(format, tone == .header ? Self.paleBlue : Self.paleOrange)
        case .example:
            format_set_italic(format)
            format_set_font_color(format, Self.grey)
            format_set_bg_color(format, Self.paleGrey)
        case .bad:
            format_set_font_color(format, Self.darkRed)
            format_set_bg_color(format, Self.paleRed)
        }
    }

    private var numberFormat: String? {
        switch kind {
        case nil, .text, .code: nil
        case .integer: "0"
        case .number(let decimals): decimals > 0 ? "#,##0." + String(repeating: "0", count: decimals) : "#,##0"
        case .date: "yyyy-mm-dd"
        case .dateTime: "yyyy-mm-dd hh:mm"
        }
    }
}
