/**
 * The org as far as the engine can tell: people, members, the package's outbox, and compare-and-set writes. Edits by users leave outbox rows unless they are of the
 * kinds that fire no trigger; the relay's own writes leave none.
 */
import type { Clock } from '../src/engine/clock.ts';
import {
  OutsideError,
  type ApiUsage,
  type CampaignResult,
  type CampaignToCreate,
  type LinkProjection,
  type MemberChange,
  type MemberResult,
  type NoticeToTell,
  type OutboxEntry,
  type OutboxRow,
  type PersonResult,
  type PersonToCreate,
  type SalesforceCampaign,
  type SalesforceMember,
  type SalesforcePerson
} from '../src/engine/ports.ts';
import { STATUSES } from './marketo-model.ts';
import { Orders } from './orders.ts';
import { Random } from './random.ts';
import type { Switches } from './switches.ts';

const DOCUMENTED = {
  conversionFires: false,
  conversionKeepsBoth: false,
  renameMoves: true,
  mergeKeepsResponded: false,
  outboxShuffled: false
};
/** A status that is a response, as far as a merge can tell. */
const RESPONDED = 'Attended';

export class SalesforceModel {
  readonly people = new Map<string, SalesforcePerson>();
  readonly campaigns = new Map<string, SalesforceCampaign>();
  readonly members = new Map<string, SalesforceMember>();
  readonly shown = new Map<string, LinkProjection>();
  readonly created: { key: string; id: string; at: number }[] = [];
  private readonly campaignKeys = new Map<string, string>();
  /** What people were told. */
  readonly told: NoticeToTell[] = [];
  readonly orders: Orders;
  outbox: OutboxRow[] = [];
  /** API calls in 24 hours: how many there are, and how many of them other integrations used. */
  apiLimit = 1_000_000;
  usedByOthers = 0;
  private readonly calls: number[] = [];
  /** Somebody's validation rule: no member of this person may be written. */
  readonly refusing = new Set<string>();
  /** Somebody's automation: this person's member is always set back to this status. */
  readonly settingBack = new Map<string, string>();
  private serial: number;
  private readonly clock: Clock;
  private readonly switches: Pick<
    Switches,
    'conversionFires' | 'conversionKeepsBoth' | 'renameMoves' | 'mergeKeepsResponded' | 'outboxShuffled'
  >;
  private readonly random: Random;

  /** @param first Ids count up from it: those of two orgs never meet. */
  constructor(clock: Clock, switches: SalesforceModel['switches'] = DOCUMENTED, random = new Random(1), first = 1) {
    this.clock = clock;
    this.switches = switches;
    this.random = random;
    this.serial = first;
    this.orders = new Orders('salesforce', clock);
  }

  /** @throws {OutsideError} `quota`. What was used in 24 hours comes back one by one. */
  countCall(): ApiUsage {
    const now = this.clock.now();
    while ((this.calls[0] ?? Infinity) <= now - 24 * 3_600_000) this.calls.shift();
    if (this.calls.length + this.usedByOthers >= this.apiLimit) {
      throw new OutsideError('salesforce', 'quota', 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
    }
    this.calls.push(now);
    return { used: this.calls.length + this.usedByOthers, limit: this.apiLimit };
  }

  /** The oldest rows; those of one moment in no order, since nothing says in which. */
  readOutbox(limit: number): OutboxRow[] {
    const rows = this.outbox.slice(0, limit);
    if (this.switches.outboxShuffled) for (const row of rows) row.entries.sort(() => this.random.next() - 0.5);
    return this.switches.outboxShuffled && this.outbox.length <= limit ? rows.reverse() : rows;
  }

  id(prefix: string): string {
    // The last three say which of the others are capital letters.
    return `${prefix}${String(this.serial++).padStart(12, '0')}${prefix === '00Q' ? 'EAA' : 'AAA'}`;
  }

  addPerson(kind: 'lead' | 'contact', person: Partial<SalesforcePerson>): string {
    const id = this.id(kind === 'lead' ? '00Q' : '003');
    const empty = { isDeleted: false, convertedContactId: null, masterRecordId: null, key: null };
    this.people.set(id, { ...empty, firstName: null, lastName: 'Sample', company: 'Example Ltd', email: null, ...person, id, kind });
    return id;
  }

  /** With the statuses of the one channel. */
  addCampaign(id: string, name: string): void {
    const statuses = STATUSES.map(({ name: label, success }, order) => ({
      label,
      responded: success,
      isDefault: order === 0,
      sortOrder: order + 1
    }));
    const ownerId = '005000000000001AAA';
    this.campaigns.set(id, { id, name, isDeleted: false, type: null, actualCost: null, currency: null, ownerId, statuses });
  }

  createCampaign({ key, name, type, ownerId, statuses }: CampaignToCreate): CampaignResult {
    const known = this.campaignKeys.get(key);
    if (known !== undefined) return { outcome: 'exists', campaignId: known, code: null, message: null };
    const id = this.id('701');
    const labels = statuses.map((status, index) => ({ ...status, sortOrder: index + 1 }));
    const campaign = { id, name, isDeleted: false, type, actualCost: null, currency: null, ownerId: ownerId ?? '', statuses: labels };
    this.campaigns.set(id, campaign);
    this.campaignKeys.set(key, id);
    return { outcome: 'created', campaignId: id, code: null, message: null };
  }

  /** Fires no trigger. */
  renameStatus(campaignId: string, label: string, to: string): void {
    for (const status of this.campaigns.get(campaignId)?.statuses ?? []) if (status.label === label) status.label = to;
    if (!this.switches.renameMoves) return;
    for (const member of this.live(campaignId)) if (member.status === label) member.status = to;
  }

  ensureStatuses(campaignId: string, wanted: { label: string; responded: boolean }[]) {
    const statuses = this.campaigns.get(campaignId)?.statuses;
    return wanted.map(({ label, responded }) => {
      if (!statuses) return { label, outcome: 'refused' as const, message: 'There is no such campaign' };
      if (statuses.some((status) => status.label === label)) return { label, outcome: 'exists' as const, message: null };
      statuses.push({ label, responded, isDefault: false, sortOrder: statuses.length + 1 });
      return { label, outcome: 'created' as const, message: null };
    });
  }

  /** Neither deleted nor converted: may be a member. */
  isCurrent(personId: string): boolean {
    const person = this.people.get(personId);
    return person !== undefined && !person.isDeleted && person.convertedContactId === null;
  }

  find(campaignId: string, personId: string): SalesforceMember | null {
    for (const member of this.members.values()) {
      if (member.campaignId === campaignId && !member.isDeleted && (member.contactId ?? member.leadId) === personId) return member;
    }
    return null;
  }

  /** Deleted rows included, in the order of their last change. */
  changed(campaignIds: string[], since: Date): SalesforceMember[] {
    return [...this.members.values()]
      .filter((member) => campaignIds.includes(member.campaignId) && member.modifiedAt >= since)
      .sort((a, b) => a.modifiedAt.getTime() - b.modifiedAt.getTime());
  }

  live(campaignId: string): SalesforceMember[] {
    return [...this.members.values()].filter((member) => member.campaignId === campaignId && !member.isDeleted);
  }

  /** What a user, a trigger or the relay does to one member. @param silent Fires no trigger of ours. */
  set(campaignId: string, personId: string, status: string | null, by: string, silent: boolean): void {
    const kept = this.find(campaignId, personId);
    if (!this.isCurrent(personId) && !kept) throw new Error(`${personId} is deleted or converted and becomes no member of anything`);
    const old = kept?.status ?? null;
    const modified = { modifiedAt: new Date(this.clock.now()), modifiedById: by };
    let member = kept;
    if (status === null) {
      if (!kept) return;
      Object.assign(kept, { isDeleted: true, ...modified });
    } else if (kept) {
      Object.assign(kept, { status, ...modified });
    } else {
      const ids = personId.startsWith('003') ? { leadId: null, contactId: personId } : { leadId: personId, contactId: null };
      member = { memberId: this.id('00v'), campaignId, ...ids, status, isDeleted: false, ...modified };
      this.members.set(member.memberId, member);
    }
    if (silent || !member) return;
    this.fire(status === null ? 'delete' : old === null ? 'insert' : 'update', member, old);
  }

  /** The package's trigger. */
  private fire(op: 'insert' | 'update' | 'delete', member: SalesforceMember, oldStatus: string | null): void {
    const { campaignId, memberId, leadId, contactId } = member;
    const newStatus = op === 'delete' ? null : member.status;
    this.record([{ op, campaignId, memberId, leadId, contactId, oldStatus, newStatus, at: new Date(this.clock.now()) }]);
  }

  deletePerson(id: string): void {
    const person = this.people.get(id);
    if (!person) return;
    person.isDeleted = true;
    this.dropMembers(id);
    this.lookAgain(person.kind, id, null);
  }

  /** The lead's members are the contact's from now on. @param into A contact that exists; one that is a member too keeps its own member, and the lead's may stay beside it. */
  convert(leadId: string, into: string | null = null): string {
    const lead = this.people.get(leadId);
    if (!lead) throw new Error(`No lead ${leadId}`);
    const contactId =
      into ?? this.addPerson('contact', { email: lead.email, firstName: lead.firstName, lastName: lead.lastName, key: lead.key });
    lead.convertedContactId = contactId;
    lead.key = null;
    for (const member of [...this.members.values()]) {
      if (member.leadId !== leadId || member.isDeleted) continue;
      if (into !== null && this.find(member.campaignId, into)) member.isDeleted = !this.switches.conversionKeepsBoth;
      else {
        member.contactId = contactId;
        if (this.switches.conversionFires) this.fire('update', member, member.status);
      }
    }
    this.lookAgain('lead', leadId, contactId);
    return contactId;
  }

  merge(winnerId: string, loserId: string): void {
    const [winner, loser] = [this.people.get(winnerId), this.people.get(loserId)];
    if (!winner || !loser) return;
    for (const member of this.members.values()) {
      if (member.isDeleted || (member.contactId ?? member.leadId) !== loserId) continue;
      const won = this.find(member.campaignId, winnerId);
      if (won) {
        member.isDeleted = true;
        if (this.switches.mergeKeepsResponded && member.status === RESPONDED) won.status = RESPONDED;
      } else if (loser.kind === 'contact') member.contactId = winnerId;
      else member.leadId = winnerId;
    }
    Object.assign(loser, { isDeleted: true, masterRecordId: winnerId });
    winner.key ??= loser.key;
    loser.key = null;
    this.lookAgain(loser.kind, loserId, null);
    this.lookAgain(winner.kind, winnerId, null);
  }

  write(campaignId: string, change: MemberChange): MemberResult {
    const id = change.contactId ?? change.leadId ?? '';
    const person = this.people.get(id);
    const kept = this.find(campaignId, id);
    const current = kept?.status ?? null;
    const answer = (outcome: MemberResult['outcome'], code: string | null = null, message: string | null = null): MemberResult => {
      const now = this.find(campaignId, id);
      return { outcome, memberId: now?.memberId ?? null, current: now?.status ?? null, code, message };
    };
    if (!person || person.isDeleted) return answer('refused', 'ENTITY_IS_DELETED', 'entity is deleted');
    // Existing members of converted leads may be changed and removed; none are added.
    if (person.convertedContactId && current === null)
      return answer('refused', 'INVALID_CROSS_REFERENCE_KEY', 'cannot reference converted lead');
    if (current === change.write) return answer('no-op');
    if (current !== change.expected) return answer('moved-on');
    if (this.refusing.has(id)) return answer('refused', 'FIELD_CUSTOM_VALIDATION_EXCEPTION', 'This member is locked');
    const statuses = this.campaigns.get(campaignId)?.statuses ?? [];
    // An unknown status silently becomes the campaign's default.
    const known = change.write === null || statuses.some((status) => status.label === change.write);
    this.set(campaignId, id, known ? change.write : (statuses.find((status) => status.isDefault)?.label ?? change.write), 'relay', true);
    const back = this.settingBack.get(id);
    if (back !== undefined && change.write !== null && change.write !== back) this.set(campaignId, id, back, 'automation', false);
    return answer('done');
  }

  createPerson(person: PersonToCreate): PersonResult {
    const known = [...this.people.values()].find((one) => one.key === person.key && !one.isDeleted);
    const blank = { key: person.key, code: null, message: null };
    if (known) {
      const ids = known.kind === 'contact' ? { leadId: null, contactId: known.id } : { leadId: known.id, contactId: null };
      return { ...blank, outcome: 'exists', ...ids };
    }
    const { key, firstName, lastName, company, email } = person;
    const id = this.addPerson('lead', { key, firstName, lastName, company, email });
    this.created.push({ key, id, at: this.clock.now() });
    return { ...blank, outcome: 'created', leadId: id, contactId: null };
  }

  lookAgainAtCampaign(campaignId: string): void {
    this.record([{ ...blankEntry(this.clock.now()), campaignId }]);
  }

  private lookAgain(kind: 'lead' | 'contact', id: string, contactId: string | null): void {
    const ids = kind === 'lead' ? { leadId: id, contactId } : { contactId: id };
    this.record([{ ...blankEntry(this.clock.now()), ...ids }]);
  }

  private dropMembers(personId: string): void {
    for (const member of this.members.values()) {
      if (!member.isDeleted && (member.contactId ?? member.leadId) === personId) {
        Object.assign(member, { isDeleted: true, modifiedAt: new Date(this.clock.now()) });
      }
    }
  }

  private record(entries: OutboxEntry[]): void {
    this.outbox.push({ id: this.id('a00'), at: new Date(this.clock.now()), entries });
  }
}

function blankEntry(now: number): OutboxEntry {
  return {
    op: 'look-again',
    campaignId: null,
    memberId: null,
    leadId: null,
    contactId: null,
    oldStatus: null,
    newStatus: null,
    at: new Date(now)
  };
}
