-- Version 1 of the server's tables in PostgreSQL. Every key begins with the cell: the part of the union that one server
-- keeps, so that cells can share a database, or be spread over several, without a statement that crosses them. No
-- sequence is global. Texts compare byte by byte (COLLATE "C"), as in SQLite: kinds are walked in that order.

-- Facts about a cell: server id, name, incarnation, when what is old was last forgotten (8 bytes, big-endian).
CREATE TABLE meta (
  cell  integer NOT NULL,
  key   text COLLATE "C" NOT NULL,
  value bytea NOT NULL,
  PRIMARY KEY (cell, key)
);

-- The newest revision of every row, whatever scopes it is in. body NULL: deleted; the row stays, so that a revision
-- number is never given twice.
CREATE TABLE row (
  cell integer NOT NULL,
  kind text COLLATE "C" NOT NULL,
  id   uuid NOT NULL,
  rev  bigint NOT NULL,
  body bytea,
  PRIMARY KEY (cell, kind, id)
);

-- How far each scope has been numbered. checksum: 128-bit sum of the hashes of its live rows, big-endian. purged:
-- tombstones up to this number are forgotten. Room is left in each page so that counting up rewrites no index.
CREATE TABLE head (
  cell     integer NOT NULL,
  scope    text COLLATE "C" NOT NULL,
  epoch    bigint NOT NULL,
  seq      bigint NOT NULL,
  checksum bytea NOT NULL,
  purged   bigint NOT NULL,
  PRIMARY KEY (cell, scope)
) WITH (fillfactor = 70);

-- Where a row is, or (not live) was, one line for each scope. hash is what this line adds to the checksum.
CREATE TABLE place (
  cell  integer NOT NULL,
  scope text COLLATE "C" NOT NULL,
  kind  text COLLATE "C" NOT NULL,
  id    uuid NOT NULL,
  seq   bigint NOT NULL,
  rev   bigint NOT NULL,
  live  boolean NOT NULL,
  hash  bytea NOT NULL,
  PRIMARY KEY (cell, scope, kind, id)
);
CREATE UNIQUE INDEX place_order ON place (cell, scope, seq);
CREATE INDEX place_of_row ON place (cell, kind, id);
CREATE INDEX place_tombstones ON place (cell, scope, seq) WHERE NOT live;

-- What became of every command. device: nil for the server's own. body: CBOR of the receipt's outcome.
CREATE TABLE outcome (
  cell   integer NOT NULL,
  id     uuid NOT NULL,
  device uuid NOT NULL,
  at     bigint NOT NULL,
  body   bytea NOT NULL,
  PRIMARY KEY (cell, id)
);
CREATE INDEX outcome_age ON outcome (cell, at);

-- Challenges that were answered, until they could not be answered any more (milliseconds since 1970).
CREATE TABLE nonce (
  cell    integer NOT NULL,
  hash    bytea NOT NULL,
  expires bigint NOT NULL,
  PRIMARY KEY (cell, hash)
);
CREATE INDEX nonce_expiry ON nonce (cell, expires);

-- Where a scope with tombstones stood on a day (milliseconds since 1970): says later which of them are old enough to be
-- forgotten.
CREATE TABLE mark (
  cell  integer NOT NULL,
  scope text COLLATE "C" NOT NULL,
  at    bigint NOT NULL,
  epoch bigint NOT NULL,
  seq   bigint NOT NULL,
  PRIMARY KEY (cell, scope, at)
);
