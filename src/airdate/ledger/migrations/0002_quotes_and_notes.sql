-- Quotes may go once their retention day has come: the words alone, and the day with them.
DROP TRIGGER entry_is_only_closed;

CREATE TRIGGER entry_is_only_closed BEFORE UPDATE ON entry
WHEN NEW.state <> 'redacted' AND NOT (
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
)
BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only');
END;

-- About the ledger itself, not about works: which shipped facts it was filled with, for one.
CREATE TABLE note (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
