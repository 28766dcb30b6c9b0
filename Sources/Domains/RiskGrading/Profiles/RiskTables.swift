import Storage

extension RiskProfile {
    public static let migrations: [Migration] = [
        Migration(
            "risk-grading", 1, "风险分级管控",
            [
                """
                CREATE TABLE risk_profile (
                    id TEXT PRIMARY KEY REFERENCES matter (id),
                    places BIGINT NOT NULL CHECK (places >= 0),
                    plan TEXT,
                    accepted_on TEXT,
                    computed_grade TEXT CHECK (computed_grade IN ('major', 'considerable', 'general', 'low')),
                    adjusted_grade TEXT CHECK (adjusted_grade IN ('major', 'considerable', 'general', 'low')),
                    adjustment_reason TEXT,
                    appeal TEXT,
                    CHECK ((adjusted_grade IS NULL) = (adjustment_reason IS NULL))
                )
                """,
                """
                CREATE UNIQUE INDEX risk_profile_by_enterprise ON matter (subject)
                WHERE kind = 'risk-profile' AND is_open = 1
                """,
                """
                CREATE TABLE risk_place (
                    id TEXT PRIMARY KEY,
                    enterprise TEXT NOT NULL,
                    parent TEXT REFERENCES risk_place (id),
                    level TEXT NOT NULL CHECK (level IN ('site', 'workshop', 'device', 'task')),
                    name TEXT NOT NULL,
                    path TEXT NOT NULL,
                    plan_x BIGINT,
                    plan_y BIGINT,
                    closed_at BIGINT,
                    CHECK ((parent IS NULL) = (level = 'site')),
                    CHECK ((plan_x IS NULL) = (plan_y IS NULL))
                )
                """,
                "CREATE INDEX risk_place_by_enterprise ON risk_place (enterprise, id) WHERE closed_at IS NULL",
                """
                CREATE TABLE risk_point (
                    id TEXT PRIMARY KEY REFERENCES matter (id),
                    place TEXT NOT NULL REFERENCES risk_place (id),
                    place_path TEXT NOT NULL,
                    hazard TEXT NOT NULL,
                    accident_types TEXT NOT NULL CHECK (accident_types <> ''),
                    harm TEXT,
                    method TEXT CHECK (method IN ('lec', 'ls', 'gb18218')),
                    score TEXT,
                    round BIGINT NOT NULL,
                    assessors BIGINT NOT NULL,
                    controls BIGINT NOT NULL CHECK (controls >= 0),
                    grading_reason TEXT,
                    reassessment_cause TEXT,
                    review_on TEXT,
                    CHECK ((method IS NULL) = (score IS NULL))
                )
                """,
                "CREATE INDEX risk_point_by_place ON risk_point (place)",
                "CREATE INDEX risk_point_by_review ON risk_point (review_on)",
                "CREATE INDEX risk_point_by_change ON matter (updated_at) WHERE kind = 'risk-point'",
                """
                CREATE TABLE risk_assessment (
                    id TEXT PRIMARY KEY,
                    risk_point TEXT NOT NULL REFERENCES risk_point (id),
                    round BIGINT NOT NULL,
                    assessed_at BIGINT NOT NULL,
                    assessor TEXT NOT NULL,
                    method TEXT NOT NULL CHECK (method IN ('lec', 'ls', 'gb18218')),
                    inputs TEXT NOT NULL,
                    score TEXT NOT NULL,
                    grade TEXT NOT NULL CHECK (grade IN ('major', 'considerable', 'general', 'low'))
                )
                """,
                "CREATE INDEX risk_assessment_by_point ON risk_assessment (risk_point, round)",
                """
                CREATE TABLE risk_control (
                    id TEXT PRIMARY KEY,
                    risk_point TEXT NOT NULL REFERENCES risk_point (id),
                    enterprise TEXT NOT NULL,
                    kind TEXT NOT NULL
                        CHECK (kind IN ('engineering', 'management', 'training', 'protection', 'emergency')),
                    measure TEXT NOT NULL,
                    level TEXT NOT NULL CHECK (level IN ('company', 'workshop', 'team', 'post')),
                    check_interval TEXT NOT NULL CHECK (check_interval IN ('shift', 'day', 'week', 'month')),
                    responsible TEXT NOT NULL,
                    added_at BIGINT NOT NULL,
                    ended_at BIGINT
                )
                """,
                "CREATE INDEX risk_control_by_point ON risk_control (risk_point) WHERE ended_at IS NULL",
                "CREATE INDEX risk_control_by_enterprise ON risk_control (enterprise, level, check_interval) WHERE ended_at IS NULL",
            ] + Migration.appendOnly("risk_assessment")),
        Migration(
            "risk-grading", 2, "安全风险报告",
            [
                """
                CREATE TABLE risk_report (
                    id TEXT PRIMARY KEY REFERENCES matter (id),
                    occasion TEXT NOT NULL CHECK (occasion IN ('first', 'yearly', 'change')),
                    profile TEXT NOT NULL,
                    cause TEXT,
                    layout TEXT,
                    equipment TEXT,
                    hazardous_work TEXT,
                    contractors TEXT,
                    surroundings TEXT,
                    emergency TEXT,
                    weak_points TEXT,
                    reporter TEXT,
                    changes TEXT,
                    major_points BIGINT,
                    considerable_points BIGINT,
                    general_points BIGINT,
                    low_points BIGINT,
                    risks TEXT,
                    CHECK ((reporter IS NULL) = (risks IS NULL))
                )
                """,
                "CREATE INDEX risk_report_by_subject ON matter (subject, id) WHERE kind = 'risk-report'",
            ]),
        Migration(
            "risk-grading", 3, "排查清单",
            [
                """
                CREATE TABLE check_plan (
                    id TEXT PRIMARY KEY REFERENCES matter (id),
                    profile TEXT NOT NULL,
                    level TEXT NOT NULL CHECK (level IN ('company', 'workshop', 'team', 'post')),
                    check_interval TEXT NOT NULL CHECK (check_interval IN ('shift', 'day', 'week', 'month')),
                    shifts BIGINT NOT NULL CHECK (shifts BETWEEN 1 AND 4),
                    CHECK (shifts = 1 OR check_interval = 'shift')
                )
                """,
                """
                CREATE TABLE checklist (
                    id TEXT PRIMARY KEY REFERENCES matter (id),
                    profile TEXT NOT NULL,
                    level TEXT NOT NULL CHECK (level IN ('company', 'workshop', 'team', 'post')),
                    check_interval TEXT NOT NULL CHECK (check_interval IN ('shift', 'day', 'week', 'month')),
                    shift BIGINT,
                    normal BIGINT,
                    abnormal BIGINT,
                    left_out BIGINT,
                    CHECK ((shift IS NULL) = (check_interval <> 'shift'))
                )
                """,
                """
                CREATE TABLE risk_check (
                    id TEXT PRIMARY KEY,
                    checklist TEXT NOT NULL REFERENCES checklist (id),
                    control TEXT NOT NULL REFERENCES risk_control (id),
                    point_title TEXT NOT NULL,
                    place_path TEXT NOT NULL,
                    measure TEXT NOT NULL,
                    result TEXT NOT NULL CHECK (result IN ('normal', 'abnormal')),
                    note TEXT,
                    checked_at BIGINT NOT NULL,
                    person TEXT NOT NULL,
                    UNIQUE (checklist, control),
                    CHECK (result = 'normal' OR note IS NOT NULL)
                )
                """,
            ] + Migration.appendOnly("risk_check")),
    ]
}
