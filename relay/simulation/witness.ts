/**
 * Watches one run from outside: what users did, what the relay wrote, what its store held at that moment. Each violation names its invariant (I1–I12 of
 * the design). It knows nothing of how the relay decides.
 */
import type { ActivityPage, MemberChange, OutboxRow, Side } from '../src/engine/ports.ts';
import { copy } from '../src/store/copy.ts';
import type { LinkRow, MemberRow, Store } from '../src/store/port.ts';
import { CallsWatched, type CallLimits } from './calls-watched.ts';
import { FeedsWatched } from './feeds-watched.ts';
import { watched, type Committed, type Watcher } from './watched-store.ts';

export interface Violation {
  invariant: string;
  what: string;
}
interface OpenWrite {
  linkId: string;
  memberId: string | null;
  side: Side | null;
  to: string | null;
}
/** What users did to one member, on one side, since both sides last agreed. */
export interface Edits {
  salesforce: (string | null)[];
  marketo: (string | null)[];
}
export type SeenLink = Pick<LinkRow, 'tenantId' | 'campaignId' | 'programId' | 'rules' | 'map' | 'state'>;

/** Whoever claims does so by the name of their process and of one turn of it. */
const isOf = (lease: { worker: string }, process: string) => lease.worker === process || lease.worker.startsWith(`${process}/`);

export class Witness implements Watcher {
  readonly violations: Violation[] = [];
  readonly trace: string[] = [];
  edits = 0;
  faults = 0;
  memberWrites = 0;
  /** How often each kind of fault befell something. */
  readonly kinds = new Map<string, number>();
  // What the store holds, as committed.
  readonly rows = new Map<string, MemberRow>();
  readonly links = new Map<string, SeenLink>();
  /** Times that somebody asked for a person to be made. */
  createdByHand = 0;
  readonly now: () => number;
  readonly feeds = new FeedsWatched(this);
  readonly calls: CallsWatched;
  private readonly open = new Map<number, OpenWrite>();
  /** Rows of links that are no more: what had been sent of them may still arrive. */
  private readonly unlinked: { link: SeenLink; row: MemberRow }[] = [];
  private readonly leases = new Map<string, { worker: string; until: number }>();
  /** Since when a link's members may be claimed. */
  private readonly activeSince = new Map<string, number>();
  /** I10 is asked from then on, while nothing fails; and how long somebody may wait. */
  private fair: { from: number; mostMs: number } | null = null;
  private userEdits = new Map<string, Edits>();

  constructor(now: () => number, limits: CallLimits) {
    this.now = now;
    this.calls = new CallsWatched(this, limits);
  }

  say(what: string): void {
    this.trace.push(`${((this.now() % 86_400_000) / 1000).toFixed(3)} ${what}`);
  }

  violated(invariant: string, what: string): void {
    this.violations.push({ invariant, what });
    this.say(`!! ${invariant} ${what}`);
  }

  /** @param records How many writes it may have cost. */
  fault(kind: string, records: number): void {
    this.faults += records;
    this.met(kind);
  }

  /** Something that runs are to meet, fault or not. */
  met(kind: string): void {
    this.kinds.set(kind, (this.kinds.get(kind) ?? 0) + 1);
  }

  /** I6 and I7: called when a write leaves the process. */
  writes(worker: string, side: Side, where: string | number, records: MemberChange[] | { id: number; write: string | null }[]): void {
    this.memberWrites += records.length;
    for (const record of records) {
      const id = 'id' in record ? record.id : (record.contactId ?? record.leadId);
      this.say(`${worker} writes ${side} ${where} ${id} → ${record.write}`);
      const row = this.rowOf(side, where, id);
      if (!row) {
        this.violated('I6', `${side} write for ${id} without a row`);
        continue;
      }
      if (!this.holds(worker, row.id)) this.violated('I7', `${worker} writes ${id} without holding it`);
      const announced = [...this.open.values()].some((one) => one.memberId === row.id && one.side === side && one.to === record.write);
      if (!announced) this.violated('I6', `${side} write of ${id} → ${record.write} is not in the journal`);
      // A merge may drop the want between intent and write: the row still knows that the write may arrive.
      const known = row.want !== null || row.loose.some((one) => one.side === side && one.value === record.write);
      if (!known) this.violated('I6', `${side} write of ${id} → ${record.write} without a want in the store`);
    }
  }

  effect(side: Side, where: string | number, id: string | number, value: string | null): void {
    this.say(`  ${side} ${where} ${id} is ${value}`);
    if (value === null) this.onRemoval(side, where, id);
  }

  /** The world knows whether there was a reason to remove anybody. */
  onRemoval: (side: Side, where: string | number, id: string | number) => void = () => undefined;

  page(page: ActivityPage): void {
    this.feeds.page(page);
  }
  outboxTaken(rows: OutboxRow[]): void {
    this.feeds.outboxTaken(rows);
  }
  marketoCall(at: number): () => void {
    return this.calls.begins(at);
  }

  rowOf(side: Side, where: string | number, id: string | number | null): MemberRow | undefined {
    const linked = [...this.rows.values()].map((row) => ({ row, link: this.links.get(row.linkId) }));
    for (const { row, link } of [...linked, ...this.unlinked.toReversed()]) {
      if (
        side === 'marketo'
          ? link?.programId === where && row.marketoLeadId === id
          : link?.campaignId === where && (row.leadId === id || row.contactId === id)
      ) {
        return row;
      }
    }
    return undefined;
  }

  /** A store that tells this witness what `worker` commits. */
  watch(inner: Store, worker = 'somebody'): Store {
    return watched(inner, worker, this);
  }

  claimed(rows: MemberRow[], worker: string, now: number, until: number): void {
    for (const row of rows) {
      const held = this.leases.get(row.id);
      if (held && held.worker !== worker && held.until > now && this.rows.get(row.id)?.leaseOwner === held.worker) {
        this.violated('I7', `${worker} claims ${row.id} while ${held.worker} holds it`);
      }
      this.askFair(row, now);
      this.leases.set(row.id, { worker, until });
      this.rows.set(row.id, copy(row));
    }
  }

  released(memberIds: string[], worker: string): void {
    for (const id of memberIds) if (this.leases.get(id)?.worker === worker) this.leases.delete(id);
  }

  /** From now on nothing fails, and whoever is due is claimed within `mostMs`; null: no longer. */
  expectTurns(mostMs: number | null): void {
    this.fair = mostMs === null ? null : { from: this.now(), mostMs };
  }

  /** I10 */
  private askFair({ id, due, linkId }: MemberRow, now: number): void {
    if (this.fair === null || due === null) return;
    const waited = now - Math.max(due, this.fair.from, this.activeSince.get(linkId) ?? 0);
    if (waited > this.fair.mostMs) this.violated('I10', `${id} waited ${waited} ms for its turn`);
  }

  committed(worker: string, calls: Committed[], leased: boolean): void {
    this.feeds.check(calls);
    for (const [name, args, answer] of calls) {
      switch (name) {
        case 'putLink':
          this.linkPut(copy(args[0]) as LinkRow);
          break;
        case 'addMember':
          this.rowPut(args[0] as MemberRow);
          this.feeds.marked(args[0] as MemberRow);
          break;
        case 'replaceMember':
          if (answer !== true) break;
          if (leased) this.askHeld(worker, (args[0] as MemberRow).id, 'changes');
          this.rowPut(args[0] as MemberRow);
          break;
        case 'hint':
          this.hinted(args[0] as { memberIds: string[]; at: number; notBefore?: number });
          break;
        case 'removeMember':
          this.rows.delete(args[0] as string);
          break;
        case 'removeLink':
          this.linkGone(args[0] as string);
          break;
        case 'journal':
          this.journaled(worker, args[0] as OpenWrite & Record<string, unknown>, answer as number);
          break;
        case 'outcome':
          if (answer === true) this.open.delete(args[0] as number);
      }
    }
  }

  /** I7: a stale worker's intent changes no row. */
  private askHeld(worker: string, id: string, what: string): void {
    if (!this.holds(worker, id)) this.violated('I7', `${worker} ${what} ${id} without holding it`);
  }

  private holds(worker: string, id: string): boolean {
    const lease = this.leases.get(id);
    return lease !== undefined && isOf(lease, worker) && lease.until > this.now();
  }

  private linkPut({ id, tenantId, campaignId, programId, rules, map, state }: LinkRow): void {
    if (state === 'active' && this.links.get(id)?.state !== 'active') this.activeSince.set(id, this.now());
    this.links.set(id, { tenantId, campaignId, programId, rules, map, state });
  }

  private linkGone(linkId: string): void {
    const link = this.links.get(linkId);
    for (const [id, row] of this.rows) {
      if (row.linkId !== linkId) continue;
      this.rows.delete(id);
      if (link) this.unlinked.push({ link, row });
    }
    this.links.delete(linkId);
  }

  private rowPut(row: MemberRow): void {
    this.rows.set(row.id, copy(row));
    if (row.leaseOwner === null) this.leases.delete(row.id);
  }

  private hinted({ memberIds, at, notBefore }: { memberIds: string[]; at: number; notBefore?: number }): void {
    for (const id of memberIds) {
      const row = this.rows.get(id);
      if (!row) continue;
      row.due = Math.min(row.due ?? Infinity, notBefore ?? at);
      this.feeds.marked(row);
    }
  }

  private journaled(worker: string, entry: OpenWrite & Record<string, unknown>, id: number): void {
    const { leadId, contactId, marketoLeadId, cause, rule, from, to, kind, outcome, memberId } = entry;
    if (kind === 'decision') {
      const program = this.links.get(entry.linkId)?.programId;
      this.say(`decides ${program} ${leadId} ${contactId} ${marketoLeadId}: ${rule} by ${cause}, ${from} → ${to}`);
    }
    if (outcome !== null || !['write', 'people', 'field'].includes(String(kind))) return;
    if (kind === 'write' && memberId !== null) this.askHeld(worker, memberId, 'intends to write');
    this.open.set(id, entry);
  }

  /** I6, at the end: every write has its outcome. */
  openWrites(): number {
    return this.open.size;
  }

  heldBy(worker: string): number {
    return [...this.leases.values()].filter((lease) => isOf(lease, worker)).length;
  }

  edited(key: string, side: Side, value: string | null): void {
    const kept = this.editsOf(key);
    kept[side].push(value);
    this.userEdits.set(key, kept);
  }

  editsOf(key: string): Edits {
    return this.userEdits.get(key) ?? { salesforce: [], marketo: [] };
  }

  forgetEdits(): void {
    this.userEdits = new Map();
  }
}
