-- Whose invitation it is: a record shows its own without opening those of the whole office.
CREATE TABLE invitation_list (
  id      BLOB PRIMARY KEY,
  unit    BLOB NOT NULL,
  invitee BLOB NOT NULL -- the member or the grant
) WITHOUT ROWID;
CREATE INDEX invitation_list_invitee ON invitation_list (invitee);
CREATE INDEX invitation_list_unit ON invitation_list (unit);
