import assert from 'node:assert/strict';
import test, { afterEach, beforeEach } from 'node:test';
import { QUERY, QUERY_ALL, records, startOrg, type Org } from '../../testing/salesforce-org.ts';
import type { OutsideError } from '../engine/ports.ts';

const BASE = '/services/apexrest/marketo-sync/v1';
const CAMPAIGN = '701000000000001AAA';
const LEAD = '00Q000000000001EAA';
const CONTACT = '003000000000001AAA';
let org: Org;
beforeEach(async () => {
  org = await startOrg();
});
afterEach(() => org.close());

/** All queries asked of one path, a line each: those that belong together are asked at the same time, in any order. */
const soqlOf = (path: string) =>
  org.outside
    .askedOf(path)
    .map(({ query }) => query.get('q') ?? '')
    .join('\n');
const member = (id: string, more: Record<string, unknown> = {}) => ({
  Id: id,
  CampaignId: CAMPAIGN,
  LeadId: LEAD,
  ContactId: null,
  Status: 'Sent',
  IsDeleted: false,
  SystemModstamp: '2026-03-04T05:06:07.000+0000',
  LastModifiedById: '005000000000001AAA',
  ...more
});

test('members of people are read with deleted rows; a converted lead is found once', async () => {
  org.on(QUERY_ALL, records([member('00v000000000001AAA', { ContactId: CONTACT }), member('00v000000000002AAA', { IsDeleted: true })]));
  const found = await org.salesforce.readMembers(CAMPAIGN, [LEAD, CONTACT, '001000000000001AAA']);
  assert.deepEqual(
    found.map(({ memberId, isDeleted }) => [memberId, isDeleted]),
    [
      ['00v000000000001AAA', false],
      ['00v000000000002AAA', true]
    ]
  );
  assert.equal(found[0]?.modifiedAt.toISOString(), '2026-03-04T05:06:07.000Z');
  assert.match(soqlOf(QUERY_ALL), /LeadId IN \('00Q000000000001EAA'\)/);
  assert.match(soqlOf(QUERY_ALL), /ContactId IN \('003000000000001AAA'\)/);
  assert.equal(org.outside.asked.filter(({ query }) => query.get('q')?.includes('001000000000001AAA')).length, 0);
});

test('all members come page by page in the order of their ids', async () => {
  const full = Array.from({ length: 2000 }, (_, index) => member(`00v${String(index).padStart(12, '0')}AAA`));
  org.on(QUERY, (_asked, index) => records(index === 0 ? full : [member('00v000000002000AAA')]));
  const pages = await Array.fromAsync(org.salesforce.listMembers(CAMPAIGN));
  assert.deepEqual(
    pages.map((page) => page.length),
    [2000, 1]
  );
  assert.match(soqlOf(QUERY), /Id > '00v000000001999AAA' ORDER BY Id/);
});

test('a query in pages of the server is read to its end, and a page that ends nowhere is garbage', async () => {
  const next = '/services/data/v66.0/query/01g000000000001-500';
  org.on(QUERY_ALL, records([member('00v000000000001AAA')], { done: false, nextRecordsUrl: next }));
  org.on(next, records([member('00v000000000002AAA')]));
  assert.equal((await org.salesforce.readMembers(CAMPAIGN, [LEAD])).length, 2);
  for (const nextRecordsUrl of [undefined, 'https://elsewhere.example.com/services/data/']) {
    org.on(QUERY_ALL, records([], { done: false, nextRecordsUrl }));
    await assert.rejects(org.salesforce.readMembers(CAMPAIGN, [LEAD]), (error: OutsideError) => error.kind === 'garbled');
  }
});

test('members that changed since are asked for by their time, deleted rows included', async () => {
  org.on(QUERY_ALL, records([member('00v000000000001AAA')]));
  const found = await Array.fromAsync(org.salesforce.changedMembers([CAMPAIGN], new Date('2026-03-04T05:06:07Z')));
  assert.equal(found.flat().length, 1);
  const soql = soqlOf(QUERY_ALL);
  assert.match(
    soql,
    new RegExp(`CampaignId IN \\('${CAMPAIGN}'\\) AND SystemModstamp >= 2026-03-04T05:06:07.000Z ORDER BY SystemModstamp$`)
  );
});

const lead = (more: Record<string, unknown>) => ({
  Id: LEAD,
  IsDeleted: false,
  MasterRecordId: null,
  FirstName: 'Ann',
  LastName: 'Example',
  Email: 'ann@example.com',
  ...more
});

test('people say what became of them', async () => {
  org.on(QUERY_ALL, ({ query }) =>
    query.get('q')?.includes('FROM Lead')
      ? records([lead({ ConvertedContactId: CONTACT, Company: 'Example Ltd', Marketo_Key__c: '123-ABC-456:7' })])
      : records([lead({ Id: CONTACT, Account: { Name: 'Example Ltd' }, IsDeleted: true, MasterRecordId: '003000000000002AAA' })])
  );
  const [first, second] = await org.salesforce.readPeople([LEAD, CONTACT]);
  assert.deepEqual([first?.kind, first?.convertedContactId, first?.key, first?.company], ['lead', CONTACT, '123-ABC-456:7', 'Example Ltd']);
  assert.deepEqual(
    [second?.kind, second?.isDeleted, second?.masterRecordId, second?.key, second?.company],
    ['contact', true, '003000000000002AAA', null, 'Example Ltd']
  );
});

test('people are found by key and address among live rows, converted leads left out; a person found twice counts once', async () => {
  org.on(QUERY, ({ query }) =>
    query.get('q')?.includes('FROM Lead') ? records([lead({ ConvertedContactId: null, Company: 'X' })]) : records([])
  );
  const found = await org.salesforce.findPeople({ keys: ['123-ABC-456:7'], emails: ["o'hara@example.com", ''] });
  assert.equal(found.length, 1);
  assert.match(soqlOf(QUERY), /IsConverted = FALSE AND Marketo_Key__c IN \('123-ABC-456:7'\)/);
  assert.match(soqlOf(QUERY), /Email IN \('o\\'hara@example.com'\)/);
  assert.equal(org.outside.askedOf(QUERY).length, 4);
});

test('the key field carries the namespace', async () => {
  const named = await startOrg({ namespace: 'exns' });
  try {
    named.on(QUERY_ALL, records([lead({ ConvertedContactId: null, Company: null, exns__Marketo_Key__c: 'k:1' })]));
    assert.equal((await named.salesforce.readPeople([LEAD]))[0]?.key, 'k:1');
    assert.match(named.outside.askedOf(QUERY_ALL)[0]?.query.get('q') ?? '', /exns__Marketo_Key__c/);
  } finally {
    await named.close();
  }
});

test('a campaign comes with its statuses; the currency is asked for only where there are several', async () => {
  const DESCRIBE = '/services/data/v66.0/sobjects/Campaign/describe';
  org.on(DESCRIBE, { json: { fields: [{ name: 'Id' }] } });
  const row = { Id: CAMPAIGN, Name: 'Webinar', IsDeleted: false, Type: null, ActualCost: 12.5, OwnerId: '005000000000001AAA' };
  org.on(QUERY_ALL, records([row]));
  const status = (Label: string, SortOrder: number, CampaignId = CAMPAIGN) => ({
    CampaignId,
    Label,
    HasResponded: false,
    IsDefault: SortOrder === 1,
    SortOrder
  });
  org.on(QUERY, records([status('Attended', 3), status('Invited', 1), status('Other', 2, '701000000000002AAA')]));
  const [campaign] = await org.salesforce.readCampaigns([CAMPAIGN]);
  assert.deepEqual([campaign?.actualCost, campaign?.type, campaign?.currency], [12.5, null, null]);
  assert.deepEqual(
    campaign?.statuses.map(({ label }) => label),
    ['Invited', 'Attended']
  );
  await org.salesforce.readCampaigns([CAMPAIGN]);
  assert.equal(org.outside.askedOf(DESCRIBE).length, 1);
  assert.doesNotMatch(soqlOf(QUERY_ALL), /CurrencyIsoCode/);
});

test('the outbox is read with its times, and taken 200 rows at a time', async () => {
  const entry = {
    op: 'look-again',
    campaignId: CAMPAIGN,
    memberId: null,
    leadId: null,
    contactId: null,
    oldStatus: null,
    newStatus: null,
    at: '2026-03-04T05:06:07.000Z'
  };
  org.on(`${BASE}/outbox`, { json: { rows: [{ id: 'a00000000000001AAA', at: '2026-03-04T05:06:07Z', entries: [entry] }], more: false } });
  const [row] = await org.salesforce.readOutbox(500);
  assert.equal(row?.entries[0]?.at.toISOString(), '2026-03-04T05:06:07.000Z');
  assert.equal(org.outside.askedOf(`${BASE}/outbox`)[0]?.query.get('limit'), '200');
  org.on(`${BASE}/outbox/taken`, { json: { deleted: 200 } });
  await org.salesforce.takeOutbox(Array.from({ length: 201 }, (_, index) => `a0${index}`));
  const sizes = org.outside.askedOf(`${BASE}/outbox/taken`).map(({ body }) => (JSON.parse(body) as { rowIds: string[] }).rowIds.length);
  assert.deepEqual(sizes, [200, 1]);
});

test('an outbox row that cannot be read stops the drain instead of being taken unread', async () => {
  org.on(`${BASE}/outbox`, { json: { rows: [{ id: 'a', at: '2026-03-04T05:06:07Z', entries: [{ op: 'explode', at: 'soon' }] }] } });
  await assert.rejects(org.salesforce.readOutbox(50), (error: OutsideError) => error.kind === 'garbled');
});

test('a member write names one person, and its answers must stand in order', async () => {
  const change = { leadId: LEAD, contactId: null, expected: null, write: 'Sent' };
  const done = {
    leadId: LEAD,
    contactId: null,
    memberId: '00v000000000001AAA',
    outcome: 'done',
    current: 'Sent',
    code: null,
    message: null
  };
  org.on(`${BASE}/members`, { json: { results: [done] } });
  const [result] = await org.salesforce.writeMembers(CAMPAIGN, [change]);
  assert.equal(result?.outcome, 'done');
  assert.deepEqual(JSON.parse(org.outside.askedOf(`${BASE}/members`)[0]?.body ?? ''), {
    campaignId: CAMPAIGN,
    changes: [{ leadId: LEAD, expected: null, write: 'Sent' }]
  });
  org.on(`${BASE}/members`, { json: { results: [{ ...done, leadId: '00Q000000000009EAA' }] } });
  await assert.rejects(org.salesforce.writeMembers(CAMPAIGN, [change]), (error: OutsideError) => error.kind === 'garbled');
});

test('people, statuses and links are written by the routes of the contract, links ten at a time', async () => {
  org.on(`${BASE}/people`, { json: { results: [{ key: 'k:1', outcome: 'exists', leadId: LEAD }] } });
  const person = {
    key: 'k:1',
    firstName: null,
    lastName: 'Example',
    company: 'Unknown',
    email: null,
    phone: null,
    title: null,
    ownerId: null
  };
  const [made] = await org.salesforce.createPeople([person], { assignmentRule: true, allowDuplicates: false });
  assert.deepEqual([made?.outcome, made?.leadId, made?.contactId], ['exists', LEAD, null]);
  assert.deepEqual(JSON.parse(org.outside.askedOf(`${BASE}/people`)[0]?.body ?? ''), {
    records: [person],
    assignmentRule: true,
    allowDuplicates: false
  });
  org.on(`${BASE}/statuses`, { json: { results: [{ label: 'Attended', outcome: 'created', code: null, message: null }], statuses: [] } });
  assert.equal((await org.salesforce.ensureStatuses(CAMPAIGN, [{ label: 'Attended', responded: true }]))[0]?.outcome, 'created');
  org.on(`${BASE}/links`, ({ body }) => {
    const { links } = JSON.parse(body) as { links: { campaignId: string }[] };
    return { json: { results: links.map(({ campaignId }) => ({ campaignId, outcome: 'done', code: null, message: null })) } };
  });
  const links = Array.from({ length: 11 }, (_, index) => ({
    campaignId: `701${index}`,
    remove: true,
    link: null,
    statuses: null,
    issues: null,
    campaign: null
  }));
  assert.equal((await org.salesforce.writeLinks(links)).length, 11);
  assert.equal(org.outside.askedOf(`${BASE}/links`).length, 2);
});
