import test from 'node:test';
import assert from 'node:assert/strict';
import { dmlOptions, longId, type RestCall } from './call.ts';

test('15 characters become the 18 that Salesforce makes of them', () => {
  assert.equal(longId('00D000000000062'), '00D000000000062EAA');
  assert.equal(longId('001D000000IqhSL'), '001D000000IqhSLIAZ');
  assert.equal(longId('001D000000IqhSLIAZ'), '001D000000IqhSLIAZ');
  assert.equal(longId('not an id'), 'not an id');
});

test('headers of a write become options of the rules', () => {
  const options = (headers: Record<string, string>) => {
    const { useAssignmentRule, allowDuplicates } = dmlOptions({ headers } as unknown as RestCall);
    return [useAssignmentRule, allowDuplicates];
  };
  assert.deepEqual(options({}), [true, false]);
  assert.deepEqual(options({ 'sforce-auto-assign': 'FALSE' }), [false, false]);
  assert.deepEqual(options({ 'sforce-duplicate-rule-header': 'allowSave=true; includeRecordDetails=true' }), [true, true]);
});
