-- Rows lie in the order in which they came, and not by work: a batch then fills new pages one after the other, and
-- touches old ones in two narrow indexes alone. `number` tells what has come since a row; it never changes.
CREATE TABLE arrived (
    number      INTEGER PRIMARY KEY,
    work_id     TEXT NOT NULL,
    entry_id    TEXT NOT NULL,
    known_from  TEXT NOT NULL,
    known_to    TEXT,
    season      INTEGER,
    said_latest TEXT,
    state       TEXT NOT NULL CHECK (state IN ('live', 'corrected', 'retracted', 'redacted')),
    claim       TEXT NOT NULL CHECK (json_valid(claim)),
    changed_by  TEXT,
    reason      TEXT,
    CHECK (known_to IS NULL OR known_from < known_to)
) STRICT;

INSERT INTO arrived (
    work_id, entry_id, known_from, known_to, season, said_latest, state, claim, changed_by, reason
)
SELECT work_id, entry_id, known_from, known_to, season, said_latest, state, claim, changed_by, reason FROM entry;

DROP TABLE entry; -- with its indexes and triggers
ALTER TABLE arrived RENAME TO entry;

CREATE UNIQUE INDEX entry_history ON entry (entry_id, known_from);
CREATE INDEX entry_by_season ON entry (work_id, season, said_latest);

CREATE TRIGGER entry_is_never_deleted BEFORE DELETE ON entry
BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only');
END;

-- Asked of `entry_history`, whose page the row is about to go to anyway; a partial index would be one more to fill.
CREATE TRIGGER entry_has_one_open_row BEFORE INSERT ON entry
WHEN NEW.known_to IS NULL
    AND EXISTS (SELECT 1 FROM entry WHERE entry_id = NEW.entry_id AND known_to IS NULL)
BEGIN
    SELECT RAISE(ABORT, 'a statement has one open row');
END;

CREATE TRIGGER entry_stays_closed BEFORE UPDATE ON entry
WHEN OLD.known_to IS NOT NULL AND NEW.known_to IS NOT OLD.known_to
BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only');
END;

-- As before, and what tells the order may not change either.
CREATE TRIGGER entry_is_only_closed BEFORE UPDATE ON entry
WHEN NEW.number <> OLD.number OR (NEW.state <> 'redacted' AND NOT (
    OLD.known_to IS NULL AND NEW.known_to IS NOT NULL
    AND (NEW.work_id, NEW.entry_id, NEW.known_from, NEW.season, NEW.said_latest)
        IS (OLD.work_id, OLD.entry_id, OLD.known_from, OLD.season, OLD.said_latest)
    AND (NEW.state, NEW.claim, NEW.changed_by, NEW.reason)
        IS (OLD.state, OLD.claim, OLD.changed_by, OLD.reason)
) AND NOT (
    json_extract(OLD.claim, '$.retention_until') IS NOT NULL
    AND json_extract(NEW.claim, '$.span') IS NULL
    AND json_remove(NEW.claim, '$.span', '$.retention_until', '$.value')
        IS json_remove(OLD.claim, '$.span', '$.retention_until', '$.value')
    AND (json_extract(NEW.claim, '$.value') IS json_extract(OLD.claim, '$.value')
        OR (json_extract(NEW.claim, '$.kind') = 'plot' AND json_extract(NEW.claim, '$.value') = ''))
    AND (NEW.work_id, NEW.entry_id, NEW.known_from, NEW.known_to, NEW.season, NEW.said_latest)
        IS (OLD.work_id, OLD.entry_id, OLD.known_from, OLD.known_to, OLD.season, OLD.said_latest)
    AND (NEW.state, NEW.changed_by, NEW.reason) IS (OLD.state, OLD.changed_by, OLD.reason)
))
BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only');
END;
