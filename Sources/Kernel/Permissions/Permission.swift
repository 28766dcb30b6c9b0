/// 权限 — the right to give one command or to read one kind of thing. Domains add their own:
/// `static let supervise = Permission("hidden-dangers.supervise")`.
public struct Permission: Sendable, Hashable, Codable, CustomStringConvertible {
    public let name: String

    public init(_ name: String) {
        self.name = name
    }

    public var description: String { name }
}

/// 角色 — what a post of this kind may do. Roles are part of the program, so that what a role may do is reviewed
/// like code; who holds which post is data.
public struct Role: Sendable, Hashable {
    /// How far a post with this role sees: the whole region and its sectors, or only what its own organisation
    /// has a part in.
    public enum Reach: Sendable, Hashable {
        case region, organisation
    }

    public let name: String
    public let title: String
    public let reach: Reach
    public let permissions: Set<Permission>
    /// 三员 — the administration this role is a part of, if one. No person holds posts of two, and none of them
    /// holds a permission that changes a matter (GB/T 22239-2019, 8.1.5).
    public let administration: Administration?
    /// Whether people with this role must sign in with a second factor.
    public let needsSecondFactor: Bool

    public init(
        _ name: String, _ title: String, reach: Reach, permissions: Set<Permission>,
        administration: Administration? = nil, needsSecondFactor: Bool = false
    ) {
        self.name = name
        self.title = title
        self.reach = reach
        self.permissions = permissions
        self.administration = administration
        self.needsSecondFactor = needsSecondFactor
    }
}

/// 三员分立 — the three administrations that keep watch on each other (GB/T 22239-2019, 8.1.5).
public enum Administration: String, Sendable, CaseIterable, Hashable {
    case system, security, audit

    public var title: String {
        switch self {
        case .system: "系统管理员"
        case .security: "安全管理员"
        case .audit: "审计管理员"
        }
    }

    /// What only this administration may do.
    public var permission: Permission {
        switch self {
        case .system: .runSystem
        case .security: .grantPosts
        case .audit: .readAudit
        }
    }
}

extension Permission {
    /// Settings, imports of calendars and regions, state of the machine.
    public static let runSystem = Permission("administration.system")
    /// People, posts and deputies.
    public static let grantPosts = Permission("administration.security")
    /// The ledger of everyone, sign-in events and refusals with their reasons.
    public static let readAudit = Permission("administration.audit")
}

/// All roles of the program.
public struct RoleCatalogue: Sendable {
    private let byName: [String: Role]
    public let all: [Role]

    /// - Precondition: names are unique, and an administration's role holds that administration's permission and
    ///   no other.
    public init(_ roles: [Role]) {
        all = roles
        byName = Dictionary(uniqueKeysWithValues: roles.map { ($0.name, $0) })
        let administrative = Set(Administration.allCases.map(\.permission))
        for role in roles {
            if let administration = role.administration {
                precondition(
                    role.permissions == [administration.permission], "\(role.name) mixes administration with other work"
                )
            } else {
                precondition(role.permissions.isDisjoint(with: administrative), "\(role.name) is an administrator")
            }
        }
    }

    public subscript(name: String) -> Role? { byName[name] }
}
