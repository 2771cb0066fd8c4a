-- One line a member, with the keys that searching and sorting use.
CREATE TABLE member_list (
  id         BLOB PRIMARY KEY,
  unit       BLOB NOT NULL,
  name       TEXT NOT NULL,
  exact      TEXT NOT NULL, -- words with tones, however they were typed
  folded     TEXT NOT NULL, -- words without any mark
  sort       TEXT NOT NULL, -- given name first, in Vietnamese order
  number     TEXT,
  digits     TEXT NOT NULL, -- number and phone, digits only
  birth      TEXT,
  department TEXT,
  status     TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX member_list_sort ON member_list (unit, sort, id);
CREATE INDEX member_list_status ON member_list (unit, status);
