import Markup

/// What surrounds every page of one person: who they are, where they can go, how they like it.
public struct Shell: Sendable {
    /// The person who is signed in, as the top bar names them.
    public struct Account: Sendable {
        public var name: String
        public var post: String
        public var unit: String

        /// A person with their post and unit.
        public init(name: String, post: String, unit: String) {
            self.name = name
            self.post = post
            self.unit = unit
        }
    }

    /// An entry of the top bar.
    public struct NavigationItem: Sendable {
        /// The name by which a page says that it belongs here.
        public var key: String
        public var title: Wording
        public var link: Link

        /// An entry leading somewhere.
        public init(_ key: String, _ title: Wording, _ link: Link) {
            self.key = key
            self.title = title
            self.link = link
        }
    }

    /// Addresses that the frame itself needs.
    public struct Places: Sendable {
        public var home = Link()
        public var search = Link("search")
        public var messages = Link("messages")
        public var account = Link("account")
        public var preferences = Link("preferences")
        public var signIn = Link("sign-in")
        public var signOut = Link("sign-out")
        public var help = Link("help")
        public var rules = Link("rules")
        public var complaints = Link("complaints")
        public var accessibility = Link("accessibility")
        public var styles = Link("site.css")
        public var script = Link("site.js")
        public var icon = Link("icon.svg")
        /// Server-sent events with live counts; absent on pages for the public.
        public var events: Link? = Link("events")

        /// The usual places.
        public init() {}
    }

    public var siteName: Wording
    public var account: Account?
    /// Nine at most; places that are not the person's are not listed at all.
    public var navigation: [NavigationItem]
    public var messageCount: Int
    public var preferences: Preferences
    /// Proves that a form was sent from one of our pages (CSRF).
    public var formToken: String
    public var version: String
    public var places: Places
    /// Sent along when the person changes how pages look, by name of the hidden field: what must outlive the change.
    public var carried: [String: String] = [:]

    /// The surroundings of one person's pages.
    public init(
        siteName: Wording = Wording(zh: "安全生产监管", en: "Work Safety"), account: Account?,
        navigation: [NavigationItem], messageCount: Int = 0, preferences: Preferences = Preferences(),
        formToken: String, version: String, places: Places = Places()
    ) {
        precondition(navigation.count <= 9, "The top bar holds nine entries at most.")
        self.siteName = siteName
        self.account = account
        self.navigation = navigation
        self.messageCount = messageCount
        self.preferences = preferences
        self.formToken = formToken
        self.version = version
        self.places = places
    }
}

/// A step of the way to the page, from the widest to the nearest.
public struct Crumb: Sendable {
    public var title: Wording
    /// `nil` for a step that has no page of its own.
    public var link: Link?

    /// A step with its page.
    public init(_ title: Wording, _ link: Link? = nil) {
        self.title = title
        self.link = link
    }
}
