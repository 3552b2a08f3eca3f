/**
 * Marketo as far as the engine can tell: leads, one channel with forward-only steps, members, and an activity feed that lags and repeats. What
 * users do and what the API does go through the same rules.
 */
import type { Clock } from '../src/engine/clock.ts';
import {
  OutsideError,
  type ActivityPage,
  type MarketoActivity,
  type MarketoLead,
  type MarketoMember,
  type ProgramToCreate
} from '../src/engine/ports.ts';
import { Orders } from './orders.ts';
import type { Random } from './random.ts';
import type { Switches } from './switches.ts';

export const STATUSES = [
  { name: 'Invited', step: 10, success: false, hidden: false },
  { name: 'Registered', step: 20, success: false, hidden: false },
  { name: 'Waitlisted', step: 20, success: false, hidden: false },
  { name: 'No Show', step: 30, success: false, hidden: false },
  { name: 'Attended', step: 40, success: true, hidden: false }
];

interface Stay {
  status: string;
  at: number;
}
interface Logged {
  activity: MarketoActivity;
  visibleAt: number;
}
export interface MarketoProgramModel {
  id: number;
  name: string;
  channel: string;
  costs: number[];
  sfdcId: string | null;
}

export class MarketoModel {
  readonly leads = new Map<number, MarketoLead>();
  /** Of the one channel. */
  readonly statuses = structuredClone(STATUSES);
  readonly programs = new Map<number, MarketoProgramModel>();
  /** Losers of merges → winners. */
  readonly mergedInto = new Map<number, number>();
  readonly created: { leadId: number; salesforceId: string; at: number }[] = [];
  private readonly stays = new Map<string, Stay>();
  /** What stood there before, newest last: reads may show it for a while. */
  private readonly past = new Map<string, { status: string | null; until: number }[]>();
  private readonly feed: Logged[] = [];
  readonly orders: Orders;
  private nextLead = 1000;
  private nextGuid = 1;
  private cursors = 1;
  private readonly clock: Clock;
  private readonly random: Random;
  private readonly switches: Switches;

  constructor(clock: Clock, random: Random, switches: Switches) {
    this.clock = clock;
    this.orders = new Orders('marketo', clock);
    this.random = random;
    this.switches = switches;
  }

  addLead(lead: Partial<MarketoLead>): number {
    const id = this.nextLead++;
    const empty = { email: null, firstName: null, lastName: null, company: null, phone: null, title: null };
    this.leads.set(id, { ...empty, salesforceId: null, sfdcLeadId: null, sfdcContactId: null, ...lead, id });
    return id;
  }

  createProgram({ name, channel }: ProgramToCreate): MarketoProgramModel {
    if ([...this.programs.values()].some((one) => one.name === name)) {
      throw new OutsideError('marketo', 'refused', '709', `A program named ${name} exists`);
    }
    const id = Math.max(0, ...this.programs.keys()) + 1;
    const program: MarketoProgramModel = { id, name, channel, costs: [], sfdcId: null };
    this.programs.set(id, program);
    return program;
  }

  status(programId: number, leadId: number): string | null {
    return this.stays.get(`${programId}:${leadId}`)?.status ?? null;
  }

  members(programId: number): MarketoMember[] {
    const found: MarketoMember[] = [];
    for (const [key, stay] of this.stays) {
      const [program, lead] = key.split(':').map(Number);
      if (program === programId && lead !== undefined) found.push(this.member(lead, stay.status, stay.at));
    }
    return found.sort((a, b) => a.leadId - b.leadId);
  }

  /** As members.json shows it: now, or as it was up to the lag ago. */
  seen(programId: number, leadId: number): MarketoMember | null {
    const key = `${programId}:${leadId}`;
    const stay = this.stays.get(key);
    const past = (this.past.get(key) ?? []).filter((one) => one.until > this.clock.now() - this.switches.readLagMs);
    const [oldest] = past;
    const status = oldest && this.random.chance(0.5) ? oldest.status : (stay?.status ?? null);
    return status === null || !this.leads.has(leadId) ? null : this.member(leadId, status, stay?.at ?? this.clock.now());
  }

  /** Upsert of a status, by whomever. */
  move(programId: number, leadId: number, status: string): 'created' | 'updated' | 'already' | 'unknown-lead' {
    const step = this.stepOf(status);
    if (step === undefined) throw new OutsideError('marketo', 'refused', '1025', `Program status "${status}" not found`);
    if (!this.leads.has(leadId)) return 'unknown-lead';
    const old = this.status(programId, leadId);
    const oldStep = old === null ? -1 : (this.stepOf(old) ?? 0);
    if (old === status || step < oldStep || (step === oldStep && !this.switches.sameStepMoves)) return 'already';
    this.change(programId, leadId, status);
    this.log104(programId, leadId, old, status);
    return old === null ? 'created' : 'updated';
  }

  /** Members go along, and the feed says nothing. */
  renameStatus(name: string, to: string): void {
    for (const status of this.statuses) if (status.name === name) status.name = to;
    for (const stay of this.stays.values()) if (stay.status === name) stay.status = to;
    for (const past of [...this.past.values()].flat()) if (past.status === name) past.status = to;
  }

  private stepOf(name: string): number | undefined {
    return this.statuses.find((status) => status.name === name)?.step;
  }

  private member(leadId: number, status: string, at: number): MarketoMember {
    const reachedSuccess = this.statuses.some((one) => one.name === status && one.success);
    return { leadId, status, reachedSuccess, updatedAt: new Date(at) };
  }

  /** An unknown lead may be refused alone, or the whole call with it. */
  refuseUnknown(leadIds: number[]): void {
    const unknown = leadIds.find((id) => !this.leads.has(id));
    if (this.switches.unknownLeadRefusesAll && unknown !== undefined) {
      throw new OutsideError('marketo', 'gone', '1004', `Lead '${unknown}' not found`);
    }
  }

  remove(programId: number, leadId: number, by: 'api' | 'user'): 'deleted' | 'not-member' {
    const old = this.status(programId, leadId);
    if (old === null) return 'not-member';
    this.change(programId, leadId, null);
    if (by === 'api' ? this.switches.apiRemovalLogs : this.switches.userRemovalLogs) this.log104(programId, leadId, old, null);
    return 'deleted';
  }

  deleteLead(leadId: number): void {
    for (const program of this.programs.keys()) if (this.status(program, leadId) !== null) this.change(program, leadId, null);
    this.leads.delete(leadId);
    this.log({ type: 37, leadId, programId: null, oldStatus: null, newStatus: null, mergedIds: [] });
  }

  merge(winner: number, loser: number): void {
    for (const program of this.programs.keys()) {
      const lost = this.status(program, loser);
      if (lost === null) continue;
      const won = this.status(program, winner);
      this.change(program, loser, null);
      const higher = (this.stepOf(lost) ?? 0) > (won === null ? -1 : (this.stepOf(won) ?? 0));
      if (won === null || (this.switches.mergeKeepsHigher && higher)) {
        this.change(program, winner, lost);
        if (this.switches.mergeLogs) this.log104(program, winner, won, lost);
      }
    }
    this.leads.delete(loser);
    this.mergedInto.set(loser, winner);
    this.log({ type: 32, leadId: winner, programId: null, oldStatus: null, newStatus: null, mergedIds: [loser] });
  }

  upsertBySalesforceId(lead: Partial<MarketoLead> & { salesforceId: string }): number {
    const known = [...this.leads.values()].find((one) => one.salesforceId === lead.salesforceId);
    if (known) return known.id;
    const id = this.addLead(lead);
    this.created.push({ leadId: id, salesforceId: lead.salesforceId, at: this.clock.now() });
    return id;
  }

  /** A cursor is the time from which it was asked for, and how far the feed was read. */
  page(cursor: string, wanted: (activity: MarketoActivity) => boolean): ActivityPage {
    const [since = 0, read = 0, generation] = cursor.split('+').map(Number);
    if (generation !== this.cursors) throw new OutsideError('marketo', 'refused', '1003', 'The paging token is no more');
    const place = (one: Logged) => (this.switches.feedLateBehind ? one.activity.at.getTime() : one.visibleAt);
    const visible = this.feed.filter((one) => one.visibleAt <= this.clock.now() && one.activity.at.getTime() >= since && place(one) > read);
    const after = visible.sort((a, b) => place(a) - place(b));
    const some = after.slice(0, 20);
    const last = some[some.length - 1];
    const activities = some.map((one) => one.activity).filter(wanted);
    if (this.switches.feedRepeats && activities[0] && this.random.chance(0.3)) activities.push(activities[0]);
    if (this.switches.emptyPages && after.length > 0 && this.random.chance(0.3)) return { cursor, more: true, activities: [] };
    return { cursor: `${since}+${last ? place(last) : read}+${generation}`, more: after.length > some.length, activities };
  }

  cursorAt(since: Date): string {
    return `${since.getTime()}+0+${this.cursors}`;
  }

  /** Those given out until now serve no more. */
  expireCursors(): void {
    this.cursors++;
  }

  private change(programId: number, leadId: number, status: string | null): void {
    const key = `${programId}:${leadId}`;
    const past = (this.past.get(key) ?? []).filter((one) => one.until > this.clock.now() - this.switches.readLagMs);
    past.push({ status: this.status(programId, leadId), until: this.clock.now() });
    this.past.set(key, past);
    if (status === null) this.stays.delete(key);
    else this.stays.set(key, { status, at: this.clock.now() });
  }

  private log104(programId: number, leadId: number, old: string | null, now: string | null): void {
    const name = (status: string | null) => status ?? 'Not in Program';
    this.log({ type: 104, leadId, programId, oldStatus: name(old), newStatus: name(now), mergedIds: [] });
  }

  private log(activity: Omit<MarketoActivity, 'guid' | 'at'>): void {
    // Distinct milliseconds of visibility keep a page's end between two activities.
    const last = Math.max(0, ...this.feed.slice(-50).map((one) => one.visibleAt));
    const lag = this.switches.feedLagMs === 0 ? 0 : this.random.between(0, this.switches.feedLagMs);
    let visibleAt = this.clock.now() + lag;
    if (visibleAt <= last && lag === 0) visibleAt = last + 1;
    while (this.feed.some((one) => one.visibleAt === visibleAt)) visibleAt++;
    this.feed.push({ activity: { ...activity, guid: String(this.nextGuid++), at: new Date(this.clock.now()) }, visibleAt });
  }
}
