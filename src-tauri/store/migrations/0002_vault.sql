-- The vault. Every secret is sealed for itself with the data key; the data key is sealed with a key
-- from the keychain of a PC, with one derived from a passphrase, or with both in turn. The numbers
-- are those of Argon2id (RFC 9106).

CREATE TABLE vault (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    name TEXT NOT NULL,
    keychain BLOB,
    passphrase BLOB,
    salt BLOB,
    memory_kib INTEGER,
    passes INTEGER,
    lanes INTEGER
) STRICT;

CREATE TABLE secrets (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    sealed BLOB NOT NULL
) STRICT;
