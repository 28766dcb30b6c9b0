import Storage

/// A statement as PostgreSQL wants it: `$1` for the first `?`, and so on.
struct StatementText {
    let text: String
    let places: Int

    init(_ general: String) {
        var text = ""
        var places = 0
        var end: Character?
        for character in general {
            if end == nil, character == "?" {
                places += 1
                text += "$\(places)"
                continue
            }
            // Within quotation marks a question mark is only a question mark.
            if character == end {
                end = nil
            } else if end == nil, character == "'" || character == "\"" {
                end = character
            }
            text.append(character)
        }
        self.text = text
        self.places = places
    }

    /// Makes the server itself fail the transaction when the statement did not change exactly one row,
    /// so that no second round trip is needed to look at the count.
    static func changingOne(_ general: String) -> String {
        let counted = general.range(ofWord: "RETURNING") ? general : general + " RETURNING 1"
        return """
            WITH changed AS (\(counted)) SELECT CASE WHEN count(*) = 1 THEN 1
            ELSE CAST('\(wrongCount)' || count(*) AS BIGINT) END FROM changed
            """
    }

    /// Stands in the server's message when the count was wrong: no number begins so.
    static let wrongCount = "not one row but "
}

extension String {
    fileprivate func range(ofWord word: String) -> Bool {
        uppercased().split { !$0.isLetter && $0 != "_" }.contains { $0 == word }
    }
}
