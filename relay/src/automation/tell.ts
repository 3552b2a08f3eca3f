/**
 * One turn of telling Marketo: claim, look, remember, send, remember again. Activities and requests are written once and have no key by which Marketo would know a
 * second copy, so each is kept as sent before it is sent; where no answer came, the activity feed is asked for it before it is sent again. A second copy comes
 * about only where an answer is lost and the feed lags behind by minutes.
 */
import { OutsideError } from '../engine/ports.ts';
import { backoff } from '../engine/retrying.ts';
import type { Tenant } from '../engine/tenant.ts';
import { lookAtMembers, type Work } from './look-at-members.ts';
import type { AutomationSides } from './ports.ts';
import { writeRecords } from './records.ts';
import { readBack } from './read-back.ts';
import { sendActivities, sendRequests, type Sent } from './send.ts';
import type { AutomationSettings } from './settings.ts';
import { ASK_AGAIN_MS, ASKED_MS, NOBODY_MS, READ_BACK_MS } from './times.ts';
import type { Telling } from './watch.ts';
import { sameRecord, wantedRecord } from './watch.ts';

const MEMBERS_A_TURN = 300;
/** Calls to Marketo that a turn usually needs: activities, records. */
const CALLS_A_TURN = 2;

/** @returns How many members were claimed. @throws {OutsideError} what stops the tenant as a whole. */
export async function tellOnce(tenant: Tenant, sides: AutomationSides, automation: AutomationSettings): Promise<number> {
  const { store, clock, workerId, settings } = tenant;
  const next = await store.nextTask('watched_members', tenant.id);
  if (next === null || next > clock.now()) return 0;
  await tenant.gate.room(CALLS_A_TURN);
  const tasks = await store.claimTasks('watched_members', tenant.id, workerId, clock.now(), settings.leaseMs, MEMBERS_A_TURN);
  if (tasks.length === 0) return 0;
  try {
    const turn = new Turn(tenant, sides, automation, await lookAtMembers(tenant, automation, tasks));
    await turn.run();
  } finally {
    await store.releaseTasks(
      'watched_members',
      tasks.map(({ id }) => id),
      workerId
    );
  }
  tenant.metrics.count('members_told', { tenant: tenant.row.orgId }, tasks.length);
  return tasks.length;
}

class Turn {
  private readonly tenant: Tenant;
  private readonly sides: AutomationSides;
  private readonly automation: AutomationSettings;
  private works: Work[];
  /** Members of whom something could not be done, with the reason. */
  private readonly failed = new Map<Work, string>();
  private stop: OutsideError | null = null;

  constructor(tenant: Tenant, sides: AutomationSides, automation: AutomationSettings, works: Work[]) {
    this.tenant = tenant;
    this.sides = sides;
    this.automation = automation;
    this.works = works;
  }

  async run(): Promise<void> {
    await this.attempt(this.works, () => readBack(this.tenant, this.sides, this.automation, this.works));
    const activities = this.open((one) => one.smartCampaignId === null);
    const requests = this.open((one) => one.smartCampaignId !== null);
    const now = this.tenant.clock.now();
    for (const { telling } of [...activities, ...requests]) telling.sentAt = now;
    if (this.automation.object !== null) this.doubtRecords(now + this.tenant.settings.looseMs);
    // Kept before it is sent, with what was seen.
    await this.keep(true);
    const stays = ({ work }: Sent) => this.works.includes(work);
    if (activities.some(stays)) await sendActivities(this.sides, this.automation, activities.filter(stays), this.heard);
    if (requests.some(stays)) await sendRequests(this.sides, requests.filter(stays), this.heard);
    if (this.automation.object !== null && this.stop === null) {
      await this.attempt(this.works, () => writeRecords(this.sides, this.automation.object ?? '', this.works, this.refused));
    }
    await this.keep(false);
    if (this.stop) throw this.stop;
  }

  /** Until the answer comes, a write of a record may arrive behind a later one. */
  private doubtRecords(until: number): void {
    for (const work of this.works) {
      const { watched, campaignName, isAsked } = work;
      work.doubtedUntil = watched.rewriteAt;
      if (!isAsked && watched.marketoLeadId !== null && !sameRecord(watched.record, wantedRecord(watched, campaignName))) {
        watched.rewriteAt = until;
      }
    }
  }

  /** What may be sent now: the person is known, and nothing stands out that may be there already. */
  private open(which: (one: Telling) => boolean): Sent[] {
    if (this.stop) return [];
    return this.works.flatMap((work) =>
      work.watched.marketoLeadId === null
        ? []
        : work.watched.telling.filter((one) => which(one) && one.sentAt === null).map((telling) => ({ work, telling }))
    );
  }

  /** What became of something that was sent. */
  private readonly heard = (some: Sent[], what: 'done' | 'unknown-lead' | { failed: OutsideError } | { refused: string }): void => {
    for (const { work, telling } of some) {
      if (what === 'done') {
        drop(work, telling);
      } else if (what === 'unknown-lead') {
        telling.sentAt = null;
        work.watched.marketoLeadId = null;
        this.failed.set(work, 'Marketo does not know this person any more; who it is now is looked up.');
      } else if ('refused' in what) {
        // Asked for again it would be refused again.
        drop(work, telling);
        work.watched.lastError = what.refused;
        this.tenant.log.warn({ tenant: this.tenant.id, error: what.refused }, 'Marketo refuses what it is told of a Salesforce campaign');
      } else {
        if (wasNotTaken(what.failed)) telling.sentAt = null;
        this.failed.set(work, what.failed.message);
        if (stopsAll(what.failed)) this.stop = what.failed;
      }
    }
  };
  private readonly refused = (work: Work, sentence: string): void => void this.failed.set(work, sentence);

  private async attempt(works: Work[], work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
      works.forEach((one) => this.failed.set(one, error.message));
      if (stopsAll(error)) this.stop = error;
    }
  }

  /** @param goesOn Whether they stay claimed. Whoever belongs to another worker by now is left to that one. */
  private async keep(goesOn: boolean): Promise<void> {
    const { store, clock } = this.tenant;
    const gone = goesOn ? [] : this.works.filter((work) => work.isLeft && this.isDone(work));
    const kept = this.works.filter((work) => !gone.includes(work));
    const rows = kept.map((work) => {
      if (!goesOn) this.count(work);
      const lease = goesOn ? {} : { leaseOwner: null, leaseUntil: null };
      return { ...work.task, ...lease, due: goesOn ? clock.now() : this.due(work), row: work.watched };
    });
    const written = new Set(
      await store.transact(async (tx) => {
        await tx.removeTasks(
          'watched_members',
          gone.map(({ task }) => task.id)
        );
        return tx.replaceTasks('watched_members', rows);
      })
    );
    this.works = kept.filter(({ task }) => written.has(task.id));
    for (const work of this.works) work.task = { ...work.task, version: work.task.version + 1 };
  }

  private count(work: Work): void {
    const sentence = this.failed.get(work);
    if (sentence !== undefined) Object.assign(work.watched, { attempts: work.watched.attempts + 1, lastError: sentence });
    else if (this.isDone(work)) Object.assign(work.watched, { attempts: 0, lastError: null });
  }

  private isDone({ watched, campaignName }: Work): boolean {
    const { object } = this.automation;
    const isShown = object === null || sameRecord(watched.record, wantedRecord(watched, campaignName)) || this.isUnknown(watched);
    return watched.telling.length === 0 && isShown;
  }
  /** Nobody in Marketo to have a record. */
  private isUnknown({ marketoLeadId, base, record }: Work['watched']): boolean {
    return marketoLeadId === null && (record === null || record === 'unknown') && (base === null || base === 'unseen');
  }

  private due(work: Work): number | null {
    const now = this.tenant.clock.now();
    const { watched } = work;
    if (work.isAsked) return now + ASKED_MS;
    if (this.failed.has(work)) return now + backoff(this.tenant, watched.attempts);
    if (this.isDone(work)) return watched.rewriteAt;
    const sent = watched.telling.flatMap(({ sentAt }) => (sentAt === null ? [] : [sentAt + READ_BACK_MS]));
    if (sent.length > 0) return Math.max(now, Math.min(...sent));
    // Nobody in Marketo yet: the sync may be making the person at this moment.
    watched.telling = watched.telling.filter(({ at }) => at > now - NOBODY_MS);
    const age = now - Math.min(...watched.telling.map(({ at }) => at), watched.since ?? now);
    if (watched.telling.length === 0 && age > NOBODY_MS) return null;
    return now + Math.min(ASK_AGAIN_MS, Math.max(this.tenant.settings.readBackMs, age));
  }
}

function drop({ watched }: Work, telling: Telling): void {
  watched.telling = watched.telling.filter((one) => one.id !== telling.id);
}

/** Only what was certainly not carried out may be sent again without a look: Marketo may have done the work behind any other error. */
function wasNotTaken({ kind, code }: OutsideError): boolean {
  return ['rate', 'quota', 'credentials', 'not-approved', 'refused', 'gone'].includes(kind) || code === 'ECONNREFUSED';
}
function stopsAll({ kind }: OutsideError): boolean {
  return ['rate', 'quota', 'credentials', 'not-approved'].includes(kind);
}
