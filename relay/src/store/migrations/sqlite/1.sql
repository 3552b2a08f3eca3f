-- Rows are kept as JSON beside the columns by which they are found, claimed and counted.
CREATE TABLE tenants (id TEXT PRIMARY KEY, row TEXT NOT NULL) STRICT;

CREATE TABLE links (
  id TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  campaign_id TEXT NOT NULL,
  program_id INTEGER NOT NULL,
  state TEXT NOT NULL,
  row TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX link_of_campaign ON links (tenant_id, campaign_id);
CREATE UNIQUE INDEX link_of_program ON links (tenant_id, program_id);

CREATE TABLE members (
  id TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  link_id TEXT NOT NULL,
  lead_id TEXT,
  contact_id TEXT,
  marketo_lead_id INTEGER,
  base_salesforce TEXT,
  base_marketo TEXT,
  state TEXT NOT NULL,
  due INTEGER,
  cause TEXT,
  hints INTEGER NOT NULL,
  lease_owner TEXT,
  lease_until INTEGER,
  pending_since INTEGER,
  version INTEGER NOT NULL,
  row TEXT NOT NULL
) STRICT;
-- Per link a person belongs to one row.
CREATE UNIQUE INDEX member_of_lead ON members (link_id, lead_id) WHERE lead_id IS NOT NULL;
CREATE UNIQUE INDEX member_of_contact ON members (link_id, contact_id) WHERE contact_id IS NOT NULL;
CREATE UNIQUE INDEX member_of_marketo_lead ON members (link_id, marketo_lead_id) WHERE marketo_lead_id IS NOT NULL;
CREATE INDEX members_of_lead ON members (tenant_id, lead_id);
CREATE INDEX members_of_contact ON members (tenant_id, contact_id);
CREATE INDEX members_of_marketo_lead ON members (tenant_id, marketo_lead_id);
CREATE INDEX members_by_state ON members (link_id, state, id);
CREATE INDEX members_due ON members (tenant_id, due) WHERE due IS NOT NULL;

CREATE TABLE people (
  tenant_id TEXT NOT NULL,
  marketo_lead_id INTEGER NOT NULL,
  lead_id TEXT,
  contact_id TEXT,
  PRIMARY KEY (tenant_id, marketo_lead_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX people_by_lead ON people (tenant_id, lead_id);
CREATE INDEX people_by_contact ON people (tenant_id, contact_id);

CREATE TABLE cursors (tenant_id TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (tenant_id, name)) STRICT, WITHOUT ROWID;
CREATE TABLE activities (tenant_id TEXT NOT NULL, guid TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (tenant_id, guid)) STRICT, WITHOUT ROWID;
CREATE INDEX activities_by_age ON activities (tenant_id, at);

-- Append-only but for the outcome of a write, which is set once.
CREATE TABLE journal (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  tenant_id TEXT NOT NULL,
  campaign_id TEXT NOT NULL,
  member_id TEXT,
  lead_id TEXT,
  contact_id TEXT,
  at INTEGER NOT NULL,
  outcome TEXT,
  detail TEXT,
  row TEXT NOT NULL
) STRICT;
CREATE INDEX journal_of_campaign ON journal (tenant_id, campaign_id, id);
CREATE INDEX journal_open ON journal (tenant_id, at) WHERE outcome IS NULL;

CREATE TABLE budgets (munchkin_id TEXT PRIMARY KEY, row TEXT NOT NULL) STRICT;
CREATE TABLE answers (tenant_id TEXT NOT NULL, key TEXT NOT NULL, answer TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (tenant_id, key)) STRICT, WITHOUT ROWID;
