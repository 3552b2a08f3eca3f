import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide, type Statuses } from './decide.ts';
import type { ACTIONS } from './services.ts';

const statuses: Statuses = { labels: ['Sent', 'Responded', 'RESPONDED'], usual: 'Sent' };
const said = (action: (typeof ACTIONS)[number], wanted: string, current: string | null) => {
  const decision = decide(action, wanted, current, statuses);
  return decision.do === 'write' ? [decision.outcome, decision.to] : decision.do === 'nothing' ? [decision.outcome] : [decision.code];
};

test('add makes members, and leaves those that are with their status', () => {
  assert.deepEqual(said('add', 'Responded', null), ['added', 'Responded']);
  assert.deepEqual(said('add', '', null), ['added', 'Sent'], 'without a status the default of the campaign');
  assert.deepEqual(said('add', 'Responded', 'Sent'), ['already-a-member']);
  assert.deepEqual(said('add', 'Nonsense', 'Sent'), ['already-a-member'], 'what is not written need not be there');
});

test('change sets the status, and adds who is missing', () => {
  assert.deepEqual(said('change', 'Responded', 'Sent'), ['changed', 'Responded']);
  assert.deepEqual(said('change', 'Responded', null), ['added', 'Responded']);
  assert.deepEqual(said('change', 'Sent', 'Sent'), ['no-change']);
  assert.deepEqual(said('change', '', 'Sent'), ['NO_STATUS']);
});

test('remove takes members out, and skips the others', () => {
  assert.deepEqual(said('remove', '', 'Sent'), ['removed', null]);
  assert.deepEqual(said('remove', '', null), ['not-a-member']);
});

test('a status is found without regard to case, unless that could be several; an unknown one is refused with those that there are', () => {
  assert.deepEqual(said('change', 'sent', 'Responded'), ['changed', 'Sent']);
  assert.deepEqual(said('change', 'responded', 'Sent'), ['UNKNOWN_STATUS']);
  const decision = decide('add', 'Invited', null, statuses);
  assert.match(decision.do === 'fail' ? decision.reason : '', /"Invited".*Sent, Responded, RESPONDED/);
  assert.deepEqual(decide('add', '', null, { labels: [], usual: null }).do, 'fail', 'Salesforce would store something of its own');
});
