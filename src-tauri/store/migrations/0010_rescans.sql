-- What re-scans found to be different from what the site knows, what they saw of its nodes, and how far
-- they have come.

CREATE TABLE proposals (
    id INTEGER PRIMARY KEY,
    body TEXT NOT NULL
) STRICT;

CREATE TABLE glimpses (
    node_id INTEGER PRIMARY KEY,
    body TEXT NOT NULL
) STRICT;

CREATE TABLE rescans (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    body TEXT NOT NULL
) STRICT;
