/**
 * What a preview says: numbers, examples, people who would be made, what cannot go, what both sides may refuse, and the calls it will cost. Counted out of the
 * decisions of the planner, member by member.
 */
import { createHash } from 'node:crypto';
import type { MemberRow } from '../../store/port.ts';
import type { Pair } from '../../sync/model.ts';
import type { Looked } from '../turn/look.ts';
import type { Next } from '../turn/next.ts';

export const COUNTS = [
  'addToMarketo',
  'addToSalesforce',
  'changeInMarketo',
  'changeInSalesforce',
  'removeInMarketo',
  'removeInSalesforce',
  'createPeople',
  'park',
  'leftByRule',
  'agree'
] as const;
export type PlanKind = (typeof COUNTS)[number];

export interface PlanSample {
  kind: PlanKind;
  leadId: string | null;
  contactId: string | null;
  marketoLeadId: number | null;
  /** Of somebody whom only Marketo knows; people in Salesforce are named by who may see them there. */
  name: string | null;
  salesforceValue: string | null;
  marketoValue: string | null;
  /** What it becomes; of a member who is parked or left, why. */
  becomes: string | null;
}

/** A field of the campaign that would be written. `consent`: another value stands there, and the link's rules do not yet allow overwriting it. */
export interface FieldPlan {
  field: 'Type' | 'ActualCost';
  from: string | null;
  to: string;
  consent: boolean;
}

export interface Plan extends Record<PlanKind, number> {
  /** Equal for equal plans. */
  digest: string;
  /** Writes into Salesforce, which its validation rules and other automation may refuse. */
  mayFail: number;
  /** Members who stay as they are, by reason. */
  reasons: { reason: string; members: number }[];
  samples: PlanSample[];
  fields: FieldPlan[];
  /** Member statuses that are made in Salesforce first. */
  statuses: string[];
  /** Calls that carrying it out will take, about. */
  calls: { marketo: number; salesforce: number };
}

/** Of each kind. */
const SAMPLES = 5;
/** Marketo REST, program members: 300 leads a call. docs/contract: 200 changes and 50 people a call. */
const LEADS_A_CALL = 300;
const CHANGES_A_CALL = 200;
const PEOPLE_A_CALL = 50;

type Shown = Pick<Looked, 'row' | 'seen' | 'lead' | 'person'>;

/** What nobody can change comes first. */
const FIRST = ['person-stays', 'marketo-never-moves-back', 'member-fields-lost'];
const rank = (reason: string) => (FIRST.includes(reason) ? FIRST.indexOf(reason) : FIRST.length);

export class PlanCounter {
  private readonly counts = Object.fromEntries(COUNTS.map((kind) => [kind, 0])) as Record<PlanKind, number>;
  private readonly reasons = new Map<string, number>();
  private readonly samples: PlanSample[] = [];
  /** Marketo's writes by the status that is written. */
  private readonly byStatus = new Map<string | null, number>();
  private readonly said: string[] = [];
  private looked = 0;
  private written = 0;

  add(one: Looked, next: Next): void {
    const { leadId, contactId, marketoLeadId } = one.row;
    this.looked++;
    this.said.push(
      JSON.stringify([leadId, contactId, marketoLeadId, one.seen, next.to === 'write' ? [next.want, next.create] : next.rule])
    );
    if (next.to === 'settle' || next.to === 'wait') this.count('agree', one, null);
    else if (next.to === 'park') this.because('park', one, next.park.reason);
    else if (next.to === 'left') this.because('leftByRule', one, next.left.reason);
    else this.writes(one, next);
  }

  /** A member who stays as it is though something was to be done about it. */
  stays(reason: string, row: MemberRow | null, seen: Pair = { salesforce: null, marketo: null }): void {
    this.said.push(JSON.stringify([row?.id ?? null, reason]));
    if (row !== null) this.because('leftByRule', { row, seen, lead: null, person: null }, reason);
  }

  private writes(one: Looked, next: Extract<Next, { to: 'write' }>): void {
    if (next.create !== null) this.count('createPeople', one, next.create);
    this.written++;
    for (const { side, to } of next.writes) {
      const where = side === 'salesforce' ? 'Salesforce' : 'Marketo';
      if (side === 'marketo') this.byStatus.set(to, (this.byStatus.get(to) ?? 0) + 1);
      if (one.seen[side] === null) this.count(`addTo${where}`, one, to);
      else this.count(to === null ? (`removeIn${where}` as const) : (`changeIn${where}` as const), one, to);
    }
  }

  private because(kind: 'park' | 'leftByRule', one: Shown, reason: string): void {
    this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + 1);
    this.count(kind, one, reason);
  }

  private count(kind: PlanKind, { row, seen, lead, person }: Shown, becomes: string | null): void {
    this.counts[kind]++;
    if (kind === 'agree' || this.counts[kind] > SAMPLES) return;
    const { leadId, contactId, marketoLeadId } = row;
    const name = person === null && lead ? [lead.firstName, lead.lastName].filter(Boolean).join(' ') || null : null;
    this.samples.push({
      kind,
      leadId,
      contactId,
      marketoLeadId,
      name,
      salesforceValue: seen.salesforce,
      marketoValue: seen.marketo,
      becomes
    });
  }

  /** @param more What is not counted by members. */
  plan(more: Pick<Plan, 'fields' | 'statuses'>): Plan {
    const { counts, written } = this;
    const mayFail = counts.addToSalesforce + counts.changeInSalesforce + counts.removeInSalesforce;
    const writes = [...this.byStatus.values()].reduce((sum, members) => sum + Math.ceil(members / LEADS_A_CALL), 0);
    return {
      digest: createHash('sha256')
        .update([...this.said.sort(), JSON.stringify(more)].join('\n'))
        .digest('hex')
        .slice(0, 32),
      ...counts,
      mayFail,
      reasons: [...this.reasons]
        .map(([reason, members]) => ({ reason, members }))
        .sort((a, b) => rank(a.reason) - rank(b.reason) || b.members - a.members),
      samples: this.samples,
      ...more,
      calls: {
        // Looked at, written, and read back.
        marketo: Math.ceil(this.looked / LEADS_A_CALL) + writes + (writes === 0 ? 0 : Math.ceil(written / LEADS_A_CALL)),
        salesforce:
          2 * Math.ceil(this.looked / CHANGES_A_CALL) + Math.ceil(mayFail / CHANGES_A_CALL) + Math.ceil(counts.createPeople / PEOPLE_A_CALL)
      }
    };
  }
}

/** What a plan does otherwise than the one that was shown: numbers before and now, and examples that were not there. */
export function difference(shown: Plan, now: Plan): { counts: Record<string, { shown: number; now: number }>; samples: PlanSample[] } {
  const counts = COUNTS.filter((kind) => shown[kind] !== now[kind]).map((kind) => [kind, { shown: shown[kind], now: now[kind] }]);
  const known = new Set(shown.samples.map((sample) => JSON.stringify(sample)));
  return { counts: Object.fromEntries(counts), samples: now.samples.filter((sample) => !known.has(JSON.stringify(sample))) };
}
