-- What has come since a row is told by its number, as on SQLite. Numbers rise in the order of commits, for there is one
-- writer at a time; the server itself refuses to change them.
ALTER TABLE entry ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY;

CREATE UNIQUE INDEX entry_in_order ON entry (number);
