/** The page and the panel in a real browser. The org and Marketo behind it are small servers that answer what this test sets. */
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { buildPage } from './build/build.ts';
import { startPage } from './server.ts';
import { openBrowser } from './testing/browser.ts';

const CAMPAIGN = '701000000000001AAA';

type Answer = (url: URL, body: Record<string, unknown>, authorization: string) => unknown;

async function serve(answer: Answer): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const body = (text ? JSON.parse(text) : {}) as Record<string, unknown>;
      const result = answer(new URL(request.url ?? '/', 'http://org'), body, request.headers.authorization ?? '');
      response.writeHead(result === undefined ? 404 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(result ?? []));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

function panel(pending: number, inSync: number) {
  return {
    campaignId: CAMPAIGN,
    campaignName: 'Spring Webinar',
    canManage: true,
    canView: true,
    enabled: true,
    paired: true,
    link: {
      programId: '1001',
      programName: 'Spring Webinar 2026',
      programUrl: 'https://app.example.com/#ME1001A1',
      programType: 'Event',
      channel: 'Webinar',
      state: 'active',
      stateReason: null,
      lastSync: new Date().toISOString(),
      heartbeat: new Date().toISOString(),
      lagSeconds: 0,
      lastError: null,
      marketoMembers: 5,
      marketoSuccesses: 1,
      salesforceMembers: 5,
      inSync,
      pending,
      parked: 1,
      failing: 0,
      leftByRule: 0,
      direction: 'both',
      people: 'wait',
      costTotal: 12500,
      costMonths: [{ month: '2026-03', amount: 12500, note: null }],
      actualCost: 12500,
      currencyCode: 'USD'
    },
    statuses: [
      { marketo: 'Invited', label: 'Invited', step: 10, success: false, marketoCount: 4, salesforceCount: 3 },
      { marketo: 'Attended', label: 'Attended', step: 40, success: true, marketoCount: 1, salesforceCount: 1 }
    ]
  };
}

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
        return { returnValue: body.method === 'getPanel' ? panel(synced ? 0 : 2, synced ? 4 : 2) : null };
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
