/// What an operator may set about signing in. The defaults follow GB/T 22239-2019, level 3.
public struct AccountSettings: Sendable {
    /// So many failures within the window close the door until the window has passed again.
    public struct Budget: Sendable, Hashable {
        public var failures: Int
        public var window: Duration

        public init(failures: Int, window: Duration) {
            self.failures = failures
            self.window = window
        }
    }

    /// A session ends when nobody used it for so long.
    public var idleTime: Duration = .seconds(20 * 60)
    /// A session ends after so long even when it is used.
    public var sessionTime: Duration = .seconds(8 * 3600)
    /// What was typed in a session that has run out is taken as its owner's for so long.
    public var formerTime: Duration = .seconds(24 * 3600)
    /// Time for the steps between the password and the second factor or the change of the password.
    public var unfinishedTime: Duration = .seconds(10 * 60)
    /// Failures for one login name from one address.
    public var budgetForNameAndAddress = Budget(failures: 5, window: .seconds(15 * 60))
    /// Failures for one login name from all addresses where its owner has not signed in lately.
    public var budgetForName = Budget(failures: 50, window: .seconds(3600))
    /// Failures for all login names from one address; offices share one.
    public var budgetForAddress = Budget(failures: 100, window: .seconds(15 * 60))
    /// An address from which the person signed in within this time is theirs.
    public var addressMemory: Duration = .seconds(30 * 86400)
    /// An older password is reported as stale.
    public var passwordAge: Duration = .seconds(90 * 86400)
    /// The longest life of a machine token.
    public var machineTokenTime: Duration = .seconds(366 * 86400)
    public var passwordCost = PasswordCost()
    public var secondFactorAlgorithm = TimeBasedCode.Algorithm.sha1
    /// The name that authenticator programs show.
    public var issuer = "安澜"

    public init() {}
}

/// 口令散列强度: what it costs to try one password, and how much of the machine signing in may take.
public struct PasswordCost: Sendable, Hashable {
    public var kibibytes: UInt32 = 19 * 1024
    public var passes: UInt32 = 2
    public var lanes: UInt32 = 1
    /// How many passwords are tried at the same time.
    public var workers = 1
    /// How many may wait; more are told to try again.
    public var queue = 64
    /// The part of one core that each worker may take when there is a queue, from 0 to 1.
    public var share = 0.5

    public init() {}
}
