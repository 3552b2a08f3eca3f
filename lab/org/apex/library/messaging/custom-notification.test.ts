import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SmallData } from '../../../server/testing/small-data.ts';
import { checkThrows, runApex } from '../testing/run-apex.ts';

const [TYPE, USER, CAMPAIGN] = ['0ML000000000001AAA', '005000000000001AAA', '701000000000001AAA'];
/** One notification type and one user. */
const KNOWN = [TYPE, USER];

class WithBell extends SmallData {
  override query(_soql: string, binds: Record<string, unknown>) {
    const records = KNOWN.filter((Id) => Id === binds['id']).map((Id) => ({ object: 'User', fields: { Id }, parents: {}, children: {} }));
    return { records, totalSize: records.length };
  }
}
const data = () => new WithBell(() => Date.UTC(2024, 1, 29));

const made = (change = '') => `
  Messaging.CustomNotification bell = new Messaging.CustomNotification();
  bell.setNotificationTypeId('${TYPE}'); bell.setTitle('Paused'); bell.setBody('Look at it.'); bell.setTargetId('${CAMPAIGN}');
  Set<String> users = new Set<String>{ '${USER}' };
  ${change}
  bell.send(users);`;

test('what is sent leaves with the transaction; in a test nothing does', () => {
  const { notifications } = runApex(made(), { data: data() }).execution.transaction;
  const { at, ...said } = notifications[0] ?? assert.fail('nothing was sent');
  assert.match(at, /^2024-02-29T/);
  assert.deepEqual(said, {
    typeId: TYPE,
    title: 'Paused',
    body: 'Look at it.',
    senderId: USER,
    targetId: CAMPAIGN,
    targetPageRef: null,
    recipients: [USER]
  });
  assert.equal(runApex(made(), { data: data(), isTest: true }).execution.transaction.notifications.length, 0);
});

test('what the platform would refuse is refused', () => {
  const say = (sentence: string) => `System.IllegalArgumentException: ${sentence}`;
  checkThrows(
    {
      [made("bell.setTitle('x'.repeat(251));")]: say('The title of a notification must have 1 to 250 characters.'),
      [made("bell.setBody('x'.repeat(751));")]: say('The body of a notification must have 1 to 750 characters.'),
      [made("bell.setNotificationTypeId('0ML000000000009AAA');")]: say('There is no custom notification type 0ML000000000009AAA.'),
      [made('bell.setTargetId(null);')]: say('A notification opens either a record (setTargetId) or a page (setTargetPageRef).'),
      [made('users.clear();')]: say('A notification goes to 1 to 500 users, not to 0.'),
      [made("users.add('005000000000009AAA');")]: say('This org sends notifications to users only, and 005000000000009AAA is none.'),
      [made("bell.setTargetId(null); bell.setTargetPageRef('{');")]: say('The page reference of a notification must be JSON.')
    },
    { data: data() }
  );
});
