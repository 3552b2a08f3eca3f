/** Takes people out of the calls of flow steps that are under way; of a call that was called back nobody is left. */
import type { StoreTransaction } from '../../store/port.ts';
import type { TaskRow } from '../../store/port-tasks.ts';
import { batchOf, type FlowBatch } from './calls.ts';

const PAGE = 200;

/** Marketo counts whoever a callback leaves out as not done. @returns How many rows that changed. */
export async function eraseFromSteps(tx: StoreTransaction, tenantId: string, leadIds: number[]): Promise<number> {
  let rows = 0;
  for await (const call of pages(tx, 'flow_calls', tenantId, '')) {
    let changed = 0;
    for await (const task of pages(tx, 'flow_batches', tenantId, call.id)) {
      const without = withoutThem(task, leadIds);
      if (without) changed += (await tx.replaceTasks('flow_batches', [without])).length;
    }
    if (changed === 0) continue;
    rows += changed;
    const states = await tx.taskCounts('flow_batches', tenantId, call.id);
    if (states.every(({ state }) => state === 'done')) await tx.hintTasks('flow_calls', [call.id], 0);
  }
  return rows;
}

async function* pages(tx: StoreTransaction, table: 'flow_calls' | 'flow_batches', tenantId: string, group: string): AsyncIterable<TaskRow> {
  for (let after: string | null = null; ;) {
    const page: TaskRow[] = await tx.tasksOf(table, tenantId, group, after, PAGE);
    yield* page;
    after = page.at(-1)?.id ?? null;
    if (page.length < PAGE) return;
  }
}

/** @returns Null where nobody of them is in it. */
function withoutThem(task: TaskRow, leadIds: number[]): TaskRow | null {
  const batch = batchOf(task);
  const stays = ({ leadId }: { leadId: number }) => !leadIds.includes(leadId);
  if (batch.people.every(stays) && (batch.results ?? []).every(stays)) return null;
  const kept = [...batch.people.entries()].filter(([, person]) => stays(person));
  const planned = kept.flatMap(([place], index) => (batch.planned[place] ? [[index, batch.planned[place]]] : []));
  const row: FlowBatch = {
    ...batch,
    people: kept.map(([, person]) => person),
    planned: Object.fromEntries(planned) as FlowBatch['planned'],
    results: batch.results?.filter(stays) ?? null
  };
  // With nobody left in it there is nothing to work on.
  return task.state === 'open' && kept.length === 0
    ? { ...task, state: 'done', due: null, row: { ...row, results: [] } }
    : { ...task, row };
}
