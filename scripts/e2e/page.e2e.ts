/** The campaign page with everything real behind it: what a campaign owner sees and does. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openBrowser } from '../../lab/page/testing/browser.ts';
import { seedExample } from '../stack/seed.ts';
import { campaignMembers, eventually, openStack, type TestStack } from './scenario.ts';

describe('the campaign page of the example', () => {
  let stack: TestStack;
  let campaignId = '';
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  const count = async (name: string) => Number((await browser.page.textContent(`[data-count="${name}"] .value`))?.replace(/\D/g, ''));

  before(async () => {
    stack = await openStack({ page: true });
    campaignId = await seedExample(stack, () => undefined);
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await stack?.end();
  });

  it('shows the counts of the first compare; "Sync now" makes them current', async () => {
    const problems: string[] = [];
    browser.page.on('pageerror', (error) => problems.push(String(error)));
    const inSync = async () => {
      const [row] = await stack.salesforce.query<{ In_Sync__c: number }>('SELECT In_Sync__c FROM Marketo_Link__c');
      return row?.In_Sync__c ?? 0;
    };
    // 18 people are known to Marketo only; under the rule `wait` they are parked.
    await eventually('members in sync', inSync, 312, 60);
    await browser.page.goto(`${stack.page?.ready['url']}/campaign/${campaignId}`);
    await browser.page.waitForSelector('[data-count="inSync"]');
    assert.equal(await count('inSync'), 312);
    assert.equal(await count('parked'), 18);

    const [leadId] = (await campaignMembers(stack, campaignId)).keys();
    assert.ok(leadId);
    const [fresh = ''] = await stack.salesforce.insert('Lead', [
      { LastName: 'Newcomer-Example', Company: 'Example Works', Email: 'newcomer@example.com' }
    ]);
    await stack.salesforce.insert('CampaignMember', [{ CampaignId: campaignId, LeadId: fresh, Status: 'Invited' }]);
    await browser.page.click('[data-id="sync-now"] button');
    await eventually('the count on the panel', () => count('inSync'), 313, 30);
    assert.equal(await count('pending'), 0);
    assert.deepEqual(problems, []);
  });
});
