/** The pages beside the campaign's, with everything real behind them: a person's programs, the tab of programs, the Setup page. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, it } from 'node:test';
import { openBrowser } from '../../lab/page/testing/browser.ts';
import { CHANNEL } from '../stack/example.ts';
import { VIEWER } from '../stack/stack.ts';
import { campaignMembers, eventually, linkedCampaign, openStack, type Linked, type TestStack } from './scenario.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
describe('the pages beside the campaign’s', () => {
  let stack: TestStack;
  let linked: Linked;
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  const problems: string[] = [];

  before(async () => {
    stack = await openStack({ page: true });
    linked = await linkedCampaign(stack, { people: 2 });
    const [first] = linked.people;
    await stack.salesforce.insert('CampaignMember', [
      { CampaignId: linked.campaignId, LeadId: first?.salesforceLeadId ?? '', Status: 'Registered' }
    ]);
    await eventually('the first sync', async () => (await linkRow()).In_Sync__c, 1, 60);
    browser = await openBrowser();
    browser.page.on('pageerror', (error) => problems.push(String(error)));
  });
  after(async () => {
    await browser?.close();
    await stack?.end();
  });

  async function linkRow() {
    const [row] = await stack.salesforce.query<{ Id: string; In_Sync__c: number | null }>(
      `SELECT Id, In_Sync__c FROM Marketo_Link__c WHERE Campaign__c = '${linked.campaignId}'`
    );
    return row ?? { Id: '', In_Sync__c: null };
  }
  const open = (path: string, as = '') => browser.page.goto(`${stack.page?.ready['url']}${path}${as === '' ? '' : `?as=${as}`}`);
  const text = async (selector: string) => (await browser.page.textContent(selector))?.trim() ?? '';

  /** The page itself, too: nothing that a person with a screen reader or weak eyes could not use. */
  async function assertAccessible(where: string) {
    await browser.page.evaluate(axeSource);
    const found = await browser.page.evaluate<string[]>(
      'axe.run(document).then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`))'
    );
    assert.deepEqual(found, [], where);
    assert.deepEqual(problems, [], where);
  }

  it('a lead’s page says nothing but what the org knows, and looks up the rest when asked', async () => {
    const leadId = linked.people[0]?.salesforceLeadId ?? '';
    await open(`/lead/${leadId}`, VIEWER);
    await browser.page.waitForSelector('[data-id="as-of"]');
    assert.match(await text('[data-id="badge"]'), /No open issue/);
    assert.equal(await text('[data-id="salesforce-status"]'), 'Registered');
    await assertAccessible('lead');

    // As where a link has more issues than the org may hold.
    await stack.salesforce.update('Marketo_Link__c', [{ Id: (await linkRow()).Id, Parked__c: 900 }]);
    await open(`/lead/${leadId}`);
    await browser.page.click('[data-id="look-up"] button');
    await browser.page.locator('[data-id="badge"]', { hasText: 'In sync' }).waitFor();
    await assertAccessible('lead, looked up');
  });

  it('campaigns are made for two programs at once, previewed, and linked; their members arrive', async () => {
    const { programs } = await stack.marketo.control<{ programs: { id: number }[] }>('POST', 'seed', {
      leads: [{ email: 'mole@example.com', firstName: 'Mo', lastName: 'Mole-Example', company: 'Example Works' }],
      programs: [
        {
          name: 'Pier',
          channel: CHANNEL,
          type: 'Event',
          folder: 'Webinars',
          costs: [],
          members: [{ email: 'mole@example.com', status: 'Invited' }]
        },
        { name: 'Quay', channel: CHANNEL, type: 'Event', folder: 'Webinars', costs: [] }
      ]
    });
    const [pier = 0, quay = 0] = programs.map(({ id }) => id);
    await open('/programs');
    await browser.page.waitForSelector(`[data-program-row="${quay}"]`);
    await assertAccessible('programs');
    await browser.page.check(`input[data-program="${pier}"]`);
    await browser.page.check(`input[data-program="${quay}"]`);
    await browser.page.click('[data-work="create"] button');
    await browser.page.click('[data-id="prepare"] button');
    await browser.page.locator('[data-id="people"]', { hasText: 'Choose one' }).waitFor();
    await browser.page.click('[data-id="people"] input[value="create"] + label');
    await assertAccessible('programs, settings');
    await browser.page.click('[data-id="prepare"] button');
    await browser.page.waitForSelector('[data-id="start"]', { timeout: 60_000 });
    assert.match(await text(`[data-preview="${pier}"]`), /leads created: 1/);
    await assertAccessible('programs, preview');
    await browser.page.click('[data-id="start"] button');
    await browser.page.waitForSelector('[data-id="back"]', { timeout: 60_000 });
    assert.match(await text('[data-id="heading"]'), /^2 linked/);

    const campaigns = await stack.salesforce.query<{ Id: string; Name: string }>(
      "SELECT Id, Name FROM Campaign WHERE Name IN ('Pier', 'Quay') ORDER BY Name"
    );
    assert.deepEqual(
      campaigns.map(({ Name }) => Name),
      ['Pier', 'Quay']
    );
    await eventually(
      'the member',
      async () => [...(await campaignMembers(stack, campaigns[0]?.Id ?? '')).values()].map(({ status }) => status),
      ['Invited'],
      60
    );
    await browser.page.click('[data-id="back"] button');
    await browser.page.waitForSelector('[data-id="shown"]');
  });

  it('a campaign is paused and resumed from the list, with a result for each', async () => {
    const program = `input[data-program="${linked.programId}"]`;
    for (const [work, state] of [
      ['pause', 'Paused'],
      ['resume', 'Syncing']
    ] as const) {
      await open('/programs');
      await browser.page.check(program);
      await browser.page.click(`[data-work="${work}"] button`);
      await browser.page.click('[data-id="go"] button');
      await browser.page.locator('[data-id="heading"]', { hasText: '1 done' }).waitFor();
      await browser.page.click('[data-id="back"] button');
      await browser.page.locator(`[data-program-row="${linked.programId}"]`, { hasText: state }).waitFor();
    }
    assert.deepEqual(problems, []);
  });

  it('the Setup page tests the connection, switches off and on again, and gives a person a permission set', async () => {
    await open('/setup');
    await browser.page.waitForSelector('[data-id="org-checks"]');
    await assertAccessible('setup');
    await browser.page.click('[data-id="test"] button');
    await browser.page.waitForSelector('[data-id="relay-checks"] [data-check="connection"][data-verdict="ok"]', {
      state: 'attached',
      timeout: 60_000
    });
    await browser.page.waitForSelector('[data-budget="marketo-quota"]');

    const isOn = async () => {
      const [row] = await stack.salesforce.query<{ Enabled__c: boolean }>('SELECT Enabled__c FROM Marketo_Sync_Setting__c');
      return row?.Enabled__c;
    };
    for (const [change, after] of [
      ['switch-off', false],
      ['switch-on', true]
    ] as const) {
      await browser.page.click(`[data-change="${change}"] [data-id="press"] button`);
      await assertAccessible(`setup, ${change}`);
      await browser.page.click(`[data-change="${change}"] [data-id="confirm"] button`);
      await eventually(change, isOn, after, 30);
    }

    await browser.page.click('[data-id="assign"][data-set="Marketo_Sync_User"] button');
    await browser.page.fill('[data-set-row="Marketo_Sync_User"] input[type="search"]', 'Vic');
    await browser.page.click('c-marketo-user-search [data-user] button');
    await browser.page.locator('[data-set-row="Marketo_Sync_User"] [data-holder]', { hasText: 'Vic' }).waitFor();
    await assertAccessible('setup, assigned');
  });

  it('who may only look finds no buttons, and no setup', async () => {
    await open('/setup', VIEWER);
    await browser.page.waitForSelector('[data-id="no-permission"]');
    assert.equal(await browser.page.locator('[data-change]').count(), 0);
    await assertAccessible('setup, viewer');
  });
});
