-- Instants are UTC text of one width, so that they sort as they run: 2026-11-24T08:25:28.000000Z.
PRAGMA application_id = 0x41697253; -- "AirS"

CREATE TABLE migration (
    version INTEGER PRIMARY KEY,
    name    TEXT NOT NULL,
    sha256  TEXT NOT NULL
) STRICT;
