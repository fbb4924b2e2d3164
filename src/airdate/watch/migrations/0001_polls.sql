-- Instants are UTC text of one width, so that they sort as they run: 2026-11-24T08:25:28.000000Z.
PRAGMA application_id = 0x41697253; -- "AirS"

CREATE TABLE migration (
    version INTEGER PRIMARY KEY,
    name    TEXT NOT NULL,
    sha256  TEXT NOT NULL
) STRICT;

-- What came of the last look at a feed, and when it is looked at next. `feed` is its address in the list.
CREATE TABLE poll (
    feed          TEXT PRIMARY KEY,
    moved_to      TEXT,                   -- where it lies now, by its own word that it moved for good
    etag          TEXT,
    last_modified TEXT,
    sha256        BLOB,                   -- of the last body that was taken in whole
    polled_at     TEXT NOT NULL,
    due_at        TEXT NOT NULL,
    seconds       INTEGER NOT NULL,       -- the interval as it has come to be
    failures      INTEGER NOT NULL,       -- in a row
    error         TEXT,
    gone_at       TEXT                    -- it said 410: it is asked for no more
) STRICT, WITHOUT ROWID;

-- Hosts that failed again and again, and are left alone for a while.
CREATE TABLE host (
    host     TEXT PRIMARY KEY,
    failures INTEGER NOT NULL,            -- in a row
    until    TEXT NOT NULL                -- the instant before which it is not called
) STRICT, WITHOUT ROWID;

-- What hosts let programs do: robots.txt and tdmrep.json, asked for once a day.
CREATE TABLE permission (
    origin       TEXT PRIMARY KEY,        -- scheme, host and port
    robots       BLOB NOT NULL,
    reservations BLOB NOT NULL,
    read_at      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Items of feeds that were taken in: the same content is not read again.
CREATE TABLE item (
    key      TEXT PRIMARY KEY,            -- the document's id in the ledger; with " page" if read whole
    sha256   BLOB NOT NULL,
    attempts INTEGER NOT NULL,            -- to fetch its page; 0 once it is done
    seen_at  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX item_seen ON item (seen_at);

-- Signatures of articles that claimed something lately, to know a rewrite of theirs when it comes.
CREATE TABLE story (
    document  TEXT PRIMARY KEY,
    teller    TEXT NOT NULL,              -- whose story it is: what the ledger calls the origin
    signature BLOB NOT NULL,              -- MessagePack
    seen_at   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX story_seen ON story (seen_at);

-- Articles in which something was left unread that a person may want to see.
CREATE TABLE doubt (
    document TEXT PRIMARY KEY,
    url      TEXT,
    outlet   TEXT,
    title    TEXT,
    reasons  TEXT NOT NULL,
    seen_at  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- How far the loop has told what changed: what a ledger held at `known_at`, as of `as_of`, was told.
CREATE TABLE told_upto (
    only     INTEGER PRIMARY KEY CHECK (only = 1),
    known_at TEXT NOT NULL,
    as_of    TEXT NOT NULL
) STRICT;
