-- The newest instant is asked for in every round of watching; without this the server reads all rows for it. Instants
-- mostly rise, so that it is filled at its end.
CREATE INDEX entry_by_instant ON entry (known_from);
