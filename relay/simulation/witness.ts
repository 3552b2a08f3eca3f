/**
 * Watches one run from outside: what users did, what the relay wrote, what its store held at that moment. Each violation names its invariant (I1–I12 of
 * the design). It knows nothing of how the relay decides.
 */
import type { ActivityPage, MemberChange, OutboxRow, Side } from '../src/engine/ports.ts';
import type { LinkRow, MemberRow, Store, StoreTransaction } from '../src/store/port.ts';

export interface Violation {
  invariant: string;
  what: string;
}
interface OpenWrite {
  id: number;
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

const WINDOW_MS = 20_000;

export class Witness {
  readonly violations: Violation[] = [];
  readonly trace: string[] = [];
  edits = 0;
  faults = 0;
  memberWrites = 0;
  private readonly now: () => number;
  private readonly open = new Map<number, OpenWrite>();
  private readonly leases = new Map<string, { worker: string; until: number }>();
  private readonly pages: ActivityPage[] = [];
  private readonly marketoCalls: number[] = [];
  private inFlight = 0;
  /** Limits that the budget row has to keep. */
  private readonly calls: number;
  private readonly together: number;

  constructor(now: () => number, calls: number, together: number) {
    this.now = now;
    this.calls = calls;
    this.together = together;
  }

  say(what: string): void {
    this.trace.push(`${((this.now() % 86_400_000) / 1000).toFixed(3)} ${what}`);
  }

  violated(invariant: string, what: string): void {
    this.violations.push({ invariant, what });
    this.say(`!! ${invariant} ${what}`);
  }

  fault(records: number): void {
    this.faults += records;
  }

  /** I9 */
  marketoCall(at: number): () => void {
    this.marketoCalls.push(at);
    this.inFlight++;
    const inWindow = this.marketoCalls.filter((one) => one > at - WINDOW_MS).length;
    if (inWindow > this.calls) this.violated('I9', `${inWindow} Marketo calls within 20 s`);
    if (this.inFlight > this.together) this.violated('I9', `${this.inFlight} Marketo calls at once`);
    return () => void this.inFlight--;
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
      const lease = this.leases.get(row.id);
      if (lease?.worker !== worker || lease.until <= this.now()) this.violated('I7', `${worker} writes ${id} without holding it`);
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

  page(page: ActivityPage): void {
    this.pages.push(page);
  }

  /** I8: rows leave the outbox only after their hints are stored. */
  outboxTaken(rows: OutboxRow[]): void {
    for (const entry of rows.flatMap((row) => row.entries)) {
      if (entry.op === 'look-again') continue;
      const id = entry.contactId ?? entry.leadId;
      const link = [...this.links].find(([, one]) => one.campaignId === entry.campaignId);
      if (id === null || !link) continue;
      if (![...this.rows.values()].some((row) => row.linkId === link[0] && (row.leadId === id || row.contactId === id))) {
        this.violated('I8', `outbox entry of ${id} taken without a row for it`);
      }
    }
  }

  // What the store holds, as committed.
  readonly rows = new Map<string, MemberRow>();
  readonly links = new Map<string, Pick<LinkRow, 'campaignId' | 'programId' | 'rules' | 'map'>>();
  /** Times that somebody asked for a person to be made. */
  createdByHand = 0;

  private rowOf(side: Side, where: string | number, id: string | number | null): MemberRow | undefined {
    for (const row of this.rows.values()) {
      const link = this.links.get(row.linkId);
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

  /** A store that tells this witness what is committed. */
  watch(inner: Store): Store {
    const single = (name: keyof StoreTransaction) => {
      const call = (inner[name] as (...args: never[]) => Promise<unknown>).bind(inner);
      return async (...args: never[]) => {
        const answer = await call(...args);
        this.committed([[name, args, answer]]);
        return answer;
      };
    };
    const watched = new Proxy(inner, {
      get: (target, name) => {
        if (name === 'transact' || name === 'transactLeased') {
          const begin = target[name].bind(target) as Store['transact'];
          return async (work: (tx: StoreTransaction) => Promise<unknown>) => {
            const done: [string, unknown[], unknown][] = [];
            let attempt: [string, unknown[], unknown][] = done;
            const answer = await begin(async (tx) => {
              attempt = [];
              const mine = attempt;
              return work(
                new Proxy(tx, {
                  get: (one, method) => {
                    const member = Reflect.get(one, method) as unknown;
                    if (typeof member !== 'function') return member;
                    return async (...args: unknown[]) => {
                      const answer = await (member as (...args: unknown[]) => Promise<unknown>).apply(one, args);
                      mine.push([String(method), structuredClone(args), answer]);
                      return answer;
                    };
                  }
                })
              );
            });
            this.committed(attempt);
            return answer;
          };
        }
        if (name === 'claim') {
          return async (tenantId: string, worker: string, now: number, leaseMs: number, limit: number) => {
            const rows = await target.claim(tenantId, worker, now, leaseMs, limit);
            for (const row of rows) this.claimed(row, worker, now, now + leaseMs);
            return rows;
          };
        }
        if (name === 'release') {
          return async (ids: string[], worker: string) => {
            await target.release(ids, worker);
            for (const id of ids) if (this.leases.get(id)?.worker === worker) this.leases.delete(id);
          };
        }
        const member = Reflect.get(target, name) as unknown;
        if (typeof member !== 'function') return member;
        return name in target && changes.has(String(name)) ? single(name as keyof StoreTransaction) : member.bind(target);
      }
    });
    return watched;
  }

  /** I7 */
  private claimed(row: MemberRow, worker: string, now: number, until: number): void {
    const held = this.leases.get(row.id);
    if (held && held.worker !== worker && held.until > now && this.rows.get(row.id)?.leaseOwner === held.worker) {
      this.violated('I7', `${worker} claims ${row.id} while ${held.worker} holds it`);
    }
    this.leases.set(row.id, { worker, until });
    this.rows.set(row.id, structuredClone(row));
  }

  private committed(calls: [string, unknown[], unknown][]): void {
    for (const [name, args, answer] of calls) {
      if (name === 'putLink') {
        const { id, campaignId, programId, rules, map } = structuredClone(args[0]) as LinkRow;
        this.links.set(id, { campaignId, programId, rules, map });
      } else if (name === 'addMember' || (name === 'replaceMember' && answer === true)) {
        const row = structuredClone(args[0]) as MemberRow;
        this.rows.set(row.id, row);
        if (row.leaseOwner === null) this.leases.delete(row.id);
      } else if (name === 'hint') {
        const { memberIds, at, notBefore } = args[0] as { memberIds: string[]; at: number; notBefore?: number };
        for (const row of memberIds.map((id) => this.rows.get(id))) if (row) row.due = Math.min(row.due ?? Infinity, notBefore ?? at);
      } else if (name === 'removeMember') {
        this.rows.delete(args[0] as string);
      } else if (name === 'removeLink') {
        for (const [id, row] of this.rows) if (row.linkId === args[0]) this.rows.delete(id);
        this.links.delete(args[0] as string);
      } else if (name === 'journal') {
        const entry = args[0] as Omit<OpenWrite, 'id'> & { kind: string; outcome: string | null } & Record<string, unknown>;
        if (entry.kind === 'decision') {
          const { leadId, contactId, marketoLeadId, cause, rule, from, to } = entry as Record<string, unknown>;
          this.say(
            `decides ${this.links.get(entry.linkId)?.programId} ${leadId} ${contactId} ${marketoLeadId}: ${rule} by ${cause}, ${from} → ${to}`
          );
        }
        if (entry.kind === 'write' || entry.kind === 'people' || entry.kind === 'field') {
          if (entry.outcome === null) this.open.set(answer as number, { ...entry, id: answer as number });
        }
      } else if (name === 'outcome') {
        if (answer === true) this.open.delete(args[0] as number);
      } else if (name === 'setCursor' && args[1] === 'activities-104') {
        this.cursorMoved(args[2] as string);
      }
    }
  }

  /** I8: whoever a page speaks of has a row when the cursor behind that page is stored. */
  private cursorMoved(cursor: string): void {
    for (const page of this.pages.filter((one) => one.cursor === cursor)) {
      for (const activity of page.activities) {
        const link = [...this.links].find(([, one]) => one.programId === activity.programId)?.[0];
        if (activity.type !== 104 || link === undefined) continue;
        const marked = [...this.rows.values()].some((row) => row.linkId === link && row.marketoLeadId === activity.leadId);
        if (!marked && !this.forgotten.has(activity.leadId))
          this.violated('I8', `the cursor passed activity ${activity.guid} of ${activity.leadId} unmarked`);
      }
    }
  }

  /** The world knows whether there was a reason to remove anybody. */
  onRemoval: (side: Side, where: string | number, id: string | number) => void = () => undefined;

  /** Leads merged away or deleted: their rows are re-keyed or ended. */
  readonly forgotten = new Set<number>();

  /** I6, at the end: every write has its outcome. */
  openWrites(): number {
    return this.open.size;
  }

  heldBy(worker: string): number {
    return [...this.leases.values()].filter((lease) => lease.worker === worker).length;
  }

  private userEdits = new Map<string, Edits>();

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

const changes = new Set(['putLink', 'addMember', 'replaceMember', 'removeMember', 'removeLink', 'journal', 'outcome', 'setCursor', 'hint']);
