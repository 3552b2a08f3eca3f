/** What the store in PostgreSQL is built on; notices, and what is forgotten: by age, and of one human. */
import { cellsOfNotice, namesOfHuman, parse, type Cells } from './cells.ts';
import type { HumanIds, NoticeRow, RunRow } from './port.ts';
import type { Value } from './postgres-database.ts';
import { PostgresTasks } from './postgres-tasks.ts';

export class PostgresUpkeep extends PostgresTasks {
  /** Inserts, or replaces the row that has the same primary key. */
  protected async put(table: string, key: string[], cells: Cells): Promise<void> {
    const changed = Object.keys(cells).filter((name) => !key.includes(name));
    const { names, marks, values } = insertion(cells);
    await this.db.run(
      `INSERT INTO ${table} (${names}) VALUES (${marks}) ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${changed.map((name) => `${name} = excluded.${name}`).join(', ')}`,
      ...values
    );
  }

  async putNotice(notice: NoticeRow): Promise<void> {
    this.holdTenant(notice.tenantId);
    await this.put('notices', ['id'], cellsOfNotice(notice));
  }
  async openNotices(tenantId: string): Promise<NoticeRow[]> {
    const sql = 'SELECT row FROM notices WHERE tenant_id = $1 AND open = 1 ORDER BY at, id';
    return (await this.db.all(sql, tenantId)).map((cells) => parse<NoticeRow>(cells) as NoticeRow);
  }

  async forget(tenantId: string, before: { journal: number; answers: number; notices: number }, limit: number): Promise<number> {
    this.holdTenant(tenantId);
    const go = (table: string, which: string, at: number) =>
      this.db.run(
        `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${table} WHERE tenant_id = $1 AND at < $2${which} LIMIT $3))`,
        tenantId,
        at,
        limit
      );
    const gone = [
      await go('journal', " AND NOT (kind = 'write' AND outcome IS NULL)", before.journal),
      await go('answers', '', before.answers),
      await go('notices', ' AND open = 0', before.notices)
    ];
    return gone.reduce((sum, count) => sum + count, 0);
  }

  async eraseHuman(tenantId: string, human: HumanIds): Promise<number> {
    this.holdTenant(tenantId);
    const { personIds, marketoLeadIds } = human;
    const which = 'tenant_id = $1 AND (lead_id = ANY ($2) OR contact_id = ANY ($2) OR marketo_lead_id = ANY ($3))';
    const run = (sql: string) => this.db.run(sql, tenantId, personIds, marketoLeadIds);
    const gone = [
      await run(`DELETE FROM members WHERE ${which}`),
      await run(`DELETE FROM people WHERE ${which}`),
      await run(
        `DELETE FROM watched_members WHERE tenant_id = $1 AND ((row::jsonb ->> 'marketoLeadId')::bigint = ANY ($3)
         OR EXISTS (SELECT 1 FROM unnest($2::text[]) AS one WHERE position(one in id) > 0))`
      ),
      await run(
        `UPDATE journal SET member_id = NULL, lead_id = NULL, contact_id = NULL, marketo_lead_id = NULL, detail = NULL,
         row = (row::jsonb - 'marketoLeadId')::text WHERE ${which}`
      ),
      await this.db.run(
        "DELETE FROM cursors WHERE tenant_id = $1 AND (name = ANY ($2) OR (name LIKE 'merged-%' AND value = ANY ($3)))",
        tenantId,
        namesOfHuman(human),
        marketoLeadIds.map(String)
      )
    ];
    return gone.reduce((sum, count) => sum + count, 0);
  }

  async runs(tenantId: string): Promise<RunRow[]> {
    const found = await this.db.all('SELECT row FROM runs WHERE tenant_id = $1 ORDER BY at, id', tenantId);
    return found.map((cells) => parse<RunRow>(cells) as RunRow);
  }
}

export function insertion(cells: Cells): { names: string; marks: string; values: Value[] } {
  const names = Object.keys(cells);
  return { names: names.join(', '), marks: names.map((_name, index) => `$${index + 1}`).join(', '), values: Object.values(cells) };
}
