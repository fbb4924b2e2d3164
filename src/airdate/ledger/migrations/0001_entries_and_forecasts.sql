-- Instants are UTC text of one width, so that they sort as they run: 2026-11-24T08:25:28.000000Z.
-- Days are ISO text. What is asked for has a column; the whole claim is JSON beside it.
PRAGMA application_id = 0x41697264; -- "Aird"

CREATE TABLE migration (
    version INTEGER PRIMARY KEY,
    name    TEXT NOT NULL,
    sha256  TEXT NOT NULL
) STRICT;

-- One row is one version of one statement, valid for known_from <= t < known_to. The key puts the
-- rows of a work side by side on disk; season and said_latest are no part of it, for a film has no
-- season and a page may have no date.
CREATE TABLE entry (
    work_id     TEXT NOT NULL,
    entry_id    TEXT NOT NULL,
    known_from  TEXT NOT NULL,
    known_to    TEXT,
    season      INTEGER,
    said_latest TEXT,
    state       TEXT NOT NULL CHECK (state IN ('live', 'corrected', 'retracted', 'redacted')),
    claim   TEXT NOT NULL CHECK (json_valid(claim)),
    changed_by  TEXT,
    reason      TEXT,
    PRIMARY KEY (work_id, entry_id, known_from),
    CHECK (known_to IS NULL OR known_from < known_to)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX entry_one_live_row ON entry (entry_id) WHERE known_to IS NULL;
CREATE UNIQUE INDEX entry_history ON entry (entry_id, known_from);
CREATE INDEX entry_by_season ON entry (work_id, season, said_latest);

CREATE TRIGGER entry_is_never_deleted BEFORE DELETE ON entry
BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only');
END;

-- A row is closed once and never overwritten. A redaction is the one exception: the law asks for it.
CREATE TRIGGER entry_is_only_closed BEFORE UPDATE ON entry
WHEN NEW.state <> 'redacted' AND NOT (
    OLD.known_to IS NULL AND NEW.known_to IS NOT NULL
    AND (NEW.work_id, NEW.entry_id, NEW.known_from, NEW.season, NEW.said_latest)
        IS (OLD.work_id, OLD.entry_id, OLD.known_from, OLD.season, OLD.said_latest)
    AND (NEW.state, NEW.claim, NEW.changed_by, NEW.reason)
        IS (OLD.state, OLD.claim, OLD.changed_by, OLD.reason)
)
BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only');
END;

CREATE TABLE forecast (
    work_id     TEXT NOT NULL,
    known_at    TEXT NOT NULL,
    forecast_id TEXT NOT NULL,
    body        TEXT NOT NULL CHECK (json_valid(body)),
    PRIMARY KEY (work_id, known_at, forecast_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER forecast_is_never_deleted BEFORE DELETE ON forecast
BEGIN
    SELECT RAISE(ABORT, 'a frozen forecast stays');
END;

CREATE TRIGGER forecast_is_never_changed BEFORE UPDATE ON forecast
BEGIN
    SELECT RAISE(ABORT, 'a frozen forecast stays');
END;
