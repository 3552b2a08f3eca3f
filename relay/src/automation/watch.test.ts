import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { look, newWatched, sameRecord, wantedRecord, withEvidence, type Seen, type Told, type Watched } from './watch.ts';

const ids = { campaignId: '701A', leadId: '00QA', contactId: null };
const told: Told = { activities: true, requests: [] };
let serial = 0;
const newId = () => `id-${++serial}`;
const seen = (status: string | null): Seen | null => (status === null ? null : { status, responded: false });
const at = (watched: Watched, status: string | null, rules: Told = told) => look(watched, seen(status), rules, 1_000, newId);
const said = ({ telling }: Watched) => telling.map(({ kind, from, to }) => [kind, from, to]);
const known = (status: string | null): Watched => ({ ...newWatched(ids), base: seen(status) });
const sent = (watched: Watched): Watched => ({ ...watched, telling: watched.telling.map((one) => ({ ...one, sentAt: 5 })) });

test('whoever is found at the first look was there before anybody watched: nothing is told', () => {
  assert.deepEqual(said(at(newWatched(ids), 'Sent')), []);
});

test('but a change that is heard of before the first look, or right after it, is told', () => {
  assert.deepEqual(said(at(withEvidence(newWatched(ids), null), 'Sent')), [['added', null, 'Sent']]);
  const found = at(newWatched(ids), 'Sent');
  assert.deepEqual(said(at(withEvidence(found, 'Invited'), 'Sent')), [['changed', 'Invited', 'Sent']]);
  const unsure = at(withEvidence(newWatched(ids), undefined), 'Sent');
  assert.deepEqual(said(unsure), [], 'nobody knows what was before');
});

test('evidence that comes late or twice is not believed over what Marketo was told', () => {
  const told = at(withEvidence(newWatched(ids), null), 'Sent');
  assert.deepEqual(said(at(withEvidence(told, null), 'Sent')), [['added', null, 'Sent']]);
});

test('each kind of change has its own name', () => {
  assert.deepEqual(said(at(known(null), 'Sent')), [['added', null, 'Sent']]);
  assert.deepEqual(said(at(known('Sent'), 'Attended')), [['changed', 'Sent', 'Attended']]);
  assert.deepEqual(said(at(known('Sent'), null)), [['removed', 'Sent', null]]);
  assert.deepEqual(said(at(known('Sent'), 'Sent')), []);
});

test('what was not yet sent is merged; what was sent stays', () => {
  const once = at(known(null), 'Sent');
  assert.deepEqual(said(at(once, 'Attended')), [['added', null, 'Attended']]);
  assert.deepEqual(said(at(once, null)), [], 'there and back is no change');
  assert.deepEqual(said(at(sent(once), null)), [
    ['added', null, 'Sent'],
    ['removed', 'Sent', null]
  ]);
});

test('a smart campaign is requested for its change and its status only, and merged for itself', () => {
  const rules: Told = {
    activities: false,
    requests: [
      { on: 'added', status: null, smartCampaignId: 1 },
      { on: 'changed', status: 'Attended', smartCampaignId: 2 },
      { on: 'removed', status: 'Attended', smartCampaignId: 3 }
    ]
  };
  const asked = (watched: Watched) => watched.telling.map(({ smartCampaignId }) => smartCampaignId);
  assert.deepEqual(asked(at(known(null), 'Attended', rules)), [1]);
  assert.deepEqual(asked(at(known('Sent'), 'Attended', rules)), [2]);
  assert.deepEqual(asked(at(known('Sent'), 'Waiting', rules)), []);
  assert.deepEqual(asked(at(known('Attended'), null, rules)), [3]);
  assert.deepEqual(asked(at(at(known(null), 'Sent', rules), null, rules)), [], 'gone before anybody heard of it');
});

test('whatever happens in whatever order, what was told in a row leads from the beginning to what is there', () => {
  const status = fc.constantFrom(null, 'Sent', 'Registered', 'Attended');
  const step = fc.oneof(fc.record({ see: status }), fc.constant('send' as const), fc.constant('arrive' as const));
  fc.assert(
    fc.property(status, fc.array(step, { maxLength: 30 }), (first, steps) => {
      let watched = known(first);
      const heard: (string | null)[][] = [];
      const hear = (some: Watched['telling']) => heard.push(...some.map(({ from, to }) => [from, to]));
      for (const one of steps) {
        if (one === 'send') watched = sent(watched);
        else if (one === 'arrive') {
          hear(watched.telling.filter(({ sentAt }) => sentAt !== null));
          watched = { ...watched, telling: watched.telling.filter(({ sentAt }) => sentAt === null) };
        } else watched = at(watched, one.see);
      }
      hear(watched.telling);
      let now: string | null = first;
      for (const [from, to] of heard) {
        assert.equal(from, now, 'each begins where the one before ended');
        assert.notEqual(from, to, 'none says that nothing happened');
        now = to ?? null;
      }
      assert.equal(now, watched.base === 'unseen' ? first : (watched.base?.status ?? null), 'and the last ends at what is there');
    })
  );
});

test('the record is that of a member whom Marketo knows, and none of anybody else', () => {
  const member = { ...known('Sent'), marketoLeadId: 7, since: 3 };
  const record = { leadId: 7, name: 'Webinar', since: 3, status: 'Sent', responded: false };
  assert.deepEqual(wantedRecord(member, 'Webinar'), record);
  assert.equal(wantedRecord({ ...member, marketoLeadId: null }, 'Webinar'), null);
  assert.equal(wantedRecord({ ...member, base: null }, 'Webinar'), null);
  assert.ok(!sameRecord('unknown', null), 'nobody knows: written to be sure');
  assert.ok(!sameRecord({ ...record, name: 'Old name' }, record));
  assert.ok(sameRecord({ ...record, since: 1 }, record));
});
