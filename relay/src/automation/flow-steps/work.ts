/**
 * Works on batches of flow steps: finds campaigns and people, decides, keeps what is to be written, writes, keeps the results. A batch whose worker died is worked
 * on again, and what was kept as planned and stands there now was its doing.
 */
import type { MemberChange as HeardChange } from '../../engine/parts.ts';
import { OutsideError, type MemberResult, type SalesforceCampaign, type SalesforcePerson } from '../../engine/ports.ts';
import { backoff } from '../../engine/retrying.ts';
import { markPerson } from '../../engine/rows.ts';
import type { Tenant } from '../../engine/tenant.ts';
import { cut } from '../../marketo/cut.ts';
import type { StoreTransaction } from '../../store/port.ts';
import type { TaskRow } from '../../store/port-tasks.ts';
import type { AutomationSides } from '../ports.ts';
import type { FlowStepSettings } from '../settings.ts';
import { batchOf, PEOPLE_A_BATCH, type AskedPerson, type FlowBatch, type PersonResult } from './calls.ts';
import { decide } from './decide.ts';
import { findCampaigns, findPeople, isFailure, type Failure } from './find.ts';

/** Five writes of Salesforce's size: what is looked up is looked up for all of them at once. */
const PEOPLE_A_TURN = 1_000;
/** docs/contract: at most 200 changes a call. */
const CHANGES_A_CALL = 200;
/** Marketo's smart campaign does not wait for ever either. */
const GIVE_UP_MS = 24 * 60 * 60_000;

interface Item {
  task: TaskRow;
  batch: FlowBatch;
  place: number;
  person: AskedPerson;
  result: PersonResult | null;
}
interface Target {
  item: Item;
  campaign: SalesforceCampaign;
  salesforce: SalesforcePerson;
}
interface Write extends Target {
  from: string | null;
  to: string | null;
  outcome: string;
}

/** @returns How many people were worked on. @throws {OutsideError} what stops the tenant as a whole. */
export async function workOnBatches(tenant: Tenant, sides: AutomationSides, settings: FlowStepSettings): Promise<number> {
  const { store, clock, workerId } = tenant;
  const next = await store.nextTask('flow_batches', tenant.id);
  if (next === null || next > clock.now()) return 0;
  const tasks: TaskRow[] = [];
  let items: Item[] = [];
  try {
    await claimBatches(tenant, tasks);
    items = tasks.flatMap((task) =>
      batchOf(task).people.map((person, place): Item => ({ task, batch: batchOf(task), place, person, result: null }))
    );
    if (items.length > 0) await new Turn(tenant, tasks, items).run(sides, settings);
  } finally {
    await store.releaseTasks(
      'flow_batches',
      tasks.map(({ id }) => id),
      workerId
    );
  }
  tenant.metrics.count('flow_step_people', { tenant: tenant.row.orgId }, items.length);
  return items.length;
}

/** As many as there may be people, since a trigger campaign calls with one at a time. @param into Those that are held by now, come what may. */
async function claimBatches({ id, store, clock, workerId, settings }: Tenant, into: TaskRow[]): Promise<void> {
  for (let room = PEOPLE_A_TURN; room >= PEOPLE_A_BATCH;) {
    const limit = Math.floor(room / PEOPLE_A_BATCH);
    const some = await store.claimTasks('flow_batches', id, workerId, clock.now(), settings.leaseMs, limit);
    into.push(...some);
    room -= some.reduce((people, task) => people + batchOf(task).people.length, 0);
    if (some.length < limit) return;
  }
}

class Turn {
  private readonly tenant: Tenant;
  private tasks: TaskRow[];
  private readonly items: Item[];
  private readonly changed: (HeardChange & { item: Item })[] = [];

  constructor(tenant: Tenant, tasks: TaskRow[], items: Item[]) {
    this.tenant = tenant;
    this.tasks = tasks;
    this.items = items;
  }

  async run(sides: AutomationSides, settings: FlowStepSettings): Promise<void> {
    let failed: OutsideError | null = null;
    try {
      const targets = await this.targets(sides, settings);
      // Of one person in one campaign one thing after the other.
      for (let open = targets; open.length > 0;) {
        const [now, later] = firstOfEach(open);
        for (const same of Map.groupBy(now, ({ campaign }) => campaign.id).values()) await this.workOnCampaign(same);
        open = later;
      }
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
      failed = error;
    }
    await this.keepResults(failed);
    if (failed && ['quota', 'credentials', 'not-approved', 'rate'].includes(failed.kind)) throw failed;
  }

  private async targets(sides: AutomationSides, settings: FlowStepSettings): Promise<Target[]> {
    const campaigns = await findCampaigns(
      this.tenant,
      sides,
      this.items.map(({ person }) => person.campaign)
    );
    const able = this.items.filter((item) => {
      const campaign = campaigns.get(item.person.campaign);
      if (campaign && !isFailure(campaign)) return true;
      fail(item, campaign ?? { code: 'NO_CAMPAIGN', reason: 'The step names no campaign.' }, null);
      return false;
    });
    const people = await findPeople(
      this.tenant,
      settings,
      able.map(({ person, batch }) => ({ person, action: batch.action }))
    );
    return able.flatMap((item): Target[] => {
      const campaign = campaigns.get(item.person.campaign) as SalesforceCampaign;
      const salesforce = people.get(item.person.leadId);
      if (salesforce && !isFailure(salesforce)) return [{ item, campaign, salesforce }];
      if (salesforce?.code === 'NOT_IN_SALESFORCE' && item.batch.action === 'remove') succeed(item, 'not-a-member', null, campaign, null);
      else fail(item, salesforce ?? { code: 'NOT_IN_MARKETO', reason: 'Marketo does not know this person any more.' }, campaign);
      return [];
    });
  }

  private async workOnCampaign(targets: Target[]): Promise<void> {
    const [first] = targets;
    if (!first) return;
    const { campaign } = first;
    const members = (
      await this.tenant.salesforce.readMembers(
        campaign.id,
        targets.map(({ salesforce }) => salesforce.id)
      )
    ).filter(({ isDeleted }) => !isDeleted);
    const statuses = {
      labels: campaign.statuses.map(({ label }) => label),
      usual: campaign.statuses.find(({ isDefault }) => isDefault)?.label ?? null
    };
    const writes = targets.flatMap((target): Write[] => {
      const { item, salesforce } = target;
      const member = members.find(({ leadId, contactId }) => (salesforce.kind === 'contact' ? contactId : leadId) === salesforce.id);
      const current = member?.status ?? null;
      const planned = item.batch.planned[item.place];
      if (planned?.personId === salesforce.id && planned.to === current && planned.from !== planned.to) {
        // Written before this worker's time, or before its answer was lost.
        this.note(target, planned.from);
        succeed(item, outcomeOf(planned.from, planned.to), current, campaign, member?.memberId ?? null);
        return [];
      }
      const decision = decide(item.batch.action, item.person.status, current, statuses);
      if (decision.do === 'write') return [{ ...target, from: current, to: decision.to, outcome: decision.outcome }];
      if (decision.do === 'nothing') succeed(item, decision.outcome, current, campaign, member?.memberId ?? null);
      else fail(item, decision, campaign);
      return [];
    });
    for (const some of cut(writes, CHANGES_A_CALL)) await this.write(campaign, some);
  }

  private async write(campaign: SalesforceCampaign, writes: Write[]): Promise<void> {
    for (const { item, salesforce, from, to } of writes) item.batch.planned[item.place] = { personId: salesforce.id, from, to };
    const owned = await this.keepPlans(new Set(writes.map(({ item }) => item.task)));
    const ours = writes.filter(({ item }) => owned.has(item.task.id));
    if (ours.length > 0) await this.send(campaign, ours);
  }

  /** A call that dies whole wrote nothing: it is halved until the one it dies of is alone. */
  private async send(campaign: SalesforceCampaign, writes: Write[]): Promise<void> {
    try {
      const changes = writes.map(({ salesforce: { id, kind }, from, to }) => ({
        leadId: kind === 'lead' ? id : null,
        contactId: kind === 'contact' ? id : null,
        expected: from,
        write: to
      }));
      const results = await this.tenant.salesforce.writeMembers(campaign.id, changes);
      writes.forEach((write, index) => this.settle(write, results[index] as MemberResult));
    } catch (error) {
      if (!(error instanceof OutsideError) || !['refused', 'gone'].includes(error.kind)) throw error;
      if (writes.length === 1) {
        fail((writes[0] as Write).item, { code: error.code, reason: error.message }, campaign);
        return;
      }
      const half = Math.ceil(writes.length / 2);
      await this.send(campaign, writes.slice(0, half));
      await this.send(campaign, writes.slice(half));
    }
  }

  private settle(write: Write, { outcome, current, memberId, code, message }: MemberResult): void {
    const { item, campaign, from, to } = write;
    if (outcome === 'done' && current === to) {
      this.note(write, from);
      succeed(item, write.outcome, current, campaign, memberId);
    } else if (outcome === 'no-op') succeed(item, 'no-change', current, campaign, memberId);
    else if (outcome === 'moved-on') {
      // Somebody was faster; what stands there now decides anew.
      delete item.batch.planned[item.place];
      item.batch.lastError = 'Somebody changed a member at the same time.';
    } else {
      const reason =
        outcome === 'done' ? `Salesforce keeps "${current}" instead of "${to}".` : `Salesforce refuses it (${code}: ${message}).`;
      fail(item, { code: code ?? 'REFUSED', reason }, campaign);
    }
  }

  private note({ item, campaign, salesforce: { id, kind } }: Target, from: string | null): void {
    const ids = { leadId: kind === 'lead' ? id : null, contactId: kind === 'contact' ? id : null };
    this.changed.push({ item, campaignId: campaign.id, ...ids, from, at: this.tenant.clock.now(), isLinked: false });
  }

  /** @returns Those of these batches that are still ours. */
  private async keepPlans(of: Set<TaskRow>): Promise<Set<string>> {
    const rows = this.tasks.filter((task) => of.has(task)).map((task) => ({ ...task, due: this.tenant.clock.now() }));
    const written = new Set(await this.tenant.store.replaceTasks('flow_batches', rows));
    this.tasks = this.tasks.filter((task) => !of.has(task) || written.has(task.id));
    for (const task of this.tasks) if (of.has(task)) task.version++;
    return written;
  }

  /** Batches with a result for everybody are done; the others are due again. What was changed is told to whom it concerns, all at once. */
  private async keepResults(failed: OutsideError | null): Promise<void> {
    const { tenant } = this;
    const now = tenant.clock.now();
    const rows = this.tasks.map((task) => this.finished(task, failed, now));
    await tenant.store.transact(async (tx) => {
      const written = new Set(await tx.replaceTasks('flow_batches', rows));
      await this.tell(
        tx,
        this.changed.filter(({ item }) => written.has(item.task.id))
      );
      const done: string[] = [];
      for (const callId of new Set(rows.filter(({ id }) => written.has(id)).map(({ group }) => group))) {
        const counts = await tx.taskCounts('flow_batches', tenant.id, callId);
        if (counts.every(({ state }) => state === 'done')) done.push(callId);
      }
      if (done.length > 0) await tx.hintTasks('flow_calls', done.sort(), now);
    });
    tenant.wake.callbacks.call();
  }

  private finished(task: TaskRow, failed: OutsideError | null, now: number): TaskRow {
    const batch = batchOf(task);
    const items = this.items.filter((item) => item.task === task);
    const open = items.filter(({ result }) => result === null);
    if (open.length > 0 && now - batch.acceptedAt > GIVE_UP_MS) {
      open.forEach((item) =>
        fail(item, { code: 'NOT_DONE', reason: failed?.message ?? batch.lastError ?? 'It could not be done within a day.' }, null)
      );
    }
    const free = { ...task, leaseOwner: null, leaseUntil: null };
    if (items.every(({ result }) => result !== null)) {
      // Nothing of the people is kept but what Marketo is told of them.
      const row: FlowBatch = {
        ...batch,
        people: [],
        planned: {},
        results: items.map(({ result }) => result as PersonResult),
        lastError: null
      };
      return { ...free, state: 'done', due: null, row };
    }
    const attempts = failed ? batch.attempts + 1 : batch.attempts;
    const wait = failed ? Math.max(backoff(this.tenant, attempts), failed.retryAfterMs ?? 0) : 0;
    return { ...free, due: now + wait, row: { ...batch, attempts, lastError: failed?.message ?? batch.lastError } };
  }

  private async tell(tx: StoreTransaction, changes: (HeardChange & { item: Item })[]): Promise<void> {
    const { tenant } = this;
    const links = new Map((await tx.links(tenant.id)).filter(({ state }) => state !== 'ended').map((link) => [link.campaignId, link]));
    for (const { campaignId, leadId, contactId, item } of changes) {
      const link = links.get(campaignId);
      if (link) await markPerson(tenant, tx, link.id, { leadId, contactId, marketoLeadId: item.person.leadId }, { cause: 'flow-step' });
    }
    const heard = changes.map(({ item: _item, ...change }) => ({ ...change, isLinked: links.has(change.campaignId) }));
    if (heard.length > 0) await tenant.companion?.heard(tenant, tx, heard);
    if (heard.some(({ isLinked }) => isLinked)) tenant.wake.step.call();
  }
}

function firstOfEach(targets: Target[]): [now: Target[], later: Target[]] {
  const seen = new Set<string>();
  const now = targets.filter(({ campaign, salesforce }) => {
    const key = `${campaign.id}:${salesforce.id}`;
    return !seen.has(key) && seen.add(key);
  });
  const chosen = new Set(now);
  return [now, targets.filter((target) => !chosen.has(target))];
}

function outcomeOf(from: string | null, to: string | null): string {
  return from === null ? 'added' : to === null ? 'removed' : 'changed';
}

function succeed(item: Item, outcome: string, status: string | null, campaign: SalesforceCampaign, memberId: string | null): void {
  const said = { errorCode: null, reason: null, resultingStatus: status, campaignName: campaign.name, memberId };
  item.result = { leadId: item.person.leadId, success: true, outcome, ...said };
}
function fail(item: Item, { code, reason }: Failure, campaign: SalesforceCampaign | null): void {
  const said = { errorCode: code, reason, resultingStatus: null, campaignName: campaign?.name ?? null, memberId: null };
  item.result = { leadId: item.person.leadId, success: false, outcome: '', ...said };
}
