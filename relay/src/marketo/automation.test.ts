import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { failure, startMarketo, success, type MarketoInstance } from '../../testing/marketo-instance.ts';

let instance: MarketoInstance;
beforeEach(async () => (instance = await startMarketo()));
afterEach(() => instance.close());

const activity = (leadId: number) => ({
  typeId: 100_001,
  leadId,
  at: new Date('2026-03-04T05:06:07.890Z'),
  primaryValue: 'Webinar',
  attributes: { changeId: 'x', responded: true }
});

test('activities are sent by API name, and each answer is told apart; their refusals are called errors', async () => {
  let sent: unknown;
  instance.on('/rest/v1/activities/external.json', ({ body }) => {
    sent = JSON.parse(body);
    return success([
      { id: 50, marketoGUID: '50', status: 'added' },
      { status: 'skipped', errors: [{ code: '1004', message: 'Lead not found' }] },
      { status: 'skipped', errors: [{ code: '1049', message: 'Too long' }] }
    ]);
  });
  const answers = await instance.marketo.addActivities([activity(1), activity(2), activity(3)]);
  assert.deepEqual(
    answers.map(({ outcome, code }) => [outcome, code]),
    [
      ['added', null],
      ['unknown-lead', '1004'],
      ['refused', '1049']
    ]
  );
  assert.deepEqual((sent as { input: unknown[] }).input[0], {
    leadId: 1,
    activityDate: '2026-03-04T05:06:07Z',
    activityTypeId: 100_001,
    primaryAttributeValue: 'Webinar',
    attributes: [
      { apiName: 'changeId', value: 'x' },
      { apiName: 'responded', value: true }
    ]
  });
});

test('an answer for fewer records than were sent is no answer', async () => {
  instance.on('/rest/v1/activities/external.json', success([{ id: 1, status: 'added' }]));
  await assert.rejects(instance.marketo.addActivities([activity(1), activity(2)]), { kind: 'garbled' });
});

test('activities are looked for 30 people a call, with every value that the feed shows', async () => {
  const asked: string[] = [];
  instance.on('/rest/v1/activities/pagingtoken.json', success(undefined, { nextPageToken: 'T' }));
  instance.on('/rest/v1/activities.json', ({ query }) => {
    asked.push(query.get('leadIds') ?? '');
    const row = { leadId: 1, activityDate: '2026-03-04T05:06:07Z', activityTypeId: 100_001, primaryAttributeValue: 'Webinar' };
    return success([{ ...row, attributes: [{ name: 'Change Id', value: 'x' }] }], { nextPageToken: 'T2', moreResult: false });
  });
  const ids = Array.from({ length: 31 }, (_, index) => index + 1);
  const [first] = await instance.marketo.shownActivities(new Date(0), [100_001], ids);
  assert.deepEqual(
    asked.map((list) => list.split(',').length),
    [30, 1]
  );
  assert.ok(first?.values.includes('x') && first.values.includes('Webinar'));
});

test('records say which were done, not there, of nobody, and refused', async () => {
  const skipped = (code: string) => ({ seq: 0, status: 'skipped', reasons: [{ code, message: 'no' }] });
  instance.on(
    '/rest/v1/customobjects/membership.json',
    success([{ seq: 0, status: 'created', marketoGUID: 'a' }, skipped('1004'), skipped('1006')])
  );
  instance.on('/rest/v1/customobjects/membership/delete.json', success([skipped('1013')]));
  const outcomes = (some: { outcome: string }[]) => some.map(({ outcome }) => outcome);
  const row = { leadId: 1, campaignId: '701A' };
  assert.deepEqual(outcomes(await instance.marketo.putRecords('membership', [row, row, row])), ['done', 'unknown-lead', 'refused']);
  assert.deepEqual(outcomes(await instance.marketo.removeRecords('membership', [row])), ['not-there']);
});

test('a subscription without custom objects is refused for good, with what to do', async () => {
  instance.on('/rest/v1/customobjects/schema.json', failure('616', 'Invalid subscription type'));
  await assert.rejects(instance.marketo.objectType('membership'), { kind: 'refused', code: '616', message: /--no-custom-object/ });
});
