/** Whatever the other side answers, every call ends in an answer or in an `OutsideError` of a known kind: nothing else is thrown, and nothing hangs. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { startMarketo, TOKEN_PATH, token } from '../../testing/marketo-instance.ts';
import { faults, type Answer } from '../../testing/outside-server.ts';
import { login, LOGIN_PATH, startOrg } from '../../testing/salesforce-org.ts';
import { OutsideError } from '../engine/ports.ts';
import type { Marketo } from '../marketo/marketo.ts';
import type { Salesforce } from '../salesforce/salesforce.ts';

const CAMPAIGN = '701000000000001AAA';
const LEAD = '00Q000000000001EAA';
const ATTRIBUTE = { apiName: 'status', name: 'Status', dataType: 'string' as const };
const marketo: Record<string, (port: Marketo) => Promise<unknown>> = {
  readMembers: (port) => port.readMembers(7, [1, 2]),
  listMembers: (port) => Array.fromAsync(port.listMembers(7)),
  orderMembers: (port) => port.orderMembers(7, null),
  'orderMembers, of a job': (port) => port.orderMembers(7, 'job-1'),
  readLeads: (port) => port.readLeads([1, 2]),
  findLeads: (port) => port.findLeads('email', ['one@example.com']),
  createLead: (port) =>
    port.createLead({ salesforceId: LEAD, email: 'one@example.com', firstName: 'One', lastName: 'Example', company: 'Example Ltd' }),
  nameLead: (port) => port.nameLead(1, LEAD),
  setStatus: (port) => port.setStatus(7, 'Attended', [1, 2]),
  removeMembers: (port) => port.removeMembers(7, [1, 2]),
  activityCursor: (port) => port.activityCursor(new Date(0)),
  activities: (port) => port.activities('cursor', 104, [7]),
  deletedLeads: (port) => port.deletedLeads('cursor'),
  program: (port) => port.program(7),
  programs: (port) => port.programs('webinar', 1),
  programNamed: (port) => port.programNamed('Webinar'),
  createProgram: (port) =>
    port.createProgram({ name: 'Webinar', description: null, type: 'Event', channel: 'Webinar', folderId: 1, tags: [] }),
  channel: (port) => port.channel('Webinar'),
  channels: (port) => port.channels(),
  folders: (port) => port.folders('', 1),
  activityTypes: (port) => port.activityTypes(),
  describeActivityType: (port) => port.describeActivityType('added_c'),
  createActivityType: (port) =>
    port.createActivityType({
      apiName: 'added_c',
      name: 'Added',
      description: '',
      triggerName: 'Is Added',
      filterName: 'Was Added',
      primary: ATTRIBUTE
    }),
  addTypeAttributes: (port) => port.addTypeAttributes('added_c', [ATTRIBUTE]),
  approveActivityType: (port) => port.approveActivityType('added_c'),
  addActivities: (port) => port.addActivities([{ typeId: 100_001, leadId: 1, at: new Date(0), primaryValue: 'Webinar', attributes: {} }]),
  shownActivities: (port) => port.shownActivities(new Date(0), [100_001], [1]),
  objectType: (port) => port.objectType('membership_c'),
  createObjectType: (port) =>
    port.createObjectType({ apiName: 'membership_c', displayName: 'Membership', pluralName: 'Memberships', description: '' }),
  addObjectFields: (port) => port.addObjectFields('membership_c', []),
  approveObjectType: (port) => port.approveObjectType('membership_c'),
  putRecords: (port) => port.putRecords('membership_c', [{ leadId: 1, campaignId: CAMPAIGN }]),
  removeRecords: (port) => port.removeRecords('membership_c', [{ leadId: 1, campaignId: CAMPAIGN }]),
  smartCampaign: (port) => port.smartCampaign(1),
  requestCampaign: (port) => port.requestCampaign(1, [1], [])
};
const salesforce: Record<string, (port: Salesforce) => Promise<unknown>> = {
  readOutbox: (port) => port.readOutbox(200),
  takeOutbox: (port) => port.takeOutbox(['a00000000000001AAA']),
  readMembers: (port) => port.readMembers(CAMPAIGN, [LEAD]),
  listMembers: (port) => Array.fromAsync(port.listMembers(CAMPAIGN)),
  changedMembers: (port) => Array.fromAsync(port.changedMembers([CAMPAIGN], new Date(0))),
  orderMembers: (port) => port.orderMembers(CAMPAIGN, null),
  'orderMembers, of a job': (port) => port.orderMembers(CAMPAIGN, '7500000000000001AAA'),
  readPeople: (port) => port.readPeople([LEAD]),
  findPeople: (port) => port.findPeople({ keys: ['123-ABC-456:1'], emails: ['one@example.com'] }),
  readCampaigns: (port) => port.readCampaigns([CAMPAIGN]),
  writeMembers: (port) => port.writeMembers(CAMPAIGN, [{ leadId: LEAD, contactId: null, expected: null, write: 'Attended' }]),
  createPeople: (port) =>
    port.createPeople(
      [
        {
          key: '123-ABC-456:1',
          firstName: null,
          lastName: 'Example',
          company: 'Example Ltd',
          email: null,
          phone: null,
          title: null,
          ownerId: null
        }
      ],
      { assignmentRule: false, allowDuplicates: false }
    ),
  ensureStatuses: (port) => port.ensureStatuses(CAMPAIGN, [{ label: 'Attended', responded: true }]),
  createCampaign: (port) =>
    port.createCampaign({
      key: 'k',
      name: 'Webinar',
      type: null,
      ownerId: null,
      parentId: null,
      recordTypeId: null,
      startDate: null,
      endDate: null,
      isActive: true,
      statuses: []
    }),
  writeLinks: (port) => port.writeLinks([{ campaignId: CAMPAIGN, remove: true, link: null, statuses: null, issues: null, campaign: null }]),
  tell: (port) => port.tell([{ id: '1', kind: 'brake', campaignId: CAMPAIGN, title: 'Title', body: 'Body' }]),
  diagnostics: (port) => port.diagnostics(),
  activeCampaigns: (port) => Array.fromAsync(port.activeCampaigns()),
  activeAmong: (port) => port.activeAmong([CAMPAIGN]),
  latestCampaigns: (port) => port.latestCampaigns(10),
  statusLabels: (port) => port.statusLabels([CAMPAIGN]),
  campaignsNamed: (port) => port.campaignsNamed('Webinar')
};

const html = (status: number): Answer => ({ status, text: '<html><body>Bad gateway</body></html>' });
const row = { id: {}, leadId: 'x', status: 5, Id: 5, exportId: null };
const answers: Record<string, Answer> = {
  'a web page': faults.webPage,
  'half of a JSON': faults.halfJson,
  'a body that breaks off': faults.truncated,
  'a connection that breaks off': faults.reset,
  'a redirect': faults.elsewhere,
  'an error page 500': html(500),
  'an error page 502': html(502),
  'an error page 503': html(503),
  'a refusal without a body 403': { status: 403, text: '' },
  'nothing at all': { text: '', headers: { 'content-type': 'application/json' } },
  'a null': { json: null },
  'a list': { json: [] },
  'a number': { json: 5 },
  'success: false without a word': { json: { requestId: 'x', success: false } },
  'success: false with an unknown code': {
    json: { requestId: 'x', success: false, errors: [{ code: '9999', message: 'New in this release' }] }
  },
  'a result of another shape': {
    json: { requestId: 'x', success: true, result: [row, null, 'x'], done: true, records: [row], results: [row] }
  },
  'too many results': {
    json: { requestId: 'x', success: true, result: Array.from({ length: 9 }, () => ({})), results: [{}, {}, {}], records: [], done: true }
  },
  'pages without an end': {
    json: {
      requestId: 'x',
      success: true,
      result: [],
      nextPageToken: 'same',
      moreResult: true,
      records: [],
      done: false,
      nextRecordsUrl: '/services/data/v66.0/query/x'
    }
  },
  'a body that comes too slowly': {
    raw: (response) => void response.writeHead(200, { 'content-type': 'application/json' }).write('{"success":')
  },
  'a body larger than any': {
    raw: (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = Buffer.alloc(1_000_000, 32);
      const on = () => {
        while (!response.destroyed && response.write(more));
      };
      response.on('drain', on).on('error', () => undefined);
      on();
    }
  }
};
const KINDS = ['temporary', 'rate', 'quota', 'credentials', 'not-approved', 'no-answer', 'garbled', 'gone', 'refused'];

async function outcome(call: Promise<unknown>, what: string): Promise<void> {
  try {
    await call;
  } catch (error) {
    assert.ok(error instanceof OutsideError, `${what}: ${(error as Error).stack}`);
    assert.ok(KINDS.includes(error.kind), `${what}: ${error.kind}`);
    assert.ok(error.message.length > 20 && /[.!?]$/.test(error.message), `${what}: "${error.message}" is no sentence`);
  }
}

for (const [name, answer] of Object.entries(answers)) {
  test(`Marketo answers ${name}`, async () => {
    const instance = await startMarketo(400);
    instance.outside.answer(({ path }) => (path === TOKEN_PATH ? token() : answer));
    const all = Object.entries(marketo).map(([method, call]) => outcome(call(instance.marketo), `${method}, answered ${name}`));
    await Promise.all(all).finally(() => instance.close());
  });
  test(`Salesforce answers ${name}`, async () => {
    const org = await startOrg({ timeoutMs: 400 });
    org.outside.answer(({ path }) => (path === LOGIN_PATH ? login(org.outside.url, 'session') : answer));
    const all = Object.entries(salesforce).map(([method, call]) => outcome(call(org.salesforce), `${method}, answered ${name}`));
    await Promise.all(all).finally(() => org.close());
  });
}

test('every method of both sides is asked', async () => {
  const instance = await startMarketo();
  const org = await startOrg();
  const own = ['leadFields', 'usageToday', 'session'];
  const methods = (port: object) =>
    Object.keys(port)
      .filter((name) => !own.includes(name))
      .sort();
  const asked = (calls: object) => [...new Set(Object.keys(calls).map((name) => name.split(',')[0]))].sort();
  const there = [methods(instance.marketo), methods(org.salesforce)];
  // First: a server that is left open keeps the process from its end.
  await Promise.all([instance.close(), org.close()]);
  assert.deepEqual([asked(marketo), asked(salesforce)], there);
});
