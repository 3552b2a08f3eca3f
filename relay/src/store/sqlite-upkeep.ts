/** Notices, and what is forgotten: by age, and of one human. */
import { cellsOfNotice, namesOfHuman, parse, type Cell } from './cells.ts';
import type { HumanIds, NoticeRow, RunRow } from './port.ts';
import { SqliteTasks } from './sqlite-tasks.ts';

export class SqliteUpkeep extends SqliteTasks {
  async putNotice(notice: NoticeRow): Promise<void> {
    this.db.put('notices', ['id'], cellsOfNotice(notice));
  }
  async openNotices(tenantId: string): Promise<NoticeRow[]> {
    const sql = 'SELECT row FROM notices WHERE tenant_id = ? AND open = 1 ORDER BY at, id';
    return this.db.all(sql, tenantId).map((cells) => parse<NoticeRow>(cells) as NoticeRow);
  }

  async forget(tenantId: string, before: { journal: number; answers: number; notices: number }, limit: number): Promise<number> {
    const go = (table: string, key: string, which: string, at: number) =>
      Number(
        this.db.run(
          `DELETE FROM ${table} WHERE ${key} IN (SELECT ${key} FROM ${table} WHERE tenant_id = ? AND at < ?${which} LIMIT ?)${key === 'key' ? ' AND tenant_id = ?' : ''}`,
          ...[tenantId, at, limit, ...(key === 'key' ? [tenantId] : [])]
        ).changes
      );
    return (
      go('journal', 'id', " AND NOT (kind = 'write' AND outcome IS NULL)", before.journal) +
      go('answers', 'key', '', before.answers) +
      go('notices', 'id', ' AND open = 0', before.notices)
    );
  }

  async eraseHuman(tenantId: string, human: HumanIds): Promise<number> {
    const lists: Cell[] = [JSON.stringify(human.personIds), JSON.stringify(human.marketoLeadIds)];
    const which = `tenant_id = ?1 AND (lead_id IN (SELECT value FROM json_each(?2)) OR contact_id IN (SELECT value FROM json_each(?2))
      OR marketo_lead_id IN (SELECT value FROM json_each(?3)))`;
    const run = (sql: string, ...values: Cell[]) => Number(this.db.run(sql, ...values).changes);
    return (
      run(`DELETE FROM members WHERE ${which}`, tenantId, ...lists) +
      run(`DELETE FROM people WHERE ${which}`, tenantId, ...lists) +
      run(
        `DELETE FROM watched_members WHERE tenant_id = ?1 AND (json_extract(row, '$.marketoLeadId') IN (SELECT value FROM json_each(?3))
         OR EXISTS (SELECT 1 FROM json_each(?2) AS one WHERE instr(watched_members.id, one.value) > 0))`,
        tenantId,
        ...lists
      ) +
      run(
        `UPDATE journal SET member_id = NULL, lead_id = NULL, contact_id = NULL, marketo_lead_id = NULL, detail = NULL,
         row = json_remove(row, '$.marketoLeadId') WHERE ${which}`,
        tenantId,
        ...lists
      ) +
      run(
        `DELETE FROM cursors WHERE tenant_id = ?1 AND (name IN (SELECT value FROM json_each(?2))
         OR (name LIKE 'merged-%' AND value IN (SELECT CAST(value AS TEXT) FROM json_each(?3))))`,
        tenantId,
        JSON.stringify(namesOfHuman(human)),
        JSON.stringify(human.marketoLeadIds)
      )
    );
  }

  async runs(tenantId: string): Promise<RunRow[]> {
    const found = this.db.all('SELECT row FROM runs WHERE tenant_id = ? ORDER BY at, id', tenantId);
    return found.map((cells) => parse<RunRow>(cells) as RunRow);
  }
}
