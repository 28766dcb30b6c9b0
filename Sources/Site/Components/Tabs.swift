import Markup

/// Lists beside each other (待办 已办 督办 抄送 草稿), each a page of its own.
public struct Tabs: Component, Sendable {
    /// One of the lists.
    public struct Tab: Sendable {
        /// The name under which live counts arrive.
        public var key: String
        public var title: Wording
        public var link: Link
        public var count: Int?
        public var isCurrent: Bool

        /// A list with its page and the number of entries.
        public init(_ key: String, _ title: Wording, _ link: Link, count: Int? = nil, isCurrent: Bool = false) {
            self.key = key
            self.title = title
            self.link = link
            self.count = count
            self.isCurrent = isCurrent
        }
    }

    let label: Wording
    let tabs: [Tab]

    /// Lists under a common name that is read out to those who do not see them.
    public init(_ label: Wording, _ tabs: [Tab]) {
        self.label = label
        self.tabs = tabs
    }

    public var body: HTML {
        nav(.class("tabs"), .ariaLabel(label)) {
            ul {
                for tab in tabs {
                    li {
                        a(.href(tab.link), tab.isCurrent ? .ariaCurrent("page") : nil) {
                            tab.title
                            if let count = tab.count {
                                " "
                                span(.class("count"), .data("live", tab.key)) { count.grouped }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Five numbers that open into the rows behind them.
public struct NumberTiles: Component, Sendable {
    /// One number.
    public struct Tile: Sendable {
        public var key: String
        public var title: Wording
        public var number: Int
        public var link: Link
        /// Red when something is late, yellow when it is nearly so; only if the number is not zero.
        public var light: Light?

        /// A number with the page that lists what is counted.
        public init(_ key: String, _ title: Wording, _ number: Int, _ link: Link, light: Light? = nil) {
            self.key = key
            self.title = title
            self.number = number
            self.link = link
            self.light = light
        }
    }

    let tiles: [Tile]

    /// Numbers in one row.
    public init(_ tiles: [Tile]) {
        self.tiles = tiles
    }

    public var body: HTML {
        ul(.class("tiles")) {
            for tile in tiles {
                li {
                    a(
                        .href(tile.link),
                        .class(tile.number > 0 ? tile.light.map { "tile \($0.rawValue)" } ?? "tile" : "tile")
                    ) {
                        span(.class("number"), .data("live", tile.key)) { tile.number.grouped }
                        span(.class("name")) { tile.title }
                    }
                }
            }
        }
    }
}
