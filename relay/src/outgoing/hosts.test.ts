import assert from 'node:assert/strict';
import test from 'node:test';
import { guardHosts } from './hosts.ts';

const guard = guardHosts(['127.0.0.1:8081', 'Proxy.example.com']);

test('each side has its own hosts, by HTTPS only', () => {
  assert.equal(guard.refusal('marketo', 'https://123-ABC-456.mktorest.com/identity'), null);
  assert.equal(guard.refusal('salesforce', 'https://example.my.salesforce.com'), null);
  assert.equal(guard.refusal('salesforce', 'https://example--uat.sandbox.my.salesforce.com/services'), null);
  assert.match(guard.refusal('marketo', 'https://example.my.salesforce.com') ?? '', /no HTTPS address of Marketo/);
  assert.match(guard.refusal('marketo', 'http://123-ABC-456.mktorest.com') ?? '', /RELAY_ALLOWED_HOSTS/);
  assert.match(guard.refusal('salesforce', 'https://example.my.salesforce.com:444') ?? '', /RELAY_ALLOWED_HOSTS/);
});

test('look-alike hosts and user names in the address are refused', () => {
  for (const url of [
    'https://mktorest.com.example.com/',
    'https://evilmktorest.com/',
    'https://user@123-abc-456.mktorest.com/',
    'https://example.com/?x=.mktorest.com',
    'file:///etc/passwd',
    'not an address'
  ]) {
    assert.notEqual(guard.refusal('marketo', url), null, url);
  }
});

test('allowed hosts are compared with their port and may be called by HTTP', () => {
  assert.equal(guard.refusal('marketo', 'http://127.0.0.1:8081/rest'), null);
  assert.equal(guard.refusal('salesforce', 'https://proxy.example.com/'), null);
  assert.notEqual(guard.refusal('marketo', 'http://127.0.0.1:8082/rest'), null);
});
