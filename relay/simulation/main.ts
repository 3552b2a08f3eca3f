/**
 * `npm run sim -- --seeds 200 --from 1 [--store sqlite|postgres] [--trace]`: a failing seed prints what it violated and its trace, and comes again with
 * `--seeds 1 --from <seed>`.
 */
import { parseArgs } from 'node:util';
import { openMemoryStore } from '../src/store/memory.ts';
import type { Store } from '../src/store/port.ts';
import { openPostgresStore } from '../src/store/postgres.ts';
import { openSqliteStore } from '../src/store/sqlite.ts';
import { startPostgres, type PostgresServer } from '../testing/postgres-server.ts';
import { runSeed } from './run.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '200' },
    from: { type: 'string', default: '1' },
    store: { type: 'string', default: 'memory' },
    trace: { type: 'boolean', default: false }
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
const [from, seeds] = [Number(values.from), Number(values.seeds)];
if (!Number.isInteger(from) || !Number.isInteger(seeds) || seeds < 1 || !Object.keys(stores).includes(values.store)) {
  console.error('Say --seeds and --from as whole numbers, and --store as memory, sqlite or postgres.');
  process.exit(2);
}
const began = Date.now();
const total = { edits: 0, faults: 0, writes: 0, failed: 0 };
for (let seed = from; seed < from + seeds; seed++) {
  const store = (await stores[values.store]?.()) ?? openMemoryStore();
  const run = await runSeed(seed, store);
  await store.close();
  total.edits += run.edits;
  total.faults += run.faults;
  total.writes += run.writes;
  if (run.violations.length > 0) total.failed++;
  if (run.violations.length === 0 && !values.trace) continue;
  console.log(`seed ${seed}: ${run.violations.map(({ invariant, what }) => `${invariant} ${what}`).join('; ') || 'clean'}`);
  console.log(run.trace.join('\n'));
}
const { edits, faults, writes, failed } = total;
console.log(
  `${seeds} seeds from ${from}: ${failed} failed; ${edits} edits, ${faults} faults, ${writes} member writes; ${((Date.now() - began) / 1000).toFixed(1)} s`
);
for (const some of started) await (await some).stop();
process.exitCode = failed === 0 ? 0 : 1;
