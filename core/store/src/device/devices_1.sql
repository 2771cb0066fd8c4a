-- Whose device it is and whether it may still come: a list of members counts them.
CREATE TABLE device_list (
  id     BLOB PRIMARY KEY,
  person BLOB NOT NULL,
  active INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX device_list_person ON device_list (person, active);
