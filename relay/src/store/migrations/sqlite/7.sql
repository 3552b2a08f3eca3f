-- Tasks: campaigns and members of whose changes Marketo is told, and what its flow steps asked for. Claimed as members are; the rest of each row is JSON.
CREATE TABLE watched_campaigns (
  id TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  group_id TEXT NOT NULL,
  state TEXT NOT NULL,
  due INTEGER,
  hints INTEGER NOT NULL,
  lease_owner TEXT,
  lease_until INTEGER,
  version INTEGER NOT NULL,
  row TEXT NOT NULL
) STRICT;
CREATE INDEX watched_campaigns_due ON watched_campaigns (tenant_id, due, id) WHERE due IS NOT NULL;
CREATE INDEX watched_campaigns_of_group ON watched_campaigns (tenant_id, group_id, id);
CREATE TABLE watched_members (
  id TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  group_id TEXT NOT NULL,
  state TEXT NOT NULL,
  due INTEGER,
  hints INTEGER NOT NULL,
  lease_owner TEXT,
  lease_until INTEGER,
  version INTEGER NOT NULL,
  row TEXT NOT NULL
) STRICT;
CREATE INDEX watched_members_due ON watched_members (tenant_id, due, id) WHERE due IS NOT NULL;
CREATE INDEX watched_members_of_group ON watched_members (tenant_id, group_id, id);
CREATE TABLE flow_calls (
  id TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  group_id TEXT NOT NULL,
  state TEXT NOT NULL,
  due INTEGER,
  hints INTEGER NOT NULL,
  lease_owner TEXT,
  lease_until INTEGER,
  version INTEGER NOT NULL,
  row TEXT NOT NULL
) STRICT;
CREATE INDEX flow_calls_due ON flow_calls (tenant_id, due, id) WHERE due IS NOT NULL;
CREATE INDEX flow_calls_of_group ON flow_calls (tenant_id, group_id, id);
CREATE TABLE flow_batches (
  id TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  group_id TEXT NOT NULL,
  state TEXT NOT NULL,
  due INTEGER,
  hints INTEGER NOT NULL,
  lease_owner TEXT,
  lease_until INTEGER,
  version INTEGER NOT NULL,
  row TEXT NOT NULL
) STRICT;
CREATE INDEX flow_batches_due ON flow_batches (tenant_id, due, id) WHERE due IS NOT NULL;
CREATE INDEX flow_batches_of_group ON flow_batches (tenant_id, group_id, id);
