extension StringProtocol {
    /// Without spaces, full-width spaces, tabs, line ends and invisible marks on either side.
    var trimmedBlanks: String {
        guard let first = unicodeScalars.first, let last = unicodeScalars.last else { return "" }
        if !first.isBlank && !last.isBlank { return String(self) }
        let head = unicodeScalars.drop(while: \.isBlank)
        guard let end = head.lastIndex(where: { !$0.isBlank }) else { return "" }
        return String(String.UnicodeScalarView(head[...end]))
    }

    /// Full-width letters, digits and punctuation (１２，３) as their ordinary counterparts.
    var halfWidth: String {
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            let isFullWidth = (0xFF01...0xFF5E).contains(scalar.value)
            result.append(isFullWidth ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar)
        }
        return String(result)
    }
}

extension Unicode.Scalar {
    var isBlank: Bool {
        properties.isWhitespace || value == 0xFEFF || value == 0x200B
    }
}
