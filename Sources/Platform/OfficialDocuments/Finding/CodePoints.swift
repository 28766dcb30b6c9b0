/// A text as an array of code points, so that every place in it is a number that other programs count the same way.
struct CodePoints: Sendable {
    let scalars: [Unicode.Scalar]

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    var count: Int { scalars.count }

    subscript(index: Int) -> Unicode.Scalar { scalars[index] }

    func string(_ range: Range<Int>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[range])
        return String(view)
    }

    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        var end = range.upperBound
        while start < end, scalars[start].isBlank { start += 1 }
        while end > start, scalars[end - 1].isBlank { end -= 1 }
        return start..<end
    }

    /// The scalars of the range without any blanks, for comparing lines that were spread out by hand.
    func squeezed(_ range: Range<Int>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[range].lazy.filter { !$0.isBlank })
        return String(view)
    }

    func firstIndex(in range: Range<Int>, where test: (Unicode.Scalar) -> Bool) -> Int? {
        scalars[range].firstIndex(where: test)
    }
}

extension Unicode.Scalar {
    /// Spaces of every width, line ends and the byte order mark.
    var isBlank: Bool {
        switch value {
        case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x2000...0x200B, 0x2028, 0x2029, 0x202F, 0x3000, 0xFEFF: true
        default: false
        }
    }

    var isLineEnd: Bool {
        switch value {
        case 0x0A...0x0D, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }

    /// The value of 0–9 and of the full-width digits.
    var digit: Int? {
        switch value {
        case 0x30...0x39: Int(value - 0x30)
        case 0xFF10...0xFF19: Int(value - 0xFF10)
        default: nil
        }
    }

    var isHan: Bool {
        switch value {
        case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x323AF, 0x3007: true
        default: false
        }
    }

    var opensBracket: Bool { self == "（" || self == "(" }
    var closesBracket: Bool { self == "）" || self == ")" }
    var endsSentence: Bool { self == "。" || self == "！" || self == "？" || self == "!" || self == "?" }
    var opensNumber: Bool { self == "〔" || self == "[" || self == "［" || self == "【" }
    var closesNumber: Bool { self == "〕" || self == "]" || self == "］" || self == "】" }

    /// Punctuation at which a new clause begins.
    var startsClause: Bool { endsSentence || "；;：:，,、".unicodeScalars.contains(self) }
}
