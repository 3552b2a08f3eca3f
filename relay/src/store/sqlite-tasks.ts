/** The tasks of the store in SQLite. */
import { cellsOfTask, taskOf } from './cells.ts';
import { TASK_TABLES, type TaskCalls, type TaskClaims, type TaskRow, type TaskTable } from './port-tasks.ts';
import type { SqliteDatabase } from './sqlite-database.ts';

const LISTED = 'IN (SELECT value FROM json_each(?))';
const FREE = 'lease_owner = NULL, lease_until = NULL';

export class SqliteTasks implements TaskCalls, TaskClaims {
  protected readonly db: SqliteDatabase;
  constructor(database: SqliteDatabase) {
    this.db = database;
  }

  async tasks(table: TaskTable, ids: string[]): Promise<TaskRow[]> {
    return this.db.all(`SELECT * FROM ${table} WHERE id ${LISTED} ORDER BY id`, JSON.stringify(ids)).map(taskOf);
  }
  async tasksOf(table: TaskTable, tenantId: string, group: string, after: string | null, limit: number): Promise<TaskRow[]> {
    const sql = `SELECT * FROM ${table} WHERE tenant_id = ? AND group_id = ? AND id > ? ORDER BY id LIMIT ?`;
    return this.db.all(sql, tenantId, group, after ?? '', limit).map(taskOf);
  }
  async taskCounts(table: TaskTable, tenantId: string, group: string): Promise<{ state: string; tasks: number }[]> {
    const sql = `SELECT state, count(*) AS tasks FROM ${table} WHERE tenant_id = ? AND group_id = ? GROUP BY state ORDER BY state`;
    return this.db.all(sql, tenantId, group).map((cells) => ({ state: String(cells['state']), tasks: Number(cells['tasks']) }));
  }
  async addTasks(table: TaskTable, tasks: TaskRow[]): Promise<string[]> {
    return tasks.filter((task) => this.db.insertNew(table, cellsOfTask(task))).map(({ id }) => id);
  }
  async replaceTasks(table: TaskTable, tasks: TaskRow[]): Promise<string[]> {
    const sql = `UPDATE ${table} SET state = ?, due = CASE WHEN hints = ? THEN ? ELSE due END, lease_owner = ?, lease_until = ?, version = version + 1,
      row = ? WHERE id = ? AND version = ?`;
    const write = ({ id, state, hints, due, leaseOwner, leaseUntil, row, version }: TaskRow) =>
      this.db.run(sql, state, hints, due, leaseOwner, leaseUntil, JSON.stringify(row), id, version).changes === 1;
    return tasks.filter(write).map(({ id }) => id);
  }
  async hintTasks(table: TaskTable, ids: string[], at: number): Promise<void> {
    const sql = `UPDATE ${table} SET hints = hints + 1, due = min(coalesce(due, ?), ?) WHERE id ${LISTED}`;
    this.db.run(sql, at, at, JSON.stringify(ids));
  }
  async removeTasks(table: TaskTable, ids: string[]): Promise<void> {
    this.db.run(`DELETE FROM ${table} WHERE id ${LISTED}`, JSON.stringify(ids));
  }

  async claimTasks(table: TaskTable, tenantId: string, worker: string, now: number, leaseMs: number, limit: number): Promise<TaskRow[]> {
    const ready = `tenant_id = ? AND due <= ? AND (lease_owner IS NULL OR lease_until <= ?) ORDER BY due, id LIMIT ?`;
    const found = this.db.all(`SELECT * FROM ${table} WHERE ${ready}`, tenantId, now, now, limit).map(taskOf);
    const ids = JSON.stringify(found.map(({ id }) => id));
    this.db.run(`UPDATE ${table} SET lease_owner = ?, lease_until = ? WHERE id ${LISTED}`, worker, now + leaseMs, ids);
    return found.map((task) => ({ ...task, leaseOwner: worker, leaseUntil: now + leaseMs }));
  }
  async releaseTasks(table: TaskTable, ids: string[], worker: string): Promise<void> {
    this.db.run(`UPDATE ${table} SET ${FREE} WHERE lease_owner = ? AND id ${LISTED}`, worker, JSON.stringify(ids));
  }
  protected releaseAllTasks(): void {
    for (const table of TASK_TABLES) this.db.run(`UPDATE ${table} SET ${FREE} WHERE lease_owner IS NOT NULL`);
  }
  async nextTask(table: TaskTable, tenantId: string): Promise<number | null> {
    const sql = `SELECT due FROM ${table} WHERE tenant_id = ? AND due IS NOT NULL ORDER BY due LIMIT 1`;
    return (this.db.get(sql, tenantId)?.['due'] ?? null) as number | null;
  }
}
