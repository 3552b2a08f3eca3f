-- What people in Salesforce are told.
CREATE TABLE notices (
  id TEXT COLLATE "C" PRIMARY KEY,
  tenant_id TEXT COLLATE "C" NOT NULL,
  at BIGINT NOT NULL,
  -- To be told, or the state that it tells of lasts.
  open BIGINT NOT NULL,
  row TEXT NOT NULL
);
CREATE INDEX notices_open ON notices (tenant_id, at) WHERE open = 1;
CREATE INDEX journal_by_age ON journal (tenant_id, at);
CREATE INDEX answers_by_age ON answers (tenant_id, at);
