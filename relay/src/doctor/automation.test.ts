import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { failure, startMarketo, success, type MarketoInstance } from '../../testing/marketo-instance.ts';
import { QUERY, records, refusal, startOrg, type Org } from '../../testing/salesforce-org.ts';
import type { AutomationSettings } from '../automation/settings.ts';
import { checkAutomation } from './automation.ts';

const TYPES = '/rest/v1/activities/external/types.json';
const SCHEMA = '/rest/v1/customobjects/schema.json';
const SMART_CAMPAIGN = '/rest/asset/v1/smartCampaign/1234.json';
const whole: AutomationSettings = {
  campaigns: 'active',
  activities: { added: 100_001, removed: 100_002, changed: 100_003 },
  object: 'membership_c',
  requests: [{ on: 'added', status: null, smartCampaignId: 1234 }],
  flowSteps: null
};
const type = (id: number, status = 'approved') => ({ id, apiName: `type${id}`, status });

let org: Org;
let instance: MarketoInstance;
beforeEach(async () => {
  [org, instance] = await Promise.all([startOrg(), startMarketo()]);
  org.on(QUERY, records([{ Id: '701000000000001AAA', Name: 'Webinar', Label: 'Sent' }]));
  instance.on(TYPES, success([type(100_001), type(100_002), type(100_003, 'approved with draft')]));
  instance.on(SCHEMA, success([{ apiName: 'membership_c', state: 'approved', fields: [] }]));
  instance.on(SMART_CAMPAIGN, success([{ id: 1234, name: 'Thank you', isRequestable: true }]));
});
afterEach(() => Promise.all([org.close(), instance.close()]));

const examine = (of: Partial<AutomationSettings> = {}) => checkAutomation({ ...whole, ...of }, instance.marketo, org.salesforce);
async function finding(name: string) {
  const one = (await examine()).find((check) => check.name === name);
  return { verdict: one?.verdict, said: `${one?.sentence}\n${one?.fix}` };
}

test('where all is well, all that is set up is said to be well, and nothing else is asked', async () => {
  assert.deepEqual(
    (await examine()).map(({ name, verdict }) => `${name} ${verdict}`),
    ['automation-campaigns ok', 'automation-activities ok', 'automation-object ok', 'automation-requests ok']
  );
  assert.deepEqual(await examine({ campaigns: 'linked', activities: null, object: null, requests: [] }), []);
});

test('campaigns whose activity may not be read are a problem with the right that is missing', async () => {
  org.on(QUERY, refusal(400, 'INVALID_FIELD', "No such column 'IsActive' on entity 'Campaign'."));
  const { verdict, said } = await finding('automation-campaigns');
  assert.equal(verdict, 'problem');
  assert.match(said, /IsActive[\s\S]*field-level security/);
  org.on(QUERY, records([]));
  assert.equal((await finding('automation-campaigns')).verdict, 'warning');
});

test('an activity type that is gone or a draft is named', async () => {
  instance.on(TYPES, success([type(100_001), type(100_002, 'draft')]));
  const { verdict, said } = await finding('automation-activities');
  assert.equal(verdict, 'problem');
  assert.match(said, /"removed" \(100002\), "changed" \(100003\)[\s\S]*setup automation/);
});

test('rights that Marketo refuses are named one by one', async () => {
  for (const [path, name, right] of [
    [TYPES, 'automation-activities', /Read-Write Activity Metadata/],
    [SCHEMA, 'automation-object', /Read-Write Custom Object/],
    [SMART_CAMPAIGN, 'automation-requests', /Execute Campaign/]
  ] as const) {
    instance.on(path, failure('603', 'Access denied'));
    const { verdict, said } = await finding(name);
    assert.equal(verdict, 'problem', name);
    assert.match(said, right);
  }
});

test('a custom object that is gone, a draft, or not in the subscription is told apart', async () => {
  for (const [answer, said] of [
    [success([]), /no custom object membership_c[\s\S]*setup automation/],
    [success([{ apiName: 'membership_c', state: 'draft' }]), /not approved/],
    [failure('616', 'Invalid subscription type'), /\(616\)[\s\S]*--no-custom-object/]
  ] as const) {
    instance.on(SCHEMA, answer);
    const found = await finding('automation-object');
    assert.equal(found.verdict, 'problem');
    assert.match(found.said, said);
  }
});

test('a smart campaign that is gone or cannot be requested is named', async () => {
  for (const [rows, said] of [
    [[], /1234 is not there/],
    [[{ id: 1234, name: 'Thank you', isRequestable: false }], /"Thank you"[\s\S]*Campaign is Requested/]
  ] as const) {
    instance.on(SMART_CAMPAIGN, success([...rows]));
    const found = await finding('automation-requests');
    assert.equal(found.verdict, 'problem');
    assert.match(found.said, said);
  }
});
