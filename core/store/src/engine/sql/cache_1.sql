-- What was received can be thrown away and read again (law 5).
CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
-- How far each scope has been read. `gen` counts readings from zero: rows of an older one go when it ends.
CREATE TABLE cursor (
  scope TEXT PRIMARY KEY, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, floor INTEGER NOT NULL,
  sum BLOB NOT NULL, gen INTEGER NOT NULL, reading INTEGER NOT NULL
) WITHOUT ROWID;
-- Which row stands in which scope, at which revision, with which hash.
CREATE TABLE place (
  scope TEXT NOT NULL, kind TEXT NOT NULL, id BLOB NOT NULL,
  seq INTEGER NOT NULL, rev INTEGER NOT NULL, hash BLOB NOT NULL, gen INTEGER NOT NULL,
  PRIMARY KEY (scope, kind, id)
) WITHOUT ROWID;
CREATE INDEX place_row ON place (kind, id);
-- Rows as the server has them.
CREATE TABLE base (kind TEXT NOT NULL, id BLOB NOT NULL, rev INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID;
-- What the waiting commands do to them: no body means deleted.
CREATE TABLE overlay (kind TEXT NOT NULL, id BLOB NOT NULL, body BLOB, PRIMARY KEY (kind, id)) WITHOUT ROWID;
-- What a screen reads: the base with the overlay over it.
CREATE VIEW effective AS
  SELECT kind, id, body FROM overlay WHERE body IS NOT NULL
  UNION ALL
  SELECT kind, id, body FROM base WHERE NOT EXISTS (SELECT 1 FROM overlay o WHERE o.kind = base.kind AND o.id = base.id);
