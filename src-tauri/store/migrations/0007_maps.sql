-- Named maps of the site.

CREATE TABLE maps (
    id INTEGER PRIMARY KEY,
    body TEXT NOT NULL
) STRICT;
