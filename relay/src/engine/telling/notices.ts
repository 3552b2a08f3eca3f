/**
 * People in Salesforce are told what stops a link or the whole sync: once for as long as it lasts, at once or as soon as the org can be reached, and what waits for
 * decisions once a day. Which states there are is looked up each time, so that a state that began or ended while no relay ran is told of, too.
 */
import type { LinkRow, NoticeKind, NoticeRow } from '../../store/port.ts';
import { brakedRemovals } from '../turn/brake.ts';
import { forPeople } from '../budget.ts';
import { CAMPAIGN_DELETED, NATIVELY_LINKED } from '../compare/campaign-and-program.ts';
import { DIGEST, digestOf } from './digest.ts';
import { connectionSentences, linkSentences, meanwhileSentences, type Sentences } from './notice-sentences.ts';
import { OutsideError, type Side } from '../ports.ts';
import { backoff } from '../retrying.ts';
import type { Tenant, Trouble } from '../tenant.ts';

/** docs/contract: at most 20 a call. */
const AT_ONCE = 20;

/** A state that people have to know of. */
interface State extends Sentences {
  kind: NoticeKind;
  about: string;
  campaignId: string | null;
}

export async function tellPeople(tenant: Tenant): Promise<void> {
  await noteStates(tenant);
  await send(tenant);
}

async function noteStates(tenant: Tenant): Promise<void> {
  const { store } = tenant;
  const links = await store.links(tenant.id);
  const now = tenant.clock.now();
  const states = [...links.flatMap(stateOfLink), ...statesOfTenant(tenant, now), ...(await digestOf(tenant, links, now))];
  const open = await store.openNotices(tenant.id);
  const begun = states.filter(({ about }) => !open.some((notice) => notice.about === about && notice.endedAt === null));
  const ended = open.filter(
    (notice) => notice.endedAt === null && !states.some(({ about }) => about === notice.about) && isOver(tenant, notice, links)
  );
  if (begun.length === 0 && ended.length === 0) return;
  await store.transact(async (tx) => {
    for (const state of begun) {
      const { id, row } = newNotice(tenant, state);
      await tx.putNotice(row);
      tenant.log.warn(
        { tenant: tenant.row.orgId, notice: id, kind: state.kind, campaign: state.campaignId },
        `${state.title}. ${state.body}`
      );
      tenant.metrics.count('notices_total', { tenant: tenant.row.orgId, kind: state.kind }, 1);
    }
    for (const notice of ended) {
      await tx.putNotice({ ...notice, endedAt: now, ...afterwards(notice, now) });
      tenant.log.info(
        { tenant: tenant.row.orgId, notice: notice.id, kind: notice.kind, campaign: notice.campaignId },
        `Over: ${notice.title}`
      );
    }
  });
}

/** Only of what stopped a link by itself: whoever paused it knows. */
function stateOfLink(link: LinkRow): State[] {
  const kind = brakedRemovals(link) !== null ? 'brake' : 'link-paused';
  const own = kind === 'brake' || link.stateReason === CAMPAIGN_DELETED || link.stateReason === NATIVELY_LINKED;
  if (link.state === 'active' || (link.state === 'paused' && !own)) return [];
  // Ended, it can be resumed no more: another state than paused.
  return [{ kind, about: `link ${link.id} ${link.state}`, campaignId: link.campaignId, ...linkSentences(link) }];
}

function statesOfTenant(tenant: Tenant, now: number): State[] {
  const bySide = new Map<string, State>();
  for (const trouble of tenant.troubles.values()) {
    const kind = kindOf(trouble, now - trouble.since > tenant.settings.lostMs);
    if (kind === null || trouble.side === null) continue;
    const about = `${kind} ${trouble.side}`;
    bySide.set(about, { kind, about, campaignId: null, ...connectionSentences(kind, trouble.side, trouble.sentence, trouble.since) });
  }
  return [...bySide.values()];
}

function kindOf({ kind, code }: Trouble, lasts: boolean): 'pairing-lost' | 'connection-lost' | 'quota-exhausted' | null {
  if (kind === 'quota') return 'quota-exhausted';
  // A person switched it off, and sees on the page that it is.
  if (kind === 'not-approved') return code === 'wrong-org' ? 'pairing-lost' : code === 'switched-off' ? null : 'connection-lost';
  if (kind === 'credentials') return 'connection-lost';
  return kind !== null && lasts ? 'connection-lost' : null;
}

/** A process that has just taken over has seen nothing fail yet, and nothing succeed: a side that was lost is found again when it answered. */
function isOver(tenant: Tenant, notice: NoticeRow, links: LinkRow[]): boolean {
  if (notice.campaignId !== null || notice.about.startsWith(DIGEST)) return true;
  // Marketo is asked regularly for active links only.
  if (!ofSalesforce(notice) && !links.some((link) => link.state === 'active')) return true;
  const side: Side = ofSalesforce(notice) ? 'salesforce' : 'marketo';
  return (tenant.wellAt.get(side) ?? -Infinity) > notice.at;
}

/** Of what ended before anybody could be told: a link that goes on needs nobody; that nothing was carried over for hours is told all the same. */
function afterwards(notice: NoticeRow, now: number): Partial<NoticeRow> {
  if (notice.due === null || notice.kind === 'daily-digest') return {};
  if (notice.campaignId !== null) return { due: null, outcome: 'over' };
  return meanwhileSentences(notice.title, notice.at, now);
}

function newNotice(tenant: Tenant, { kind, about, campaignId, title, body }: State): { id: string; row: NoticeRow } {
  const id = tenant.newId();
  const at = tenant.clock.now();
  const row = { id, tenantId: tenant.id, kind, about, campaignId, title: cut(title, 250), body: cut(body, 750), at };
  return { id, row: { ...row, due: at, attempts: 0, outcome: null, endedAt: null } };
}

const ofSalesforce = ({ about }: Pick<NoticeRow, 'about'>) => about.endsWith(' salesforce');

const cut = (text: string, most: number) => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);

async function send(tenant: Tenant): Promise<void> {
  const now = tenant.clock.now();
  const due = (await tenant.store.openNotices(tenant.id)).filter((notice) => notice.due !== null && notice.due <= now).slice(0, AT_ONCE);
  if (due.length === 0) return;
  const asked = due.map((notice) => {
    const { id, kind, campaignId, title, body } = notice;
    // That Salesforce was lost can only be told when it is not lost any more.
    const late = ofSalesforce(notice) && notice.attempts > 0 && notice.endedAt === null ? meanwhileSentences(title, notice.at, now) : {};
    return { id, kind, campaignId, title, body, ...late };
  });
  try {
    // That the calls are used up is told with those that are kept for people.
    const results = await forPeople(() => tenant.salesforce.tell(asked));
    await tenant.store.transact(async (tx) => {
      for (const [index, notice] of due.entries()) {
        const { outcome, code, message } = results[index] ?? { outcome: 'refused', code: null, message: 'no answer' };
        const said = outcome === 'done' ? 'told' : `${code ?? 'refused'}: ${message ?? ''}`;
        if (outcome !== 'done') tenant.log.warn({ tenant: tenant.row.orgId, notice: notice.id }, `Salesforce did not tell people: ${said}`);
        await tx.putNotice({ ...notice, due: null, outcome: said });
      }
    });
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    // What is lost may be Salesforce itself; people are told when it answers again. A package too old to know how says so here and nowhere else.
    tenant.log.warn(
      { tenant: tenant.row.orgId, notices: due.map(({ id }) => id), error: error.message },
      'People in Salesforce could not be told, which is tried again'
    );
    await tenant.store.transact(async (tx) => {
      for (const notice of due) {
        const attempts = notice.attempts + 1;
        await tx.putNotice({ ...notice, attempts, due: tenant.clock.now() + backoff(tenant, attempts) });
      }
    });
  }
}
