-- Previews are stored jobs; a run is what a person set going for many members, and members and journal say what belongs to it.
CREATE TABLE previews (id TEXT COLLATE "C" PRIMARY KEY, tenant_id TEXT COLLATE "C" NOT NULL, campaign_id TEXT COLLATE "C" NOT NULL, created_at BIGINT NOT NULL, row TEXT NOT NULL);
CREATE INDEX previews_of_tenant ON previews (tenant_id, created_at);

CREATE TABLE runs (id TEXT COLLATE "C" PRIMARY KEY, tenant_id TEXT COLLATE "C" NOT NULL, campaign_id TEXT COLLATE "C" NOT NULL, at BIGINT NOT NULL, marking INTEGER NOT NULL, row TEXT NOT NULL);
CREATE INDEX runs_of_campaign ON runs (tenant_id, campaign_id, at);
CREATE INDEX runs_marking ON runs (tenant_id) WHERE marking = 1;

ALTER TABLE members ADD COLUMN run_id TEXT COLLATE "C";
CREATE INDEX members_of_run ON members (run_id) WHERE run_id IS NOT NULL;
ALTER TABLE journal ADD COLUMN run_id TEXT COLLATE "C";
CREATE INDEX journal_of_run ON journal (run_id, id) WHERE run_id IS NOT NULL;
