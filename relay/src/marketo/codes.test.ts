import assert from 'node:assert/strict';
import test from 'node:test';
import { marketoError, reactionTo } from './codes.ts';

test('a used-up day ends at the next midnight US Central, in summer and in winter', () => {
  const until = (now: string) => marketoError('607', 'Daily API Quota', true, Date.parse(now)).until?.toISOString();
  assert.equal(until('2026-07-10T15:00:00Z'), '2026-07-11T05:00:00.000Z');
  assert.equal(until('2026-01-10T15:00:00Z'), '2026-01-11T06:00:00.000Z');
  // The days on which the clocks change have 23 and 25 hours.
  assert.equal(until('2026-03-08T07:00:00Z'), '2026-03-09T05:00:00.000Z');
  assert.equal(until('2026-11-01T06:00:00Z'), '2026-11-02T06:00:00.000Z');
});

test('a full window and too many calls at once say how long to wait', () => {
  assert.equal(marketoError('606', 'Max rate limit', true, 0).retryAfterMs, 20_000);
  assert.ok((marketoError('615', 'Concurrent access limit', true, 0).retryAfterMs ?? 0) > 0);
});

test('gateway errors lose the answer of a write, not of a read', () => {
  for (const code of ['500', '502', '503', '504', '604']) {
    assert.equal(reactionTo(code, false), 'no-answer', code);
    assert.equal(reactionTo(code, true), 'temporary', code);
  }
});

test('a code that Marketo adds is temporary when it is about the service and lasting when it is about what was asked', () => {
  assert.equal(reactionTo('699', false), 'temporary');
  assert.equal(reactionTo('1099', false), 'refused');
  assert.equal(reactionTo('799', false), 'refused');
});

test("Marketo's own sentence and what to do are both said", () => {
  const { message, kind } = marketoError('603', 'Access denied', true, 0);
  assert.equal(kind, 'credentials');
  assert.match(message, /603: Access denied\. Give the API user's role/);
});
