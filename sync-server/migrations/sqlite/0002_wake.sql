-- Scopes that another process than the serving one has changed, so that the serving one wakes its listeners.
-- A scope stands here once, with its newest number; the server takes the lines away when it has told.
CREATE TABLE wake (
  seq   INTEGER PRIMARY KEY AUTOINCREMENT,
  scope TEXT NOT NULL UNIQUE
);
