import Markup

/// Where the reader stands in a register: order, page, size and columns, read from and written to the address.
///
/// Every link made here keeps the other parameters, so filters survive sorting and sorting survives paging.
public struct RegisterState: Sendable, Hashable {
    /// The numbers of rows a page can have.
    public static let sizes = [20, 50, 100, 200]
    static let usualSize = 50
    static let pageParameter = "page"
    static let sizeParameter = "size"
    static let sortParameter = "sort"
    static let columnParameter = "column"

    /// An order by one column.
    public struct Order: Sendable, Hashable {
        public var key: String
        public var isDescending: Bool

        /// An order by the column with this key.
        public init(_ key: String, descending: Bool = false) {
            self.key = key
            isDescending = descending
        }

        var written: String { isDescending ? "-" + key : key }
    }

    /// The page's address with its filters.
    public let address: Link
    /// The order asked for; `nil` for the register's own.
    public let order: Order?
    /// The page asked for, from 1.
    public let page: Int
    /// Rows on a page.
    public let size: Int
    /// Keys of the columns asked for; empty means the usual ones.
    public let columns: [String]

    /// Reads `sort=-due&page=2&size=50&column=title&column=due`. What cannot be read is as if it were not there.
    public init(_ address: Link) {
        self.address = address
        order = address.first(Self.sortParameter).flatMap { written in
            let key = written.hasPrefix("-") ? String(written.dropFirst()) : written
            return key.isEmpty ? nil : Order(key, descending: written.hasPrefix("-"))
        }
        page = address.first(Self.pageParameter).flatMap { Int($0) }.map { min(max($0, 1), 1_000_000) } ?? 1
        let size = address.first(Self.sizeParameter).flatMap { Int($0) } ?? Self.usualSize
        self.size = Self.sizes.contains(size) ? size : Self.usualSize
        columns = address.all(Self.columnParameter)
    }

    /// Rows before this page.
    public var offset: Int { (page - 1) * size }

    /// The same register at another page.
    public func link(page: Int) -> Link {
        address.setting(Self.pageParameter, to: page == 1 ? nil : String(page))
    }

    /// The same register with another number of rows on a page, from the first page on.
    public func link(size: Int) -> Link {
        fromFirstPage.setting(Self.sizeParameter, to: size == Self.usualSize ? nil : String(size))
    }

    /// The same register in another order: ascending first, then descending.
    public func link(sortedBy key: String) -> Link {
        let isAscendingNow = order?.key == key && order?.isDescending == false
        return fromFirstPage.setting(Self.sortParameter, to: Order(key, descending: isAscendingNow).written)
    }

    /// The same register without one of its filters.
    public func link(withoutFilter name: String, _ value: String) -> Link {
        fromFirstPage.removing(name, value)
    }

    /// The same register without these filters.
    public func link(withoutFilters names: [String]) -> Link {
        names.reduce(fromFirstPage) { $0.setting($1, to: nil) }
    }

    /// What a form in the register must send along so that nothing else changes: all but the page and these names.
    func kept(besides names: [String]) -> [Link.Parameter] {
        address.query.filter { $0.name != Self.pageParameter && !names.contains($0.name) }
    }

    private var fromFirstPage: Link { address.setting(Self.pageParameter, to: nil) }
}
