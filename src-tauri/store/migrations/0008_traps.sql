-- The trap log: what nodes said without being asked.

CREATE TABLE traps (
    id INTEGER PRIMARY KEY,
    node_id INTEGER,
    at INTEGER NOT NULL,
    stands INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE INDEX traps_node ON traps (node_id, id);
CREATE INDEX traps_standing ON traps (id) WHERE stands = 1;

-- MIB files people imported: their modules as text.
CREATE TABLE mibs (
    name TEXT PRIMARY KEY,
    body TEXT NOT NULL
) STRICT;
