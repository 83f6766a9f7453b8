-- Links as they were and nodes that were removed. It is history: it outlives what it names.

CREATE TABLE formers (
    id INTEGER PRIMARY KEY,
    until INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE INDEX formers_until ON formers (until);

-- From when on nothing is missing there. What a Hinomi of an older format saw end, it did not keep.
CREATE TABLE formers_kept (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    since INTEGER NOT NULL
) STRICT;
INSERT INTO formers_kept SELECT 1, coalesce(max(at), 0) FROM heartbeat;
