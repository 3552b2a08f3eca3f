/** `relay status`: how each tenant stands, out of the store alone, so that it answers while both sides are down. */
import { figuresOf, type Figures } from '../engine/telling/figures.ts';
import type { Base } from '../main.ts';
import { minute } from '../engine/telling/notice-sentences.ts';
import { validUntil } from '../secrets/certificate.ts';
import type { TenantRow } from '../store/port.ts';
import type { FailReason } from '../sync/ways-out.ts';
import { allMissing } from '../tenants/connect.ts';
import { DetailRefused } from '../tenants/details.ts';
import { table, type Output } from './output.ts';

const HEAD = ['ORG', 'LINKS', 'WAITING', 'FOR', 'PARKED', 'FAILING', 'COMPARED', 'CALLS 20 S', 'CALLS TODAY'];
const MINUTE = 60_000;
/** What waits longer than this has a reason; less is a turn of work. */
const BEHIND_MS = 5 * MINUTE;
const SOON_MS = 30 * 24 * 60 * MINUTE;

const FAILING: readonly string[] = ['salesforce-fails', 'marketo-fails', 'person-unreadable'] satisfies FailReason[];

/** @param orgId Null: all tenants. */
export async function status(base: Base, orgId: string | null, output: Output, now = Date.now()): Promise<void> {
  const rows = orgId === null ? await base.store.tenants() : [await base.tenants.byOrg(orgId)];
  if (rows.length === 0) throw new DetailRefused('There are no tenants. `relay tenant add` adds one.');
  const tenants = [];
  for (const row of rows) {
    const figures = await figuresOf(base.store, row, base.settings.budget, now);
    tenants.push({ orgId: row.orgId, figures, why: await reasons(base, row, figures, now) });
  }
  const { windowCalls, dayCalls } = base.settings.budget;
  const lines = tenants.map(({ orgId: org, figures: { links, members, waiting, comparedAt, budget } }) => [
    org,
    links.paused + links.ended === 0 ? String(links.active) : `${links.active} of ${links.active + links.paused + links.ended}`,
    String(waiting.members),
    ago(waiting.since, now),
    String(members.parked),
    String(members.failing),
    ago(comparedAt, now),
    `${budget.windowCalls} of ${windowCalls}`,
    `${budget.dayCalls} of ${dayCalls}`
  ]);
  const whys = tenants.flatMap(({ orgId: org, why }) => why.map((sentence) => `${org}  ${sentence}`));
  output.say([table([HEAD, ...lines]), ...(whys.length === 0 ? [] : ['', ...whys])].join('\n'), {
    tenants: tenants.map(({ orgId: org, figures, why }) => ({
      orgId: org,
      links: figures.links,
      members: figures.members,
      waiting: { members: figures.waiting.members, since: iso(figures.waiting.since) },
      comparedAt: iso(figures.comparedAt),
      budget: {
        windowCalls: figures.budget.windowCalls,
        windowAllowed: windowCalls,
        dayCalls: figures.budget.dayCalls,
        dayAllowed: dayCalls,
        closedUntil: iso(figures.budget.closedUntil)
      },
      why
    }))
  });
}

/** What is known of why something waits; a sentence each. */
async function reasons(base: Base, row: TenantRow, { open, waiting, budget, members }: Figures, now: number): Promise<string[]> {
  const said = open.map(({ at, kind, title, body, campaignId }) => {
    const where = campaignId === null ? '' : ` (campaign ${campaignId})`;
    return `${kind} since ${minute(at)}${where}: ${title}. ${body}`;
  });
  if (budget.closedUntil !== null) said.push(`Marketo takes no calls until ${minute(budget.closedUntil)}.`);
  said.push(...allMissing(row));
  try {
    base.tenants.secretsOf(row);
  } catch (error) {
    said.push((error as Error).message);
  }
  const until = validUntil(row.certificate)?.getTime() ?? 0;
  if (until - now < SOON_MS)
    said.push(`The certificate for Salesforce ${until < now ? 'has run' : 'runs'} out on ${minute(until).slice(0, 10)}.`);
  if (members.failing > 0) said.push(`Failing: ${await failing(base, row.id)}. \`relay export --what issues\` names them.`);
  if (said.length === 0 && waiting.since !== null && now - waiting.since > BEHIND_MS) {
    said.push(
      'Nothing is known that stops it: a backlog, no relay that serves, or a side that has failed for less than a quarter of an hour. See the log, and `relay doctor`.'
    );
  }
  return said;
}

async function failing({ store }: Base, tenantId: string): Promise<string> {
  const counts = new Map<string, number>();
  for (const link of await store.links(tenantId)) {
    for (const { reason, members } of await store.issueCounts(link.id)) {
      if (FAILING.includes(reason)) counts.set(reason, (counts.get(reason) ?? 0) + members);
    }
  }
  return [...counts].map(([reason, members]) => `${members} ${reason}`).join(', ');
}

const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());

function ago(at: number | null, now: number): string {
  if (at === null) return '-';
  const minutes = Math.floor((now - at) / MINUTE);
  if (minutes < 1) return '< 1 min';
  return minutes < 120 ? `${minutes} min` : minutes < 48 * 60 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1440)} d`;
}
