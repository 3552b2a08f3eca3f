import assert from 'node:assert/strict';
import test, { beforeEach } from 'node:test';
import { CAMPAIGN, openSurface, ORG, USER, type Surface } from '../../../testing/http-surface.ts';
import { OperationRefused } from '../../engine/operations.ts';
import { OutsideError, type OutsideKind } from '../../engine/ports.ts';

let surface: Surface;
beforeEach(async () => {
  surface = await openSurface();
});

const actor = { userId: USER };
const view = {
  campaignId: CAMPAIGN,
  state: 'unlinked',
  stateReason: null,
  program: null,
  rules: null,
  map: [],
  statuses: [],
  counts: { inSync: 0, pending: 0, parked: 0, failing: 0, leftByRule: 0, ended: 0 },
  costs: { months: [], total: null },
  lastSyncAt: null,
  lagSeconds: null,
  lastError: null
};
const none = { addToMarketo: 0, addToSalesforce: 0, changeInMarketo: 0, changeInSalesforce: 0, removeInMarketo: 0, removeInSalesforce: 0 };
const counted = { ...none, createPeople: 0, park: 0, leftByRule: 0, agree: 0, mayFail: 0 };
const plan = { digest: 'd', ...counted, reasons: [], samples: [], fields: [], statuses: [], calls: { marketo: 0, salesforce: 0 } };
const link = { actor, programId: 7, consent: 'as-planned' };
const LINK = `/v1/campaigns/${CAMPAIGN}/link`;
const once = { 'idempotency-key': 'k1' };
const noIssues = { issues: [], reasons: [], cursor: null };
const anything = {
  memberId: null,
  leadId: null,
  contactId: null,
  marketoLeadId: null,
  kind: null,
  runId: null,
  from: null,
  until: null
};
const person = { leadId: null, contactId: '003000000000001AAA', marketoLeadId: null };

test('each route asks one operation for one thing', async () => {
  const path = `/v1/campaigns/${CAMPAIGN}`;
  for (const [method, url, body, answer, status, operation, args] of [
    ['POST', '/v1/ring', {}, undefined, 202, 'ring', [[]]],
    ['POST', '/v1/ring', { campaignIds: [CAMPAIGN] }, undefined, 202, 'ring', [[CAMPAIGN]]],
    ['GET', '/v1/programs?search=a%20b&page=2', undefined, { programs: [], page: 2, more: false }, 200, 'programs', ['a b', 2]],
    ['GET', '/v1/programs', undefined, { programs: [], page: 1, more: false }, 200, 'programs', ['', 1]],
    ['GET', path, undefined, view, 200, 'campaign', [CAMPAIGN]],
    ['DELETE', LINK, { actor }, view, 200, 'unlink', [CAMPAIGN, actor]],
    ['POST', `${path}/sync`, { actor }, undefined, 202, 'sync', [CAMPAIGN, actor]],
    ['POST', `${path}/pause`, { actor, reason: 'holiday' }, view, 200, 'pause', [CAMPAIGN, actor, 'holiday']],
    ['POST', `${path}/pause`, { actor }, view, 200, 'pause', [CAMPAIGN, actor, null]],
    ['POST', `${path}/resume`, { actor }, view, 200, 'resume', [CAMPAIGN, actor]],
    ['GET', `${path}/issues`, undefined, noIssues, 200, 'issues', [CAMPAIGN, { reason: null, cursor: null }]],
    [
      'GET',
      `${path}/issues?reason=conflict&cursor=17.m-1`,
      undefined,
      noIssues,
      200,
      'issues',
      [CAMPAIGN, { reason: 'conflict', cursor: '17.m-1' }]
    ],
    ['GET', `${path}/members?state=pending`, undefined, { members: [], cursor: null }, 200, 'members', [CAMPAIGN, 'pending', null]],
    [
      'GET',
      `${path}/members?state=in-sync&cursor=m-1`,
      undefined,
      { members: [], cursor: null },
      200,
      'members',
      [CAMPAIGN, 'in-sync', 'm-1']
    ],
    ['GET', `${path}/member?leadId=00Q000000000001EAA`, undefined, { member: null }, 200, 'member', [CAMPAIGN, '00Q000000000001EAA']],
    ['GET', `${path}/member?contactId=003000000000001AAA`, undefined, { member: null }, 200, 'member', [CAMPAIGN, '003000000000001AAA']],
    [
      'GET',
      `${path}/journal?leadId=00Q000000000001EAA`,
      undefined,
      { entries: [], cursor: null },
      200,
      'journal',
      [CAMPAIGN, { ...anything, leadId: '00Q000000000001EAA', cursor: null }]
    ],
    [
      'GET',
      `${path}/journal?memberKey=m-1&contactId=003000000000001AAA&marketoLeadId=7&kind=write&runId=r-1&from=2026-03-04T05:06:07Z&until=2026-03-05T00:00:00.5Z&cursor=42`,
      undefined,
      { entries: [], cursor: '7' },
      200,
      'journal',
      [
        CAMPAIGN,
        {
          ...anything,
          memberId: 'm-1',
          contactId: '003000000000001AAA',
          marketoLeadId: 7,
          kind: 'write',
          runId: 'r-1',
          from: 1772600767000,
          until: 1772668800500,
          cursor: '42'
        }
      ]
    ],
    [
      'POST',
      `${path}/issues/actions`,
      { actor, action: 'retry', reason: 'conflict', cursor: '17.m-1' },
      { changed: 2, refused: [], cursor: '9.m-2' },
      200,
      'actOnIssues',
      [CAMPAIGN, { actor, action: 'retry', memberKeys: null, reason: 'conflict', person: null, cursor: '17.m-1', idempotencyKey: 'k1' }]
    ],
    [
      'POST',
      `${path}/issues/actions`,
      { actor, action: 'choose-person', memberKeys: ['m-1'], person },
      { changed: 1, refused: [], cursor: null },
      200,
      'actOnIssues',
      [CAMPAIGN, { actor, action: 'choose-person', memberKeys: ['m-1'], reason: null, person, cursor: null, idempotencyKey: 'k1' }]
    ]
  ] as const) {
    surface.answer.with = answer;
    surface.asked.length = 0;
    const got = await surface.call(method, url, body, url.endsWith('/actions') ? once : {});
    assert.equal(got.status, status, `${method} ${url}: ${JSON.stringify(got.body)}`);
    assert.deepEqual(surface.asked, [{ operation, arguments: args }], `${method} ${url}`);
    assert.deepEqual(got.body, status === 202 ? { accepted: true } : answer);
  }
});

test('linking carries rules, map, consent and the idempotency key', async () => {
  surface.answer.with = { campaign: view, plan, runId: 'r' };
  const map = [{ marketo: 'Attended', salesforce: ['Attended', 'Showed up'], write: 'Attended' }];
  const rules = { people: 'create', leadDefaults: { lastName: 'Nameless' } };
  const got = await surface.call('PUT', LINK, { ...link, rules, map, createStatuses: true }, once);
  assert.equal(got.status, 200, JSON.stringify(got.body));
  assert.deepEqual(surface.asked[0]?.arguments[1], {
    ...link,
    rules,
    map,
    createStatuses: true,
    switchProgram: false,
    idempotencyKey: 'k1'
  });
  await surface.call('PUT', LINK, { ...link, consent: { previewId: 'p', digest: 'd' } }, once);
  const consent = { previewId: 'p', digest: 'd' };
  const expected = { ...link, consent, rules: {}, map: null, createStatuses: false, switchProgram: false, idempotencyKey: 'k1' };
  assert.deepEqual(surface.asked[1]?.arguments[1], expected);
});

test('beginning on one side, previews, runs and undo each ask one operation for one thing', async () => {
  const path = `/v1/campaigns/${CAMPAIGN}`;
  const run = { runId: 'r', campaignId: CAMPAIGN, kind: 'undo', actor: USER, at: '2026-03-04T05:06:07.000Z', plan: null, state: 'done' };
  const shownRun = { ...run, remaining: 0, undoOf: 'q', undoneBy: null };
  const progress = { phase: 'done', done: 1, total: 1 };
  const preview = { previewId: 'p', state: 'done', progress, plan, refusal: null, expiresAt: '2026-03-05T05:06:07.000Z' };
  const consent = { previewId: 'p', digest: 'd' };
  const wanted = { actor, campaignId: CAMPAIGN, name: 'Webinar', channel: 'Webinar', folderId: 35 };
  const made = { id: 7, name: 'Webinar', type: 'Event', channel: 'Webinar', workspace: null, url: null, updatedAt: null };
  const program = { ...made, link: null, nativeCampaignId: null, blockedBy: null };
  const campaign = { actor, programId: 7, name: 'Webinar' };
  const rest = { ownerId: null, parentId: null, recordTypeId: null, startDate: null, endDate: null, isActive: true };
  const asked = { actor, programId: 7, rules: {}, map: null, createStatuses: false, switchProgram: true };
  for (const [method, url, body, answer, status, operation, args] of [
    ['GET', '/v1/channels', undefined, { channels: [] }, 200, 'channels', []],
    ['GET', '/v1/folders?search=a', undefined, { folders: [], page: 1, more: false }, 200, 'folders', ['a', 1]],
    [
      'POST',
      '/v1/programs',
      wanted,
      { program },
      201,
      'createProgram',
      [{ ...wanted, description: null, type: null, tags: [], idempotencyKey: 'k1' }]
    ],
    ['POST', '/v1/campaigns', campaign, { campaignId: CAMPAIGN }, 201, 'createCampaign', [{ ...campaign, ...rest, idempotencyKey: 'k1' }]],
    ['POST', `${path}/preview`, { actor, programId: 7, switchProgram: true }, { previewId: 'p' }, 202, 'preview', [CAMPAIGN, asked]],
    ['GET', `${path}/preview/p`, undefined, preview, 200, 'showPreview', [CAMPAIGN, 'p']],
    ['GET', `${path}/runs?page=2`, undefined, { runs: [shownRun], page: 2, more: false }, 200, 'runs', [CAMPAIGN, 2]],
    ['GET', '/v1/runs/r', undefined, shownRun, 200, 'run', ['r']],
    ['POST', '/v1/runs/r/undo-preview', { actor }, { previewId: 'p', campaignId: CAMPAIGN }, 202, 'previewUndo', ['r', actor]],
    ['POST', '/v1/runs/r/undo', { actor, consent }, { runId: 's' }, 202, 'undo', ['r', { actor, consent, idempotencyKey: 'k1' }]]
  ] as const) {
    surface.answer.with = answer;
    surface.asked.length = 0;
    const got = await surface.call(method, url, body, method === 'POST' ? once : {});
    assert.equal(got.status, status, `${method} ${url}: ${JSON.stringify(got.body)}`);
    assert.deepEqual(surface.asked, [{ operation, arguments: args }], `${method} ${url}`);
    assert.deepEqual(got.body, answer);
  }
});

test('a ring without a body rings', async () => {
  assert.equal((await surface.call('POST', '/v1/ring')).status, 202);
  assert.equal((await surface.call('POST', '/v1/ring', '', { 'content-type': 'application/json' })).status, 202);
});

test('what does not fit is 400 malformed, with the place and a sentence', async () => {
  const path = `/v1/campaigns/${CAMPAIGN}`;
  const actions = `${path}/issues/actions`;
  const nobody = { leadId: null, contactId: null, marketoLeadId: null };
  for (const [method, url, body, headers, said] of [
    ['POST', '/v1/ring', '{"campaignIds": [', {}, /no valid JSON/],
    ['POST', '/v1/ring', { campaignIds: ['701'] }, {}, /campaignIds\.0: must be a Salesforce id of 18 characters/],
    ['POST', '/v1/ring', { campaignId: CAMPAIGN }, {}, /campaignId/],
    ['POST', '/v1/ring', '<x/>', { 'content-type': 'text/xml' }, /Content-Type/],
    ['POST', '/v1/ring', '{"__proto__": {"a": 1}}', {}, /./],
    ['GET', '/v1/programs?page=0', undefined, {}, /query does not fit: page/],
    ['GET', '/v1/programs?page=two', undefined, {}, /page/],
    ['GET', '/v1/campaigns/701', undefined, {}, /campaignId: must be a Salesforce id/],
    ['PUT', LINK, link, {}, /headers does not fit|idempotency-key/],
    ['PUT', LINK, { ...link, programId: '7' }, once, /programId/],
    ['PUT', LINK, { ...link, programId: 0 }, once, /programId/],
    ['PUT', LINK, { ...link, consent: 'yes' }, once, /consent/],
    ['PUT', LINK, { ...link, rules: { directon: 'both' } }, once, /rules.*directon/],
    ['PUT', LINK, { ...link, rules: { direction: 'sideways' } }, once, /rules\.direction/],
    ['PUT', LINK, { ...link, map: [{ marketo: 'A', salesforce: ['B'], write: 'C' }] }, once, /write: must be one of the labels/],
    ['PUT', LINK, { programId: 7, consent: 'as-planned' }, once, /actor/],
    ['PUT', LINK, undefined, once, /body/],
    ['POST', '/v1/programs', { actor, campaignId: CAMPAIGN, name: ' ', channel: 'W', folderId: 1 }, once, /name/],
    ['POST', '/v1/campaigns', { actor, programId: 7, name: 'x'.repeat(81) }, once, /name/],
    ['POST', '/v1/campaigns', { actor, programId: 7, name: 'W', startDate: '31 March' }, once, /startDate: must be a date/],
    ['POST', '/v1/campaigns', { actor, programId: 7, name: 'W', startDate: '2026-04-01', endDate: '2026-03-31' }, once, /endDate/],
    ['POST', '/v1/campaigns', { actor, programId: 7, name: 'W' }, {}, /idempotency-key/],
    ['POST', `${path}/preview`, { ...link }, {}, /consent/],
    ['POST', '/v1/runs/r/undo', { actor, consent: 'as-planned' }, once, /consent/],
    ['DELETE', LINK, undefined, {}, /body/],
    ['DELETE', LINK, { actor: { userId: 'somebody' } }, {}, /actor\.userId/],
    ['POST', `${path}/sync`, {}, {}, /actor/],
    ['POST', `${path}/pause`, { actor, reason: '' }, {}, /reason/],
    ['POST', `${path}/resume`, 'null', {}, /body/],
    ['GET', `${path}/issues?cursor=x`, undefined, {}, /cursor/],
    ['GET', `${path}/issues?reason=bad-luck`, undefined, {}, /reason/],
    ['GET', `${path}/members`, undefined, {}, /state/],
    ['GET', `${path}/members?state=happy`, undefined, {}, /state/],
    ['GET', `${path}/member`, undefined, {}, /a lead or a contact/],
    ['GET', `${path}/member?leadId=00Q000000000001EAA&contactId=003000000000001AAA`, undefined, {}, /not both/],
    ['GET', `${path}/member?leadId=00Q`, undefined, {}, /leadId/],
    ['GET', `${path}/journal?leadId=x`, undefined, {}, /leadId/],
    ['GET', `${path}/journal?kind=gossip`, undefined, {}, /kind/],
    ['GET', `${path}/journal?from=yesterday`, undefined, {}, /from.*time in UTC/],
    ['GET', `${path}/journal?format=xml`, undefined, {}, /format/],
    ['GET', `${path}/journal?lead=00Q000000000001EAA`, undefined, {}, /lead/],
    ['GET', `${path}/journal?cursor=x`, undefined, {}, /cursor/],
    ['POST', actions, { actor, action: 'retry', reason: 'conflict' }, {}, /idempotency-key/],
    ['POST', actions, { actor, action: 'retry' }, once, /memberKeys.*reason/],
    ['POST', actions, { actor, action: 'retry', memberKeys: ['m'], reason: 'conflict' }, once, /not both/],
    ['POST', actions, { actor, action: 'explode', reason: 'conflict' }, once, /action/],
    ['POST', actions, { actor, action: 'retry', reason: 'bad-luck' }, once, /reason/],
    ['POST', actions, { action: 'retry', reason: 'conflict' }, once, /actor/],
    ['POST', actions, { actor, action: 'choose-person', memberKeys: ['m'] }, once, /names the "person"/],
    ['POST', actions, { actor, action: 'choose-person', memberKeys: ['m', 'n'], person }, once, /one member/],
    ['POST', actions, { actor, action: 'choose-person', reason: 'conflict', person }, once, /one member/],
    ['POST', actions, { actor, action: 'retry', memberKeys: ['m'], person }, once, /no other action/],
    ['POST', actions, { actor, action: 'choose-person', memberKeys: ['m'], person: nobody }, once, /exactly one person/],
    ['POST', actions, { actor, action: 'retry', memberKeys: ['m'], cursor: '1.m' }, once, /goes on with a "reason"/],
    ['POST', actions, { actor, action: 'retry', memberKeys: Array.from({ length: 1001 }, String) }, once, /memberKeys/]
  ] as const) {
    const got = await surface.call(method, url, body, headers);
    const what = `${method} ${url} ${JSON.stringify(body)} → ${JSON.stringify(got.body)}`;
    assert.deepEqual([got.status, got.body['code']], [400, 'malformed'], what);
    assert.match(String(got.body['message']), said, what);
    assert.equal(typeof got.body['fix'], 'string');
  }
  assert.equal(surface.asked.length, 0);
});

test('a body that is too large is 413', async () => {
  const got = await surface.call('POST', '/v1/ring', JSON.stringify({ campaignIds: ['x'.repeat(1_100_000)] }));
  assert.deepEqual([got.status, got.body['code']], [413, 'malformed']);
});

test('a refusal of the engine is passed on as it is', async () => {
  surface.answer.with = new OperationRefused('program-linked', 409, 'Program 7 is linked.', 'Unlink it.', { campaignId: CAMPAIGN });
  const got = await surface.call('PUT', LINK, link, once);
  assert.deepEqual(got, {
    status: 409,
    body: { code: 'program-linked', message: 'Program 7 is linked.', fix: 'Unlink it.', details: { campaignId: CAMPAIGN } }
  });
});

test('a side that fails is named, with what it said', async () => {
  const expected: Record<OutsideKind, [string, string]> = {
    temporary: ['502 marketo-unreachable', '502 salesforce-unreachable'],
    'no-answer': ['502 marketo-unreachable', '502 salesforce-unreachable'],
    rate: ['429 slow-down', '429 slow-down'],
    quota: ['503 budget-exhausted', '503 budget-exhausted'],
    credentials: ['502 marketo-refused', '502 salesforce-refused'],
    'not-approved': ['502 marketo-refused', '502 salesforce-refused'],
    garbled: ['502 marketo-garbled', '502 salesforce-unreachable'],
    gone: ['502 marketo-refused', '502 salesforce-refused'],
    refused: ['502 marketo-refused', '502 salesforce-refused']
  };
  for (const [kind, [marketo, salesforce]] of Object.entries(expected) as [OutsideKind, [string, string]][]) {
    for (const [side, code] of [
      ['marketo', marketo],
      ['salesforce', salesforce]
    ] as const) {
      surface.answer.with = new OutsideError(side, kind, 'X1', 'What it said.', { until: new Date('2026-03-05T06:00:00Z') });
      const got = await surface.call('GET', `/v1/campaigns/${CAMPAIGN}`);
      assert.equal(`${got.status} ${String(got.body['code'])}`, code, `${side} ${kind}`);
      assert.equal(got.body['message'], 'What it said.');
      if (kind === 'quota') assert.equal((got.body['details'] as { until: string }).until, '2026-03-05T06:00:00.000Z');
    }
  }
});

test('what nobody foresaw is 500 without its inside, which goes to the log', async () => {
  surface.answer.with = new TypeError("Cannot read properties of undefined (reading 'secretThing')");
  const got = await surface.call('GET', `/v1/campaigns/${CAMPAIGN}`);
  assert.deepEqual([got.status, got.body['code']], [500, 'unexpected']);
  assert.ok(!JSON.stringify(got.body).includes('secretThing'));
  assert.ok(surface.logged.some(({ fields }) => String(fields['error']).includes('secretThing')));
});

test('an answer that breaks the contract is a failure of the relay, not a broken answer', async () => {
  surface.answer.with = { ...view, state: 'asleep' };
  const got = await surface.call('GET', `/v1/campaigns/${CAMPAIGN}`);
  assert.deepEqual([got.status, got.body['code']], [500, 'unexpected']);
});

const entry = { id: 1, at: '2026-03-04T05:06:07.000Z', campaignId: CAMPAIGN, kind: 'write', from: null, to: '=1+1', detail: 'a, "b"' };
async function* entries(pages: number, fails = false): AsyncGenerator<object[]> {
  for (let page = 0; page < pages; page++)
    yield [
      { ...entry, id: 2 * page },
      { ...entry, id: 2 * page + 1 }
    ];
  if (fails) throw new Error('The database cannot be read');
}
const headers = async () => ({
  authorization: `Bearer ${await surface.token()}`,
  'x-salesforce-org': ORG,
  'x-campaign-sync-contract': '1'
});

test('a journal or the issues come as a file, with its type and name', async () => {
  for (const [list, operation, args] of [
    ['journal', 'exportJournal', [CAMPAIGN, anything]],
    ['issues', 'exportIssues', [CAMPAIGN, null]]
  ] as const) {
    for (const [format, type, lines] of [
      ['ndjson', 'application/x-ndjson; charset=utf-8', 4],
      ['csv', 'text/csv; charset=utf-8; header=present', 5]
    ] as const) {
      surface.answer.with = entries(2);
      surface.asked.length = 0;
      const got = await surface.app.inject({ url: `/v1/campaigns/${CAMPAIGN}/${list}?format=${format}`, headers: await headers() });
      assert.equal(got.statusCode, 200, got.body);
      assert.equal(got.headers['content-type'], type);
      assert.equal(got.headers['content-disposition'], `attachment; filename="${list}-${CAMPAIGN}.${format}"`);
      assert.equal(got.body.trimEnd().split('\n').length, lines);
      assert.deepEqual(surface.asked, [{ operation, arguments: args }]);
    }
  }
});

test('a file of a campaign without a link is refused before it begins', async () => {
  surface.answer.with = new OperationRefused('not-linked', 404, 'It is not linked.', 'Link it.');
  assert.equal((await surface.call('GET', `/v1/campaigns/${CAMPAIGN}/issues?format=csv`)).status, 404);
});

test('a file that cannot be read to its end is broken off, and the log says so', async () => {
  const url = await surface.app.listen({ host: '127.0.0.1', port: 0 });
  try {
    surface.answer.with = entries(2, true);
    const got = await fetch(`${url}/v1/campaigns/${CAMPAIGN}/journal?format=ndjson`, { headers: await headers() });
    await assert.rejects(got.text());
    assert.ok(surface.logged.some(({ fields }) => fields['error'] === 'The database cannot be read'));
  } finally {
    await surface.app.close();
  }
});

test('a file is read no faster than the client takes it', async () => {
  const url = await surface.app.listen({ host: '127.0.0.1', port: 0 });
  try {
    let read = 0;
    const PAGES = 20_000;
    surface.answer.with = (async function* () {
      for (; read < PAGES; read++) yield [{ ...entry, detail: 'x'.repeat(10_000) }];
    })();
    const got = await fetch(`${url}/v1/campaigns/${CAMPAIGN}/journal?format=ndjson`, { headers: await headers() });
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.ok(read > 0 && read < PAGES / 4, `${read} pages were read for a client that takes none`);
    await got.body?.cancel();
  } finally {
    await surface.app.close();
  }
});
