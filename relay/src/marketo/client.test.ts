import assert from 'node:assert/strict';
import test, { afterEach, beforeEach } from 'node:test';
import { failure, startMarketo, success, token, TOKEN_PATH, type MarketoInstance } from '../../testing/marketo-instance.ts';
import { faults } from '../../testing/outside-server.ts';
import { OutsideError } from '../engine/ports.ts';

const PROGRAM = '/rest/asset/v1/program/7.json';
const STATUS = '/rest/v1/programs/7/members/status.json';
let instance: MarketoInstance;
beforeEach(async () => {
  instance = await startMarketo(1_000);
});
afterEach(() => instance.close());

async function fails(call: Promise<unknown>): Promise<OutsideError> {
  const error = await call.then(
    () => assert.fail('expected a failure'),
    (cause: unknown) => cause
  );
  assert.ok(error instanceof OutsideError, String(error));
  return error;
}
const tokensAsked = () => instance.outside.askedOf(TOKEN_PATH).length;

test('one token serves many calls, also when they begin together', async () => {
  instance.on(PROGRAM, success());
  await Promise.all([instance.marketo.program(7), instance.marketo.program(7), instance.marketo.program(7)]);
  await instance.marketo.program(7);
  assert.equal(tokensAsked(), 1);
  const [asked] = instance.outside.askedOf(TOKEN_PATH);
  assert.equal(asked?.query.get('client_secret'), 'secret & more');
  assert.equal(instance.outside.askedOf(PROGRAM)[0]?.headers.authorization, 'Bearer token-1');
});

test('a token that ends in a moment is still used, and a new one is asked for afterwards', async () => {
  instance.on(TOKEN_PATH, (_asked, index) => token(`token-${index}`, 3));
  instance.on(PROGRAM, success());
  await instance.marketo.program(7);
  assert.equal(tokensAsked(), 1);
});

test('601 and 602 cost one new token and one repeat', async () => {
  instance.on(TOKEN_PATH, (_asked, index) => token(`token-${index}`));
  instance.on(PROGRAM, ({ headers }) => (headers.authorization === 'Bearer token-0' ? failure('602', 'Access token expired') : success()));
  assert.equal(await instance.marketo.program(7), null);
  assert.equal(tokensAsked(), 2);
  assert.equal(instance.outside.askedOf(PROGRAM).length, 2);
});

test('a token that is refused again and again ends in one error, not in a loop', async () => {
  instance.on(PROGRAM, failure('601', 'Access token invalid'));
  const error = await fails(instance.marketo.program(7));
  assert.equal(error.kind, 'credentials');
  assert.equal(instance.outside.askedOf(PROGRAM).length, 2);
});

test('a wrong client secret is said as such', async () => {
  instance.on(TOKEN_PATH, { status: 401, json: { error: 'invalid_client', error_description: 'Bad client credentials' } });
  const error = await fails(instance.marketo.program(7));
  assert.equal(error.kind, 'credentials');
  assert.match(error.message, /Bad client credentials.*relay tenant set/);
});

test('every call but those for tokens goes through the budget', async () => {
  instance.on(TOKEN_PATH, (_asked, index) => token(`token-${index}`));
  instance.on(PROGRAM, (_asked, index) => (index === 0 ? failure('601', 'Access token invalid') : success()));
  await instance.marketo.program(7);
  assert.equal(instance.gated(), 2);
});

test('garbage is told apart from an answer', async () => {
  for (const [fault, sentence] of [
    [faults.webPage, /web page/],
    [faults.halfJson, /no complete JSON/],
    [{ json: { hello: 'world' } }, /shape of an answer: success/],
    [{ json: { success: false } }, /but not why/],
    [{ status: 404, text: 'not here' }, /HTTP status 404/],
    [faults.elsewhere, /Redirects are not followed/]
  ] as const) {
    instance.on(PROGRAM, fault);
    const error = await fails(instance.marketo.program(7));
    assert.equal(error.kind, 'garbled', String(sentence));
    assert.match(error.message, sentence);
  }
});

test('a row of another shape is garbage, and its values are not repeated', async () => {
  instance.on(PROGRAM, success([{ id: 'private@example.com', name: 'Webinar' }]));
  const error = await fails(instance.marketo.program(7));
  assert.equal(error.kind, 'garbled');
  assert.match(error.message, /row \(1\).*id/);
  assert.doesNotMatch(error.message, /private/);
});

test('unknown fields are let pass, and result, errors and warnings may be missing', async () => {
  instance.on(PROGRAM, { json: { success: true, result: [{ id: 7, name: 'Webinar', brandNew: { a: 1 } }], warnings: ['x'], errors: [] } });
  assert.equal((await instance.marketo.program(7))?.name, 'Webinar');
  instance.on(PROGRAM, { json: { success: true, warnings: ['No assets found for the given search criteria.'] } });
  assert.equal(await instance.marketo.program(7), null);
});

test('a lost answer leaves a write open and lets a read be repeated', async () => {
  for (const fault of [
    faults.hang,
    faults.reset,
    faults.truncated,
    { status: 503, text: 'busy' },
    { status: 502, text: '' },
    failure('604', 'Timed out')
  ]) {
    instance.on(STATUS, fault);
    instance.on(PROGRAM, fault);
    assert.equal((await fails(instance.marketo.setStatus(7, 'Attended', [1]))).kind, 'no-answer');
    assert.equal((await fails(instance.marketo.program(7))).kind, 'temporary');
  }
});

test('limits say until when', async () => {
  instance.on(PROGRAM, failure('606', "Max rate limit '100' exceeded with in '20' secs"));
  assert.equal((await fails(instance.marketo.program(7))).retryAfterMs, 20_000);
  instance.on(PROGRAM, failure('607', "Daily API Quota '50000' reached"));
  const error = await fails(instance.marketo.program(7));
  assert.equal(error.kind, 'quota');
  assert.ok(error.until && error.until.getTime() > Date.now());
});

test('a query too long for an address goes as a form', async () => {
  instance.on('/rest/v1/leads.json', success([]));
  const emails = Array.from({ length: 300 }, (_, index) => `somebody.with.a.long.name.${index}@example.com`);
  await instance.marketo.findLeads('email', emails);
  const [asked] = instance.outside.askedOf('/rest/v1/leads.json');
  assert.equal(asked?.method, 'POST');
  assert.equal(asked.query.get('_method'), 'GET');
  assert.match(String(asked.headers['content-type']), /x-www-form-urlencoded/);
  assert.equal(new URLSearchParams(asked.body).get('filterValues'), emails.join(','));
});
