/// A day as written in a document, 2018年12月6日 or 二〇〇四年八月十二日.
struct CalendarDate: Sendable, Hashable {
    let year: Int
    let month: Int
    let day: Int

    init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= CalendarDate.days(inMonth: month, of: year)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    static func lastDay(of month: Int, year: Int) -> CalendarDate? {
        (1...12).contains(month) ? CalendarDate(year: year, month: month, day: days(inMonth: month, of: year)) : nil
    }

    /// `2018-12-06`.
    var iso: String {
        func padded(_ value: Int, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    /// A complete date that begins at the place, and where it ends.
    static func complete(in text: CodePoints, at start: Int, limit: Int) -> (date: CalendarDate, end: Int)? {
        guard let year = Numerals.any(in: text, at: start, limit: limit), year.value >= 1900,
            let afterYear = text.index(after: "年", at: year.end, limit: limit),
            let month = Numerals.any(in: text, at: afterYear, limit: limit),
            let afterMonth = text.index(after: "月", at: month.end, limit: limit),
            let day = Numerals.any(in: text, at: afterMonth, limit: limit),
            let end = text.index(after: "日", at: day.end, limit: limit),
            let date = CalendarDate(year: year.value, month: month.value, day: day.value)
        else { return nil }
        return (date, end)
    }
}

extension CodePoints {
    /// The place behind a character and the blanks around it, if it stands there.
    func index(after scalar: Unicode.Scalar, at start: Int, limit: Int) -> Int? {
        var at = start
        while at < limit, self[at] == " " { at += 1 }
        guard at < limit, self[at] == scalar else { return nil }
        at += 1
        var next = at
        while next < limit, self[next] == " " { next += 1 }
        return next < limit ? next : at
    }
}
