/**
 * The store in a PostgreSQL database, shared by any number of processes. Longer than most files: one statement after another, each beside the call of the port that
 * it answers, in the same order as in SQLite.
 */
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
  TenantRow
} from './port.ts';
import { PostgresDatabase, type Value } from './postgres-database.ts';
import { PostgresUpkeep } from './postgres-upkeep.ts';
import { TASK_TABLES } from './port-tasks.ts';
import { Posts } from './posts.ts';
import { CALLS, COUNT_OF_STATE, mark, NO_COUNTS, type Calls } from './serialized.ts';
import { Together } from './together.ts';

/** Word about a tenant goes out this often at most: whoever hears of it looks for all of its work. */
const ROUSE_MS = 200;

/** Who gives leases back touches only what he holds, and need not wait until that is on the disk: a lease that is forgotten ends by itself. */
const AS = { writes: { shared: false, durable: true }, leases: { shared: true, durable: false } } as const;

type Ids = { personIds?: string[]; marketoLeadIds?: number[] };

/** @param url `postgres://user:password@host:port/database`. @throws {StoreRefused} */
export async function openPostgresStore(url: string): Promise<Store> {
  const database = await PostgresDatabase.open(url);
  const outside = new PostgresRows(database);
  const calls = Object.entries(CALLS).map(([name, kind]) => {
    const call = (rows: PostgresRows, args: unknown[]) =>
      (rows[name as keyof typeof CALLS] as (...args: unknown[]) => Promise<unknown>)(...args);
    return [
      name,
      (...args: unknown[]) =>
        kind === 'reads' ? call(outside, args) : database.transaction((tx) => call(new PostgresRows(tx), args), AS[kind])
    ];
  });
  const { session } = database;
  const posts = new Posts();
  const post = (tenantId: string) => `post ${tenantId}`;
  const said = new Map<string, number>();
  return {
    ...(Object.fromEntries(calls) as unknown as Calls),
    transact: (work) => database.transaction((tx) => work(new PostgresRows(tx)), { shared: false, durable: true }),
    transactLeased: (work) => database.transaction((tx) => work(new PostgresRows(tx)), { shared: true, durable: true }),
    async tend(tenantId, worker, now, termMs) {
      if (!posts.take(tenantId, worker, now, now + termMs)) return false;
      const held = await session.hold(post(tenantId));
      if (!held) posts.drop(tenantId, worker);
      return held;
    },
    leave: (worker) => session.letGo(posts.leave(worker).map(post)),
    async rouse(tenantId) {
      const now = performance.now();
      if (now - (said.get(tenantId) ?? -Infinity) < ROUSE_MS) return;
      said.set(tenantId, now);
      await session.say(tenantId).catch(() => undefined);
    },
    onRouse: (hear) => session.listen(hear),
    close: () => database.close()
  };
}

const ACTIVE = "link_id IN (SELECT id FROM links WHERE tenant_id = $1 AND state = 'active')";
const READY = `due <= $2 AND (lease_owner IS NULL OR lease_until <= $2) AND ${ACTIVE}`;

/** Above every id. */
const LAST = Number.MAX_SAFE_INTEGER;

class PostgresRows extends PostgresUpkeep implements Calls {
  async tenants(): Promise<TenantRow[]> {
    return (await this.db.all('SELECT row FROM tenants ORDER BY id')).map((cells) => parse<TenantRow>(cells) as TenantRow);
  }
  async tenant(id: string): Promise<TenantRow | null> {
    this.holdTenant(id);
    return parse<TenantRow>(await this.db.get('SELECT row FROM tenants WHERE id = $1', id));
  }
  async putTenant(tenant: TenantRow): Promise<void> {
    this.holdTenant(tenant.id);
    await this.put('tenants', ['id'], { id: tenant.id, row: JSON.stringify(tenant) });
  }
  async eraseTenant(id: string): Promise<void> {
    this.holdTenant(id);
    await this.db.run('DELETE FROM tenants WHERE id = $1', id);
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
      await this.db.run(`DELETE FROM ${table} WHERE tenant_id = $1`, id);
    }
  }

  async links(tenantId: string): Promise<LinkRow[]> {
    this.holdTenant(tenantId);
    const found = await this.db.all('SELECT row FROM links WHERE tenant_id = $1 ORDER BY id', tenantId);
    return found.map((cells) => linkOf(cells) as LinkRow);
  }
  async link(id: string): Promise<LinkRow | null> {
    this.db.holdTenantOf('links', [id]);
    return linkOf(await this.db.get('SELECT row FROM links WHERE id = $1', id));
  }
  async linkOfCampaign(tenantId: string, campaignId: string): Promise<LinkRow | null> {
    this.holdTenant(tenantId);
    return linkOf(await this.db.get('SELECT row FROM links WHERE tenant_id = $1 AND campaign_id = $2', tenantId, campaignId));
  }
  async linkOfProgram(tenantId: string, programId: number): Promise<LinkRow | null> {
    this.holdTenant(tenantId);
    return linkOf(await this.db.get('SELECT row FROM links WHERE tenant_id = $1 AND program_id = $2', tenantId, programId));
  }
  async putLink(link: LinkRow): Promise<void> {
    const { id, tenantId, campaignId, programId, state } = link;
    this.holdTenant(tenantId);
    const row = JSON.stringify(link);
    // Mostly only the rest of it changes.
    const same = 'id = $1 AND tenant_id = $2 AND campaign_id = $3 AND program_id = $4';
    if ((await this.db.run(`UPDATE links SET state = $5, row = $6 WHERE ${same}`, id, tenantId, campaignId, programId, state, row)) === 1)
      return;
    const others = await this.db.all<{ same_campaign: boolean }>(
      'SELECT campaign_id = $3 AS same_campaign FROM links WHERE tenant_id = $1 AND id <> $2 AND (campaign_id = $3 OR program_id = $4)',
      tenantId,
      id,
      campaignId,
      programId
    );
    if (others.length > 0) throw new Error(others.some((other) => other.same_campaign) ? 'campaign-linked' : 'program-linked');
    const cells = { id, tenant_id: tenantId, campaign_id: campaignId, program_id: programId, state, row };
    await this.put('links', ['id'], cells);
  }
  async markLink(id: string, marks: { syncedAt?: number; showBy?: number }): Promise<boolean> {
    this.db.holdTenantOf('links', [id]);
    const link = linkOf(await this.db.get(`SELECT row FROM links WHERE id = $1${this.db.forUpdate}`, id));
    if (!link) return false;
    const { version } = link;
    const earlier = mark(link, marks);
    if (link.version !== version) await this.db.run('UPDATE links SET row = $2 WHERE id = $1', id, JSON.stringify(link));
    return earlier;
  }
  async removeLink(id: string): Promise<void> {
    this.db.holdTenantOf('links', [id]);
    await this.db.run('DELETE FROM members WHERE link_id = $1', id);
    await this.db.run('DELETE FROM links WHERE id = $1', id);
  }

  private async members(where: string, ...values: Value[]): Promise<MemberRow[]> {
    return (await this.db.all(`SELECT * FROM members WHERE ${where}${this.db.forUpdate}`, ...values)).map(memberOf);
  }
  member(id: string): Promise<MemberRow | null> {
    return this.readMembers.call(id);
  }
  private readonly readMembers = new Together(async (ids: string[]) => {
    this.db.holdTenantOf('members', ids);
    const found = await this.db.all(`SELECT * FROM members WHERE id = ANY($1::text[]) ORDER BY id${this.db.forUpdate}`, ids);
    const byId = new Map(found.map((cells) => [cells['id'], cells]));
    return ids.map((id) => {
      const cells = byId.get(id);
      return cells ? memberOf(cells) : null;
    });
  });
  async membersOf(linkId: string, by: Ids): Promise<MemberRow[]> {
    this.db.holdTenantOf('links', [linkId]);
    return this.withIds('tenant_id = (SELECT tenant_id FROM members WHERE link_id = $1 LIMIT 1) AND link_id = $1', linkId, by);
  }
  async membersOfPeople(tenantId: string, by: Ids): Promise<MemberRow[]> {
    this.holdTenant(tenantId);
    return this.withIds('tenant_id = $1', tenantId, by);
  }
  private withIds(within: string, value: string, { personIds = [], marketoLeadIds = [] }: Ids): Promise<MemberRow[]> {
    const list = (name: string, ids: string) => `SELECT id FROM members WHERE ${within} AND ${name} = ANY(${ids})`;
    return this.members(
      `id IN (${list('lead_id', '$2::text[]')} UNION ${list('contact_id', '$2::text[]')} UNION ${list('marketo_lead_id', '$3::bigint[]')}) ORDER BY id`,
      value,
      personIds,
      marketoLeadIds
    );
  }
  async membersPage(linkId: string, after: string | null, limit: number): Promise<MemberRow[]> {
    this.db.holdTenantOf('links', [linkId]);
    return this.members('link_id = $1 AND id > $2 ORDER BY id LIMIT $3', linkId, after ?? '', limit);
  }
  async membersInState(linkId: string, states: MemberRow['state'][], page: number, pageSize: number) {
    this.db.holdTenantOf('links', [linkId]);
    const found = await this.members(
      'link_id = $1 AND state = ANY($2::text[]) ORDER BY id LIMIT $3 OFFSET $4',
      linkId,
      states,
      pageSize + 1,
      (page - 1) * pageSize
    );
    return { members: found.slice(0, pageSize), more: found.length > pageSize };
  }
  async issues(linkId: string, reason: IssueReason | null, after: IssuePlace | null, limit: number): Promise<MemberRow[]> {
    this.db.holdTenantOf('links', [linkId]);
    const { since, id } = after ?? { since: Number.MAX_SAFE_INTEGER, id: '' };
    const of = reason === null ? 'issue_reason IS NOT NULL' : 'issue_reason = $5';
    return this.members(
      `link_id = $1 AND ${of} AND (issue_since < $2 OR (issue_since = $2 AND id > $3)) ORDER BY issue_since DESC, id LIMIT $4`,
      ...[linkId, since, id, limit, ...(reason === null ? [] : [reason])]
    );
  }
  issueCounts(linkId: string): Promise<{ reason: IssueReason; members: number }[]> {
    const sql = `SELECT issue_reason AS reason, count(*) AS members FROM members
      WHERE link_id = $1 AND issue_reason IS NOT NULL GROUP BY issue_reason ORDER BY issue_reason`;
    return this.db.all(sql, linkId);
  }
  async addMember(member: MemberRow): Promise<void> {
    if (!(await this.addMembers.call(member))) throw new Error('member-exists');
  }
  private readonly addMembers = new Together(async (members: MemberRow[]) => {
    for (const tenantId of new Set(members.map((member) => member.tenantId))) this.holdTenant(tenantId);
    const { names, source, values } = this.listed('members', members.map(cellsOf));
    const columns = names.join(', ');
    const sql = `INSERT INTO members (${columns}) SELECT ${columns} FROM ${source} ORDER BY place ON CONFLICT DO NOTHING RETURNING id`;
    const added = new Set((await this.db.all(sql, ...values)).map((row) => row['id']));
    // Of two with the same id one was added.
    return members.map(({ id }) => added.delete(id));
  });
  replaceMember(member: MemberRow, expectedVersion: number): Promise<boolean> {
    return this.replaceMembers.call({ member, expectedVersion });
  }
  private readonly replaceMembers = new Together(async (all: { member: MemberRow; expectedVersion: number }[]) => {
    for (const tenantId of new Set(all.map(({ member }) => member.tenantId))) this.holdTenant(tenantId);
    // The same row twice: one after the other.
    const rounds = inRounds(all, ({ member }) => member.id);
    const done = new Map<(typeof all)[number], boolean>();
    for (const round of rounds) {
      const cells = round.map(({ member, expectedVersion }) => {
        const { tenant_id, link_id, lead_id, contact_id, marketo_lead_id, ...rest } = cellsOf(member);
        const who = this.db.leased ? {} : { tenant_id, link_id, lead_id, contact_id, marketo_lead_id };
        return { ...rest, ...who, expected_version: expectedVersion } as Cells;
      });
      const { names, source, values } = this.listed('members', cells);
      const set = names.filter((name) => !['id', 'expected_version'].includes(name)).map((name) => `${name} = given.${name}`);
      const sql = `UPDATE members SET ${set.join(', ')} FROM ${source} WHERE members.id = given.id AND members.version = given.expected_version RETURNING members.id`;
      const replaced = new Set((await this.db.all(sql, ...values).catch(refuseDouble)).map((row) => row['id']));
      for (const one of round) done.set(one, replaced.has(one.member.id));
    }
    return all.map((one) => done.get(one) ?? false);
  });
  /** Rows as a table that a statement can read from, a column an array. */
  private listed(table: string, rows: Cells[]): { names: string[]; source: string; values: Value[] } {
    const names = Object.keys(rows[0] ?? {});
    const arrays = names.map((name, index) => `$${index + 1}::${this.db.types.get(`${table}.${name}`) ?? 'bigint'}[]`);
    return {
      names,
      source: `unnest(${arrays.join(', ')}) WITH ORDINALITY AS given(${names.join(', ')}, place)`,
      values: names.map((name) => rows.map((row) => row[name] ?? null) as Value)
    };
  }
  async removeMember(id: string): Promise<void> {
    this.db.holdTenantOf('members', [id]);
    await this.db.run('DELETE FROM members WHERE id = $1', id);
  }
  async hint({ memberIds, cause, at, notBefore = at, runId }: Hint): Promise<void> {
    this.db.holdTenantOf('members', memberIds);
    await this.db.run(
      `UPDATE members SET hints = hints + 1, due = least(coalesce(due, $2), $2), cause = $3, pending_since = coalesce(pending_since, $4),
       run_id = coalesce($5, run_id) WHERE id = ANY($1::text[])`,
      memberIds,
      notBefore,
      cause,
      at,
      runId ?? null
    );
  }
  async counts(linkId: string): Promise<MemberCounts> {
    const counts = { ...NO_COUNTS };
    // Settled, and a member on neither side any more: such a row only remembers.
    const sql = `SELECT state, count(*) AS members FROM members
      WHERE link_id = $1 AND NOT (state = 'in-sync' AND base_salesforce IS NULL AND base_marketo IS NULL) GROUP BY state`;
    for (const { state, members } of await this.db.all<{ state: MemberRow['state']; members: number }>(sql, linkId)) {
      counts[COUNT_OF_STATE[state]] = members;
    }
    return counts;
  }
  async waiting(linkId: string) {
    const sql = 'SELECT count(*) AS members, min(pending_since) AS since FROM members WHERE link_id = $1 AND pending_since IS NOT NULL';
    return (await this.db.get<{ members: number; since: number | null }>(sql, linkId)) ?? { members: 0, since: null };
  }
  async statusCounts(linkId: string) {
    const counts = [];
    for (const side of ['marketo', 'salesforce'] as const) {
      const found = await this.db.all<{ value: string; members: number }>(
        `SELECT base_${side} AS value, count(*) AS members FROM members WHERE link_id = $1 AND base_${side} IS NOT NULL GROUP BY base_${side} ORDER BY base_${side}`,
        linkId
      );
      counts.push(...found.map(({ value, members }) => ({ side, value, members })));
    }
    return counts;
  }

  async person(tenantId: string, by: { marketoLeadId?: number; leadId?: string; contactId?: string }): Promise<PersonRow | null> {
    this.holdTenant(tenantId);
    const columns = { marketoLeadId: 'marketo_lead_id', leadId: 'lead_id', contactId: 'contact_id' };
    const asked = Object.entries(by) as [keyof typeof columns, string | number][];
    const where = asked.map(([name], index) => ` AND ${columns[name]} = $${index + 2}`).join('');
    const sql = `SELECT * FROM people WHERE tenant_id = $1${where} ORDER BY marketo_lead_id LIMIT 1`;
    const cells = await this.db.get(sql, tenantId, ...asked.map(([, value]) => value));
    return cells ? personOf(cells) : null;
  }
  async putPerson({ tenantId, marketoLeadId, leadId, contactId }: PersonRow): Promise<void> {
    this.holdTenant(tenantId);
    const cells = { tenant_id: tenantId, marketo_lead_id: marketoLeadId, lead_id: leadId, contact_id: contactId };
    await this.put('people', ['tenant_id', 'marketo_lead_id'], cells);
  }

  async cursor(tenantId: string, name: string): Promise<string | null> {
    this.holdTenant(tenantId);
    const sql = 'SELECT value FROM cursors WHERE tenant_id = $1 AND name = $2';
    return (await this.db.get<{ value: string }>(sql, tenantId, name))?.value ?? null;
  }
  async setCursor(tenantId: string, name: string, value: string): Promise<void> {
    this.holdTenant(tenantId);
    await this.put('cursors', ['tenant_id', 'name'], { tenant_id: tenantId, name, value });
  }
  async seenActivities(tenantId: string, guids: string[], at: number, forgetBefore: number): Promise<Set<string>> {
    this.holdTenant(tenantId);
    await this.db.run('DELETE FROM activities WHERE tenant_id = $1 AND at < $2', tenantId, forgetBefore);
    const sql = 'SELECT guid FROM activities WHERE tenant_id = $1 AND guid = ANY($2::text[])';
    const seen = new Set((await this.db.all<{ guid: string }>(sql, tenantId, guids)).map(({ guid }) => guid));
    await this.db.run(
      `INSERT INTO activities (tenant_id, guid, at) SELECT DISTINCT $1::text, guid, $3::bigint FROM unnest($2::text[]) AS guid
       ON CONFLICT (tenant_id, guid) DO UPDATE SET at = excluded.at`,
      tenantId,
      guids,
      at
    );
    return seen;
  }

  journal(entry: Omit<JournalRow, 'id'>): Promise<number> {
    return this.writeJournal.call(entry);
  }
  private readonly writeJournal = new Together(async (entries: Omit<JournalRow, 'id'>[]) => {
    const { names, source, values } = await this.listed('journal', entries.map(cellsOfEntry));
    const columns = names.join(', ');
    // The ids come from the list, whose order is known; the order of what INSERT returns is not promised.
    const sql = `WITH given AS MATERIALIZED (SELECT nextval(pg_get_serial_sequence('journal', 'id')) AS id, place, ${columns} FROM ${source} ORDER BY place),
      written AS (INSERT INTO journal (id, ${columns}) SELECT id, ${columns} FROM given)
      SELECT id FROM given ORDER BY place`;
    return (await this.db.all<{ id: number }>(sql, ...values)).map(({ id }) => id);
  });
  outcome(journalId: number, outcome: string, detail: string | null): Promise<boolean> {
    return this.setOutcomes.call({ id: journalId, outcome, detail });
  }
  private readonly setOutcomes = new Together(async (all: { id: number; outcome: string; detail: string | null }[]) => {
    this.db.holdTenantOf(
      'journal',
      all.map(({ id }) => id)
    );
    const done = new Map<(typeof all)[number], boolean>();
    for (const round of inRounds(all, ({ id }) => id)) {
      const { source, values } = this.listed('journal', round);
      const sql = `UPDATE journal SET outcome = given.outcome, detail = coalesce(given.detail, journal.detail) FROM ${source}
        WHERE journal.id = given.id AND journal.outcome IS NULL RETURNING journal.id`;
      const set = new Set((await this.db.all(sql, ...values)).map((row) => row['id']));
      for (const one of round) done.set(one, set.has(one.id));
    }
    return all.map((one) => done.get(one) ?? false);
  });
  async journalPage(tenantId: string, filter: JournalFilter, place: JournalPlace, limit: number): Promise<JournalRow[]> {
    const [compare, order, id] = 'after' in place ? (['>', '', place.after] as const) : (['<', ' DESC', place.before ?? LAST] as const);
    const conditions = conditionsOf(filter);
    const where = conditions.map((one, index) => ` AND ${one.column} ${one.compare} $${index + 4}`).join('');
    const sql = `SELECT * FROM journal WHERE tenant_id = $1 AND id ${compare} $2${where} ORDER BY id${order} LIMIT $3`;
    return (await this.db.all(sql, tenantId, id, limit, ...conditions.map(({ value }) => value))).map(entryOf);
  }
  async openWrites(tenantId: string, before: number): Promise<JournalRow[]> {
    const sql = `SELECT * FROM journal WHERE tenant_id = $1 AND outcome IS NULL AND at <= $2
      AND coalesce((SELECT lease_until FROM members WHERE members.id = journal.member_id), 0) <= $2 ORDER BY id`;
    return (await this.db.all(sql, tenantId, before)).map(entryOf);
  }

  async putPreview(preview: PreviewRow): Promise<void> {
    this.holdTenant(preview.tenantId);
    await this.put('previews', ['id'], cellsOfPreview(preview));
  }
  async preview(id: string): Promise<PreviewRow | null> {
    this.db.holdTenantOf('previews', [id]);
    return parse<PreviewRow>(await this.db.get('SELECT row FROM previews WHERE id = $1', id));
  }
  async previews(tenantId: string): Promise<PreviewRow[]> {
    this.holdTenant(tenantId);
    const found = await this.db.all('SELECT row FROM previews WHERE tenant_id = $1 ORDER BY created_at, id', tenantId);
    return found.map((cells) => parse<PreviewRow>(cells) as PreviewRow);
  }
  async removePreview(id: string): Promise<void> {
    this.db.holdTenantOf('previews', [id]);
    await this.db.run('DELETE FROM previews WHERE id = $1', id);
  }

  async putRun(run: RunRow): Promise<void> {
    this.holdTenant(run.tenantId);
    await this.put('runs', ['id'], cellsOfRun(run));
  }
  async run(id: string): Promise<RunRow | null> {
    this.db.holdTenantOf('runs', [id]);
    return parse<RunRow>(await this.db.get('SELECT row FROM runs WHERE id = $1', id));
  }
  async runsPage(tenantId: string, campaignId: string, page: number, pageSize: number) {
    const sql = 'SELECT row FROM runs WHERE tenant_id = $1 AND campaign_id = $2 ORDER BY at DESC, id DESC LIMIT $3 OFFSET $4';
    const found = await this.db.all(sql, tenantId, campaignId, pageSize + 1, (page - 1) * pageSize);
    return { runs: found.slice(0, pageSize).map((cells) => parse<RunRow>(cells) as RunRow), more: found.length > pageSize };
  }
  async markingRuns(tenantId: string): Promise<RunRow[]> {
    const found = await this.db.all('SELECT row FROM runs WHERE tenant_id = $1 AND marking = 1 ORDER BY at, id', tenantId);
    return found.map((cells) => parse<RunRow>(cells) as RunRow);
  }
  async membersOfRun(runId: string): Promise<number> {
    const sql = 'SELECT count(*) AS members FROM members WHERE run_id = $1';
    return (await this.db.get<{ members: number }>(sql, runId))?.members ?? 0;
  }
  async journalOfRun(runId: string, after: number, limit: number): Promise<JournalRow[]> {
    const sql = 'SELECT * FROM journal WHERE run_id = $1 AND id > $2 ORDER BY id LIMIT $3';
    return (await this.db.all(sql, runId, after, limit)).map(entryOf);
  }

  async budget(munchkinId: string): Promise<BudgetRow | null> {
    this.db.hold(`budget ${munchkinId}`);
    return parse<BudgetRow>(await this.db.get('SELECT row FROM budgets WHERE munchkin_id = $1', munchkinId));
  }
  async putBudget(budget: BudgetRow): Promise<void> {
    this.db.hold(`budget ${budget.munchkinId}`);
    await this.put('budgets', ['munchkin_id'], { munchkin_id: budget.munchkinId, row: JSON.stringify(budget) });
  }
  async answer(tenantId: string, key: string): Promise<string | null> {
    this.holdTenant(tenantId);
    const sql = 'SELECT answer FROM answers WHERE tenant_id = $1 AND key = $2';
    return (await this.db.get<{ answer: string }>(sql, tenantId, key))?.answer ?? null;
  }
  async putAnswer(tenantId: string, key: string, answer: string, at: number): Promise<void> {
    this.holdTenant(tenantId);
    await this.put('answers', ['tenant_id', 'key'], { tenant_id: tenantId, key, answer, at });
  }

  /** Rows that a transaction holds at this moment are left for the next claim, so a claim waits for nobody. */
  async claim(tenantId: string, worker: string, now: number, leaseMs: number, limit: number): Promise<MemberRow[]> {
    const ready = `SELECT id FROM members WHERE tenant_id = $1 AND ${READY} ORDER BY due, id LIMIT $3 FOR NO KEY UPDATE SKIP LOCKED`;
    // As an array: joined, the whole table is read where the planner takes it for small.
    const sql = `UPDATE members SET lease_owner = $4, lease_until = $5 WHERE id = ANY(ARRAY(${ready})) RETURNING *`;
    const claimed = (await this.db.all(sql, tenantId, now, limit, worker, now + leaseMs)).map(memberOf);
    return claimed.sort((a, b) => (a.due ?? 0) - (b.due ?? 0) || (a.id < b.id ? -1 : 1));
  }
  async release(memberIds: string[], worker: string): Promise<void> {
    this.db.holdTenantOf('members', memberIds);
    const sql = 'UPDATE members SET lease_owner = NULL, lease_until = NULL WHERE lease_owner = $2 AND id = ANY($1::text[])';
    await this.db.run(sql, memberIds, worker);
  }
  async releaseAll(): Promise<void> {
    await this.db.run('UPDATE members SET lease_owner = NULL, lease_until = NULL WHERE lease_owner IS NOT NULL');
    await this.releaseAllTasks();
    await this.db.run(`UPDATE budgets SET row = jsonb_set(row::jsonb, '{inFlight}', '{}')::text`);
  }
  async hasWork(tenantId: string, now: number): Promise<boolean> {
    return (await this.db.get(`SELECT 1 FROM members WHERE tenant_id = $1 AND ${READY} LIMIT 1`, tenantId, now)) !== undefined;
  }
  async nextDue(tenantId: string): Promise<number | null> {
    const sql = `SELECT due FROM members WHERE tenant_id = $1 AND due IS NOT NULL AND ${ACTIVE} ORDER BY due LIMIT 1`;
    return (await this.db.get<{ due: number }>(sql, tenantId))?.due ?? null;
  }
}

/** PostgreSQL, Appendix A: `unique_violation`. */
function refuseDouble(cause: unknown): never {
  throw (cause as { code?: string }).code === '23505' ? new Error('member-exists', { cause }) : cause;
}

/** As few rounds as it takes for none to have the same key twice. */
function inRounds<T>(all: T[], key: (one: T) => unknown): T[][] {
  const rounds: { keys: Set<unknown>; round: T[] }[] = [];
  for (const one of all) {
    let at = rounds.findIndex(({ keys }) => !keys.has(key(one)));
    if (at < 0) at = rounds.push({ keys: new Set(), round: [] }) - 1;
    rounds[at]?.keys.add(key(one));
    rounds[at]?.round.push(one);
  }
  return rounds.map(({ round }) => round);
}
