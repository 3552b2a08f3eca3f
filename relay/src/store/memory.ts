/** The store in memory: for simulations, previews and as the model that the others are held against. Nothing survives the process. */
import type { IssueReason } from '../sync/ways-out.ts';
import { namesOfHuman } from './cells.ts';
import { copy } from './copy.ts';
import { issueOf } from './issue.ts';
import type {
  BudgetRow,
  Hint,
  HumanIds,
  IssuePlace,
  JournalFilter,
  JournalPlace,
  JournalRow,
  LinkRow,
  MemberCounts,
  MemberRow,
  NoticeRow,
  PersonRow,
  PreviewRow,
  RunRow,
  Store,
  StoreTransaction,
  TenantRow
} from './port.ts';
import { MemoryTasks } from './memory-tasks.ts';
import type { TaskRow } from './port-tasks.ts';
import { COUNT_OF_STATE, mark, NO_COUNTS, serialized } from './serialized.ts';

type Ids = { personIds?: string[]; marketoLeadIds?: number[] };

export function openMemoryStore(): Store {
  const rows = new MemoryRows();
  return serialized(rows, async (work) => {
    rows.begin();
    try {
      const result = await work();
      rows.commit();
      return result;
    } catch (cause) {
      rows.rollback();
      throw cause;
    }
  });
}

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
const page = <T>(all: T[], number: number, size: number) => ({
  some: copy(all.slice((number - 1) * size, number * size)),
  more: all.length > number * size
});

class MemoryRows extends MemoryTasks implements StoreTransaction {
  private readonly tenantRows = new Map<string, TenantRow>();
  private readonly linkRows = new Map<string, LinkRow>();
  private readonly memberRows = new Map<string, MemberRow>();
  private readonly personRows = new Map<string, PersonRow>();
  private readonly cursors = new Map<string, { tenantId: string; value: string }>();
  private readonly activities = new Map<string, { tenantId: string; at: number }>();
  private readonly entries = new Map<number, JournalRow>();
  private readonly budgets = new Map<string, BudgetRow>();
  private readonly previewRows = new Map<string, PreviewRow>();
  private readonly runRows = new Map<string, RunRow>();
  private readonly answers = new Map<string, { tenantId: string; answer: string; at: number }>();
  private readonly noticeRows = new Map<string, NoticeRow>();
  private lastEntry = 0;

  override begin(): void {
    super.begin();
    const { lastEntry } = this;
    this.undo.push(() => (this.lastEntry = lastEntry));
  }

  async tenants(): Promise<TenantRow[]> {
    return copy([...this.tenantRows.values()].sort(byId));
  }
  async tenant(id: string): Promise<TenantRow | null> {
    return copy(this.tenantRows.get(id) ?? null);
  }
  async putTenant(tenant: TenantRow): Promise<void> {
    this.set(this.tenantRows, tenant.id, tenant);
  }
  async eraseTenant(id: string): Promise<void> {
    this.drop(this.tenantRows, (row) => row.id === id);
    for (const map of this.ofTenants()) {
      this.drop(map as Map<unknown, { tenantId: string }>, (row) => row.tenantId === id);
    }
  }

  private ofTenants(): unknown[] {
    const { linkRows, memberRows, personRows, cursors, activities, entries, answers, previewRows, runRows, noticeRows } = this;
    return [
      linkRows,
      memberRows,
      personRows,
      cursors,
      activities,
      entries,
      answers,
      previewRows,
      runRows,
      noticeRows,
      ...Object.values(this.taskRows)
    ];
  }

  async links(tenantId: string): Promise<LinkRow[]> {
    return copy([...this.linkRows.values()].filter((row) => row.tenantId === tenantId).sort(byId));
  }
  async link(id: string): Promise<LinkRow | null> {
    return copy(this.linkRows.get(id) ?? null);
  }
  async linkOfCampaign(tenantId: string, campaignId: string): Promise<LinkRow | null> {
    return this.find(this.linkRows, (row) => row.tenantId === tenantId && row.campaignId === campaignId);
  }
  async linkOfProgram(tenantId: string, programId: number): Promise<LinkRow | null> {
    return this.find(this.linkRows, (row) => row.tenantId === tenantId && row.programId === programId);
  }
  async putLink(link: LinkRow): Promise<void> {
    const others = [...this.linkRows.values()].filter((other) => other.id !== link.id && other.tenantId === link.tenantId);
    refuse(
      others.some((other) => other.campaignId === link.campaignId),
      'campaign-linked'
    );
    refuse(
      others.some((other) => other.programId === link.programId),
      'program-linked'
    );
    this.set(this.linkRows, link.id, link);
  }
  async markLink(id: string, marks: { syncedAt?: number; showBy?: number }): Promise<boolean> {
    const link = await this.link(id);
    if (!link) return false;
    const { version } = link;
    const earlier = mark(link, marks);
    if (link.version !== version) await this.putLink(link);
    return earlier;
  }
  async removeLink(id: string): Promise<void> {
    this.drop(this.memberRows, (row) => row.linkId === id);
    this.drop(this.linkRows, (row) => row.id === id);
  }

  private select(matches: (row: MemberRow) => boolean): MemberRow[] {
    return [...this.memberRows.values()].filter(matches).sort(byId);
  }
  async member(id: string): Promise<MemberRow | null> {
    return copy(this.memberRows.get(id) ?? null);
  }
  async membersOf(linkId: string, by: Ids): Promise<MemberRow[]> {
    return copy(this.select((row) => row.linkId === linkId && hasOneOf(row, by)));
  }
  async membersOfPeople(tenantId: string, by: Ids): Promise<MemberRow[]> {
    return copy(this.select((row) => row.tenantId === tenantId && hasOneOf(row, by)));
  }
  async membersPage(linkId: string, after: string | null, limit: number): Promise<MemberRow[]> {
    return copy(this.select((row) => row.linkId === linkId && (after === null || row.id > after)).slice(0, limit));
  }
  async membersInState(linkId: string, states: MemberRow['state'][], number: number, size: number) {
    const { some, more } = page(
      this.select((row) => row.linkId === linkId && states.includes(row.state)),
      number,
      size
    );
    return { members: some, more };
  }
  async issues(linkId: string, reason: IssueReason | null, after: IssuePlace | null, limit: number): Promise<MemberRow[]> {
    const listed = this.select((row) => row.linkId === linkId)
      .map((row) => ({ row, ...issueOf(row) }))
      .filter((one) => one.reason !== undefined && (reason === null || one.reason === reason))
      .map(({ row, since = 0 }) => ({ row, since }))
      .sort((a, b) => b.since - a.since || byId(a.row, b.row))
      .filter(({ row, since }) => after === null || since < after.since || (since === after.since && row.id > after.id));
    return copy(listed.slice(0, limit).map(({ row }) => row));
  }
  async issueCounts(linkId: string) {
    const reasons = this.select((row) => row.linkId === linkId).flatMap((row) => issueOf(row)?.reason ?? []);
    return [...new Set(reasons)].sort().map((reason) => ({ reason, members: reasons.filter((one) => one === reason).length }));
  }
  async addMember(member: MemberRow): Promise<void> {
    refuse(this.memberRows.has(member.id), 'member-exists');
    this.refuseDouble(member);
    this.set(this.memberRows, member.id, member);
  }
  async replaceMember(member: MemberRow, expectedVersion: number): Promise<boolean> {
    if (this.memberRows.get(member.id)?.version !== expectedVersion) {
      return false;
    }
    this.refuseDouble(member);
    this.set(this.memberRows, member.id, member);
    return true;
  }
  private refuseDouble(member: MemberRow): void {
    const same = (row: MemberRow, name: 'leadId' | 'contactId' | 'marketoLeadId') => member[name] !== null && row[name] === member[name];
    for (const row of this.memberRows.values()) {
      const other = row.id !== member.id && row.linkId === member.linkId;
      refuse(other && (same(row, 'leadId') || same(row, 'contactId') || same(row, 'marketoLeadId')), 'member-exists');
    }
  }
  async removeMember(id: string): Promise<void> {
    this.drop(this.memberRows, (row) => row.id === id);
  }
  async hint({ memberIds, cause, at, notBefore = at, runId }: Hint): Promise<void> {
    for (const id of new Set(memberIds)) {
      const row = this.memberRows.get(id);
      if (row) {
        const due = Math.min(row.due ?? notBefore, notBefore);
        const pendingSince = row.pendingSince ?? at;
        this.set(this.memberRows, id, { ...row, hints: row.hints + 1, due, cause, pendingSince, runId: runId ?? row.runId });
      }
    }
  }
  async counts(linkId: string): Promise<MemberCounts> {
    const counts = { ...NO_COUNTS };
    const counted = this.select((row) => row.linkId === linkId && !hasLeft(row));
    counted.forEach((row) => (counts[COUNT_OF_STATE[row.state]] += 1));
    return counts;
  }
  async waiting(linkId: string) {
    const since = this.select((row) => row.linkId === linkId).flatMap((row) => row.pendingSince ?? []);
    return { members: since.length, since: since.length === 0 ? null : since.reduce((a, b) => Math.min(a, b)) };
  }
  async statusCounts(linkId: string) {
    const rows = this.select((row) => row.linkId === linkId);
    return (['marketo', 'salesforce'] as const).flatMap((side) => {
      const values = rows.flatMap((row) => row.base[side] ?? []);
      return [...new Set(values)].sort().map((value) => ({ side, value, members: values.filter((one) => one === value).length }));
    });
  }

  async person(tenantId: string, by: { marketoLeadId?: number; leadId?: string; contactId?: string }): Promise<PersonRow | null> {
    const fits = (row: PersonRow) => Object.entries(by).every(([name, value]) => row[name as keyof PersonRow] === value);
    const found = [...this.personRows.values()].filter((row) => row.tenantId === tenantId && fits(row));
    return copy(found.sort((a, b) => a.marketoLeadId - b.marketoLeadId)[0] ?? null);
  }
  async putPerson(person: PersonRow): Promise<void> {
    this.set(this.personRows, `${person.tenantId}:${person.marketoLeadId}`, person);
  }

  async cursor(tenantId: string, name: string): Promise<string | null> {
    return this.cursors.get(`${tenantId}:${name}`)?.value ?? null;
  }
  async setCursor(tenantId: string, name: string, value: string): Promise<void> {
    this.set(this.cursors, `${tenantId}:${name}`, { tenantId, value });
  }
  async seenActivities(tenantId: string, guids: string[], at: number, forgetBefore: number): Promise<Set<string>> {
    this.drop(this.activities, (row) => row.tenantId === tenantId && row.at < forgetBefore);
    const seen = new Set(guids.filter((guid) => this.activities.has(`${tenantId}:${guid}`)));
    guids.forEach((guid) => this.set(this.activities, `${tenantId}:${guid}`, { tenantId, at }));
    return seen;
  }

  async journal(entry: Omit<JournalRow, 'id'>): Promise<number> {
    this.lastEntry += 1;
    this.set(this.entries, this.lastEntry, { ...entry, id: this.lastEntry });
    return this.lastEntry;
  }
  async outcome(id: number, outcome: string, detail: string | null): Promise<boolean> {
    const entry = this.entries.get(id);
    if (!entry || entry.outcome !== null) {
      return false;
    }
    this.set(this.entries, id, { ...entry, outcome, detail: detail ?? entry.detail });
    return true;
  }
  async journalPage(tenantId: string, filter: JournalFilter, place: JournalPlace, limit: number): Promise<JournalRow[]> {
    const { from, until, ...equal } = filter;
    const fits = (row: JournalRow) =>
      row.tenantId === tenantId &&
      Object.entries(equal).every(([name, value]) => value === null || row[name as keyof JournalRow] === value) &&
      (from === null || row.at >= from) &&
      (until === null || row.at < until) &&
      ('after' in place ? row.id > place.after : row.id < (place.before ?? Infinity));
    const all = [...this.entries.values()].filter(fits).sort((a, b) => ('after' in place ? a.id - b.id : b.id - a.id));
    return copy(all.slice(0, limit));
  }
  async openWrites(tenantId: string, before: number): Promise<JournalRow[]> {
    const held = (id: string | null) => (id === null ? 0 : (this.memberRows.get(id)?.leaseUntil ?? 0)) > before;
    const open = (row: JournalRow) => row.tenantId === tenantId && row.outcome === null && row.at <= before && !held(row.memberId);
    return copy([...this.entries.values()].filter(open));
  }

  async putPreview(preview: PreviewRow): Promise<void> {
    this.set(this.previewRows, preview.id, preview);
  }
  async preview(id: string): Promise<PreviewRow | null> {
    return copy(this.previewRows.get(id) ?? null);
  }
  async previews(tenantId: string): Promise<PreviewRow[]> {
    const found = [...this.previewRows.values()].filter((row) => row.tenantId === tenantId);
    return copy(found.sort((a, b) => a.createdAt - b.createdAt || byId(a, b)));
  }
  async removePreview(id: string): Promise<void> {
    this.drop(this.previewRows, (row) => row.id === id);
  }

  private runsThat(matches: (row: RunRow) => boolean): RunRow[] {
    return [...this.runRows.values()].filter(matches).sort((a, b) => a.at - b.at || byId(a, b));
  }
  async putRun(run: RunRow): Promise<void> {
    this.set(this.runRows, run.id, run);
  }
  async run(id: string): Promise<RunRow | null> {
    return copy(this.runRows.get(id) ?? null);
  }
  async runsPage(tenantId: string, campaignId: string, number: number, size: number) {
    const { some, more } = page(this.runsThat((row) => row.tenantId === tenantId && row.campaignId === campaignId).reverse(), number, size);
    return { runs: some, more };
  }
  async markingRuns(tenantId: string): Promise<RunRow[]> {
    return copy(this.runsThat((row) => row.tenantId === tenantId && row.marking));
  }
  async membersOfRun(runId: string): Promise<number> {
    return this.select((row) => row.runId === runId).length;
  }
  async journalOfRun(runId: string, after: number, limit: number): Promise<JournalRow[]> {
    return copy([...this.entries.values()].filter((row) => row.runId === runId && row.id > after).slice(0, limit));
  }

  async budget(munchkinId: string): Promise<BudgetRow | null> {
    return copy(this.budgets.get(munchkinId) ?? null);
  }
  async putBudget(budget: BudgetRow): Promise<void> {
    this.set(this.budgets, budget.munchkinId, budget);
  }
  async answer(tenantId: string, key: string): Promise<string | null> {
    return this.answers.get(`${tenantId}:${key}`)?.answer ?? null;
  }
  async putAnswer(tenantId: string, key: string, answer: string, at: number): Promise<void> {
    this.set(this.answers, `${tenantId}:${key}`, { tenantId, answer, at });
  }

  async putNotice(notice: NoticeRow): Promise<void> {
    this.set(this.noticeRows, notice.id, notice);
  }
  async openNotices(tenantId: string): Promise<NoticeRow[]> {
    const open = [...this.noticeRows.values()].filter((row) => row.tenantId === tenantId && isOpen(row));
    return copy(open.sort((a, b) => a.at - b.at || byId(a, b)));
  }
  async forget(tenantId: string, before: { journal: number; answers: number; notices: number }, limit: number): Promise<number> {
    let gone = 0;
    const go = <V extends { tenantId: string; at: number }>(map: Map<unknown, V>, at: number, which: (row: V) => boolean) => {
      let left = limit;
      this.drop(map, (row) => row.tenantId === tenantId && row.at < at && which(row) && left-- > 0);
      gone += limit - Math.max(0, left);
    };
    go(this.entries, before.journal, (entry) => entry.kind !== 'write' || entry.outcome !== null);
    go(this.answers, before.answers, () => true);
    go(this.noticeRows, before.notices, (notice) => !isOpen(notice));
    return gone;
  }
  async eraseHuman(tenantId: string, human: HumanIds): Promise<number> {
    const theirs = (row: { tenantId: string; leadId: string | null; contactId: string | null; marketoLeadId: number | null }) =>
      row.tenantId === tenantId && hasOneOf(row, human);
    const cursors = (name: string, { tenantId: of, value }: { tenantId: string; value: string }) =>
      of === tenantId &&
      (namesOfHuman(human).some((one) => name === `${tenantId}:${one}`) ||
        (name.startsWith(`${tenantId}:merged-`) && human.marketoLeadIds.map(String).includes(value)));
    const toldOf = ({ row }: TaskRow) => (row as { marketoLeadId?: number | null }).marketoLeadId;
    const watched = (task: TaskRow) =>
      task.tenantId === tenantId &&
      (human.personIds.some((id) => task.id.includes(id)) || human.marketoLeadIds.some((id) => id === toldOf(task)));
    const names = [...this.cursors].filter(([name, row]) => cursors(name, row)).map(([, row]) => row);
    const entries = [...this.entries.values()].filter(theirs);
    const gone =
      this.select(theirs).length +
      [...this.personRows.values()].filter(theirs).length +
      entries.length +
      names.length +
      [...this.taskRows.watched_members.values()].filter(watched).length;
    this.drop(this.memberRows, theirs);
    this.drop(this.personRows, theirs);
    this.drop(this.taskRows.watched_members, watched);
    this.drop(this.cursors, (row) => names.includes(row));
    const blank = { memberId: null, leadId: null, contactId: null, marketoLeadId: null, detail: null };
    for (const entry of entries) this.set(this.entries, entry.id, { ...entry, ...blank });
    return gone;
  }
  async runs(tenantId: string): Promise<RunRow[]> {
    return copy(this.runsThat((row) => row.tenantId === tenantId));
  }

  async claim(tenantId: string, worker: string, now: number, leaseMs: number, limit: number): Promise<MemberRow[]> {
    const claimed = this.select((row) => row.tenantId === tenantId && this.isReady(row, now))
      .sort((a, b) => (a.due ?? 0) - (b.due ?? 0))
      .slice(0, limit)
      .map((row) => ({ ...row, leaseOwner: worker, leaseUntil: now + leaseMs }));
    claimed.forEach((row) => this.set(this.memberRows, row.id, row));
    return copy(claimed);
  }
  async release(memberIds: string[], worker: string): Promise<void> {
    for (const id of memberIds) {
      const row = this.memberRows.get(id);
      if (row?.leaseOwner === worker) {
        this.set(this.memberRows, id, { ...row, leaseOwner: null, leaseUntil: null });
      }
    }
  }
  async releaseAll(): Promise<void> {
    const held = this.select((row) => row.leaseOwner !== null);
    held.forEach((row) => this.set(this.memberRows, row.id, { ...row, leaseOwner: null, leaseUntil: null }));
    this.releaseAllTasks();
    [...this.budgets.values()].forEach((budget) => this.set(this.budgets, budget.munchkinId, { ...budget, inFlight: {} }));
  }
  async hasWork(tenantId: string, now: number): Promise<boolean> {
    return this.select((row) => row.tenantId === tenantId && this.isReady(row, now)).length > 0;
  }
  async nextDue(tenantId: string): Promise<number | null> {
    const due = this.select((row) => row.tenantId === tenantId && row.due !== null && this.isActive(row)).map((row) => row.due ?? Infinity);
    return due.length === 0 ? null : due.reduce((a, b) => Math.min(a, b));
  }
  close(): void {
    // Nothing is held outside of memory.
  }

  private isActive(row: MemberRow): boolean {
    return this.linkRows.get(row.linkId)?.state === 'active';
  }
  private isReady(row: MemberRow, now: number): boolean {
    const held = row.leaseOwner !== null && (row.leaseUntil ?? 0) > now;
    return row.due !== null && row.due <= now && !held && this.isActive(row);
  }
}

function hasOneOf(row: Pick<MemberRow, 'leadId' | 'contactId' | 'marketoLeadId'>, { personIds = [], marketoLeadIds = [] }: Ids): boolean {
  return (
    (row.leadId !== null && personIds.includes(row.leadId)) ||
    (row.contactId !== null && personIds.includes(row.contactId)) ||
    (row.marketoLeadId !== null && marketoLeadIds.includes(row.marketoLeadId))
  );
}

const isOpen = ({ due, endedAt }: NoticeRow) => due !== null || endedAt === null;

/** Settled, and a member on neither side any more: the row only remembers. */
const hasLeft = ({ state, base }: MemberRow) => state === 'in-sync' && base.salesforce === null && base.marketo === null;

function refuse(when: boolean, code: string): void {
  if (when) {
    throw new Error(code);
  }
}
