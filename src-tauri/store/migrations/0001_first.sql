-- The first format. Times are milliseconds since 1970-01-01T00:00:00Z; bodies are JSON of the
-- model's types, so that a new field needs no migration.

CREATE TABLE settings (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    body TEXT NOT NULL
) STRICT;

-- The last moment we know we looked.
CREATE TABLE heartbeat (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    at INTEGER NOT NULL
) STRICT;

-- The highest identity of each kind ever given out.
CREATE TABLE last_ids (
    kind TEXT PRIMARY KEY,
    last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE groups (
    id INTEGER PRIMARY KEY,
    body TEXT NOT NULL
) STRICT;

CREATE TABLE nodes (
    id INTEGER PRIMARY KEY,
    body TEXT NOT NULL
) STRICT;

CREATE TABLE checks (
    id INTEGER PRIMARY KEY,
    node_id INTEGER NOT NULL REFERENCES nodes (id) ON DELETE CASCADE,
    body TEXT NOT NULL
) STRICT;
CREATE INDEX checks_node ON checks (node_id);

CREATE TABLE links (
    id INTEGER PRIMARY KEY,
    from_id INTEGER REFERENCES nodes (id) ON DELETE CASCADE,
    to_id INTEGER NOT NULL REFERENCES nodes (id) ON DELETE CASCADE,
    body TEXT NOT NULL
) STRICT;
CREATE INDEX links_from ON links (from_id);
CREATE INDEX links_to ON links (to_id);

CREATE TABLE pins (
    node_id INTEGER PRIMARY KEY REFERENCES nodes (id) ON DELETE CASCADE,
    x REAL NOT NULL,
    y REAL NOT NULL
) STRICT;

CREATE TABLE states (
    check_id INTEGER PRIMARY KEY REFERENCES checks (id) ON DELETE CASCADE,
    body TEXT NOT NULL
) STRICT;

-- What follows is history: it stays when its node or check goes, hence no references to them.

-- grade is NULL from where a check was withdrawn.
CREATE TABLE changes (
    id INTEGER PRIMARY KEY,
    check_id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    since INTEGER NOT NULL,
    uncertainty INTEGER NOT NULL,
    grade TEXT
) STRICT;
CREATE INDEX changes_check ON changes (check_id, at);

CREATE TABLE gaps (
    began INTEGER PRIMARY KEY,
    ended INTEGER,
    reason TEXT NOT NULL
) STRICT;
CREATE INDEX gaps_lasting ON gaps (began) WHERE ended IS NULL;

CREATE TABLE incidents (
    id INTEGER PRIMARY KEY,
    node_id INTEGER NOT NULL,
    started INTEGER NOT NULL,
    ended INTEGER,
    body TEXT NOT NULL
) STRICT;
CREATE INDEX incidents_node ON incidents (node_id);
CREATE INDEX incidents_open ON incidents (id) WHERE ended IS NULL;

CREATE TRIGGER incidents_stay BEFORE DELETE ON incidents BEGIN
    SELECT RAISE(ABORT, 'an incident is never deleted');
END;

CREATE TABLE entries (
    incident_id INTEGER NOT NULL REFERENCES incidents (id),
    seq INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (incident_id, seq)
) STRICT;

CREATE TRIGGER entries_stay BEFORE DELETE ON entries BEGIN
    SELECT RAISE(ABORT, 'an entry is never deleted');
END;

CREATE TRIGGER entries_hold BEFORE UPDATE ON entries BEGIN
    SELECT RAISE(ABORT, 'an entry is never changed; a correction is a new entry');
END;

-- Also keeps INSERT OR REPLACE from going round the two above.
CREATE TRIGGER entries_follow BEFORE INSERT ON entries
WHEN NEW.seq IS NOT 1 + (SELECT coalesce(max(seq), 0) FROM entries WHERE incident_id = NEW.incident_id)
BEGIN
    SELECT RAISE(ABORT, 'an entry follows the last one');
END;

CREATE TABLE notifications (
    id INTEGER PRIMARY KEY,
    incident_id INTEGER NOT NULL REFERENCES incidents (id),
    waiting INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE INDEX notifications_incident ON notifications (incident_id);
CREATE INDEX notifications_waiting ON notifications (id) WHERE waiting = 1;

CREATE TABLE runbooks (
    id INTEGER PRIMARY KEY,
    body TEXT NOT NULL
) STRICT;

CREATE TABLE attachments (
    hash TEXT PRIMARY KEY,
    content BLOB NOT NULL
) STRICT;

-- One row per commit with all its samples packed: appending touches one page.
CREATE TABLE hot (
    id INTEGER PRIMARY KEY,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    n INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT;

-- Sealed samples of one check.
CREATE TABLE chunks (
    id INTEGER PRIMARY KEY,
    check_id INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT;
CREATE INDEX chunks_check ON chunks (check_id, last);
CREATE INDEX chunks_last ON chunks (last);

-- 5-minute summaries of what was sealed at one time; merged by readers, compacted when the day is over.
CREATE TABLE partials (
    id INTEGER PRIMARY KEY,
    check_id INTEGER NOT NULL,
    day INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT;
CREATE INDEX partials_check ON partials (check_id, day);
CREATE INDEX partials_day ON partials (day, check_id);

-- Summaries of one check over one UTC day (days since 1970), in buckets of `tier` seconds.
CREATE TABLE rollups (
    tier INTEGER NOT NULL,
    check_id INTEGER NOT NULL,
    day INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (tier, check_id, day)
) STRICT;
CREATE INDEX rollups_day ON rollups (tier, day);

-- From when on a tier (in seconds; 0 is raw) is still kept.
CREATE TABLE kept (
    tier INTEGER PRIMARY KEY,
    since INTEGER NOT NULL
) STRICT;
