/// A bracket that says who is responsible: （省安监局牵头，省发展改革委、省经济和信息化委配合）.
enum UnitBracket {
    /// Longer brackets are text, not lists of units.
    private static let longest = 800

    /// Whether the bracket, with or without its closing mark, names units and their part in the work.
    static func isOne(_ text: CodePoints, _ bracket: Range<Int>) -> Bool {
        guard bracket.count > 3, bracket.count <= longest, text[bracket.lowerBound].opensBracket else { return false }
        let inside = content(text, bracket)
        guard !inside.isEmpty, !UnitWords.notUnits.begins(text, inside) else { return false }
        if UnitWords.label(in: text, at: inside.lowerBound, limit: inside.upperBound) != nil { return true }
        guard endsWithRole(text, inside) || UnitWords.leads.occurs(in: text, inside) else { return false }
        return text.firstIndex(in: inside) { $0.endsSentence } == nil
            && !UnitListReading.mentions(in: text, inside).isEmpty
    }

    /// A limit in time may stand behind the last unit: （省应急厅负责，6月底前完成）.
    private static func endsWithRole(_ text: CodePoints, _ inside: Range<Int>) -> Bool {
        if UnitWords.role(endingIn: text, inside) != nil { return true }
        let last = UnitItems.split(text, inside).last { !UnitListReading.isTime(text, $0) }
        return last.flatMap { UnitWords.role(endingIn: text, $0) } != nil
    }

    /// Whether the bracket is nothing but names of units, as plans put them behind a measure: （省教育厅、省公安厅）.
    static func isPlainList(_ text: CodePoints, _ bracket: Range<Int>, atLeast fewest: Int) -> Bool {
        guard bracket.count > 4, bracket.count <= longest else { return false }
        let inside = content(text, bracket)
        guard !inside.isEmpty, text.firstIndex(in: inside, where: \.endsSentence) == nil else { return false }
        let names = UnitListReading.mentions(in: text, inside, assuming: .lead).map(\.range)
        let organs = names.filter { UnitPhrase.endsLikeUnit(text, $0) }
        return organs.count >= fewest && names.count == UnitItems.split(text, inside).filter { $0.count > 1 }.count
            && names.allSatisfy { UnitPhrase.endsLikeUnit(text, $0) || UnitPhrase.endsLikeRegion(text, $0) }
            && !names.contains { movements.begins(text, $0) }
    }

    /// 进学校、进企业: what is done there, not who does it.
    private static let movements = WordList("进 入 向 到 对 为")

    static func mentions(in text: CodePoints, _ bracket: Range<Int>) -> [UnitReading] {
        let inside = content(text, bracket)
        let found = UnitListReading.mentions(in: text, inside)
        return found.isEmpty ? UnitListReading.mentions(in: text, inside, assuming: .lead) : found
    }

    private static func content(_ text: CodePoints, _ bracket: Range<Int>) -> Range<Int> {
        let closed = text[bracket.upperBound - 1].closesBracket
        return text.trimmed(bracket.lowerBound + 1..<(closed ? bracket.upperBound - 1 : bracket.upperBound))
    }
}

/// A unit as it stands in the text, with its part in the work.
struct UnitReading: Sendable {
    let range: Range<Int>
    let role: UnitRole
}
