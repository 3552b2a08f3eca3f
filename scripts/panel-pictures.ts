/**
 * `node scripts/panel-pictures.ts`: makes the pictures of the campaign panel anew, into docs/images/: the campaign panel in its states, on a stack that is started
 * for it and whose Apex really runs. Look at each one before it is committed.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { openBrowser } from '../lab/page/testing/browser.ts';
import { PanelPage } from './e2e/panel-page.ts';
import { eventually, openStack } from './e2e/scenario.ts';
import { CAMPAIGN, CHANNEL, COSTS, STATUSES } from './stack/example.ts';
import { createCampaign, seedExample } from './stack/seed.ts';
import { VIEWER } from './stack/stack.ts';

const folder = path.resolve(import.meta.dirname, '../docs/images');
mkdirSync(folder, { recursive: true });
const say = (text: string) => process.stderr.write(`${text}\n`);

say('Starting the stack …');
const stack = await openStack({ page: true });
const browser = await openBrowser({ width: 1400, height: 1000 });
const panel = new PanelPage(browser.page, stack.page?.ready['url'] ?? '');
/** @param whole The page, not the panel alone. */
const picture = async (name: string, whole = false) => {
  // Colours and borders of buttons fade in.
  await browser.page.waitForTimeout(400);
  const file = path.join(folder, `${name}.png`);
  await (whole ? browser.page.screenshot({ path: file }) : panel.panel.screenshot({ path: file }));
  say(name);
};

/** A campaign that stands before its link: some statuses have their names, one looks alike, one is missing. */
async function unlinked(): Promise<{ campaignId: string; programId: number }> {
  const people = Array.from({ length: 40 }, (_, index) => ({
    email: `guest.${index}@example.com`,
    firstName: 'Gale',
    lastName: `Guest-${index}`,
    company: 'Example Works'
  }));
  const { programs } = await stack.marketo.control<{ programs: { id: number }[] }>('POST', 'seed', {
    leads: people,
    programs: [
      {
        name: 'Harbour Breakfast',
        channel: CHANNEL,
        type: 'Event',
        folder: 'Webinars',
        costs: COSTS.slice(0, 1),
        members: people.slice(0, 30).map(({ email }, index) => ({ email, status: STATUSES[index % 2]?.name ?? '' }))
      }
    ]
  });
  const campaignId = await createCampaign(stack.salesforce, 'Harbour breakfast', [
    { name: 'Invited', success: false },
    { name: 'registered', success: false },
    { name: 'No Show', success: false },
    { name: 'Attended', success: true }
  ]);
  const ids = await stack.salesforce.insert(
    'Lead',
    people.slice(0, 24).map((one) => ({ FirstName: one.firstName, LastName: one.lastName, Company: one.company, Email: one.email }))
  );
  const members = ids.slice(8, 20).map((LeadId) => ({ CampaignId: campaignId, LeadId, Status: 'Invited' }));
  await stack.salesforce.insert('CampaignMember', members);
  return { campaignId, programId: programs[0]?.id ?? 0 };
}

try {
  say(`${CAMPAIGN} …`);
  const exampleId = await seedExample(stack, () => undefined);
  const { campaignId, programId } = await unlinked();
  const inSync = async () =>
    (await stack.salesforce.query<{ In_Sync__c: number }>('SELECT In_Sync__c FROM Marketo_Link__c'))[0]?.In_Sync__c;
  await eventually('members in sync', inSync, 312, 90);

  await panel.open(exampleId);
  await browser.page.locator('lab-marketo-program select').first().waitFor();
  await picture('page', true);
  await picture('panel');
  await panel.part('tile-parked').click();
  await panel.panel.locator('[data-member]').first().waitFor();
  await picture('issues');
  await panel.press('back-to-overview');
  await panel.menu('history-item');
  await panel.panel.locator('[data-entry]').first().waitFor();
  await panel.part('kind').locator('button').click();
  await panel.part('kind').locator('[role="option"]', { hasText: 'Writes' }).click();
  await panel.panel.locator('[data-entry]').nth(5).waitFor();
  await browser.page.screenshot({ path: path.join(folder, 'history.png'), clip: await clip(700) });
  await panel.press('back-to-overview');
  await panel.menu('runs-item');
  await panel.part('undo').last().click();
  await panel.part('undo-view').locator('[data-id="calls"]').waitFor();
  await picture('undo');
  await panel.open(exampleId);
  await panel.menu('unlink');
  await picture('unlink');

  await panel.open(exampleId, '?dark');
  await picture('panel-dark');
  await panel.open(exampleId, `?as=${VIEWER}`);
  await picture('panel-viewer');
  await browser.page.setViewportSize({ width: 390, height: 844 });
  await panel.open(exampleId);
  await picture('panel-phone');
  await browser.page.setViewportSize({ width: 1400, height: 1000 });

  await panel.open(campaignId);
  await picture('link-0-unlinked');
  await panel.press('link');
  await panel.panel.locator(`button[data-program="${programId}"]`).waitFor();
  await picture('link-1-program');
  await panel.panel.locator(`button[data-program="${programId}"]`).click();
  await panel.part('write').first().waitFor();
  await picture('link-2-statuses');
  await panel.press('accept');
  await panel.press('create');
  await panel.press('next');
  await panel.panel.locator('label[for^="people-create"]').click();
  await picture('link-3-rules');
  await panel.press('next');
  await panel.part('calls').waitFor();
  await panel.panel.locator('summary').first().click();
  await picture('link-4-preview');

  await panel.open(exampleId);
  await panel.menu('pause');
  await panel.part('paused').waitFor();
  await picture('panel-paused');
  await panel.menu('resume');
  await panel.part('sync-now').waitFor();
  await stack.relay.part.stop();
  await panel.press('sync-now');
  await panel.part('stale').waitFor();
  await picture('panel-relay-down');
} finally {
  await browser.close();
  await stack.end();
}

/** The upper part of the panel: a history is as long as its link is old. */
async function clip(height: number) {
  const box = await panel.panel.boundingBox();
  return { x: box?.x ?? 0, y: box?.y ?? 0, width: box?.width ?? 0, height };
}
