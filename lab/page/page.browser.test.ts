/** The page and the panel in a real browser. The org and Marketo behind it are small servers that answer what this test sets. */
import assert from 'node:assert/strict';
import type { Server } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { buildPage } from './build/build.ts';
import { startPage } from './server.ts';
import { openBrowser } from './testing/browser.ts';
import { panelAnswer, serve } from './testing/small-server.ts';

const CAMPAIGN = '701000000000001AAA';

describe('the campaign page', () => {
  const calls: string[] = [];
  let synced = false;
  let org: { url: string; server: Server };
  let marketo: { url: string; server: Server };
  let site: Awaited<ReturnType<typeof startPage>>;
  let browser: Awaited<ReturnType<typeof openBrowser>>;

  before(async () => {
    await buildPage();
    org = await serve((url, body, authorization) => {
      if (url.pathname === '/lab/session') {
        return authorization === 'Bearer org-key' ? { accessToken: `session of ${String(body.username)}` } : undefined;
      }
      if (authorization !== 'Bearer session of owner@example.com') {
        return undefined;
      }
      if (url.pathname === '/lab/aura') {
        calls.push(String(body.method));
        synced ||= body.method === 'syncNow';
        return {
          returnValue:
            body.method === 'getPanel' ? panelAnswer(CAMPAIGN, { pending: synced ? 0 : 2, inSync: synced ? 4 : 2, parked: 1 }) : null
        };
      }
      const soql = url.searchParams.get('q') ?? '';
      const records = soql.includes('FROM Campaign ')
        ? [{ Id: CAMPAIGN, Name: 'Spring Webinar', Type: 'Webinar', Status: 'Planned', ActualCost: 12500 }]
        : soql.includes('FROM CampaignMemberStatus')
          ? [{ Label: 'Invited' }, { Label: 'Attended' }]
          : soql.includes('FROM CampaignMember') && !soql.includes('COUNT')
            ? [{ Id: '00v000000000001AAA', Name: 'Ada Example', Type: 'Lead', Status: 'Attended' }]
            : [];
      return { totalSize: soql.includes('COUNT') ? 1 : records.length, done: true, records };
    });
    marketo = await serve(() => undefined);
    site = await startPage({
      port: 0,
      orgUrl: org.url,
      orgControlKey: 'org-key',
      marketoUrl: marketo.url,
      marketoControlKey: 'marketo-key',
      username: 'owner@example.com'
    });
    browser = await openBrowser();
  });

  after(async () => {
    await browser?.close();
    await site?.close();
    org?.server.close();
    marketo?.server.close();
  });

  it('shows members beside the panel; "Sync now" reaches Apex and the new counts appear without a reload', async () => {
    const problems: string[] = [];
    browser.page.on('pageerror', (error) => problems.push(String(error)));
    await browser.page.goto(`${site.url}/campaign/${CAMPAIGN}`);

    await browser.page.waitForSelector('[data-count="inSync"]');
    const value = async (key: string) => (await browser.page.textContent(`[data-count="${key}"] .value`))?.trim();
    assert.equal(await value('inSync'), '2');
    assert.equal(await value('pending'), '2');
    assert.match((await browser.page.textContent('[data-id="program"]')) ?? '', /Spring Webinar 2026/);
    await browser.page.waitForSelector('[data-member="00v000000000001AAA"]');
    assert.equal(await browser.page.inputValue('[data-member="00v000000000001AAA"] select'), 'Attended');

    await browser.page.click('[data-id="sync-now"] button');
    await browser.page.locator('[data-count="inSync"] .value', { hasText: '4' }).waitFor();
    assert.equal(await value('pending'), '0');
    assert.ok(calls.includes('syncNow'));
    assert.deepEqual(problems, []);
  });

  it('serves no file outside its folders', async () => {
    for (const address of ['/dist/../../../package.json', '/dist/%2e%2e/%2e%2e/%2e%2e/package.json', '/slds/..%2f..%2fpackage.json']) {
      const answer = await fetch(site.url + address);
      assert.equal(answer.status, 404, address);
    }
  });
});
