/** The campaign panel with everything real behind it: what its owner does, what a viewer sees, and what everybody sees while the relay is down. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openBrowser } from '../../lab/page/testing/browser.ts';
import { CHANNEL } from '../stack/example.ts';
import { createCampaign } from '../stack/seed.ts';
import { VIEWER } from '../stack/stack.ts';
import { PanelPage } from './panel-page.ts';
import { eventually, openStack, type TestStack } from './scenario.ts';

const PEOPLE = 12;
/** Of them these are leads in Salesforce already; the others are known to Marketo only. */
const KNOWN = 9;

describe('the campaign panel', () => {
  let stack: TestStack;
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let panel: PanelPage;
  let campaignId = '';
  let programId = 0;
  let leadIds: string[] = [];
  const emails = Array.from({ length: PEOPLE }, (_, index) => `guest.${index}@example.com`);

  const seed = async () => {
    const named = emails.map((email, index) => ({ email, firstName: 'Gale', lastName: `Guest-${index}`, company: 'Example Works' }));
    const { programs } = await stack.marketo.control<{ programs: { id: number }[] }>('POST', 'seed', {
      leads: named,
      programs: [
        {
          name: 'Harbour Breakfast',
          channel: CHANNEL,
          type: 'Event',
          folder: 'Webinars',
          costs: [{ month: '2026-05', cost: 900, note: 'Catering' }],
          members: emails.map((email) => ({ email, status: 'Registered' }))
        }
      ]
    });
    programId = programs[0]?.id ?? 0;
    campaignId = await createCampaign(stack.salesforce, 'Harbour breakfast', [
      { name: 'Invited', success: false },
      { name: 'Registered', success: false },
      { name: 'Attended', success: true }
    ]);
    await stack.salesforce.update('Campaign', [{ Id: campaignId, ActualCost: 99 }]);
    leadIds = await stack.salesforce.insert(
      'Lead',
      named.slice(0, KNOWN).map((one) => ({ FirstName: one.firstName, LastName: one.lastName, Company: one.company, Email: one.email }))
    );
  };
  const status = (leadId: string | undefined) => async () => {
    const rows = await stack.salesforce.query<{ Status: string }>(
      `SELECT Status FROM CampaignMember WHERE CampaignId = '${campaignId}' AND LeadId = '${leadId}'`
    );
    return rows[0]?.Status ?? null;
  };
  const members = async () => (await stack.salesforce.query(`SELECT Id FROM CampaignMember WHERE CampaignId = '${campaignId}'`)).length;

  before(async () => {
    stack = await openStack({ page: true });
    await seed();
    browser = await openBrowser();
    panel = new PanelPage(browser.page, stack.page?.ready['url'] ?? '');
  });
  after(async () => {
    await browser?.close();
    await stack?.end();
  });

  it('links a campaign only after a preview, which says what then happens', async () => {
    await panel.open(campaignId);
    assert.deepEqual(await panel.violations(), []);
    await panel.toPreview(programId, 'wait');
    const line = (kind: string) => panel.panel.locator(`[data-kind="${kind}"] .number`).textContent();
    assert.equal(Number(await line('addToSalesforce')), KNOWN);
    assert.equal(Number(await line('park')), PEOPLE - KNOWN);
    assert.match((await panel.part('statuses').textContent()) ?? '', /No Show, Attended On-demand/);
    assert.match((await panel.panel.locator('[data-field="ActualCost"]').textContent()) ?? '', /stays 99/);
    assert.deepEqual(await panel.violations(), []);
    assert.equal(await members(), 0, 'Nothing was written while somebody looked.');

    // Another value stands in ActualCost: to write over it is another plan.
    await panel.press('overwrite');
    await panel.panel.locator('[data-field="ActualCost"]', { hasText: 'becomes 900' }).waitFor();
    await panel.press('start');
    await panel.part('program').waitFor({ timeout: 30_000 });
    await eventually('members of the campaign', members, KNOWN, 60);
    await eventually('members in sync on the panel', () => panel.count('inSync'), KNOWN, 30);
    assert.equal(await panel.count('parked'), PEOPLE - KNOWN);
    assert.deepEqual(panel.problems, []);
  });

  it('shows a change of either side without a reload', async () => {
    const [first, second] = leadIds;
    const [row] = await stack.salesforce.query<{ Id: string }>(
      `SELECT Id FROM CampaignMember WHERE CampaignId = '${campaignId}' AND LeadId = '${first}'`
    );
    await stack.salesforce.update('CampaignMember', [{ Id: row?.Id ?? '', Status: 'Attended' }]);
    await stack.marketo.setStatus(programId, { email: emails[1] ?? '' }, 'No Show');
    const shown = (name: string, side: string) => async () =>
      Number(await panel.panel.locator(`[data-status="${name}"] [data-side="${side}"] lightning-formatted-number`).textContent());
    await panel.press('sync-now');
    await eventually('Attended in Marketo', shown('Attended', 'marketo'), 1, 45);
    await eventually('No Show in Salesforce', shown('No Show', 'salesforce'), 1, 45);
    assert.equal(await status(second)(), 'No Show');
  });

  it('resolves an issue from the list', async () => {
    await panel.part('tile-parked').click();
    await panel.panel.locator('[data-member]').first().waitFor();
    assert.deepEqual(await panel.violations(), []);
    await panel.panel.locator('[data-way="create-person"]').first().click();
    await panel.part('notice').filter({ hasText: 'Done for 1' }).waitFor();
    await eventually('members of the campaign', members, KNOWN + 1, 45);
    await panel.press('back-to-overview');
    await eventually('parked on the panel', () => panel.count('parked'), PEOPLE - KNOWN - 1, 30);
    assert.equal(await panel.panel.locator('[data-id="tile-parked"]:focus').count(), 1, 'The tile has the focus again.');
  });

  it('lists who is in step', async () => {
    await panel.part('tile-inSync').click();
    await panel.part('members').locator('[data-member]').first().waitFor();
    assert.equal(await panel.part('members').locator('li').count(), KNOWN + 1);
    assert.deepEqual(await panel.violations(), []);
    await panel.press('back-to-overview');
  });

  it('tells the history and takes a run back only by its preview', async () => {
    await panel.menu('history-item');
    await panel.panel.locator('[data-entry]').first().waitFor();
    assert.deepEqual(await panel.violations(), []);
    await panel.press('back-to-overview');
    await panel.menu('runs-item');
    await panel.part('undo').last().click();
    await panel.part('undo-view').locator('[data-id="calls"]').waitFor();
    assert.deepEqual(await panel.violations(), []);
    await panel.part('undo-view').locator('[data-id="cancel"] button').click();
    await panel.press('back-to-overview');
  });

  it('says what stays and what stops before it unlinks', async () => {
    await panel.menu('unlink');
    assert.equal(await panel.part('unlink-view').locator('li').count(), 3);
    assert.deepEqual(await panel.violations(), []);
    await panel.press('cancel');
  });

  it('gives a viewer the figures and the list of issues, and nothing to change', async () => {
    await panel.open(campaignId, `?as=${VIEWER}`);
    await panel.part('program').waitFor();
    for (const id of ['sync-now', 'menu', 'link', 'approve']) {
      assert.equal(await panel.part(id).count(), 0, id);
    }
    await panel.part('tile-parked').click();
    await panel.panel.locator('[data-member]').first().waitFor();
    assert.equal(await panel.panel.locator('[data-way]').count(), 0);
    assert.equal(await panel.part('for-all').count(), 0);
    assert.deepEqual(await panel.violations(), []);
  });

  it('goes from pause to resume by the keyboard alone, and has the focus back', async () => {
    await panel.open(campaignId);
    await panel.part('menu').locator('button').focus();
    const choose = async (item: string) => {
      await panel.page.keyboard.press('Enter');
      await panel.part(item).waitFor();
      for (let step = 0; step < 8; step += 1) {
        const at = (await panel.part(item).locator('a:focus').count()) > 0;
        if (at) {
          break;
        }
        await panel.page.keyboard.press('ArrowDown');
      }
      await panel.page.keyboard.press('Enter');
    };
    await choose('pause');
    await panel.part('paused').waitFor({ timeout: 15_000 });
    assert.deepEqual(await panel.violations(), []);
    await panel.part('menu').locator('button').focus();
    await choose('resume');
    await panel.part('sync-now').waitFor({ timeout: 15_000 });
  });

  it('dates what it shows while the relay is down, loses nothing, and goes on when it is back', async () => {
    await stack.relay.part.stop();
    await panel.open(campaignId);
    assert.equal(await panel.count('inSync'), KNOWN + 1, 'The page paints without the relay.');
    await panel.press('sync-now');
    await panel.part('stale').waitFor();
    assert.match((await panel.part('order-refused').textContent()) ?? '', /Nothing is lost/);
    assert.deepEqual(await panel.violations(), []);
    await panel.part('tile-parked').click();
    await panel.part('stored').waitFor();
    assert.equal(await panel.panel.locator('[data-way]').count(), 0, 'Without the relay there is no way out.');
    await panel.press('back-to-overview');

    await stack.relay.restart();
    await panel.press('sync-now');
    await panel.part('stale').waitFor({ state: 'detached' });
  });

  it('is whole on a phone and in the dark, in both themes', async () => {
    await panel.page.setViewportSize({ width: 390, height: 844 });
    for (const query of ['', '?dark', '?theme=slds1']) {
      await panel.open(campaignId, query);
      await panel.part('program').waitFor();
      assert.deepEqual(await panel.violations(), [], query);
      const overflow = await panel.panel.locator('article').evaluate((card) => card.scrollWidth - card.clientWidth);
      assert.ok(overflow <= 0, `${query}: the card is ${overflow} px wider than the phone`);
      await panel.part('tile-parked').click();
      await panel.panel.locator('[data-member]').first().waitFor();
      assert.deepEqual(await panel.violations(), [], query);
    }
    await panel.page.setViewportSize({ width: 1400, height: 900 });
    assert.deepEqual(panel.problems, []);
  });
});
