-- Maintenance windows, contacts, and notifications that are about this computer itself.

CREATE TABLE windows (
    id INTEGER PRIMARY KEY,
    body TEXT NOT NULL
) STRICT;

CREATE TABLE contacts (
    id INTEGER PRIMARY KEY,
    body TEXT NOT NULL
) STRICT;

CREATE TABLE letters (
    id INTEGER PRIMARY KEY,
    incident_id INTEGER REFERENCES incidents (id),
    waiting INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT;
INSERT INTO letters SELECT id, incident_id, waiting, body FROM notifications;
DROP TABLE notifications;
ALTER TABLE letters RENAME TO notifications;
CREATE INDEX notifications_incident ON notifications (incident_id);
CREATE INDEX notifications_waiting ON notifications (id) WHERE waiting = 1;
