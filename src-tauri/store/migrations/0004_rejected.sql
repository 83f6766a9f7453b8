-- What could not be stored because of what it is: put aside, so that it keeps nothing else out.

CREATE TABLE rejected (
    id INTEGER PRIMARY KEY,
    what TEXT NOT NULL,
    cause TEXT NOT NULL,
    content TEXT NOT NULL
) STRICT;
