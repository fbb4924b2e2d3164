"""Every SQL statement of the PostgreSQL ledger but its schema, which is in `migrations/`."""

from __future__ import annotations

COLUMNS = "work_id, entry_id, known_from, known_to, season, said_latest, state, claim, changed_by, reason"

INSERT = f"COPY entry ({COLUMNS}, retained_until) FROM STDIN"
CLOSE = """
    UPDATE entry SET known_to = %(known_to)s
    WHERE entry_id = %(entry_id)s AND known_from = %(known_from)s AND known_to IS NULL
"""
WIPE = """
    UPDATE entry
    SET state = 'redacted', claim = %(claim)s::json, changed_by = NULL, reason = NULL, retained_until = NULL
    WHERE entry_id = %(entry_id)s AND known_from = %(known_from)s AND known_to IS NOT NULL
"""

QUOTED_UNTIL = f"SELECT {COLUMNS} FROM entry WHERE retained_until <= %(day)s"
UNQUOTE = """
    UPDATE entry SET claim = %(claim)s::json, retained_until = NULL
    WHERE entry_id = %(entry_id)s AND known_from = %(known_from)s
"""
NOTE = """
    INSERT INTO note (name, value) VALUES (%(name)s, %(value)s)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value
"""
NOTED = "SELECT value FROM note WHERE name = %(name)s"
NOTES = "SELECT name, value FROM note"

NEWEST = f"SELECT {COLUMNS} FROM entry WHERE entry_id = ANY(%(ids)s) AND known_to IS NULL"
HISTORY = f"SELECT {COLUMNS} FROM entry WHERE entry_id = %(entry_id)s ORDER BY known_from"
#: Ids are hex digits, so that "g" is past all of them.
STARTING_WITH = """
    SELECT entry_id FROM entry
    WHERE entry_id >= %(start)s AND entry_id < %(start)s || 'g' AND known_to IS NULL
    ORDER BY entry_id LIMIT 4
"""
VERSIONS = f"""
    SELECT {COLUMNS} FROM entry
    WHERE (entry_id, known_from) > (%(a_id)s, %(a_at)s) AND (entry_id, known_from) <= (%(u_id)s, %(u_at)s)
    ORDER BY entry_id, known_from LIMIT %(most)s
"""
LATEST = "SELECT max(known_from) FROM entry"

#: Conditions that a listing may carry, by name.
CONDITIONS = {
    "work_id": "work_id = %(work_id)s",
    "season": "season = %(season)s",
    "no_season": "season IS NULL",
    "said_by": "said_latest <= %(said_by)s",
    "undated": "said_latest IS NULL",
    "live": "known_to IS NULL",
    "known_by": "known_from <= %(known_by)s AND (known_to IS NULL OR known_to > %(known_by)s)",
    "begun_by": "known_from <= %(known_by)s",
    "standing": "state IN ('live', 'corrected')",
}
ORDER = "ORDER BY said_latest, entry_id, known_from"  # PostgreSQL sorts NULL last
#: From work to work along `entry_by_season`: as quick with a thousand rows of each as with one.
_EVERY_WORK = """
    WITH RECURSIVE work (id) AS (
        SELECT min(work_id) FROM entry
        UNION ALL
        SELECT (SELECT min(work_id) FROM entry WHERE work_id > work.id) FROM work WHERE work.id IS NOT NULL
    )
    SELECT id FROM work WHERE id IS NOT NULL
"""
#: Those with a standing statement, and all that ever had one.
WORKS = f"""{_EVERY_WORK} AND EXISTS (
        SELECT 1 FROM entry WHERE work_id = work.id AND known_to IS NULL AND state IN ('live', 'corrected')
    )
"""
WORKS_EVER = _EVERY_WORK

#: The row that came last; which row came at a place; whose statements have had a row since.
MARK = "SELECT number, entry_id, known_from FROM entry ORDER BY number DESC LIMIT 1"
MARKED = "SELECT entry_id, known_from FROM entry WHERE number = %(number)s"
WORKS_SINCE = """
    SELECT DISTINCT work_id FROM entry
    WHERE entry_id IN (SELECT entry_id FROM entry WHERE number > %(number)s) ORDER BY work_id
"""

FREEZE = """
    INSERT INTO forecast (work_id, known_at, forecast_id, body)
    VALUES (%(work_id)s, %(known_at)s, %(forecast_id)s, %(body)s) ON CONFLICT DO NOTHING
"""
FROZEN = "SELECT count(*) FROM forecast"
FORECASTS = """
    SELECT work_id, body FROM forecast
    WHERE (%(work_id)s::text IS NULL OR work_id = %(work_id)s)
      AND (%(known_by)s::timestamptz IS NULL OR known_at <= %(known_by)s)
    ORDER BY known_at, work_id, forecast_id
"""

BROKEN_HISTORIES = """
    SELECT DISTINCT entry_id FROM (
        SELECT entry_id, known_from, known_to,
               lag(known_to) OVER w AS before_to, lag(known_from) OVER w AS before_from,
               lead(known_from) OVER w AS next_from
        FROM entry WINDOW w AS (PARTITION BY entry_id ORDER BY known_from)
    ) AS version
    WHERE (before_from IS NOT NULL AND before_to IS DISTINCT FROM known_from)
       OR (next_from IS NULL) <> (known_to IS NULL)
       OR known_to <= known_from
"""
APPLIED = "SELECT version, name, sha256 FROM migration ORDER BY version"
#: Rewrites the table, so that no page keeps what was wiped; readers wait meanwhile.
REWRITE = "VACUUM (FULL) entry"


def listing(conditions: list[str]) -> str:
    """The query for all rows that meet the named conditions, in the ledger's stable order."""
    where = " AND ".join(CONDITIONS[name] for name in conditions)
    return f"SELECT {COLUMNS} FROM entry {'WHERE ' + where if where else ''} {ORDER}"
