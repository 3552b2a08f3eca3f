import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { StillWorld } from '../simulation/still-world.ts';
import { TENANT, tenantRow } from '../simulation/world.ts';
import { hideFigures, showFigures, showOwnFailure } from './engine/telling/figures.ts';
import { defaultSettings } from './engine/settings.ts';
import { createTenant, type Tenant } from './engine/tenant.ts';
import { createMetrics } from './metrics.ts';
import { openMemoryStore } from './store/memory.ts';
import { link, member, notice } from './store/contract-suite.ts';

const root = path.join(import.meta.dirname, '..');
const rules = readFileSync(path.join(root, 'alerts.yml'), 'utf8');
const guide = readFileSync(path.join(root, '../docs/operate.md'), 'utf8');

/** Tenant with two links, one of them stopped, members in three states, and one open notice. */
async function watched(): Promise<{ tenant: Tenant; text: () => Promise<string> }> {
  const { registry, metrics } = createMetrics();
  const store = openMemoryStore();
  const { clock } = new StillWorld();
  await store.putTenant(tenantRow());
  await store.putLink(link({ id: 'l1', tenantId: TENANT, lastSweepAt: clock.now() - 7_200_000 }));
  await store.putLink(link({ id: 'l2', tenantId: TENANT, campaignId: '701000000000002AAA', programId: 2, state: 'paused' }));
  await store.addMember(
    member('m1', { tenantId: TENANT, linkId: 'l1', leadId: 'L1', state: 'pending', pendingSince: clock.now() - 60_000 })
  );
  await store.addMember(member('m2', { tenantId: TENANT, linkId: 'l1', leadId: 'L2', state: 'failing' }));
  await store.putNotice(notice('n1', { tenantId: TENANT, kind: 'brake', due: null }));
  const parts = {
    store,
    clock,
    log: { debug() {}, info() {}, warn() {}, error() {} },
    metrics,
    workerId: 'w',
    connect: () => ({}) as never
  };
  const tenant = createTenant(parts, defaultSettings, { ...tenantRow(), id: TENANT });
  metrics.count('failed_rounds_total', { tenant: tenant.row.orgId, loop: 'feeds', kind: 'temporary' }, 1);
  tenant.troubles.set('outbox', { since: clock.now() - 60_000, kind: null, side: null, code: null, sentence: 'disk full' });
  showOwnFailure(tenant, 'outbox');
  metrics.count('notices_total', { tenant: tenant.row.orgId, kind: 'brake' }, 1);
  await showFigures(tenant);
  return { tenant, text: () => registry.metrics() };
}

test('the figures of a tenant are what is in its store, and those of another process once it tends the tenant', async () => {
  const { tenant, text } = await watched();
  const shown = await text();
  for (const line of [
    `campaign_sync_links{tenant="${tenantRow().orgId}",state="active"} 1`,
    `campaign_sync_links{tenant="${tenantRow().orgId}",state="paused"} 1`,
    `campaign_sync_members{tenant="${tenantRow().orgId}",state="failing"} 1`,
    `campaign_sync_open_notices{tenant="${tenantRow().orgId}",kind="brake"} 1`,
    `campaign_sync_oldest_pending_seconds{tenant="${tenantRow().orgId}"} 60`,
    `campaign_sync_waiting_members{tenant="${tenantRow().orgId}"} 1`,
    `campaign_sync_oldest_sweep_seconds{tenant="${tenantRow().orgId}"} 7200`,
    `campaign_sync_figures_timestamp_seconds{tenant="${tenantRow().orgId}"} ${tenant.clock.now() / 1000}`,
    `campaign_sync_own_failure_since_timestamp_seconds{tenant="${tenantRow().orgId}",loop="outbox"} ${tenant.clock.now() / 1000 - 60}`
  ]) {
    assert.ok(shown.includes(line), `${line} in ${shown}`);
  }
  hideFigures(tenant);
  assert.doesNotMatch(await text(), /campaign_sync_links\{/);
});

test('every alert asks for figures that there are, and the guide says what to do about it', async () => {
  const shown = await (await watched()).text();
  const asked = [...new Set([...rules.matchAll(/campaign_sync_\w+/g)].map(([name]) => name))];
  assert.ok(asked.length >= 6);
  for (const name of asked) assert.match(shown, new RegExp(`^# TYPE ${name} `, 'm'), name);
  const alerts = [...rules.matchAll(/- alert: (\w+)/g)].map(([, name = '']) => name);
  assert.ok(alerts.length >= 8);
  for (const name of alerts) assert.ok(guide.includes(name), `${name} is not in docs/operate.md`);
});

test('every variable that the relay reads is in the guide', () => {
  const source = readFileSync(path.join(root, 'src/configuration.ts'), 'utf8');
  const variables = [...source.matchAll(/^ {2}(RELAY_\w+):/gm)].map(([, name = '']) => name);
  assert.ok(variables.length >= 10);
  for (const name of variables) assert.ok(guide.includes(`\`${name}\``), name);
});

test('every table that the store has is in the guide, with how long its rows are kept', () => {
  const folder = path.join(root, 'src/store/migrations/sqlite');
  const sql = readdirSync(folder).map((file) => readFileSync(path.join(folder, file), 'utf8'));
  const tables = [...sql.join('\n').matchAll(/CREATE TABLE (\w+)/g)].map(([, name = '']) => name);
  assert.ok(tables.length >= 11);
  for (const table of tables) assert.match(guide, new RegExp(`^\\| \`${table}\` +\\|`, 'm'), table);
});
