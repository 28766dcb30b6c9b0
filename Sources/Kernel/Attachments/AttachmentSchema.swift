import Storage

extension AttachmentStore {
    /// The tables of the attachments.
    public static let migrations: [Migration] = [
        Migration(
            "attachments", 1, "附件：内容、图像指纹与所附事项",
            [content, contentBytes, fingerprint, attachment] + indexes + Migration.appendOnly("content_bytes"))
    ]

    private static let content: SQL = """
        CREATE TABLE content (
            hash TEXT PRIMARY KEY CHECK (length(hash) = 64),
            size BIGINT NOT NULL CHECK (size > 0),
            kind TEXT NOT NULL,
            is_small SMALLINT NOT NULL CHECK (is_small IN (0, 1)),
            received BIGINT NOT NULL,
            width BIGINT,
            height BIGINT,
            fingerprint BIGINT,
            taken BIGINT,
            satellite_time BIGINT,
            latitude DOUBLE PRECISION,
            longitude DOUBLE PRECISION
        )
        """

    private static let contentBytes: SQL = """
        CREATE TABLE content_bytes (
            hash TEXT PRIMARY KEY REFERENCES content (hash),
            bytes BYTEA NOT NULL
        )
        """

    private static let fingerprint: SQL = """
        CREATE TABLE fingerprint_part (
            part BIGINT NOT NULL,
            hash TEXT NOT NULL REFERENCES content (hash),
            PRIMARY KEY (part, hash)
        )
        """

    private static let attachment: SQL = """
        CREATE TABLE attachment (
            id TEXT PRIMARY KEY,
            matter TEXT NOT NULL,
            hash TEXT NOT NULL REFERENCES content (hash),
            purpose TEXT NOT NULL CHECK (purpose IN ('evidence', 'rectification', 'document', 'emergency')),
            name TEXT NOT NULL,
            person TEXT NOT NULL,
            received BIGINT NOT NULL,
            device_time BIGINT,
            way TEXT NOT NULL CHECK (way IN ('camera', 'gallery', 'file')),
            withdrawn BIGINT,
            withdrawn_by TEXT,
            withdrawn_reason TEXT,
            CHECK ((withdrawn IS NULL) = (withdrawn_reason IS NULL))
        )
        """

    private static let indexes: [SQL] = [
        "CREATE INDEX attachment_by_matter ON attachment (matter, received)",
        "CREATE INDEX attachment_by_hash ON attachment (hash)",
    ]
}
