/** I8: whoever an activity or an entry of the outbox speaks of is marked, in the store, before the cursor passes it or it leaves the outbox. */
import type { ActivityPage, MarketoActivity, OutboxRow } from '../src/engine/ports.ts';
import type { MemberRow } from '../src/store/port.ts';
import type { Committed } from './watched-store.ts';
import type { Witness } from './witness.ts';

export class FeedsWatched {
  /** Leads merged away or deleted: their rows are re-keyed or ended. */
  readonly forgotten = new Set<number>();
  private readonly pages: ActivityPage[] = [];
  /** Activities that a cursor has passed: the feed may repeat them. */
  private readonly passed = new Set<string>();
  /** By link and Salesforce person, who may be another's soon. */
  private readonly markedAt = new Map<string, number>();
  private readonly witness: Witness;

  constructor(witness: Witness) {
    this.witness = witness;
  }

  page(page: ActivityPage): void {
    if (page.activities.length > 0) this.pages.push(page);
  }

  marked({ linkId, leadId, contactId }: MemberRow): void {
    for (const id of [leadId, contactId]) if (id !== null) this.markedAt.set(`${linkId} ${id}`, this.witness.now());
  }

  /** @param calls What one transaction is about to become known for. */
  check(calls: Committed[]): void {
    const moved = calls.find(([name, args]) => name === 'setCursor' && args[1] === 'activities-104');
    if (!moved) return;
    const marked = new Set(calls.flatMap(([name, args]) => marksOf(name, args[0])));
    for (const page of this.pages.filter(({ cursor }) => cursor === moved[1][2])) {
      for (const activity of page.activities) {
        if (this.passed.has(activity.guid)) continue;
        this.passed.add(activity.guid);
        if (!this.isKnown(activity, marked))
          this.witness.violated('I8', `the cursor passed activity ${activity.guid} of ${activity.leadId} unmarked`);
      }
    }
  }

  /** Rows leave the outbox only after their hints are stored. */
  outboxTaken(rows: OutboxRow[]): void {
    for (const entry of rows.flatMap((row) => row.entries)) {
      const id = entry.contactId ?? entry.leadId;
      if (entry.op === 'look-again' || id === null || entry.campaignId === null) continue;
      const [linkId] = [...this.witness.links].find(([, { campaignId }]) => campaignId === entry.campaignId) ?? [];
      if (linkId !== undefined && (this.markedAt.get(`${linkId} ${id}`) ?? 0) < entry.at.getTime())
        this.witness.violated('I8', `the outbox entry of ${id} was taken unmarked`);
    }
  }

  private isKnown({ leadId, programId, newStatus }: MarketoActivity, marked: Set<string>): boolean {
    const { links, rows } = this.witness;
    const linkId = [...links].find(([, link]) => link.programId === programId)?.[0];
    if (linkId === undefined || this.forgotten.has(leadId)) return true;
    if (marked.has(`${linkId} ${leadId}`)) return true;
    const row = [...rows.values()].find((one) => one.linkId === linkId && one.marketoLeadId === leadId);
    if (!row) return false;
    // Our own write coming back: wanted, or accounted for already.
    const value = row.want === null ? (row.state === 'in-sync' ? row.base.marketo : undefined) : row.want.marketo;
    return marked.has(row.id) || value === newStatus;
  }
}

/** Rows that a call marks: by id, or by link and lead where it makes them. */
function marksOf(name: string, arg: unknown): string[] {
  if (name === 'hint') return (arg as { memberIds: string[] }).memberIds;
  if (name !== 'addMember') return [];
  const { linkId, marketoLeadId } = arg as MemberRow;
  return [`${linkId} ${marketoLeadId}`];
}
