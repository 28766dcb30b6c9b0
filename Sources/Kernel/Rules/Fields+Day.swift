import Calendars

extension Fields {
    func day(_ key: String, _ problems: inout FileProblems) -> Day? {
        guard let written = text(key, &problems) else { return nil }
        guard let day = Day(written) else {
            problems.add(self[key]?.line ?? line, "“\(key)”应写成 2017-06-01 这样的日期，而不是“\(written)”。")
            return nil
        }
        return day
    }

    /// The days `from` and `to`; nil when `from` is missing or they are the wrong way round.
    func force(_ problems: inout FileProblems) -> (from: Day, to: Day?)? {
        guard needed("from", "起始日", &problems) != nil, let from = day("from", &problems) else { return nil }
        let to = day("to", &problems)
        if let to, to < from {
            problems.add(self["to"]?.line ?? line, "“to”（\(to)）早于“from”（\(from)）。")
            return nil
        }
        return (from, to)
    }
}
