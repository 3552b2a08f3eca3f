import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MarketoMembers, SalesforceMembers } from './side-members.ts';

const base62 = fc.stringMatching(/^[0-9A-Za-z]{9}$/);
const salesforceId = fc.tuple(fc.constantFrom('003', '00Q'), fc.constantFrom('000', '5g0', 'Hp1'), base62).map((parts) => parts.join(''));

test('whoever was set is found with the last status, taken once and only then no longer left', () => {
  const keys = fc.array(fc.tuple(fc.integer({ min: 1, max: 2 ** 48 }), fc.constantFrom('Invited', 'Registered', 'Attended')), {
    maxLength: 3000
  });
  fc.assert(
    fc.property(keys, fc.integer({ min: 2, max: 5 }), (entries, every) => {
      const members = new MarketoMembers();
      const expected = new Map(entries);
      for (const [id, status] of entries) members.set(id, status);
      assert.equal(members.size, expected.size);
      let index = 0;
      for (const [id, status] of [...expected]) {
        if (index++ % every !== 0) continue;
        assert.equal(members.take(id), status);
        assert.equal(members.take(id), status);
        expected.delete(id);
      }
      assert.equal(members.take(2 ** 49), null);
      assert.deepEqual([...members.left()].sort(), [...expected.keys()].sort());
    }),
    { numRuns: 50 }
  );
});

test('Salesforce ids come back as they are, and ids that differ by case are two people', () => {
  fc.assert(
    fc.property(fc.uniqueArray(salesforceId, { maxLength: 500 }), (ids) => {
      const members = new SalesforceMembers();
      for (const id of ids) members.set(id, id.slice(-1));
      assert.deepEqual([...members.left()].map((id) => id.slice(0, 15)).sort(), [...ids].sort());
      for (const id of ids) assert.equal(members.take(id), id.slice(-1));
      assert.deepEqual([...members.left()], []);
    }),
    { numRuns: 50 }
  );
  const members = new SalesforceMembers();
  members.set('00Q5g00000abcdeEAA', 'Invited');
  assert.equal(members.take('00Q5g00000abcdE'), null);
});

test('an id of 15 characters is the one of 18, with the letters that Salesforce adds', () => {
  const members = new SalesforceMembers();
  members.set('0035g00000ABCDe', 'Invited');
  assert.deepEqual([...members.left()], ['0035g00000ABCDeAAP']);
  assert.equal(members.take('0035g00000ABCDeAAP'), 'Invited');
});

test('a text that is no id is refused rather than mistaken for one', () => {
  assert.throws(() => new SalesforceMembers().set('003', 'Invited'), /no Salesforce id/);
  assert.throws(() => new SalesforceMembers().set('0035g00000ABC_e', 'Invited'), /no Salesforce id/);
});
