import assert from 'node:assert/strict';
import test, { afterEach, beforeEach } from 'node:test';
import { startMarketo, success, type MarketoInstance } from '../../testing/marketo-instance.ts';

let instance: MarketoInstance;
beforeEach(async () => {
  instance = await startMarketo();
});
afterEach(() => instance.close());

const CHANNEL = {
  id: 4,
  name: 'Webinar, live',
  applicableProgramType: 'event',
  progressionStatuses: [
    { name: 'Attended', step: 40, success: true, hidden: false },
    { name: 'Not in Program', step: 0, success: false, hidden: false },
    { name: 'Old', step: 20, hidden: true }
  ]
};

test("a channel's statuses come in step order, without Not in Program; a comma in its name needs the list", async () => {
  instance.on('/rest/asset/v1/channels.json', success([CHANNEL]));
  assert.deepEqual(await instance.marketo.channel('Webinar, live'), {
    id: 4,
    name: 'Webinar, live',
    programType: 'Event',
    statuses: [
      { name: 'Old', step: 20, success: false, hidden: true },
      { name: 'Attended', step: 40, success: true, hidden: false }
    ]
  });
  assert.equal(await instance.marketo.channel('Other, name'), null);
});

test('all channels, 200 at a time, each with the kind of program that it is for', async () => {
  const rows = Array.from({ length: 250 }, (_, index) => ({ id: index, name: `Channel ${index}`, progressionStatuses: [] }));
  const kinds = ['program', 'event', 'webinar', 'nurture', 'email_batch', 'something new'];
  instance.on('/rest/asset/v1/channels.json', ({ query }) => {
    const offset = Number(query.get('offset'));
    return success(rows.slice(offset, offset + 200).map((row) => ({ ...row, applicableProgramType: kinds[row.id % kinds.length] })));
  });
  const channels = await instance.marketo.channels();
  assert.equal(channels.length, 250);
  assert.deepEqual(
    channels.slice(0, 6).map(({ programType }) => programType),
    ['Default', 'Event', 'EventWithWebinar', 'Engagement', 'Email', 'Default']
  );
});
