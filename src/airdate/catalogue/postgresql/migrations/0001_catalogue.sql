-- The schema of SQLite's catalogue in PostgreSQL; it lies in the database's schema "airdate_catalogue".
--
-- The cells are the same, text for text. All text has the collation "C", so that it sorts and is searched by its
-- beginning as on SQLite. A statement may be longer than an index can hold: what makes a row one is a hash of its
-- cells, computed by us, beside the id that it speaks of. No column references another's: who writes has the one
-- lock and keeps them whole, while for each origin that ends the server would look through every table.

CREATE DOMAIN cell AS text COLLATE "C" NOT NULL;

CREATE TABLE migration (version integer PRIMARY KEY, name text NOT NULL, sha256 text NOT NULL);

CREATE TABLE origin (
    origin_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source cell, licence cell, url cell, retrieved_on cell, expires_on text COLLATE "C",
    statement bytea NOT NULL UNIQUE
);
CREATE INDEX origin_expires ON origin (expires_on) WHERE expires_on IS NOT NULL;

CREATE TABLE title (
    work cell, title cell, form cell, country cell, year cell, language cell,
    source cell, origin bigint NOT NULL, statement bytea NOT NULL,
    PRIMARY KEY (work, statement)
);
CREATE TABLE name (
    work cell, name cell, language cell, script cell, region cell,
    source cell, origin bigint NOT NULL, statement bytea NOT NULL,
    PRIMARY KEY (work, statement)
);
CREATE TABLE same (
    work cell, same_as cell,
    source cell, origin bigint NOT NULL, statement bytea NOT NULL,
    PRIMARY KEY (work, statement)
);
CREATE TABLE instalment (
    work cell, season cell, label cell, episodes cell, finale cell,
    source cell, origin bigint NOT NULL, statement bytea NOT NULL,
    PRIMARY KEY (work, statement)
);
CREATE TABLE release (
    work cell, season cell, "window" cell, region cell, type cell,
    source cell, origin bigint NOT NULL, statement bytea NOT NULL,
    PRIMARY KEY (work, statement)
);
CREATE TABLE credit (
    work cell, name cell, role cell, person cell, "character" cell, season cell,
    source cell, origin bigint NOT NULL, statement bytea NOT NULL,
    PRIMARY KEY (work, statement)
);
CREATE INDEX credit_by_name ON credit USING hash (name);  -- of any length
CREATE TABLE spelling (
    person cell, name cell, language cell, script cell,
    source cell, origin bigint NOT NULL, statement bytea NOT NULL,
    PRIMARY KEY (person, statement)
);
CREATE TABLE offer (
    work cell, service cell, region cell,
    source cell, origin bigint NOT NULL, statement bytea NOT NULL,
    PRIMARY KEY (work, statement)
);
CREATE TABLE tag (
    work cell, kind cell, value cell,
    source cell, origin bigint NOT NULL, statement bytea NOT NULL,
    PRIMARY KEY (work, statement)
);
CREATE INDEX tag_by_value ON tag (value, kind, work, source);
CREATE TABLE popularity (
    work cell, measure cell, value cell, period cell, season cell,
    source cell, origin bigint NOT NULL, statement bytea NOT NULL,
    PRIMARY KEY (work, statement)
);

-- What follows is derived from the rows above, and means what it means on SQLite.

CREATE TABLE member (id text COLLATE "C" PRIMARY KEY, work_id cell);
CREATE INDEX member_by_work ON member (work_id);

CREATE TABLE form (
    length integer NOT NULL, folded cell, work cell, rank integer NOT NULL,
    PRIMARY KEY (length, folded, work)
);
CREATE TABLE mirror (length integer NOT NULL, mirrored cell, PRIMARY KEY (length, mirrored));

CREATE TABLE cursor (file text COLLATE "C" PRIMARY KEY, version cell, position bigint NOT NULL);
