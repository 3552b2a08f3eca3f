-- Previews are stored jobs; a run is what a person set going for many members, and members and journal say what belongs to it.
CREATE TABLE previews (id TEXT PRIMARY KEY, tenant_id TEXT NOT NULL, campaign_id TEXT NOT NULL, created_at INTEGER NOT NULL, row TEXT NOT NULL) STRICT;
CREATE INDEX previews_of_tenant ON previews (tenant_id, created_at);

CREATE TABLE runs (id TEXT PRIMARY KEY, tenant_id TEXT NOT NULL, campaign_id TEXT NOT NULL, at INTEGER NOT NULL, marking INTEGER NOT NULL, row TEXT NOT NULL) STRICT;
CREATE INDEX runs_of_campaign ON runs (tenant_id, campaign_id, at);
CREATE INDEX runs_marking ON runs (tenant_id) WHERE marking = 1;

ALTER TABLE members ADD COLUMN run_id TEXT;
CREATE INDEX members_of_run ON members (run_id) WHERE run_id IS NOT NULL;
ALTER TABLE journal ADD COLUMN run_id TEXT;
CREATE INDEX journal_of_run ON journal (run_id, id) WHERE run_id IS NOT NULL;
