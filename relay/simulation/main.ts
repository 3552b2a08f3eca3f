/**
 * `npm run sim -- --minutes 10` plays worlds for that long; `--seeds 200 --from 1` plays so many. A seed that fails prints what it violated and its trace, and
 * `--seed N` plays it again, with its trace whatever comes of it. `--store sqlite` and `--store postgres` play on those stores.
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { openMemoryStore } from '../src/store/memory.ts';
import type { Store } from '../src/store/port.ts';
import { openPostgresStore } from '../src/store/postgres.ts';
import { openSqliteStore } from '../src/store/sqlite.ts';
import { startPostgres, type PostgresServer } from '../testing/postgres-server.ts';
import { runSeed } from './run.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string' },
    seed: { type: 'string' },
    seeds: { type: 'string', default: '200' },
    from: { type: 'string' },
    store: { type: 'string', default: 'memory' }
  }
});
/** How a store is opened for a seed; a database server is started only for those that need it. */
const stores: Record<string, () => Store | Promise<Store>> = {
  memory: openMemoryStore,
  sqlite: () => openSqliteStore(':memory:'),
  postgres: async () => openPostgresStore(await (await server()).database())
};
const started: Promise<PostgresServer>[] = [];
function server(): Promise<PostgresServer> {
  if (started.length === 0) started.push(startPostgres());
  return started[0] as Promise<PostgresServer>;
}

const number = (text: string | undefined) => (text === undefined ? null : Number(text));
const [one, minutes] = [number(values.seed), number(values.minutes)];
// Those who ask for time want worlds that nobody has seen yet.
const from = one ?? number(values.from) ?? (minutes === null ? 1 : randomInt(1_000_000_000));
const most = one !== null ? 1 : minutes === null ? Number(values.seeds) : Infinity;
if (!Number.isInteger(from) || !(most >= 1) || (minutes !== null && !(minutes > 0)) || !Object.keys(stores).includes(values.store)) {
  console.error('Say --seed, --from and --seeds as whole numbers, --minutes as a number, and --store as memory, sqlite or postgres.');
  process.exit(2);
}
const began = Date.now();
const until = minutes === null ? Infinity : began + minutes * 60_000;
const total = { seeds: 0, edits: 0, faults: 0, writes: 0, failed: 0 };
const kinds = new Map<string, number>();
for (let seed = from; total.seeds < most && Date.now() < until; seed++) {
  const store = (await stores[values.store]?.()) ?? openMemoryStore();
  const run = await runSeed(seed, store);
  await store.close();
  total.seeds++;
  total.edits += run.edits;
  total.faults += run.faults;
  total.writes += run.writes;
  for (const [kind, times] of run.kinds) kinds.set(kind, (kinds.get(kind) ?? 0) + times);
  if (run.violations.length > 0) total.failed++;
  if (run.violations.length === 0 && one === null) continue;
  console.log(`seed ${seed}: ${run.violations.map(({ invariant, what }) => `${invariant} ${what}`).join('; ') || 'clean'}`);
  console.log(run.trace.join('\n'));
}
const { seeds, edits, faults, writes, failed } = total;
console.log(
  [...kinds]
    .sort()
    .map(([kind, times]) => `${kind} ${times}`)
    .join(', ')
);
console.log(
  `${seeds} seeds from ${from}: ${failed} failed; ${edits} edits, ${faults} faults, ${writes} member writes; ${((Date.now() - began) / 1000).toFixed(1)} s`
);
for (const some of started) await (await some).stop();
process.exitCode = failed === 0 ? 0 : 1;
