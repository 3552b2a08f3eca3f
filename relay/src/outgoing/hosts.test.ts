import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
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

test('whatever address is given, only HTTPS to a host of that side is called', () => {
  const piece = fc.constantFrom(
    'mktorest.com',
    '123-abc-456',
    'my.salesforce.com',
    'evil.example',
    '127.0.0.1',
    '169.254.169.254',
    'localhost',
    '[::1]',
    '%2e',
    '.',
    '@',
    '#',
    '?',
    '/',
    '\\',
    ':',
    ':443',
    ':80',
    'user',
    ' ',
    '\t',
    'ſ',
    '。'
  );
  const address = fc
    .tuple(fc.constantFrom('https://', 'http://', 'HTTPS://', 'ftp://', '//', ''), fc.array(piece, { maxLength: 6 }))
    .map(([scheme, pieces]) => scheme + pieces.join(''));
  const own = { marketo: /(^|\.)mktorest\.com$/, salesforce: /(^|\.)(salesforce\.com|force\.com|cloudforce\.com|salesforce\.mil)$/ };
  fc.assert(
    fc.property(fc.oneof(address, fc.webUrl(), fc.string()), fc.constantFrom('marketo' as const, 'salesforce' as const), (text, side) => {
      if (guardHosts([]).refusal(side, text) !== null) return;
      // What fetch will take it for.
      const { protocol, hostname, port, username } = new URL(text);
      assert.deepEqual([protocol, port, username], ['https:', '', '']);
      assert.match(hostname, own[side]);
    }),
    { numRuns: 1_000 }
  );
});
