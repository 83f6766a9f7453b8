-- On which port hardware addresses were seen, and for which IP addresses they answered: a row for each
-- stay. It is history: it outlives the nodes it names.

CREATE TABLE sightings (
    mac TEXT NOT NULL,
    since INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    node_id INTEGER NOT NULL,
    port TEXT NOT NULL,
    port_index INTEGER,
    PRIMARY KEY (mac, since)
) STRICT, WITHOUT ROWID;
CREATE INDEX sightings_since ON sightings (since);

CREATE TABLE claims (
    address TEXT NOT NULL,
    since INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    mac TEXT NOT NULL,
    PRIMARY KEY (address, since)
) STRICT, WITHOUT ROWID;
CREATE INDEX claims_mac ON claims (mac);
CREATE INDEX claims_since ON claims (since);
