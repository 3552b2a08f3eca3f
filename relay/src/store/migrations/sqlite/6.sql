-- What people in Salesforce are told.
CREATE TABLE notices (
  id TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  -- To be told, or the state that it tells of lasts.
  open INTEGER NOT NULL,
  row TEXT NOT NULL
) STRICT;
CREATE INDEX notices_open ON notices (tenant_id, at) WHERE open = 1;
CREATE INDEX journal_by_age ON journal (tenant_id, at);
CREATE INDEX answers_by_age ON answers (tenant_id, at);
