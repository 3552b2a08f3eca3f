import assert from 'node:assert/strict';
import test from 'node:test';
import { parseTime, writeTime } from './dates.ts';

test('all three ways of writing a time are read', () => {
  assert.equal(parseTime('2020-01-08T18:10:26Z')?.toISOString(), '2020-01-08T18:10:26.000Z');
  assert.equal(parseTime('2015-05-21T22:45:13Z+0000')?.toISOString(), '2015-05-21T22:45:13.000Z');
  assert.equal(parseTime('2014-09-17T22:31:49+0000')?.toISOString(), '2014-09-17T22:31:49.000Z');
  assert.equal(parseTime('2014-09-17T22:31:49-0500')?.toISOString(), '2014-09-18T03:31:49.000Z');
  assert.equal(parseTime('soon'), null);
  assert.equal(parseTime(null), null);
});

test('times are written without milliseconds', () => {
  assert.equal(writeTime(new Date('2026-02-03T04:05:06.789Z')), '2026-02-03T04:05:06Z');
});
