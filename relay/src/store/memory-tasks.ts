/** Tables in memory that take back what a transaction did, and the tasks among them. */
import { copy } from './copy.ts';
import { byDue, byTaskId, TASK_TABLES, type TaskCalls, type TaskClaims, type TaskRow, type TaskTable } from './port-tasks.ts';

export class MemoryTables {
  /** What takes back the transaction under way, last change first. */
  protected undo: (() => void)[] = [];

  begin(): void {
    this.undo = [];
  }
  commit(): void {
    this.undo = [];
  }
  rollback(): void {
    this.undo.reverse().forEach((step) => step());
    this.undo = [];
  }
  protected set<K, V>(map: Map<K, V>, key: K, value: V): void {
    const before = map.get(key);
    this.undo.push(() => (before === undefined ? map.delete(key) : map.set(key, before)));
    map.set(key, copy(value));
  }
  protected drop<K, V>(map: Map<K, V>, matches: (value: V) => boolean): void {
    for (const [key, value] of [...map]) {
      if (matches(value)) {
        this.undo.push(() => map.set(key, value));
        map.delete(key);
      }
    }
  }
  protected find<V>(map: Map<unknown, V>, matches: (value: V) => boolean): V | null {
    for (const value of map.values()) {
      if (matches(value)) {
        return copy(value);
      }
    }
    return null;
  }
}

export class MemoryTasks extends MemoryTables implements TaskCalls, TaskClaims {
  protected readonly taskRows = Object.fromEntries(TASK_TABLES.map((table) => [table, new Map<string, TaskRow>()])) as Record<
    TaskTable,
    Map<string, TaskRow>
  >;

  private fitting(table: TaskTable, fits: (task: TaskRow) => boolean): TaskRow[] {
    return copy([...this.taskRows[table].values()].filter(fits));
  }
  async tasks(table: TaskTable, ids: string[]): Promise<TaskRow[]> {
    const wanted = new Set(ids);
    return this.fitting(table, ({ id }) => wanted.has(id)).sort(byTaskId);
  }
  async tasksOf(table: TaskTable, tenantId: string, group: string, after: string | null, limit: number): Promise<TaskRow[]> {
    const theirs = this.fitting(table, (task) => task.tenantId === tenantId && task.group === group && task.id > (after ?? ''));
    return theirs.sort(byTaskId).slice(0, limit);
  }
  async taskCounts(table: TaskTable, tenantId: string, group: string): Promise<{ state: string; tasks: number }[]> {
    const counts = new Map<string, number>();
    for (const { state } of this.fitting(table, (task) => task.tenantId === tenantId && task.group === group)) {
      counts.set(state, (counts.get(state) ?? 0) + 1);
    }
    return [...counts].map(([state, tasks]) => ({ state, tasks })).sort((a, b) => (a.state < b.state ? -1 : 1));
  }
  async addTasks(table: TaskTable, tasks: TaskRow[]): Promise<string[]> {
    const added = tasks.filter(({ id }, index) => !this.taskRows[table].has(id) && tasks.findIndex((one) => one.id === id) === index);
    added.forEach((task) => this.set(this.taskRows[table], task.id, task));
    return added.map(({ id }) => id);
  }
  async replaceTasks(table: TaskTable, tasks: TaskRow[]): Promise<string[]> {
    return tasks.flatMap((task) => {
      const known = this.taskRows[table].get(task.id);
      if (known?.version !== task.version) return [];
      const due = known.hints === task.hints ? task.due : known.due;
      this.set(this.taskRows[table], task.id, { ...task, due, hints: known.hints, version: task.version + 1 });
      return [task.id];
    });
  }
  async hintTasks(table: TaskTable, ids: string[], at: number): Promise<void> {
    for (const id of new Set(ids)) {
      const task = this.taskRows[table].get(id);
      if (task) this.set(this.taskRows[table], id, { ...task, hints: task.hints + 1, due: Math.min(task.due ?? at, at) });
    }
  }
  async removeTasks(table: TaskTable, ids: string[]): Promise<void> {
    const gone = new Set(ids);
    this.drop(this.taskRows[table], ({ id }) => gone.has(id));
  }

  async claimTasks(table: TaskTable, tenantId: string, worker: string, now: number, leaseMs: number, limit: number): Promise<TaskRow[]> {
    const isReady = (task: TaskRow) =>
      task.tenantId === tenantId && task.due !== null && task.due <= now && (task.leaseOwner === null || (task.leaseUntil ?? 0) <= now);
    const ready = this.fitting(table, isReady).sort(byDue).slice(0, limit);
    const claimed = ready.map((task) => ({ ...task, leaseOwner: worker, leaseUntil: now + leaseMs }));
    claimed.forEach((task) => this.set(this.taskRows[table], task.id, task));
    return claimed;
  }
  async releaseTasks(table: TaskTable, ids: string[], worker: string): Promise<void> {
    for (const id of ids) {
      const task = this.taskRows[table].get(id);
      if (task?.leaseOwner === worker) this.set(this.taskRows[table], id, { ...task, leaseOwner: null, leaseUntil: null });
    }
  }
  protected releaseAllTasks(): void {
    for (const table of TASK_TABLES) {
      const held = this.fitting(table, ({ leaseOwner }) => leaseOwner !== null);
      held.forEach((task) => this.set(this.taskRows[table], task.id, { ...task, leaseOwner: null, leaseUntil: null }));
    }
  }
  async nextTask(table: TaskTable, tenantId: string): Promise<number | null> {
    const due = this.fitting(table, (task) => task.tenantId === tenantId && task.due !== null).map((task) => task.due ?? Infinity);
    return due.length === 0 ? null : due.reduce((a, b) => Math.min(a, b));
  }
}
