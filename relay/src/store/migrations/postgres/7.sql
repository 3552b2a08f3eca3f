-- Tasks: campaigns and members of whose changes Marketo is told, and what its flow steps asked for. Claimed as members are; the rest of each row is JSON.
CREATE TABLE watched_campaigns (
  id TEXT COLLATE "C" PRIMARY KEY,
  tenant_id TEXT COLLATE "C" NOT NULL,
  group_id TEXT COLLATE "C" NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  due BIGINT,
  hints BIGINT NOT NULL,
  lease_owner TEXT,
  lease_until BIGINT,
  version BIGINT NOT NULL,
  row TEXT NOT NULL
);
CREATE INDEX watched_campaigns_due ON watched_campaigns (tenant_id, due, id) WHERE due IS NOT NULL;
CREATE INDEX watched_campaigns_of_group ON watched_campaigns (tenant_id, group_id, id);
CREATE TABLE watched_members (
  id TEXT COLLATE "C" PRIMARY KEY,
  tenant_id TEXT COLLATE "C" NOT NULL,
  group_id TEXT COLLATE "C" NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  due BIGINT,
  hints BIGINT NOT NULL,
  lease_owner TEXT,
  lease_until BIGINT,
  version BIGINT NOT NULL,
  row TEXT NOT NULL
);
CREATE INDEX watched_members_due ON watched_members (tenant_id, due, id) WHERE due IS NOT NULL;
CREATE INDEX watched_members_of_group ON watched_members (tenant_id, group_id, id);
CREATE TABLE flow_calls (
  id TEXT COLLATE "C" PRIMARY KEY,
  tenant_id TEXT COLLATE "C" NOT NULL,
  group_id TEXT COLLATE "C" NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  due BIGINT,
  hints BIGINT NOT NULL,
  lease_owner TEXT,
  lease_until BIGINT,
  version BIGINT NOT NULL,
  row TEXT NOT NULL
);
CREATE INDEX flow_calls_due ON flow_calls (tenant_id, due, id) WHERE due IS NOT NULL;
CREATE INDEX flow_calls_of_group ON flow_calls (tenant_id, group_id, id);
CREATE TABLE flow_batches (
  id TEXT COLLATE "C" PRIMARY KEY,
  tenant_id TEXT COLLATE "C" NOT NULL,
  group_id TEXT COLLATE "C" NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  due BIGINT,
  hints BIGINT NOT NULL,
  lease_owner TEXT,
  lease_until BIGINT,
  version BIGINT NOT NULL,
  row TEXT NOT NULL
);
CREATE INDEX flow_batches_due ON flow_batches (tenant_id, due, id) WHERE due IS NOT NULL;
CREATE INDEX flow_batches_of_group ON flow_batches (tenant_id, group_id, id);
