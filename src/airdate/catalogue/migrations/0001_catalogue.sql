-- The catalogue: what sources say of works, one row a statement and source.
--
-- A table for each record of catalogue/records.py, with its fields as columns in their order. All are text, and
-- '' is "the source does not say": a key holds no NULL. The whole statement is the key, so that sources which
-- disagree, and a source that changes its mind, stand side by side; reading one again renews its origin alone.

PRAGMA application_id = 1097429571;  -- "AirC"

CREATE TABLE migration (version INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL) STRICT;

CREATE TABLE origin (
    origin_id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    licence TEXT NOT NULL,
    url TEXT NOT NULL,
    retrieved_on TEXT NOT NULL,
    expires_on TEXT,
    UNIQUE (source, licence, url, retrieved_on)
) STRICT;
CREATE INDEX origin_expires ON origin (expires_on) WHERE expires_on IS NOT NULL;

CREATE TABLE title (
    work TEXT NOT NULL, title TEXT NOT NULL, form TEXT NOT NULL, country TEXT NOT NULL, year TEXT NOT NULL,
    language TEXT NOT NULL, source TEXT NOT NULL, origin INTEGER NOT NULL REFERENCES origin,
    PRIMARY KEY (work, title, form, country, year, language, source)
) STRICT, WITHOUT ROWID;

CREATE TABLE name (
    work TEXT NOT NULL, name TEXT NOT NULL, language TEXT NOT NULL, script TEXT NOT NULL, region TEXT NOT NULL,
    source TEXT NOT NULL, origin INTEGER NOT NULL REFERENCES origin,
    PRIMARY KEY (work, name, language, script, region, source)
) STRICT, WITHOUT ROWID;

CREATE TABLE same (
    work TEXT NOT NULL, same_as TEXT NOT NULL, source TEXT NOT NULL, origin INTEGER NOT NULL REFERENCES origin,
    PRIMARY KEY (work, same_as, source)
) STRICT, WITHOUT ROWID;

CREATE TABLE instalment (
    work TEXT NOT NULL, season TEXT NOT NULL, label TEXT NOT NULL, episodes TEXT NOT NULL,
    source TEXT NOT NULL, origin INTEGER NOT NULL REFERENCES origin,
    PRIMARY KEY (work, season, label, episodes, source)
) STRICT, WITHOUT ROWID;

CREATE TABLE release (
    work TEXT NOT NULL, season TEXT NOT NULL, "window" TEXT NOT NULL, region TEXT NOT NULL, type TEXT NOT NULL,
    source TEXT NOT NULL, origin INTEGER NOT NULL REFERENCES origin,
    PRIMARY KEY (work, season, "window", region, type, source)
) STRICT, WITHOUT ROWID;

CREATE TABLE credit (
    work TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL, person TEXT NOT NULL, "character" TEXT NOT NULL,
    source TEXT NOT NULL, origin INTEGER NOT NULL REFERENCES origin,
    PRIMARY KEY (work, name, role, person, "character", source)
) STRICT, WITHOUT ROWID;
CREATE INDEX credit_by_name ON credit (name);

CREATE TABLE spelling (
    person TEXT NOT NULL, name TEXT NOT NULL, language TEXT NOT NULL, script TEXT NOT NULL,
    source TEXT NOT NULL, origin INTEGER NOT NULL REFERENCES origin,
    PRIMARY KEY (person, name, language, script, source)
) STRICT, WITHOUT ROWID;

CREATE TABLE offer (
    work TEXT NOT NULL, service TEXT NOT NULL, region TEXT NOT NULL,
    source TEXT NOT NULL, origin INTEGER NOT NULL REFERENCES origin,
    PRIMARY KEY (work, service, region, source)
) STRICT, WITHOUT ROWID;

CREATE TABLE tag (
    work TEXT NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL,
    source TEXT NOT NULL, origin INTEGER NOT NULL REFERENCES origin,
    PRIMARY KEY (work, kind, value, source)
) STRICT, WITHOUT ROWID;
CREATE INDEX tag_by_value ON tag (value, kind);

CREATE TABLE popularity (
    work TEXT NOT NULL, measure TEXT NOT NULL, value TEXT NOT NULL, period TEXT NOT NULL, season TEXT NOT NULL,
    source TEXT NOT NULL, origin INTEGER NOT NULL REFERENCES origin,
    PRIMARY KEY (work, measure, value, period, season, source)
) STRICT, WITHOUT ROWID;

-- What follows is derived from the rows above.

-- Ids that are joined to another work's; an id that is not here names its own work.
CREATE TABLE member (id TEXT PRIMARY KEY, work_id TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX member_by_work ON member (work_id);

-- Every form of every name; `rank` is 0 for a title, then a name, a variant, a romanised one.
CREATE TABLE form (
    length INTEGER NOT NULL, folded TEXT NOT NULL, work TEXT NOT NULL, rank INTEGER NOT NULL,
    PRIMARY KEY (length, folded, work)
) STRICT, WITHOUT ROWID;

-- The same forms written backwards, to find those that end alike.
CREATE TABLE mirror (
    length INTEGER NOT NULL, mirrored TEXT NOT NULL, PRIMARY KEY (length, mirrored)
) STRICT, WITHOUT ROWID;

-- How far each file has been read: `position` is the number of its rows that are in.
CREATE TABLE cursor (
    file TEXT PRIMARY KEY, version TEXT NOT NULL, position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
