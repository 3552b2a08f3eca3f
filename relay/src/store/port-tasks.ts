/** Tasks: what waits to be done and is no member of a link. Part of the store's port. */

/**
 * Each kind has a table of its own, with the claim columns that members have. `watched_campaigns`: campaigns of whose changes Marketo is told; `watched_members`: one
 * row per person in such a campaign; `flow_calls`: what Marketo's flow steps asked for, one row per call; `flow_batches`: the people of a call, some in each.
 */
export const TASK_TABLES = ['watched_campaigns', 'watched_members', 'flow_calls', 'flow_batches'] as const;
export type TaskTable = (typeof TASK_TABLES)[number];

export interface TaskRow {
  id: string;
  tenantId: string;
  /** What belongs together: the campaign of a watched member, the call of a batch; empty where there is nothing of the kind. */
  group: string;
  /** In the words of its kind. */
  state: string;
  /** Not before this; null: nothing to do. */
  due: number | null;
  /** Counts up with every hint: one that came while the task was worked on keeps it due. */
  hints: number;
  leaseOwner: string | null;
  leaseUntil: number | null;
  /** Counts up with every change; a change of an older version changes nothing. */
  version: number;
  /** The rest, as its kind has it. */
  row: unknown;
}

export interface TaskCalls {
  /** In the order of their ids; those that are not there are left out. */
  tasks(table: TaskTable, ids: string[]): Promise<TaskRow[]>;
  /** A group's in the order of their ids, a page at a time. */
  tasksOf(table: TaskTable, tenantId: string, group: string, after: string | null, limit: number): Promise<TaskRow[]>;
  /** How many of a group are in each state. */
  taskCounts(table: TaskTable, tenantId: string, group: string): Promise<{ state: string; tasks: number }[]>;
  /** @returns The ids of those that were not there before; the others stay as they are. */
  addTasks(table: TaskTable, tasks: TaskRow[]): Promise<string[]>;
  /**
   * Writes those whose version is still that of the row given, and counts it up. Where a hint came since, the task stays due as the hint made it.
   * @returns The ids of those that were written.
   */
  replaceTasks(table: TaskTable, tasks: TaskRow[]): Promise<string[]>;
  /** Makes them due at this time, never later than they already are, and counts their hints up. */
  hintTasks(table: TaskTable, ids: string[], at: number): Promise<void>;
  removeTasks(table: TaskTable, ids: string[]): Promise<void>;
}

export interface TaskClaims {
  /** Due tasks of one tenant that nobody holds, oldest due first, leased to `worker` until `now + leaseMs`. */
  claimTasks(table: TaskTable, tenantId: string, worker: string, now: number, leaseMs: number, limit: number): Promise<TaskRow[]>;
  /** Gives leases back; those of other workers stay. */
  releaseTasks(table: TaskTable, ids: string[], worker: string): Promise<void>;
  /** When the next one becomes due. */
  nextTask(table: TaskTable, tenantId: string): Promise<number | null>;
}

export const byTaskId = (a: TaskRow, b: TaskRow) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
export const byDue = (a: TaskRow, b: TaskRow) => (a.due ?? 0) - (b.due ?? 0) || byTaskId(a, b);
