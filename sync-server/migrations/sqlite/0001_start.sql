-- Version 1 of the server's database.

-- Facts about the database itself: server id, name, incarnation.
CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value BLOB NOT NULL
) WITHOUT ROWID;

-- The newest revision of every row, whatever scopes it is in. body NULL: deleted; the row stays, so that a
-- revision number is never given twice.
CREATE TABLE row (
  kind TEXT    NOT NULL,
  id   BLOB    NOT NULL,
  rev  INTEGER NOT NULL,
  body BLOB,
  PRIMARY KEY (kind, id)
) WITHOUT ROWID;

-- How far each scope has been numbered. checksum: 128-bit sum of the hashes of its live rows, big-endian.
-- purged: tombstones up to this number are forgotten.
CREATE TABLE head (
  scope    TEXT PRIMARY KEY,
  epoch    INTEGER NOT NULL,
  seq      INTEGER NOT NULL,
  checksum BLOB    NOT NULL,
  purged   INTEGER NOT NULL
) WITHOUT ROWID;

-- Where a row is, or (live 0) was, one line for each scope. hash is what this line adds to the checksum.
CREATE TABLE place (
  scope TEXT    NOT NULL,
  kind  TEXT    NOT NULL,
  id    BLOB    NOT NULL,
  seq   INTEGER NOT NULL,
  rev   INTEGER NOT NULL,
  live  INTEGER NOT NULL CHECK (live IN (0, 1)),
  hash  BLOB    NOT NULL,
  PRIMARY KEY (scope, kind, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX place_order ON place (scope, seq);
CREATE INDEX place_of_row ON place (kind, id);

-- What became of every command. device: 16 zero bytes for the server's own. body: CBOR of the receipt's outcome.
CREATE TABLE outcome (
  id     BLOB PRIMARY KEY,
  device BLOB    NOT NULL,
  at     INTEGER NOT NULL,
  body   BLOB    NOT NULL
) WITHOUT ROWID;

-- Challenges that were answered, until they could not be answered any more (milliseconds since 1970).
CREATE TABLE nonce (
  hash    BLOB PRIMARY KEY,
  expires INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX nonce_expiry ON nonce (expires);
