-- The schema of SQLite's migrations 1 and 2 in PostgreSQL's types; it lies in the database's schema "airdate".
-- Text that is sorted or searched by its beginning has the collation "C", so that it sorts as on SQLite. Claims are
-- `json`, which keeps the text as it was given, and not `jsonb`, which does not.

CREATE TABLE migration (
    version integer PRIMARY KEY,
    name    text NOT NULL,
    sha256  text NOT NULL
);

-- One row is one version of one statement, valid for known_from <= t < known_to. The key is in the order in which
-- rows are walked through; retained_until repeats the claim's, to find quotes whose day has come.
CREATE TABLE entry (
    work_id        text COLLATE "C" NOT NULL,
    entry_id       text COLLATE "C" NOT NULL,
    known_from     timestamptz NOT NULL,
    known_to       timestamptz,
    season         integer,
    said_latest    date,
    state          text NOT NULL CHECK (state IN ('live', 'corrected', 'retracted', 'redacted')),
    claim          json NOT NULL,
    changed_by     text,
    reason         text,
    retained_until date,
    PRIMARY KEY (entry_id, known_from),
    CHECK (known_from < known_to)
);

CREATE UNIQUE INDEX entry_one_live_row ON entry (entry_id) WHERE known_to IS NULL;
CREATE INDEX entry_by_season ON entry (work_id, season, said_latest);
CREATE INDEX entry_by_retention ON entry (retained_until) WHERE retained_until IS NOT NULL;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER entry_is_never_deleted BEFORE DELETE OR TRUNCATE ON entry
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A row is closed once, and never overwritten but by a redaction (the law asks for it) or when its quote's day has come.
CREATE TRIGGER entry_is_only_closed BEFORE UPDATE ON entry FOR EACH ROW
WHEN (
    NEW.state <> 'redacted'
    AND NOT (
        OLD.known_to IS NULL AND NEW.known_to IS NOT NULL
        AND (NEW.work_id, NEW.entry_id, NEW.known_from, NEW.season, NEW.said_latest)
            IS NOT DISTINCT FROM (OLD.work_id, OLD.entry_id, OLD.known_from, OLD.season, OLD.said_latest)
        AND (NEW.state, NEW.claim::text, NEW.changed_by, NEW.reason, NEW.retained_until)
            IS NOT DISTINCT FROM (OLD.state, OLD.claim::text, OLD.changed_by, OLD.reason, OLD.retained_until)
    )
    AND NOT (
        OLD.retained_until IS NOT NULL AND NEW.retained_until IS NULL
        AND (NEW.work_id, NEW.entry_id, NEW.known_from, NEW.known_to, NEW.season, NEW.said_latest)
            IS NOT DISTINCT FROM
            (OLD.work_id, OLD.entry_id, OLD.known_from, OLD.known_to, OLD.season, OLD.said_latest)
        AND (NEW.state, NEW.changed_by, NEW.reason) IS NOT DISTINCT FROM (OLD.state, OLD.changed_by, OLD.reason)
    )
)
EXECUTE FUNCTION refuse_change();

CREATE TABLE forecast (
    work_id     text COLLATE "C" NOT NULL,
    known_at    timestamptz NOT NULL,
    forecast_id text COLLATE "C" NOT NULL,
    body        json NOT NULL,
    PRIMARY KEY (work_id, known_at, forecast_id)
);

CREATE TRIGGER forecast_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON forecast
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- About the ledger itself, not about works: which shipped facts it was filled with, for one.
CREATE TABLE note (
    name  text PRIMARY KEY,
    value text NOT NULL
);
