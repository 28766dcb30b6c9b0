import Markup
import Permissions

/// What a domain adds to the page of one enterprise: its risks, its hidden dangers, its inspections this year.
public struct SubjectSection: Sendable {
    /// Where links to it lead on the page, such as `hidden-dangers`.
    public let key: String
    public let title: Wording
    /// Who sees it: somebody who holds this somewhere. What stands in it is filtered by the domain's own store.
    public let permission: Permission
    /// The section about the organisation with this id; `nil` when there is nothing to show.
    public let content: @Sendable (_ subject: String, _ visit: Visit) async throws -> HTML?

    public init(
        _ key: String, _ title: Wording, for permission: Permission,
        content: @escaping @Sendable (_ subject: String, _ visit: Visit) async throws -> HTML?
    ) {
        self.key = key
        self.title = title
        self.permission = permission
        self.content = content
    }
}

/// What a domain says in a line about each of several enterprises, such as how often they were inspected this year.
public struct SubjectNotes: Sendable {
    /// Who is told: somebody who holds this somewhere. What is said is filtered by the domain's own store.
    public let permission: Permission
    /// The lines by enterprise; none for those of which there is nothing to say.
    public let content: @Sendable (_ subjects: [String], _ visit: Visit) async throws -> [String: Wording]

    public init(
        for permission: Permission,
        content: @escaping @Sendable (_ subjects: [String], _ visit: Visit) async throws -> [String: Wording]
    ) {
        self.permission = permission
        self.content = content
    }
}

extension Visit {
    /// What the domains say of each of these enterprises to this person.
    public func notes(about subjects: [String]) async throws -> [String: [Wording]] {
        var found: [String: [Wording]] = [:]
        for notes in premises.subjectNotes where try user().holdsSomewhere(notes.permission) {
            for (subject, note) in try await notes.content(subjects, self) { found[subject, default: []].append(note) }
        }
        return found
    }
}

/// What a domain adds to the search of the whole site.
public struct Finder: Sendable {
    /// One thing found, and where it leads.
    public struct Found: Sendable {
        public let name: String
        /// What tells it from others of the same name.
        public let note: String
        public let link: Link

        public init(_ name: String, note: String, _ link: Link) {
            self.name = name
            self.note = note
            self.link = link
        }
    }

    public let key: String
    public let title: Wording
    public let permission: Permission
    /// The first few that match, and where all of them are listed.
    public let find: @Sendable (_ words: String, _ visit: Visit) async throws -> (found: [Found], all: Link)

    public init(
        _ key: String, _ title: Wording, for permission: Permission,
        find: @escaping @Sendable (_ words: String, _ visit: Visit) async throws -> (found: [Found], all: Link)
    ) {
        self.key = key
        self.title = title
        self.permission = permission
        self.find = find
    }
}
