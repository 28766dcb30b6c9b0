import Storage

/// How a deadline is kept in a column: rows of text, each under its name, what is empty left out.
///
/// Read for every row of a list and written with every command, so by hand; see ``JSONRows``.
extension Deadline {
    /// `[["due","1796054400000","2026-11-30"],["start","1795190400000"],["term","5","workingDays","",""],…]`
    public var kept: String {
        var rows: [[String?]] = [
            ["due", String(due.milliseconds), dueOn.description], ["start", String(start.milliseconds)],
            term.kept(as: "term"),
        ]
        if let basis { rows.append(["basis", basis.title, basis.document, basis.article, Self.sign(basis.verified)]) }
        if let setBy { rows.append(["setBy", setBy]) }
        for range in skipped { rows.append(["skipped", range.day.description, range.through.description, range.why]) }
        for range in madeUp { rows.append(["madeUp", range.day.description, range.through.description, range.why]) }
        for move in moves { rows.append(["move", move.from.description, move.to.description, move.why]) }
        for stop in suspensions {
            let end = stop.to.map { String($0.milliseconds) }
            rows.append(["suspension", String(stop.from.milliseconds), end, stop.reason])
        }
        for one in extensions {
            rows.append(one.term.kept(as: "extension") + [one.from.description, one.to.description, one.reason])
        }
        for year in assumedYears { rows.append(["assumed", String(year)]) }
        return JSONRows.encoded(rows)
    }

    /// - Throws: ``UnreadableRows`` when the text is not what ``kept`` writes.
    public init(kept: String) throws(UnreadableRows) {
        var rows = try JSONRows.decoded(kept).map(KeptRow.init)[...]
        func next(_ name: String) throws(UnreadableRows) -> KeptRow {
            guard let row = rows.popFirst(), row.name == name else { throw UnreadableRows() }
            return row
        }
        let due = try next("due")
        let start = try next("start").instant(1)
        let term = try next("term").term
        let basis = try rows.first?.basis
        if basis != nil { rows.removeFirst() }
        self.init(start: start, term: term, basis: basis)
        (self.due, dueOn) = (try due.instant(1), try due.day(2))
        for row in rows { try add(row) }
    }

    private mutating func add(_ row: KeptRow) throws(UnreadableRows) {
        switch row.name {
        case "setBy": setBy = try row.text(1)
        case "skipped": skipped.append(try row.range)
        case "madeUp": madeUp.append(try row.range)
        case "move": moves.append(Move(from: try row.day(1), to: try row.day(2), why: try row.text(3)))
        case "suspension":
            let end = row.isEmpty(2) ? nil : try row.instant(2)
            suspensions.append(Suspension(from: try row.instant(1), to: end, reason: try row.text(3)))
        case "extension":
            var granted = Extension(try row.term, reason: try row.text(7))
            (granted.from, granted.to) = (try row.day(5), try row.day(6))
            extensions.append(granted)
        case "assumed": assumedYears.append(try row.number(1))
        default: throw UnreadableRows()
        }
    }

    fileprivate static func sign(_ truth: Bool) -> String { truth ? "1" : "" }
}

extension Term {
    fileprivate func kept(as name: String) -> [String?] {
        [name, String(amount), unit.rawValue, Deadline.sign(beforeEvent), Deadline.sign(lastDayRestMoves)]
    }
}

/// One row, whose first text is its name.
private struct KeptRow {
    let texts: [String?]

    init(_ texts: [String?]) {
        self.texts = texts
    }

    var name: String { texts.first.flatMap(\.self) ?? "" }

    func isEmpty(_ place: Int) -> Bool { place < texts.count && texts[place] == nil }

    func text(_ place: Int) throws(UnreadableRows) -> String {
        guard place < texts.count, let text = texts[place] else { throw UnreadableRows() }
        return text
    }

    func number(_ place: Int) throws(UnreadableRows) -> Int {
        guard let number = Int(try text(place)) else { throw UnreadableRows() }
        return number
    }

    func day(_ place: Int) throws(UnreadableRows) -> Day {
        guard let day = Day(try text(place)) else { throw UnreadableRows() }
        return day
    }

    func instant(_ place: Int) throws(UnreadableRows) -> Instant { Instant(milliseconds: try number(place)) }

    /// In the four texts after the name.
    var term: Term {
        get throws(UnreadableRows) {
            let amount = try number(1)
            guard (0...Term.largestAmount).contains(amount), let unit = Term.Unit(rawValue: try text(2)) else {
                throw UnreadableRows()
            }
            return Term(
                amount, unit, beforeEvent: !(try text(3)).isEmpty, lastDayRestMoves: !(try text(4)).isEmpty)
        }
    }

    var range: Deadline.Skipped {
        get throws(UnreadableRows) {
            Deadline.Skipped(day: try day(1), through: try day(2), why: try text(3))
        }
    }

    /// `nil` when the row is another.
    var basis: Deadline.Basis? {
        get throws(UnreadableRows) {
            guard name == "basis" else { return nil }
            return Deadline.Basis(
                title: try text(1), document: try text(2), article: try text(3), verified: !(try text(4)).isEmpty)
        }
    }
}
