import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import test from 'node:test';
import { ConfigurationError, readConfiguration, requireKey } from './configuration.ts';

const key = randomBytes(32).toString('base64');

test('nothing said means the defaults', () => {
  const { key: none, ...rest } = readConfiguration({ RELAY_KEY: '', RELAY_ALLOWED_HOSTS: '', RELAY_PORT: '' });
  assert.equal(none, null);
  assert.deepEqual(rest, {
    database: 'relay.db',
    port: 8080,
    host: '0.0.0.0',
    logLevel: 'info',
    allowedHosts: [],
    publicUrl: null,
    drainSeconds: 30,
    absenceSeconds: 60,
    marketo: { windowCalls: 50, dayCalls: 30_000 }
  });
});

test('what is said is taken', () => {
  const read = readConfiguration({
    RELAY_KEY: key,
    RELAY_PORT: '0',
    RELAY_ALLOWED_HOSTS: ' 127.0.0.1:8081, Proxy.example.com',
    RELAY_ABSENCE_SECONDS: '0'
  });
  assert.equal(requireKey(read).toString('base64'), key);
  assert.deepEqual([read.port, read.allowedHosts, read.absenceSeconds], [0, ['127.0.0.1:8081', 'proxy.example.com'], 0]);
});

test('every fault has its sentence, all at once, and a bad key is not repeated', () => {
  const bad = {
    RELAY_KEY: 'c2VjcmV0',
    RELAY_PORT: '80a',
    RELAY_LOG_LEVEL: 'loud',
    RELAY_ALLOWED_HOSTS: 'http://x',
    RELAY_DRAIN_SECONDS: '-1'
  };
  assert.throws(
    () => readConfiguration(bad),
    (error: Error) => {
      assert.ok(error instanceof ConfigurationError);
      const lines = error.message.split('\n');
      assert.equal(lines.length, 5);
      assert.match(error.message, /RELAY_KEY is not 32 bytes.*openssl/);
      assert.match(error.message, /RELAY_PORT is "80a", but must be a whole number from 0 to 65535/);
      assert.match(error.message, /RELAY_LOG_LEVEL must be one of/);
      assert.match(error.message, /RELAY_ALLOWED_HOSTS names "http:\/\/x"/);
      assert.doesNotMatch(error.message, /c2VjcmV0/);
      return true;
    }
  );
});

test('a database is a file or a whole postgres:// address, whose password is never repeated', () => {
  for (const database of [
    'relay.db',
    '/var/lib/relay.db',
    'postgres://user:p%40ss@db.example.com:5432/relay',
    'postgresql://db.example.com/relay'
  ]) {
    assert.equal(readConfiguration({ RELAY_DATABASE: database }).database, database);
  }
  for (const database of [
    'mysql://user:geheim@db.example.com/relay',
    'postgres://user:geheim@db.example.com',
    'postgres://user:geheim@:x/relay',
    'postgres:/user:geheim@db.example.com/relay'
  ]) {
    assert.throws(
      () => readConfiguration({ RELAY_DATABASE: database }),
      (error: Error) => /RELAY_DATABASE is no address of a PostgreSQL database/.test(error.message) && !error.message.includes('geheim')
    );
  }
});

test('a key of another length or with other characters is none', () => {
  for (const text of [randomBytes(31).toString('base64'), randomBytes(33).toString('base64'), `${key}!`, 'x'.repeat(44)]) {
    assert.throws(() => readConfiguration({ RELAY_KEY: text }), ConfigurationError, text);
  }
  assert.equal(readConfiguration({ RELAY_KEY: Buffer.from(key, 'base64').toString('base64url') }).key?.length, 32);
  assert.throws(() => requireKey(readConfiguration({})), /RELAY_KEY is missing.*openssl/);
});

test('the address from outside is one, without a slash at its end', () => {
  const read = (RELAY_PUBLIC_URL: string) => readConfiguration({ RELAY_PUBLIC_URL }).publicUrl;
  assert.equal(read('https://relay.example.com/'), 'https://relay.example.com');
  assert.throws(() => read('relay.example.com'), /RELAY_PUBLIC_URL is no address/);
});
