extension OrganisationName {
    /// The organisations of a list that existed on a day, `2017-06-01`; without a day, all of them.
    ///
    /// The list has the columns id, name, aliases (apart by `;`), level, region, from, to. A line that lacks a name or a level
    /// that exists is an error, named with its number.
    public static func read(csv: String, on day: String? = nil) throws(OrganisationListFault) -> [OrganisationName] {
        let lines = csv.split(omittingEmptySubsequences: false) { $0.isNewline }
        guard let header = lines.first?.split(separator: ",").map(String.init), header.first?.hasSuffix("id") == true
        else {
            throw OrganisationListFault(line: 1)
        }
        var found: [OrganisationName] = []
        for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            guard cells.count >= 7, !cells[0].isEmpty, !cells[1].isEmpty,
                let level = AdministrativeLevel(rawValue: cells[3])
            else { throw OrganisationListFault(line: index + 1) }
            guard day.map({ (cells[5].isEmpty || cells[5] <= $0) && (cells[6].isEmpty || $0 <= cells[6]) }) ?? true
            else {
                continue
            }
            found.append(
                OrganisationName(
                    id: cells[0], name: cells[1], aliases: cells[2].split(separator: ";").map(String.init),
                    level: level,
                    region: cells[4].isEmpty ? nil : cells[4]))
        }
        return found
    }
}

/// A line of a list of organisations that cannot be read.
public struct OrganisationListFault: Error, Sendable, Equatable {
    public let line: Int

    public init(line: Int) { self.line = line }
}
