-- What is followed. `identity` is what makes two follows one: the work once it is known, else the words.
CREATE TABLE follow (
    follow_id INTEGER PRIMARY KEY,
    identity  TEXT NOT NULL UNIQUE,
    kind      TEXT NOT NULL CHECK (kind IN ('title', 'person', 'service', 'list')),
    name      TEXT NOT NULL,
    year      INTEGER,
    form      TEXT,
    ids       TEXT NOT NULL,              -- JSON array of prefixed ids
    work_id   TEXT,                       -- NULL: no one work fits yet
    reason    TEXT NOT NULL,              -- how it was matched, or why it was not
    source    TEXT NOT NULL,              -- where the follow came from
    added_at  TEXT NOT NULL,
    since     TEXT NOT NULL               -- when it came into this file; what was known then is no news
) STRICT;

-- Works whose news is told. What was believed when a work came in is told to nobody.
CREATE TABLE watched_work (
    work_id TEXT PRIMARY KEY,
    since   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The beliefs as they were last told. `subject_key` is a JSON array of season, question and subject.
CREATE TABLE told (
    work_id     TEXT NOT NULL,
    subject_key TEXT NOT NULL,
    belief      TEXT NOT NULL,            -- JSON
    PRIMARY KEY (work_id, subject_key)
) STRICT, WITHOUT ROWID;

-- Changes that are held back until they have stood for a while.
CREATE TABLE waiting (
    work_id     TEXT NOT NULL,
    subject_key TEXT NOT NULL,
    says        TEXT NOT NULL,            -- what the changed belief says, to see it change again
    since       TEXT NOT NULL,            -- it says so since
    left_at     TEXT NOT NULL,            -- the belief that was told stands no more since
    PRIMARY KEY (work_id, subject_key)
) STRICT, WITHOUT ROWID;

-- Reminders that were told, so that each is told once.
CREATE TABLE reminded (
    mark    TEXT PRIMARY KEY,
    told_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Where news is sent. `url` and `secret` may hold passwords and are never shown.
CREATE TABLE target (
    name          TEXT PRIMARY KEY,
    url           TEXT NOT NULL,
    secret        TEXT NOT NULL,
    kinds         TEXT NOT NULL,          -- JSON array; empty: the kinds that go to everyone
    pace          TEXT NOT NULL CHECK (pace IN ('at once', 'daily', 'weekly')),
    allow_private INTEGER NOT NULL,
    added_at      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The outbox: what was decided to be told, in the transaction that marked it as told.
CREATE TABLE notice (
    notice_id TEXT PRIMARY KEY,
    made_at   TEXT NOT NULL,
    body      TEXT NOT NULL               -- JSON
) STRICT, WITHOUT ROWID;

-- One row is one notice on its way to one target. A message may carry several; their id stays the same.
CREATE TABLE delivery (
    notice_id  TEXT NOT NULL REFERENCES notice ON DELETE CASCADE,
    target     TEXT NOT NULL REFERENCES target ON DELETE CASCADE,
    message_id TEXT,                      -- NULL: not yet put in a message
    state      TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'given up')),
    attempts   INTEGER NOT NULL,
    due_at     TEXT NOT NULL,
    sent_at    TEXT,
    error      TEXT,
    PRIMARY KEY (notice_id, target)
) STRICT, WITHOUT ROWID;

CREATE INDEX delivery_due ON delivery (state, due_at);

-- Words that a run leaves for the next.
CREATE TABLE follow_note (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
