extension String {
    /// With an apostrophe before it when a spreadsheet program would otherwise run it as a formula.
    ///
    /// A report from the public saying `=HYPERLINK(…)` must stay a sentence on the inspector's machine.
    var neutralized: String {
        unicodeScalars.wouldBeFormula ? "'" + self : self
    }

    /// Without the apostrophe that ``neutralized`` put there, so that an exported row can be sent back as it is.
    var restored: String {
        guard unicodeScalars.first == "'", unicodeScalars.dropFirst().wouldBeFormula else { return self }
        return String(unicodeScalars.dropFirst())
    }
}

extension Sequence<Unicode.Scalar> {
    /// Blanks before the sign are no protection: some programs pass over them. Full-width signs count as well.
    ///
    /// Scalars, not characters: an accent behind the sign would make another character of it.
    fileprivate var wouldBeFormula: Bool {
        var isFirst = true
        for scalar in self {
            switch scalar {
            case "=", "+", "-", "@", "＝", "＋", "－", "＠": return true
            case "\t" where isFirst, "\r" where isFirst, "\n" where isFirst: return true
            case _ where scalar.isBlank: isFirst = false
            default: return false
            }
        }
        return false
    }
}
