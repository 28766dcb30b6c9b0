import Storage

extension Inspection {
    public static let migrations: [Migration] = [
        Migration(
            "inspections", 1, "行政检查与年度频次上限",
            [
                """
                CREATE TABLE inspection (
                    id TEXT PRIMARY KEY REFERENCES matter (id),
                    enterprise TEXT NOT NULL,
                    authority TEXT NOT NULL,
                    ground TEXT NOT NULL CHECK (ground IN ('planned', 'complaint', 'assigned', 'monitoring', 'requested')),
                    clue TEXT,
                    content TEXT NOT NULL,
                    inspectors TEXT NOT NULL,
                    year BIGINT NOT NULL,
                    counting TEXT NOT NULL CHECK (counting IN ('counted', 'exempt', 'released')),
                    turn BIGINT CHECK (turn > 0),
                    cap_figure BIGINT CHECK (cap_figure >= 0),
                    cap_document TEXT,
                    notice_manner TEXT CHECK (notice_manner IN ('beforehand', 'on-arrival')),
                    visited_on TEXT,
                    result TEXT CHECK (result IN ('clean', 'problems')),
                    record TEXT,
                    representative TEXT,
                    findings BIGINT NOT NULL,
                    conclusion TEXT,
                    postponements BIGINT NOT NULL,
                    CHECK ((turn IS NULL) = (counting <> 'counted')),
                    CHECK ((cap_figure IS NULL) = (cap_document IS NULL)),
                    CHECK ((result IS NULL) = (visited_on IS NULL)),
                    CHECK (ground = 'planned' OR clue IS NOT NULL)
                )
                """,
                // Two who apply at once cannot both have the last one of the year.
                "CREATE UNIQUE INDEX inspection_by_turn ON inspection (authority, enterprise, year, turn)",
                "CREATE INDEX inspection_by_enterprise ON inspection (enterprise, year)",
                """
                CREATE TABLE inspection_cap (
                    id TEXT PRIMARY KEY REFERENCES matter (id),
                    authority TEXT NOT NULL,
                    year BIGINT NOT NULL,
                    most BIGINT NOT NULL CHECK (most >= 0),
                    document TEXT NOT NULL CHECK (document <> ''),
                    published_on TEXT NOT NULL,
                    for_enterprise TEXT,
                    for_sector TEXT,
                    for_grade TEXT CHECK (for_grade IN ('major', 'considerable', 'general', 'low')),
                    holds_for TEXT,
                    CHECK (for_enterprise IS NULL OR (for_sector IS NULL AND for_grade IS NULL))
                )
                """,
                // A cap that was taken back holds for nobody, so that another one can take its place.
                "CREATE UNIQUE INDEX inspection_cap_by_scope ON inspection_cap (authority, year, holds_for)",
                "CREATE INDEX inspection_cap_by_year ON inspection_cap (year)",
            ])
    ]
}
