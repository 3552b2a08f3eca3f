import assert from 'node:assert/strict';
import test from 'node:test';
import { audienceOf } from './assertion.ts';

test('the audience is the login host of the kind of org, and the own origin elsewhere', () => {
  assert.equal(audienceOf('https://example.my.salesforce.com'), 'https://login.salesforce.com');
  assert.equal(audienceOf('https://login.salesforce.com/'), 'https://login.salesforce.com');
  assert.equal(audienceOf('https://example--uat.sandbox.my.salesforce.com'), 'https://test.salesforce.com');
  assert.equal(audienceOf('https://test.salesforce.com'), 'https://test.salesforce.com');
  assert.equal(audienceOf('http://127.0.0.1:8080/'), 'http://127.0.0.1:8080');
});
