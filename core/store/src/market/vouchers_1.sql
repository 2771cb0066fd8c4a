-- Whose voucher it is and where it is used, newest first: a shop's list opens no other shop's.
CREATE TABLE voucher_list (
  id       BLOB PRIMARY KEY,
  person   BLOB NOT NULL,
  provider BLOB NOT NULL,
  taken_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX voucher_list_person ON voucher_list (person, taken_at);
CREATE INDEX voucher_list_provider ON voucher_list (provider, taken_at);
