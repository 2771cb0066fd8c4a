-- What exists only here until the server has it: written before the view, pruned after it (law 4).
CREATE TABLE command (
  n        INTEGER PRIMARY KEY AUTOINCREMENT, -- the order in which they were made
  id       BLOB NOT NULL UNIQUE,
  made_at  INTEGER NOT NULL,                  -- this device's clock
  at       INTEGER NOT NULL,                  -- best guess of the server's clock then; replay decides with it
  name     TEXT NOT NULL,
  body     BLOB NOT NULL,
  state    TEXT NOT NULL CHECK (state IN ('waiting', 'refused', 'accepted')),
  attempted INTEGER NOT NULL DEFAULT 0,       -- a send was tried: it may be at the server
  settled_at INTEGER,                         -- the server's clock at its decision
  refusal  BLOB                               -- CBOR of the rejection
);
CREATE INDEX command_state ON command (state, n);
-- Unfinished words of the person (an answer being written): never sent, never lost.
CREATE TABLE draft (key TEXT PRIMARY KEY, body BLOB NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
