/**
 * `node scripts/page-pictures.ts`: makes the pictures of the pages beside the campaign's anew, into docs/images/: a person's programs, the tab of programs, the Setup page, on a
 * stack that is started for it and whose Apex really runs. Look at each one before it is committed.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { openBrowser } from '../lab/page/testing/browser.ts';
import { campaignMembers, eventually, openStack } from './e2e/scenario.ts';
import { CHANNEL, STATUSES } from './stack/example.ts';
import { seedExample } from './stack/seed.ts';
import { VIEWER } from './stack/stack.ts';

const folder = path.resolve(import.meta.dirname, '../docs/images');
mkdirSync(folder, { recursive: true });
const say = (text: string) => process.stderr.write(`${text}\n`);

say('Starting the stack …');
const stack = await openStack({ page: true });
const { page, close } = await openBrowser({ width: 1200, height: 800 });
const open = (place: string) => page.goto(`${stack.page?.ready['url']}${place}`);
const picture = async (name: string) => {
  // Colours and borders of buttons fade in.
  await page.waitForTimeout(400);
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
  say(name);
};
const link = async () =>
  (
    await stack.salesforce.query<{ Id: string; In_Sync__c: number; Parked__c: number }>(
      'SELECT Id, In_Sync__c, Parked__c FROM Marketo_Link__c'
    )
  )[0];

try {
  const campaignId = await seedExample(stack, () => undefined);
  await eventually('members in sync', async () => (await link())?.In_Sync__c, 312, 120);
  const [leadId = '', otherId = ''] = (await campaignMembers(stack, campaignId)).keys();

  await page.setViewportSize({ width: 1200, height: 360 });
  await open(`/lead/${leadId}?as=${VIEWER}`);
  await page.waitForSelector('[data-id="as-of"]');
  await picture('person');
  // As where a link has more issues than the org may hold; and one issue of this person.
  const { Id: linkId, Parked__c } = (await link()) ?? { Id: '', Parked__c: 0 };
  await stack.salesforce.update('Marketo_Link__c', [{ Id: linkId, Parked__c: 900 }]);
  await open(`/lead/${leadId}`);
  await page.waitForSelector('[data-id="look-up"]');
  await picture('person-not-known');
  const issueIds = await stack.salesforce.insert('Marketo_Sync_Issue__c', [
    {
      Link__c: linkId,
      Lead__c: otherId,
      State__c: 'parked',
      Reason__c: 'marketo-never-moves-back',
      Sentence__c:
        'Salesforce says "Invited", Marketo says "Attended", and Marketo never moves a member back. Put Marketo’s status back into Salesforce, or remove the member in Marketo and add it again.',
      Salesforce_Value__c: 'Invited',
      Marketo_Value__c: 'Attended',
      Since__c: new Date().toISOString()
    }
  ]);
  await page.setViewportSize({ width: 420, height: 700 });
  await open(`/lead/${otherId}?width=SMALL`);
  await page.waitForSelector('[data-id="sentence"]');
  await picture('person-issue-phone');
  await stack.salesforce.delete(issueIds);
  await stack.salesforce.update('Marketo_Link__c', [{ Id: linkId, Parked__c }]);

  const people = Array.from({ length: 12 }, (_, index) => ({
    email: `guest.${index}@example.com`,
    firstName: 'Gale',
    lastName: `Guest-${index}`,
    company: 'Example Works'
  }));
  const members = people.map(({ email }, index) => ({ email, status: STATUSES[index % 2]?.name ?? '' }));
  const { programs } = await stack.marketo.control<{ programs: { id: number }[] }>('POST', 'seed', {
    leads: people,
    programs: [
      {
        name: 'Harbour Breakfast',
        channel: CHANNEL,
        type: 'Event',
        folder: 'Webinars',
        costs: [{ month: '2026-03', cost: 1750 }],
        members
      },
      { name: 'Pier Roadshow', channel: CHANNEL, type: 'Event', folder: 'Webinars', costs: [] }
    ]
  });
  await page.setViewportSize({ width: 1200, height: 500 });
  await open('/programs');
  await page.waitForSelector(`[data-program-row="${programs[1]?.id}"]`);
  for (const { id } of programs) {
    await page.check(`input[data-program="${id}"]`);
  }
  await picture('programs');
  await page.click('[data-work="create"] button');
  await page.click('[data-id="people"] input[value="create"] + label');
  await picture('programs-create');
  await page.click('[data-id="prepare"] button');
  await page.waitForSelector('[data-id="start"]', { timeout: 60_000 });
  await picture('programs-preview');
  await page.click('[data-id="start"] button');
  await page.waitForSelector('[data-id="back"]', { timeout: 60_000 });
  await picture('programs-done');
  await page.setViewportSize({ width: 390, height: 800 });
  await open('/programs?dark');
  await page.waitForSelector('[data-id="shown"]');
  await page.waitForSelector('[data-id="asking"]', { state: 'detached' });
  await picture('programs-phone-dark');

  await page.setViewportSize({ width: 1200, height: 800 });
  await open('/setup');
  await page.waitForSelector('[data-id="org-checks"]');
  await page.click('[data-id="test"] button');
  await page.waitForSelector('[data-id="relay-checks"]', { timeout: 60_000 });
  await picture('setup');
  await page.setViewportSize({ width: 1200, height: 360 });
  await open(`/setup?as=${VIEWER}`);
  await page.click('[data-id="self-check"] button');
  await page.waitForSelector('[data-id="own-sight"]');
  await picture('setup-viewer');
} finally {
  await close();
  await stack.end();
}
