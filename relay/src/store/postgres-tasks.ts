/** The tasks of the store in PostgreSQL. */
import { cellsOfTask, taskOf } from './cells.ts';
import { tenantLock, type Statements, type Value } from './postgres-database.ts';
import { byDue, byTaskId, TASK_TABLES, type TaskCalls, type TaskClaims, type TaskRow, type TaskTable } from './port-tasks.ts';

const FREE = 'lease_owner = NULL, lease_until = NULL';
const COLUMNS = ['id', 'tenant_id', 'group_id', 'state', 'due', 'hints', 'lease_owner', 'lease_until', 'version', 'row'] as const;
const NUMBERS = new Set<string>(['due', 'hints', 'lease_until', 'version']);
const GIVEN = `unnest(${COLUMNS.map((name, index) => `$${index + 1}::${NUMBERS.has(name) ? 'bigint' : 'text'}[]`).join(', ')}) AS given (${COLUMNS.join(', ')})`;

export class PostgresTasks implements TaskCalls, TaskClaims {
  protected readonly db: Statements;
  constructor(statements: Statements) {
    this.db = statements;
  }

  protected holdTenant(id: string): void {
    this.db.hold(tenantLock(id));
  }
  async tasks(table: TaskTable, ids: string[]): Promise<TaskRow[]> {
    this.db.holdTenantOf(table, ids);
    return (await this.db.all(`SELECT * FROM ${table} WHERE id = ANY($1::text[]) ORDER BY id`, ids)).map(taskOf);
  }
  async tasksOf(table: TaskTable, tenantId: string, group: string, after: string | null, limit: number): Promise<TaskRow[]> {
    const sql = `SELECT * FROM ${table} WHERE tenant_id = $1 AND group_id = $2 AND id > $3 ORDER BY id LIMIT $4`;
    return (await this.db.all(sql, tenantId, group, after ?? '', limit)).map(taskOf);
  }
  async taskCounts(table: TaskTable, tenantId: string, group: string): Promise<{ state: string; tasks: number }[]> {
    const sql = `SELECT state, count(*) AS tasks FROM ${table} WHERE tenant_id = $1 AND group_id = $2 GROUP BY state ORDER BY state`;
    return (await this.db.all(sql, tenantId, group)).map((cells) => ({ state: String(cells['state']), tasks: Number(cells['tasks']) }));
  }
  async addTasks(table: TaskTable, tasks: TaskRow[]): Promise<string[]> {
    const [first] = tasks;
    if (!first) return [];
    this.holdTenant(first.tenantId);
    // In one order, so that two workers who add the same ones wait for each other instead of for ever.
    const sql = `INSERT INTO ${table} (${COLUMNS.join(', ')}) SELECT * FROM ${GIVEN} ORDER BY given.id ON CONFLICT DO NOTHING RETURNING id`;
    return (await this.db.all(sql, ...columnsOf(tasks))).map((cells) => String(cells['id']));
  }
  async replaceTasks(table: TaskTable, tasks: TaskRow[]): Promise<string[]> {
    const [first] = tasks;
    if (!first) return [];
    this.holdTenant(first.tenantId);
    const sql = `UPDATE ${table} AS task SET state = given.state, due = CASE WHEN task.hints = given.hints THEN given.due ELSE task.due END,
      lease_owner = given.lease_owner, lease_until = given.lease_until, version = task.version + 1, row = given.row
      FROM ${GIVEN} WHERE task.id = given.id AND task.version = given.version RETURNING task.id`;
    return (await this.db.all(sql, ...columnsOf(tasks))).map((cells) => String(cells['id']));
  }
  async hintTasks(table: TaskTable, ids: string[], at: number): Promise<void> {
    if (ids.length === 0) return;
    this.db.holdTenantOf(table, ids);
    const locked = `SELECT id FROM ${table} WHERE id = ANY($1::text[]) ORDER BY id FOR NO KEY UPDATE`;
    const sql = `UPDATE ${table} SET hints = hints + 1, due = least(coalesce(due, $2), $2) WHERE id = ANY(ARRAY(${locked}))`;
    await this.db.run(sql, ids, at);
  }
  async removeTasks(table: TaskTable, ids: string[]): Promise<void> {
    this.db.holdTenantOf(table, ids);
    await this.db.run(`DELETE FROM ${table} WHERE id = ANY($1::text[])`, ids);
  }

  async claimTasks(table: TaskTable, tenantId: string, worker: string, now: number, leaseMs: number, limit: number): Promise<TaskRow[]> {
    const ready = `SELECT id FROM ${table} WHERE tenant_id = $1 AND due <= $2 AND (lease_owner IS NULL OR lease_until <= $2)
      ORDER BY due, id LIMIT $3 FOR NO KEY UPDATE SKIP LOCKED`;
    const sql = `UPDATE ${table} SET lease_owner = $4, lease_until = $5 WHERE id = ANY(ARRAY(${ready})) RETURNING *`;
    return (await this.db.all(sql, tenantId, now, limit, worker, now + leaseMs)).map(taskOf).sort(byDue);
  }
  async releaseTasks(table: TaskTable, ids: string[], worker: string): Promise<void> {
    this.db.holdTenantOf(table, ids);
    await this.db.run(`UPDATE ${table} SET ${FREE} WHERE lease_owner = $2 AND id = ANY($1::text[])`, ids, worker);
  }
  protected async releaseAllTasks(): Promise<void> {
    for (const table of TASK_TABLES) await this.db.run(`UPDATE ${table} SET ${FREE} WHERE lease_owner IS NOT NULL`);
  }
  async nextTask(table: TaskTable, tenantId: string): Promise<number | null> {
    const sql = `SELECT due FROM ${table} WHERE tenant_id = $1 AND due IS NOT NULL ORDER BY due LIMIT 1`;
    return (await this.db.get<{ due: number }>(sql, tenantId))?.due ?? null;
  }
}

function columnsOf(tasks: TaskRow[]): Value[] {
  const rows = [...tasks].sort(byTaskId).map(cellsOfTask);
  return COLUMNS.map((name) => rows.map((row) => row[name] ?? null) as Value);
}
