import Foundation

/// 拼音首字母 — the first letters of a name's pinyin, so that `jlhg` finds 南京金陵化工有限公司.
enum NameInitials {
    /// `njjlhgyxgs`; what is no Chinese character or Latin letter is left out.
    static func of(_ name: String) -> String {
        // The Unicode rules read a character in its word: 重庆 is chong qing.
        guard let latin = apart(name).applyingTransform(.mandarinToLatin, reverse: false) else { return "" }
        var initials = ""
        for syllable in latin.split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
            guard let first = syllable.unicodeScalars.first?.properties.lowercaseMapping else { continue }
            let plain = first.decomposedStringWithCanonicalMapping.unicodeScalars.first
            if let plain, ("a"..."z").contains(plain) { initials.unicodeScalars.append(plain) }
        }
        return initials
    }

    /// With a space wherever Chinese meets other writing: A3电镀 would come out as one syllable `a3dian`.
    private static func apart(_ name: String) -> String {
        var text = String.UnicodeScalarView()
        for scalar in name.unicodeScalars {
            if let last = text.last, last.properties.isIdeographic != scalar.properties.isIdeographic {
                text.append(" ")
            }
            text.append(scalar)
        }
        return String(text)
    }

    /// Each end of the initials as a word, so that a search for the beginning of a word finds them anywhere.
    static func searchWords(of name: String) -> String {
        let initials = of(name)
        return initials.indices.dropLast().map { String(initials[$0...]) }.joined(separator: " ")
    }
}
