-- Forms that are not yet in the two ordered tables: files of millions of names are merged in a few large sorted
-- runs, since each run touches most pages of the tables.
CREATE TABLE staged (
    length INTEGER NOT NULL, folded TEXT NOT NULL, work TEXT NOT NULL, rank INTEGER NOT NULL
) STRICT;
