import assert from 'node:assert/strict';
import test from 'node:test';
import { createMetrics } from './metrics.ts';

test('what the engine counts and observes is shown, by its labels', async () => {
  const { registry, metrics } = createMetrics();
  metrics.count('members_worked', { tenant: 't' }, 3);
  metrics.count('members_worked', { tenant: 't' }, 2);
  metrics.observe('step_seconds', { tenant: 't' }, 0.2);
  const text = await registry.metrics();
  assert.match(text, /campaign_sync_members_worked\{tenant="t"\} 5/);
  assert.match(text, /campaign_sync_step_seconds_count\{tenant="t"\} 1/);
});
