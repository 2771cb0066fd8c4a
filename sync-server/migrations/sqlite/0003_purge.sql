-- Where a scope with tombstones stood on a day (milliseconds since 1970): says later which of them are old enough to be
-- forgotten.
CREATE TABLE mark (
  scope TEXT    NOT NULL,
  at    INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  seq   INTEGER NOT NULL,
  PRIMARY KEY (scope, at)
) WITHOUT ROWID;
CREATE INDEX place_tombstones ON place (scope, seq) WHERE live = 0;
