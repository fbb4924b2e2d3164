-- Since when a notice waits for a target that does not take it, whether it was tried itself or put off with the
-- others; after a week it is given up.
ALTER TABLE delivery ADD COLUMN tried_at TEXT;

-- How often in a row the target was left alone, because it took nothing.
ALTER TABLE target ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
