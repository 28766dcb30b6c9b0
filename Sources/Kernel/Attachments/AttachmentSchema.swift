import Storage

extension AttachmentStore {
    /// The tables of the attachments.
    public static let migrations: [Migration] = [
        Migration(
            "attachments", 1, "附件：内容、图像指纹与所附事项",
            [content, contentBytes, fingerprint, attachment] + indexes + Migration.appendOnly("content_bytes")),
        Migration("attachments", 2, "已上传待附的文件；未附的到期清理", [upload] + uploadIndexes + onlyUnattachedGo),
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

    private static let upload: SQL = """
        CREATE TABLE upload (
            person TEXT NOT NULL,
            hash TEXT NOT NULL REFERENCES content (hash),
            purpose TEXT NOT NULL CHECK (purpose IN ('evidence', 'rectification', 'document', 'emergency')),
            name TEXT NOT NULL,
            way TEXT NOT NULL CHECK (way IN ('camera', 'gallery', 'file')),
            received BIGINT NOT NULL,
            kept_until BIGINT NOT NULL,
            PRIMARY KEY (person, hash)
        )
        """

    private static let uploadIndexes: [SQL] = [
        "CREATE INDEX upload_by_hash ON upload (hash)",
        "CREATE INDEX upload_by_end ON upload (kept_until)",
    ]

    /// Bytes that a matter carries are still refused to be deleted, by the database itself.
    private static let onlyUnattachedGo: [SQL] = [
        SQL(
            sqlite: "DROP TRIGGER content_bytes_refuses_delete",
            postgres: "DROP TRIGGER content_bytes_refuses_delete ON content_bytes"),
        SQL(
            sqlite: "",
            postgres: """
                CREATE FUNCTION refuse_loss_of_evidence() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF EXISTS (SELECT 1 FROM attachment WHERE attachment.hash = OLD.hash) THEN
                        RAISE EXCEPTION 'attached content stays' USING ERRCODE = 'restrict_violation';
                    END IF;
                    RETURN OLD;
                END $$
                """),
        SQL(
            sqlite: """
                CREATE TRIGGER content_bytes_keeps_evidence BEFORE DELETE ON content_bytes
                WHEN EXISTS (SELECT 1 FROM attachment WHERE attachment.hash = OLD.hash)
                BEGIN SELECT RAISE(ABORT, 'attached content stays'); END
                """,
            postgres: """
                CREATE TRIGGER content_bytes_keeps_evidence BEFORE DELETE ON content_bytes
                FOR EACH ROW EXECUTE FUNCTION refuse_loss_of_evidence()
                """),
    ]

    private static let indexes: [SQL] = [
        "CREATE INDEX attachment_by_matter ON attachment (matter, received)",
        "CREATE INDEX attachment_by_hash ON attachment (hash)",
    ]
}
