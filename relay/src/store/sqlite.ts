/** The store in one SQLite file: durable when a call returns (WAL, synchronous=FULL), and shared by the processes that open the same file. */
import type { IssueReason } from '../sync/ways-out.ts';
import type {
  BudgetRow,
  Hint,
  IssuePlace,
  JournalFilter,
  JournalPlace,
  JournalRow,
  LinkRow,
  MemberCounts,
  MemberRow,
  PersonRow,
  PreviewRow,
  RunRow,
  Store,
  StoreTransaction,
  TenantRow
} from './port.ts';
import {
  cellsOf,
  cellsOfEntry,
  cellsOfPreview,
  cellsOfRun,
  conditionsOf,
  entryOf,
  linkOf,
  memberOf,
  parse,
  personOf,
  type Cells
} from './cells.ts';
import { COUNT_OF_STATE, mark, NO_COUNTS, serialized } from './serialized.ts';
import { TASK_TABLES } from './port-tasks.ts';
import { isDouble, SqliteDatabase } from './sqlite-database.ts';
import { SqliteUpkeep } from './sqlite-upkeep.ts';

type Ids = { personIds?: string[]; marketoLeadIds?: number[] };

/** @param file `:memory:` for one that ends with the process. */
export function openSqliteStore(file: string): Store {
  const database = new SqliteDatabase(file);
  return serialized(new SqliteRows(database), (work, kind) => (kind === 'reads' ? work() : database.transaction(work, kind === 'writes')));
}

const ACTIVE = "link_id IN (SELECT id FROM links WHERE state = 'active')";
const READY = `due <= ? AND (lease_owner IS NULL OR lease_until <= ?) AND ${ACTIVE}`;

const update = (cells: Cells, and: string) =>
  `UPDATE members SET ${Object.keys(cells)
    .map((name) => `${name} = ?`)
    .join(', ')} WHERE id = ? AND version = ?${and}`;

/** Above every id. */
const LAST = Number.MAX_SAFE_INTEGER;

class SqliteRows extends SqliteUpkeep implements StoreTransaction {
  async tenants(): Promise<TenantRow[]> {
    return this.db.all('SELECT row FROM tenants ORDER BY id').map((cells) => parse<TenantRow>(cells) as TenantRow);
  }
  async tenant(id: string): Promise<TenantRow | null> {
    return parse<TenantRow>(this.db.get('SELECT row FROM tenants WHERE id = ?', id));
  }
  async putTenant(tenant: TenantRow): Promise<void> {
    this.db.put('tenants', ['id'], { id: tenant.id, row: JSON.stringify(tenant) });
  }
  async eraseTenant(id: string): Promise<void> {
    this.db.run('DELETE FROM tenants WHERE id = ?', id);
    for (const table of [
      'links',
      'members',
      'people',
      'cursors',
      'activities',
      'journal',
      'answers',
      'previews',
      'runs',
      'notices',
      ...TASK_TABLES
    ]) {
      this.db.run(`DELETE FROM ${table} WHERE tenant_id = ?`, id);
    }
  }

  async links(tenantId: string): Promise<LinkRow[]> {
    return this.db.all('SELECT row FROM links WHERE tenant_id = ? ORDER BY id', tenantId).map((cells) => linkOf(cells) as LinkRow);
  }
  async link(id: string): Promise<LinkRow | null> {
    return linkOf(this.db.get('SELECT row FROM links WHERE id = ?', id));
  }
  async linkOfCampaign(tenantId: string, campaignId: string): Promise<LinkRow | null> {
    return linkOf(this.db.get('SELECT row FROM links WHERE tenant_id = ? AND campaign_id = ?', tenantId, campaignId));
  }
  async linkOfProgram(tenantId: string, programId: number): Promise<LinkRow | null> {
    return linkOf(this.db.get('SELECT row FROM links WHERE tenant_id = ? AND program_id = ?', tenantId, programId));
  }
  async putLink(link: LinkRow): Promise<void> {
    const { id, tenantId, campaignId, programId, state } = link;
    const cells = { id, tenant_id: tenantId, campaign_id: campaignId, program_id: programId, state, row: JSON.stringify(link) };
    try {
      this.db.put('links', ['id'], cells);
    } catch (cause) {
      const held = isDouble(cause) ? await this.linkOfCampaign(tenantId, campaignId) : null;
      throw isDouble(cause) ? new Error(held !== null && held.id !== id ? 'campaign-linked' : 'program-linked', { cause }) : cause;
    }
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
    this.db.run('DELETE FROM members WHERE link_id = ?', id);
    this.db.run('DELETE FROM links WHERE id = ?', id);
  }

  private members(where: string, ...values: (string | number | null)[]): MemberRow[] {
    return this.db.all(`SELECT * FROM members WHERE ${where}`, ...values).map(memberOf);
  }
  async member(id: string): Promise<MemberRow | null> {
    return this.members('id = ?', id)[0] ?? null;
  }
  async membersOf(linkId: string, by: Ids): Promise<MemberRow[]> {
    return this.withIds('tenant_id = (SELECT tenant_id FROM members WHERE link_id = ?1 LIMIT 1) AND link_id = ?1', linkId, by);
  }
  async membersOfPeople(tenantId: string, by: Ids): Promise<MemberRow[]> {
    return this.withIds('tenant_id = ?1', tenantId, by);
  }
  /** The indexes are named since SQLite, which knows nothing of how many rows there are, would read a whole link for one person. */
  private withIds(within: string, value: string, { personIds = [], marketoLeadIds = [] }: Ids): MemberRow[] {
    const list = (whose: string, ids: string) =>
      `SELECT id FROM members INDEXED BY member_of_${whose} WHERE ${within} AND ${whose}_id IN (SELECT value FROM json_each(${ids}))`;
    return this.members(
      `id IN (${list('lead', '?2')} UNION ${list('contact', '?2')} UNION ${list('marketo_lead', '?3')}) ORDER BY id`,
      value,
      JSON.stringify(personIds),
      JSON.stringify(marketoLeadIds)
    );
  }
  async membersPage(linkId: string, after: string | null, limit: number): Promise<MemberRow[]> {
    return this.members('link_id = ? AND id > ? ORDER BY id LIMIT ?', linkId, after ?? '', limit);
  }
  async membersInState(linkId: string, states: MemberRow['state'][], page: number, pageSize: number) {
    const found = this.members(
      'link_id = ? AND state IN (SELECT value FROM json_each(?)) ORDER BY id LIMIT ? OFFSET ?',
      linkId,
      JSON.stringify(states),
      pageSize + 1,
      (page - 1) * pageSize
    );
    return { members: found.slice(0, pageSize), more: found.length > pageSize };
  }
  async issues(linkId: string, reason: IssueReason | null, after: IssuePlace | null, limit: number): Promise<MemberRow[]> {
    const { since, id } = after ?? { since: Number.MAX_SAFE_INTEGER, id: '' };
    const values = [linkId, ...(reason === null ? [] : [reason]), since, since, id, limit];
    const where = `link_id = ? AND ${reason === null ? 'issue_reason IS NOT NULL' : 'issue_reason = ?'}`;
    return this.members(`${where} AND (issue_since < ? OR (issue_since = ? AND id > ?)) ORDER BY issue_since DESC, id LIMIT ?`, ...values);
  }
  async issueCounts(linkId: string) {
    const sql = `SELECT issue_reason AS reason, count(*) AS members FROM members
      WHERE link_id = ? AND issue_reason IS NOT NULL GROUP BY issue_reason ORDER BY issue_reason`;
    return this.db.all(sql, linkId).map((cells) => ({ reason: String(cells['reason']) as IssueReason, members: Number(cells['members']) }));
  }
  async addMember(member: MemberRow): Promise<void> {
    this.unlessDouble(() => this.db.insert('members', cellsOf(member)));
  }
  async replaceMember(member: MemberRow, expectedVersion: number): Promise<boolean> {
    const { id, tenant_id, link_id, lead_id, contact_id, marketo_lead_id, ...rest } = cellsOf(member);
    const [held, people] = [[id ?? null, expectedVersion], { lead_id, contact_id, marketo_lead_id } as Cells];
    // SQLite writes every index of a column that an UPDATE names, changed or not; who somebody is hardly ever changes.
    const slim = this.db.text('replace member', () => update(rest, ' AND lead_id IS ? AND contact_id IS ? AND marketo_lead_id IS ?'));
    if (this.db.run(slim, ...Object.values(rest), ...held, ...Object.values(people)).changes === 1) return true;
    const all = { ...rest, ...people, tenant_id, link_id } as Cells;
    const whole = this.db.text('replace member of others', () => update(all, ''));
    return this.unlessDouble(() => this.db.run(whole, ...Object.values(all), ...held).changes === 1);
  }
  private unlessDouble<T>(write: () => T): T {
    try {
      return write();
    } catch (cause) {
      throw isDouble(cause) ? new Error('member-exists', { cause }) : cause;
    }
  }
  async removeMember(id: string): Promise<void> {
    this.db.run('DELETE FROM members WHERE id = ?', id);
  }
  async hint({ memberIds, cause, at, notBefore = at, runId }: Hint): Promise<void> {
    this.db.run(
      `UPDATE members SET hints = hints + 1, due = min(coalesce(due, ?), ?), cause = ?, pending_since = coalesce(pending_since, ?),
       run_id = coalesce(?, run_id) WHERE id IN (SELECT value FROM json_each(?))`,
      notBefore,
      notBefore,
      cause,
      at,
      runId ?? null,
      JSON.stringify(memberIds)
    );
  }
  async counts(linkId: string): Promise<MemberCounts> {
    const counts = { ...NO_COUNTS };
    // Settled, and a member on neither side any more: such a row only remembers.
    const sql = `SELECT state, count(*) AS members FROM members
      WHERE link_id = ? AND NOT (state = 'in-sync' AND base_salesforce IS NULL AND base_marketo IS NULL) GROUP BY state`;
    for (const cells of this.db.all(sql, linkId)) {
      counts[COUNT_OF_STATE[cells['state'] as MemberRow['state']]] = Number(cells['members']);
    }
    return counts;
  }
  async waiting(linkId: string) {
    const sql = 'SELECT count(*) AS members, min(pending_since) AS since FROM members WHERE link_id = ? AND pending_since IS NOT NULL';
    const { members = 0, since = null } = this.db.get<{ members: number; since: number | null }>(sql, linkId) ?? {};
    return { members, since };
  }
  async statusCounts(linkId: string) {
    return (['marketo', 'salesforce'] as const).flatMap((side) =>
      this.db
        .all(
          `SELECT base_${side} AS value, count(*) AS members FROM members WHERE link_id = ? AND base_${side} IS NOT NULL GROUP BY base_${side} ORDER BY base_${side}`,
          linkId
        )
        .map((cells) => ({ side, value: String(cells['value']), members: Number(cells['members']) }))
    );
  }

  async person(tenantId: string, by: { marketoLeadId?: number; leadId?: string; contactId?: string }): Promise<PersonRow | null> {
    const columns = { marketoLeadId: 'marketo_lead_id', leadId: 'lead_id', contactId: 'contact_id' };
    const asked = Object.entries(by) as [keyof typeof columns, string | number][];
    const where = asked.map(([name]) => ` AND ${columns[name]} = ?`).join('');
    const sql = `SELECT * FROM people WHERE tenant_id = ?${where} ORDER BY marketo_lead_id LIMIT 1`;
    const cells = this.db.get(sql, tenantId, ...asked.map(([, value]) => value));
    return cells ? personOf(cells) : null;
  }
  async putPerson({ tenantId, marketoLeadId, leadId, contactId }: PersonRow): Promise<void> {
    const cells = { tenant_id: tenantId, marketo_lead_id: marketoLeadId, lead_id: leadId, contact_id: contactId };
    this.db.put('people', ['tenant_id', 'marketo_lead_id'], cells);
  }

  async cursor(tenantId: string, name: string): Promise<string | null> {
    return (this.db.get('SELECT value FROM cursors WHERE tenant_id = ? AND name = ?', tenantId, name)?.['value'] ?? null) as string | null;
  }
  async setCursor(tenantId: string, name: string, value: string): Promise<void> {
    this.db.put('cursors', ['tenant_id', 'name'], { tenant_id: tenantId, name, value });
  }
  async seenActivities(tenantId: string, guids: string[], at: number, forgetBefore: number): Promise<Set<string>> {
    this.db.run('DELETE FROM activities WHERE tenant_id = ? AND at < ?', tenantId, forgetBefore);
    const sql = 'SELECT guid FROM activities WHERE tenant_id = ? AND guid IN (SELECT value FROM json_each(?))';
    const seen = new Set(this.db.all(sql, tenantId, JSON.stringify(guids)).map((cells) => String(cells['guid'])));
    guids.forEach((guid) => this.db.put('activities', ['tenant_id', 'guid'], { tenant_id: tenantId, guid, at }));
    return seen;
  }

  async journal(entry: Omit<JournalRow, 'id'>): Promise<number> {
    return this.db.insert('journal', cellsOfEntry(entry));
  }
  async outcome(journalId: number, outcome: string, detail: string | null): Promise<boolean> {
    const sql = 'UPDATE journal SET outcome = ?, detail = coalesce(?, detail) WHERE id = ? AND outcome IS NULL';
    return this.db.run(sql, outcome, detail, journalId).changes === 1;
  }
  async journalPage(tenantId: string, filter: JournalFilter, place: JournalPlace, limit: number): Promise<JournalRow[]> {
    const [compare, order, id] = 'after' in place ? (['>', '', place.after] as const) : (['<', ' DESC', place.before ?? LAST] as const);
    const conditions = conditionsOf(filter);
    const where = conditions.map((one) => ` AND ${one.column} ${one.compare} ?`).join('');
    // Of a whole tenant by the ids themselves: SQLite would take an index of the tenant's entries and sort all of them for each page.
    const tenant = conditions.some((one) => one.compare === '=') ? 'tenant_id' : '+tenant_id';
    const sql = `SELECT * FROM journal WHERE ${tenant} = ? AND id ${compare} ?${where} ORDER BY id${order} LIMIT ?`;
    return this.db.all(sql, tenantId, id, ...conditions.map(({ value }) => value), limit).map(entryOf);
  }
  async openWrites(tenantId: string, before: number): Promise<JournalRow[]> {
    const sql = `SELECT * FROM journal WHERE tenant_id = ? AND outcome IS NULL AND at <= ?
      AND coalesce((SELECT lease_until FROM members WHERE members.id = journal.member_id), 0) <= ? ORDER BY id`;
    return this.db.all(sql, tenantId, before, before).map(entryOf);
  }

  async putPreview(preview: PreviewRow): Promise<void> {
    this.db.put('previews', ['id'], cellsOfPreview(preview));
  }
  async preview(id: string): Promise<PreviewRow | null> {
    return parse<PreviewRow>(this.db.get('SELECT row FROM previews WHERE id = ?', id));
  }
  async previews(tenantId: string): Promise<PreviewRow[]> {
    const found = this.db.all('SELECT row FROM previews WHERE tenant_id = ? ORDER BY created_at, id', tenantId);
    return found.map((cells) => parse<PreviewRow>(cells) as PreviewRow);
  }
  async removePreview(id: string): Promise<void> {
    this.db.run('DELETE FROM previews WHERE id = ?', id);
  }

  async putRun(run: RunRow): Promise<void> {
    this.db.put('runs', ['id'], cellsOfRun(run));
  }
  async run(id: string): Promise<RunRow | null> {
    return parse<RunRow>(this.db.get('SELECT row FROM runs WHERE id = ?', id));
  }
  async runsPage(tenantId: string, campaignId: string, page: number, pageSize: number) {
    const sql = 'SELECT row FROM runs WHERE tenant_id = ? AND campaign_id = ? ORDER BY at DESC, id DESC LIMIT ? OFFSET ?';
    const found = this.db.all(sql, tenantId, campaignId, pageSize + 1, (page - 1) * pageSize);
    return { runs: found.slice(0, pageSize).map((cells) => parse<RunRow>(cells) as RunRow), more: found.length > pageSize };
  }
  async markingRuns(tenantId: string): Promise<RunRow[]> {
    const found = this.db.all('SELECT row FROM runs WHERE tenant_id = ? AND marking = 1 ORDER BY at, id', tenantId);
    return found.map((cells) => parse<RunRow>(cells) as RunRow);
  }
  async membersOfRun(runId: string): Promise<number> {
    return Number(this.db.get('SELECT count(*) AS members FROM members WHERE run_id = ?', runId)?.['members'] ?? 0);
  }
  async journalOfRun(runId: string, after: number, limit: number): Promise<JournalRow[]> {
    return this.db.all('SELECT * FROM journal WHERE run_id = ? AND id > ? ORDER BY id LIMIT ?', runId, after, limit).map(entryOf);
  }

  async budget(munchkinId: string): Promise<BudgetRow | null> {
    return parse<BudgetRow>(this.db.get('SELECT row FROM budgets WHERE munchkin_id = ?', munchkinId));
  }
  async putBudget(budget: BudgetRow): Promise<void> {
    this.db.put('budgets', ['munchkin_id'], { munchkin_id: budget.munchkinId, row: JSON.stringify(budget) });
  }
  async answer(tenantId: string, key: string): Promise<string | null> {
    return (this.db.get('SELECT answer FROM answers WHERE tenant_id = ? AND key = ?', tenantId, key)?.['answer'] ?? null) as string | null;
  }
  async putAnswer(tenantId: string, key: string, answer: string, at: number): Promise<void> {
    this.db.put('answers', ['tenant_id', 'key'], { tenant_id: tenantId, key, answer, at });
  }

  async claim(tenantId: string, worker: string, now: number, leaseMs: number, limit: number): Promise<MemberRow[]> {
    const claimed = this.members(`tenant_id = ? AND ${READY} ORDER BY due, id LIMIT ?`, tenantId, now, now, limit);
    const ids = JSON.stringify(claimed.map((row) => row.id));
    const sql = 'UPDATE members SET lease_owner = ?, lease_until = ? WHERE id IN (SELECT value FROM json_each(?))';
    this.db.run(sql, worker, now + leaseMs, ids);
    return claimed.map((row) => ({ ...row, leaseOwner: worker, leaseUntil: now + leaseMs }));
  }
  async release(memberIds: string[], worker: string): Promise<void> {
    const sql =
      'UPDATE members SET lease_owner = NULL, lease_until = NULL WHERE lease_owner = ? AND id IN (SELECT value FROM json_each(?))';
    this.db.run(sql, worker, JSON.stringify(memberIds));
  }
  async releaseAll(): Promise<void> {
    this.db.run('UPDATE members SET lease_owner = NULL, lease_until = NULL WHERE lease_owner IS NOT NULL');
    this.releaseAllTasks();
    this.db.run("UPDATE budgets SET row = json_set(row, '$.inFlight', json('{}'))");
  }
  async hasWork(tenantId: string, now: number): Promise<boolean> {
    return this.db.get(`SELECT 1 FROM members WHERE tenant_id = ? AND ${READY} LIMIT 1`, tenantId, now, now) !== undefined;
  }
  async nextDue(tenantId: string): Promise<number | null> {
    const sql = `SELECT due FROM members WHERE tenant_id = ? AND due IS NOT NULL AND ${ACTIVE} ORDER BY due LIMIT 1`;
    return (this.db.get(sql, tenantId)?.['due'] ?? null) as number | null;
  }
  close(): void {
    this.db.close();
  }
}
