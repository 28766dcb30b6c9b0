import Storage

extension Accounts {
    /// The tables of the accounts. None of them can tell how long somebody was signed in or what they looked at.
    public static let migrations: [Migration] = [
        Migration(
            "accounts", 1, "账号、会话、动态码、接口令牌与安全审计",
            [account, secondFactor, recoveryCode, session, budget, machineToken, event, refused]
                + indexes + Migration.appendOnly("account_event")),
        Migration("accounts", 2, "离线手机", [fieldPhone, "CREATE INDEX field_phone_by_person ON field_phone (person)"]),
    ]

    private static let fieldPhone: SQL = """
        CREATE TABLE field_phone (
            id TEXT NOT NULL CHECK (length(id) = 36),
            person TEXT NOT NULL REFERENCES account (person),
            device TEXT NOT NULL,
            since BIGINT NOT NULL,
            revoked BIGINT,
            PRIMARY KEY (id, person)
        )
        """

    private static let account: SQL = """
        CREATE TABLE account (
            person TEXT PRIMARY KEY,
            login TEXT NOT NULL UNIQUE,
            password_hash TEXT NOT NULL,
            password_set BIGINT NOT NULL,
            must_change SMALLINT NOT NULL CHECK (must_change IN (0, 1)),
            suspended SMALLINT NOT NULL CHECK (suspended IN (0, 1))
        )
        """

    private static let secondFactor: SQL = """
        CREATE TABLE second_factor (
            person TEXT PRIMARY KEY REFERENCES account (person),
            sealed TEXT,
            pending TEXT,
            last_step BIGINT NOT NULL,
            CHECK (sealed IS NOT NULL OR pending IS NOT NULL)
        )
        """

    private static let recoveryCode: SQL = """
        CREATE TABLE recovery_code (
            person TEXT NOT NULL REFERENCES account (person),
            code_hash TEXT NOT NULL,
            PRIMARY KEY (person, code_hash)
        )
        """

    private static let session: SQL = """
        CREATE TABLE session (
            token_hash TEXT PRIMARY KEY,
            person TEXT NOT NULL REFERENCES account (person),
            stage TEXT NOT NULL CHECK (stage IN ('second-factor', 'enrolment', 'password-change', 'complete')),
            begun BIGINT NOT NULL,
            idle_until BIGINT NOT NULL,
            absolute_until BIGINT NOT NULL,
            address TEXT NOT NULL,
            device TEXT NOT NULL,
            CHECK (idle_until <= absolute_until)
        )
        """

    private static let budget: SQL = """
        CREATE TABLE sign_in_budget (
            kind TEXT NOT NULL,
            login_key TEXT NOT NULL,
            network TEXT NOT NULL,
            failures BIGINT NOT NULL,
            window_ends BIGINT NOT NULL,
            PRIMARY KEY (kind, login_key, network)
        )
        """

    private static let machineToken: SQL = """
        CREATE TABLE machine_token (
            token_hash TEXT PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            owner TEXT NOT NULL,
            prefix TEXT NOT NULL,
            scopes TEXT NOT NULL,
            region TEXT NOT NULL,
            created BIGINT NOT NULL,
            expires BIGINT NOT NULL,
            last_used TEXT,
            revoked BIGINT
        )
        """

    private static let event: SQL = """
        CREATE TABLE account_event (
            id TEXT PRIMARY KEY,
            at BIGINT NOT NULL,
            kind TEXT NOT NULL,
            person TEXT,
            login_key TEXT,
            actor TEXT,
            address TEXT,
            detail TEXT
        )
        """

    private static let refused: SQL = """
        CREATE TABLE sign_in_refused (
            network TEXT NOT NULL,
            day TEXT NOT NULL,
            amount BIGINT NOT NULL,
            PRIMARY KEY (network, day)
        )
        """

    private static let indexes: [SQL] = [
        "CREATE INDEX session_by_person ON session (person)",
        "CREATE INDEX session_by_idle ON session (idle_until)",
        "CREATE INDEX sign_in_budget_by_login ON sign_in_budget (login_key)",
        "CREATE INDEX sign_in_budget_by_end ON sign_in_budget (window_ends)",
        "CREATE INDEX machine_token_by_owner ON machine_token (owner)",
        "CREATE INDEX account_event_by_person ON account_event (person, at)",
        "CREATE INDEX account_event_by_login ON account_event (login_key, address, at)",
        "CREATE INDEX account_event_by_time ON account_event (at)",
    ]
}
