-- A season's last day, and which season a credit is of; rows from before say neither.

ALTER TABLE instalment RENAME TO old_instalment;
CREATE TABLE instalment (
    work TEXT NOT NULL, season TEXT NOT NULL, label TEXT NOT NULL, episodes TEXT NOT NULL,
    finale TEXT NOT NULL, source TEXT NOT NULL, origin INTEGER NOT NULL REFERENCES origin,
    PRIMARY KEY (work, season, label, episodes, finale, source)
) STRICT, WITHOUT ROWID;
INSERT INTO instalment SELECT work, season, label, episodes, '', source, origin FROM old_instalment;
DROP TABLE old_instalment;

ALTER TABLE credit RENAME TO old_credit;
CREATE TABLE credit (
    work TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL, person TEXT NOT NULL, "character" TEXT NOT NULL,
    season TEXT NOT NULL, source TEXT NOT NULL, origin INTEGER NOT NULL REFERENCES origin,
    PRIMARY KEY (work, name, role, person, "character", season, source)
) STRICT, WITHOUT ROWID;
INSERT INTO credit SELECT work, name, role, person, "character", '', source, origin FROM old_credit;
DROP TABLE old_credit;
CREATE INDEX credit_by_name ON credit (name);
