-- One line a person: the newest card, with what the list of issued cards searches, counts and sorts by.
CREATE TABLE card_list (
  person  BLOB PRIMARY KEY,
  card    BLOB NOT NULL,
  unit    BLOB NOT NULL,
  sort    TEXT NOT NULL,    -- given name first, in Vietnamese order
  folded  TEXT NOT NULL,    -- name and number without any mark, a line each
  state   TEXT NOT NULL,
  expires TEXT NOT NULL,    -- the last good day, YYYY-MM-DD
  signed  INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX card_list_card ON card_list (card);
-- Both answer without opening the table.
CREATE INDEX card_list_sort ON card_list (unit, sort, card, state, expires, signed);
CREATE INDEX card_list_standing ON card_list (unit, state, expires, signed);
