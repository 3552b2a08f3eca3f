/**
 * What the panel costs in the browser: bytes, calls and time until it shows figures, and a list of ten thousand issues scrolled to its end. The org behind it is a
 * small server, so that the page alone is measured; the code is the lab's, with the engine's checks for development on, which the platform leaves out.
 */
import { buildPage } from '../../lab/page/build/build.ts';
import { startPage } from '../../lab/page/server.ts';
import { openBrowser } from '../../lab/page/testing/browser.ts';
import { panelAnswer, serve } from '../../lab/page/testing/small-server.ts';
import { panelBytes } from './panel-bytes.ts';

const CAMPAIGN = '701000000000001AAA';
const ISSUES = 10_000;
const A_PAGE = 50;
const REASON = 'marketo-never-moves-back';

export async function measurePage(say: (text: string) => void): Promise<void> {
  const { together, sum, bundles } = await panelBytes();
  const kb = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
  say(`JavaScript of the panel: ${bundles.length} bundles, ${kb(together)} gzipped together, ${kb(sum)} one by one (target ≤ 60 kB)`);

  await buildPage();
  const calls: string[] = [];
  const org = await serve((url, body) => {
    if (url.pathname === '/lab/session') {
      return { accessToken: 'session' };
    }
    if (url.pathname !== '/lab/aura') {
      const isCampaign = (url.searchParams.get('q') ?? '').includes('FROM Campaign ');
      const records = isCampaign ? [{ Id: CAMPAIGN, Name: 'Spring Webinar', Type: null, Status: null, ActualCost: null }] : [];
      return { totalSize: records.length, done: true, records };
    }
    calls.push(`${String(body['class'])}.${String(body['method'])}`);
    const params = (body['params'] ?? {}) as { reason: string | null; cursor: string | null };
    return {
      returnValue:
        body['method'] === 'getPanel'
          ? panelAnswer(CAMPAIGN, { pending: 0, inSync: 5, parked: ISSUES })
          : issuesFrom(params.reason, params.cursor)
    };
  });
  const marketo = await serve(() => undefined);
  const site = await startPage({
    port: 0,
    orgUrl: org.url,
    orgControlKey: 'key',
    marketoUrl: marketo.url,
    marketoControlKey: 'key',
    username: 'owner@example.com'
  });
  const browser = await openBrowser();
  try {
    const { page } = browser;
    const shown = page.locator('c-marketo-campaign-panel [data-count="inSync"]');
    const open = async () => {
      const began = Date.now();
      await page.goto(`${site.url}/campaign/${CAMPAIGN}`);
      await shown.waitFor();
      return Date.now() - began;
    };
    await open();
    calls.length = 0;
    const warm = await open();
    say(
      `First paint with figures: ${warm} ms after the address was entered, base components cached; calls of the panel until then: ${calls.join(', ')} (target: one, no callout)`
    );

    await page.evaluate(
      `window.longTasks = []; new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map((one) => one.duration))).observe({ type: 'longtask' });`
    );
    await page.locator('c-marketo-campaign-panel [data-id="tile-parked"]').click();
    const list = page.locator('c-marketo-issues .list');
    await list.locator('[data-member]').first().waitFor();
    const began = Date.now();
    const loaded = () => list.locator('c-marketo-issue-page').count();
    while ((await loaded()) < ISSUES / A_PAGE && Date.now() - began < 180_000) {
      await list.evaluate((region) => region.scrollTo(0, region.scrollHeight));
      await page.waitForTimeout(20);
    }
    // Once more from top to bottom, all of it there.
    for (let part = 0; part <= 40; part += 1) {
      await list.evaluate((region, share) => region.scrollTo(0, region.scrollHeight * share), part / 40);
      await page.waitForTimeout(50);
    }
    const tasks = await page.evaluate<number[]>('window.longTasks');
    const longest = Math.round(Math.max(0, ...tasks));
    say(
      `A list of ${(await loaded()) * A_PAGE} issues loaded by scrolling and scrolled again in ${((Date.now() - began) / 1000).toFixed(0)} s: ${tasks.length} tasks over 50 ms, the longest ${longest} ms (target ≤ 100 ms)`
    );
  } finally {
    await browser.close();
    await site.close();
    org.server.close();
    marketo.server.close();
  }
}

function issuesFrom(reason: string | null, cursor: string | null) {
  const from = Number(cursor ?? 0);
  const issues = Array.from({ length: Math.min(A_PAGE, ISSUES - from) }, (_, index) => ({
    memberKey: `m-${from + index}`,
    leadId: null,
    contactId: null,
    marketoLeadId: from + index,
    state: 'parked',
    reason: REASON,
    sentence:
      'Salesforce says "Invited", Marketo says "Attended", and Marketo never moves a member back. Put Marketo’s status back into Salesforce, or remove the member in Marketo and add it again, which loses its membership date and member fields.',
    salesforceValue: 'Invited',
    marketoValue: 'Attended',
    since: '2026-03-04T05:06:07.000Z',
    attempts: 0,
    nextTry: null,
    candidates: [],
    waysOut: ['restore', 'rejoin', 'retry', 'ignore']
  }));
  const next = from + A_PAGE;
  return {
    issues: reason === null ? issues.slice(0, 1) : issues,
    reasons: [{ reason: REASON, members: ISSUES }],
    cursor: reason !== null && next < ISSUES ? String(next) : null,
    people: {}
  };
}
