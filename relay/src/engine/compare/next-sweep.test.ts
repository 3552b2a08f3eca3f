import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dueAt, nextSweep } from './next-sweep.ts';
import { defaultSettings } from '../settings.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 2, 31, 12);
const atRest = (id: string) => ({ id, sweepDue: NOW, lastSweepAt: null, lastSyncAt: null, createdAt: 0, longLists: false });

test('a link on which something happened is compared within the hour', () => {
  assert.equal(nextSweep({ ...atRest('a'), lastSyncAt: NOW - HOUR }, NOW, defaultSettings), NOW + HOUR);
  assert.equal(nextSweep({ ...atRest('a'), createdAt: NOW - HOUR }, NOW, defaultSettings), NOW + HOUR);
});

test('a link at rest is compared once every night, whenever it was compared before', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.integer({ min: 0, max: DAY }), (id, after) => {
      const now = NOW + after;
      const next = nextSweep(atRest(id), now, defaultSettings);
      const ofDay = next % DAY;
      assert.ok(ofDay >= HOUR && ofDay < 6 * HOUR, `${ofDay / HOUR} o'clock`);
      assert.ok(next - now >= 6 * HOUR && next - now <= 30 * HOUR, `after ${(next - now) / HOUR} hours`);
      assert.equal(nextSweep(atRest(id), next, defaultSettings), next + DAY);
    })
  );
});

test('many links spread over the night: no tenth of it has more than twice its share', () => {
  const tenths = Array.from({ length: 10 }, () => 0);
  for (let index = 0; index < 1000; index++) {
    const at = nextSweep(atRest(`link-${index}`), NOW, defaultSettings) % DAY;
    const tenth = Math.floor((at - HOUR) / (HOUR / 2));
    tenths[tenth] = (tenths[tenth] ?? 0) + 1;
  }
  assert.ok(Math.max(...tenths) <= 200, tenths.join(' '));
});

test('a link that waits for the night and on which something happens is compared an hour after the last time', () => {
  const waiting = { ...atRest('a'), lastSweepAt: NOW - 30 * 60_000, sweepDue: NOW + 14 * HOUR };
  assert.equal(dueAt(waiting, NOW, defaultSettings), NOW + 14 * HOUR);
  assert.equal(dueAt({ ...waiting, lastSyncAt: NOW }, NOW, defaultSettings), NOW + 30 * 60_000);
});

test('a link that another process is comparing is not taken from it', () => {
  const leased = { ...atRest('a'), lastSweepAt: NOW - 2 * HOUR, lastSyncAt: NOW, sweepDue: NOW + defaultSettings.sweepLeaseMs };
  assert.equal(dueAt(leased, NOW, defaultSettings), leased.sweepDue);
});

test('a link whose lists are extracts is compared nightly, however much happens', () => {
  const long = { ...atRest('a'), lastSyncAt: NOW, longLists: true };
  assert.ok(nextSweep(long, NOW, defaultSettings) >= NOW + 6 * HOUR);
});
