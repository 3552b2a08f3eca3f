/** One Marketo instance: people, programs, memberships and the log of activities. Times are milliseconds since 1970. */
import { randomBytes, randomInt } from 'node:crypto';
import type { Switches } from '../switches.ts';
import type { CampaignRun, CustomActivityType, ObjectRecord, ObjectType, SmartCampaign } from './custom.ts';
import { Rows, type Table } from './tables.ts';

export type FieldValue = string | number | boolean | null;
export interface Lead {
  id: number;
  fields: Record<string, FieldValue>;
  createdAt: number;
  updatedAt: number;
}
export interface Status {
  id: number;
  name: string;
  step: number;
  success: boolean;
  hidden: boolean;
}
export interface Channel {
  id: number;
  name: string;
  /** `Default`, `Event`, `Engagement`, `Email`. */
  type: string;
  /** In step order; the first is "Not in Program". */
  statuses: Status[];
  createdAt: number;
}
export interface Folder {
  id: number;
  name: string;
  createdAt: number;
}
export interface Cost {
  /** `2026-03-01`. */
  startDate: string;
  cost: number;
  note: string;
}
export interface Program {
  id: number;
  name: string;
  description: string;
  type: string;
  channel: string;
  folderId: number;
  sfdcId: string | null;
  costs: Cost[];
  createdAt: number;
  updatedAt: number;
}
export interface Membership {
  id: number;
  programId: number;
  leadId: number;
  status: string;
  reachedSuccess: boolean;
  membershipDate: number;
  updatedAt: number;
}
export interface Activity {
  id: number;
  type: number;
  leadId: number;
  at: number;
  primaryId: number | null;
  primaryValue: string | null;
  attributes: { name: string; value: unknown; apiName?: string }[];
  /** When it was written down, where that is not when it happened. */
  loggedAt?: number;
}

export const NOT_IN_PROGRAM = 'Not in Program';
export const STATUS_CHANGE = 104;
export const MERGE = 32;
export const DELETED_LEAD = 37;
export const REQUESTED = 47;
export const NEW_LEAD = 12;
export const DATA_VALUE_CHANGE = 13;

interface Secrets {
  munchkinId: string;
  clientId: string;
  clientSecret: string;
}

export class Instance {
  readonly leads: Table<Lead>;
  readonly channels: Table<Channel>;
  readonly folders: Table<Folder>;
  readonly programs: Table<Program>;
  readonly activities: Table<Activity>;
  readonly activityTypes: Table<CustomActivityType>;
  readonly objectTypes: Table<ObjectType>;
  readonly smartCampaigns: Table<SmartCampaign>;
  readonly campaignRuns: Table<CampaignRun>;
  /** What the customer has bought. */
  readonly subscription: { customObjects: boolean; activityTypes: number } = { customObjects: true, activityTypes: 10 };
  private readonly records: Table<ObjectRecord>;
  /** Custom object and dedupe key → record. */
  private readonly recordsByObject = new Map<string, Map<string, ObjectRecord>>();
  readonly secrets: Secrets;
  readonly switches: Switches;
  private readonly memberships: Table<Membership>;
  private readonly byProgram = new Map<number, Map<number, Membership>>();
  /** First membership dates, for those who come back. */
  private readonly pastDates: Table<number>;
  private readonly counters: Table<number>;
  private readonly rows: Rows;
  private ahead = 0;

  constructor(file: string | null, switches: Switches) {
    this.rows = new Rows(file);
    this.switches = switches;
    this.leads = this.rows.table('lead');
    this.channels = this.rows.table('channel');
    this.folders = this.rows.table('folder');
    this.programs = this.rows.table('program');
    this.activities = this.rows.table('activity');
    this.activityTypes = this.rows.table('activity-type');
    this.objectTypes = this.rows.table('object-type');
    this.smartCampaigns = this.rows.table('smart-campaign');
    this.campaignRuns = this.rows.table('campaign-run');
    this.records = this.rows.table('object-record');
    this.memberships = this.rows.table('membership');
    this.pastDates = this.rows.table('past');
    this.counters = this.rows.table('counter');
    for (const one of this.memberships.all()) {
      this.membersOf(one.programId).set(one.leadId, one);
    }
    for (const one of this.records.all()) {
      this.recordsOf(one.object).set(this.keyOfRecord(one.object, one.fields), one);
    }
    const kept = this.rows.table<Secrets>('secrets');
    this.secrets = kept.get('own') ?? freshSecrets();
    kept.put('own', this.secrets);
  }

  now(): number {
    return Date.now() + this.ahead;
  }
  advance(milliseconds: number): void {
    this.ahead += milliseconds;
  }
  together<T>(work: () => T): T {
    return this.rows.together(work);
  }
  close(): void {
    this.rows.close();
  }
  /** @param first the number that the first of a kind gets. */
  next(kind: string, first: number): number {
    const id = (this.counters.get(kind) ?? first - 1) + 1;
    this.counters.put(kind, id);
    return id;
  }

  // ---------------------------------------------------------------- people

  addLead(fields: Lead['fields'], source: string): Lead {
    const [id, now] = [this.next('lead', 1001), this.now()];
    const lead: Lead = { id, fields: { ...fields }, createdAt: now, updatedAt: now };
    this.leads.put(id, lead);
    this.log(NEW_LEAD, id, null, null, [
      { name: 'Source Type', value: source },
      { name: 'Created Date', value: new Date(now).toISOString().slice(0, 10) }
    ]);
    return lead;
  }
  changeLead(lead: Lead, fields: Lead['fields'], source: string): void {
    for (const [name, value] of Object.entries(fields)) {
      const before = lead.fields[name] ?? null;
      if (before !== value) {
        lead.fields[name] = value;
        this.log(DATA_VALUE_CHANGE, lead.id, null, name, [
          { name: 'Attribute Name', value: name },
          { name: 'New Value', value },
          { name: 'Old Value', value: before },
          { name: 'Reason', value: source },
          { name: 'Source', value: source }
        ]);
      }
    }
    lead.updatedAt = this.now();
    this.leads.put(lead.id, lead);
  }
  deleteLead(lead: Lead): void {
    for (const members of this.byProgram.values()) {
      this.dropMembership(members.get(lead.id));
    }
    this.leads.delete(lead.id);
    this.dropRecordsOf(lead.id);
    this.log(DELETED_LEAD, lead.id, lead.id, nameOf(lead), []);
  }
  /** The losers' ids stop resolving; their memberships become the winner's. */
  mergeLeads(winner: Lead, losers: Lead[]): void {
    for (const loser of losers) {
      for (const members of this.byProgram.values()) {
        this.inherit(winner, members.get(loser.id), members.get(winner.id));
      }
      for (const [name, value] of Object.entries(loser.fields)) {
        winner.fields[name] ??= value;
      }
      this.leads.delete(loser.id);
    }
    winner.updatedAt = this.now();
    this.leads.put(winner.id, winner);
    const ids = losers.map((loser) => loser.id);
    this.log(MERGE, winner.id, winner.id, nameOf(winner), [{ name: 'Merge IDs', value: ids }]);
  }
  private inherit(winner: Lead, lost: Membership | undefined, own: Membership | undefined): void {
    if (!lost) {
      return;
    }
    this.dropMembership(lost);
    const step = (one: Membership) => this.statusOf(one.programId, one.status)?.step ?? 0;
    const takes = !own || (this.switches.get('mergedMemberStatus') === 'the furthest' && step(lost) > step(own));
    if (takes) {
      this.putMembership({ ...lost, leadId: winner.id, updatedAt: this.now() });
      if (this.switches.get('mergeLogs104')) {
        this.logStatus(lost.programId, winner.id, own?.status ?? NOT_IN_PROGRAM, lost, false);
      }
    }
  }

  // ---------------------------------------------------------------- programs

  channelOf(program: Program): Channel {
    const found = this.channels.all().find((channel) => channel.name === program.channel);
    if (!found) {
      throw new Error(`The program ${program.id} is of a channel that is not there: ${program.channel}.`);
    }
    return found;
  }
  statusOf(programId: number, name: string): Status | undefined {
    const program = this.programs.get(programId);
    return program && this.channelOf(program).statuses.find((status) => status.name === name);
  }
  membersOf(programId: number): Map<number, Membership> {
    let members = this.byProgram.get(programId);
    if (!members) {
      members = new Map();
      this.byProgram.set(programId, members);
    }
    return members;
  }
  deleteProgram(program: Program): void {
    [...this.membersOf(program.id).values()].forEach((one) => this.dropMembership(one));
    this.programs.delete(program.id);
  }

  private putMembership(one: Membership): void {
    this.membersOf(one.programId).set(one.leadId, one);
    this.memberships.put(`${one.programId}:${one.leadId}`, one);
  }
  private dropMembership(one: Membership | undefined): void {
    if (one) {
      this.membersOf(one.programId).delete(one.leadId);
      this.memberships.delete(`${one.programId}:${one.leadId}`);
    }
  }

  /** Makes the person a member, or changes the status; logs 104. What an API may not do is checked before. */
  setStatus(programId: number, leadId: number, status: Status, byApi: boolean): 'created' | 'updated' {
    const now = this.now();
    const before = this.membersOf(programId).get(leadId);
    const past = this.switches.get('membershipDateAfterRejoin') === 'kept' ? this.pastDates.get(`${programId}:${leadId}`) : undefined;
    const made: Membership = {
      id: before?.id ?? this.next('membership', 101),
      programId,
      leadId,
      status: status.name,
      reachedSuccess: status.success || (this.switches.get('reachedSuccess') === 'has been in one' && before?.reachedSuccess === true),
      membershipDate: before?.membershipDate ?? past ?? now,
      updatedAt: now
    };
    this.pastDates.put(`${programId}:${leadId}`, made.membershipDate);
    this.putMembership(made);
    this.logStatus(programId, leadId, before?.status ?? NOT_IN_PROGRAM, made, byApi);
    return before ? 'updated' : 'created';
  }
  touch(one: Membership): void {
    this.putMembership({ ...one, updatedAt: this.now() });
  }
  remove(one: Membership, byApi: boolean): void {
    this.dropMembership(one);
    if (!byApi || this.switches.get('apiRemovalLogs104')) {
      this.logStatus(one.programId, one.leadId, one.status, { ...one, status: NOT_IN_PROGRAM, reachedSuccess: false }, byApi);
    }
  }

  private logStatus(programId: number, leadId: number, before: string, now: Membership, byApi: boolean): void {
    const program = this.programs.get(programId);
    const [old, fresh] = [this.statusOf(programId, before), this.statusOf(programId, now.status)];
    const reason = byApi ? (this.switches.get('apiActivityReason') ? 'Web service API' : null) : 'Manual change';
    this.log(STATUS_CHANGE, leadId, programId, program?.name ?? null, [
      { name: 'Old Status ID', value: old?.id ?? null },
      { name: 'New Status ID', value: fresh?.id ?? null },
      { name: 'Old Status', value: before },
      { name: 'New Status', value: now.status },
      { name: 'Acquired By', value: false },
      { name: 'Success', value: fresh?.success === true && old?.success !== true },
      { name: 'Program Member ID', value: now.id },
      { name: 'Reason', value: reason }
    ]);
  }

  // ---------------------------------------------------------------- custom objects

  recordsOf(object: string): Map<string, ObjectRecord> {
    const known = this.recordsByObject.get(object) ?? new Map<string, ObjectRecord>();
    this.recordsByObject.set(object, known);
    return known;
  }
  /** The values of the dedupe fields, as one text. */
  keyOfRecord(object: string, fields: Record<string, unknown>): string {
    const names = (this.objectTypes.get(object)?.approved?.fields ?? []).filter((field) => field.isDedupeField).map(({ name }) => name);
    return JSON.stringify(names.map((name) => String(fields[name] ?? '').toLowerCase()));
  }
  putRecord(record: ObjectRecord): void {
    this.recordsOf(record.object).set(this.keyOfRecord(record.object, record.fields), record);
    this.records.put(record.marketoGUID, record);
  }
  dropRecord(record: ObjectRecord): void {
    this.recordsOf(record.object).delete(this.keyOfRecord(record.object, record.fields));
    this.records.delete(record.marketoGUID);
  }
  private dropRecordsOf(leadId: number): void {
    for (const { apiName, approved } of this.objectTypes.all()) {
      const link = approved?.fields.find(({ relatedTo }) => relatedTo?.name === 'Lead' && relatedTo.field === 'id');
      const theirs = link ? [...this.recordsOf(apiName).values()].filter((record) => record.fields[link.name] === leadId) : [];
      theirs.forEach((record) => this.dropRecord(record));
    }
  }

  /** Empty attributes are left out, as Marketo does. */
  log(type: number, leadId: number, primaryId: number | null, primaryValue: string | null, attributes: Activity['attributes']): void {
    const id = this.next('activity', 2001);
    const kept = attributes.filter((attribute) => attribute.value !== null);
    this.activities.put(id, { id, type, leadId, at: this.now(), primaryId, primaryValue, attributes: kept });
  }
}

function nameOf(lead: Lead): string {
  const names = [lead.fields['firstName'], lead.fields['lastName']].filter((name) => typeof name === 'string' && name !== '');
  return names.join(' ') || String(lead.fields['email'] ?? lead.id);
}

function freshSecrets(): Secrets {
  const letters = Array.from({ length: 3 }, () => String.fromCharCode(65 + randomInt(26))).join('');
  return {
    munchkinId: `${randomInt(100, 999)}-${letters}-${randomInt(100, 999)}`,
    clientId: [8, 4, 4, 4, 12].map((length) => randomBytes(length / 2).toString('hex')).join('-'),
    clientSecret: randomBytes(16).toString('hex')
  };
}
