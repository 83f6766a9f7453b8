-- What cannot be reached is not observed; whoever reads a report may count it as down all the same.

ALTER TABLE changes ADD COLUMN unreachable INTEGER NOT NULL DEFAULT 0;
