/**
 * `npm run bench -- --store [--only engine|backlog|hints|sweep|workers|idle]`: what the store and the engine on it take when nothing outside holds them back. How each figure is
 * got, and what it was on which machine, is in docs/performance.md.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgres } from '../testing/postgres-server.ts';
import { workOffBacklog } from './backlog.ts';
import { settleInSqlite } from './engine.ts';
import { hintsInSqlite } from './hints.ts';
import { callsOfADayAtRest, writesAtRest } from './idle.ts';
import type { Swept } from './sweep.ts';
import { run, type Outcome } from './workers.ts';

const PARTS = ['engine', 'backlog', 'hints', 'sweep', 'workers', 'idle'];
const { values } = parseArgs({ options: { only: { type: 'string' } } });
if (values.only !== undefined && !PARTS.includes(values.only)) {
  console.error(`Say --only ${PARTS.join(', ')} or nothing.`);
  process.exit(2);
}
const parts = values.only === undefined ? PARTS : [values.only];
const say = (text: string) => process.stdout.write(`${text}\n`);
const whole = (number: number) => Math.round(number).toLocaleString('en');

const MEMBERS = 40_000;
const TENANTS = 20;
const MEMBERS_OF_SMALL = 300;
const LATENCY_MS = 100;

/** Read beside the figures: what else runs takes its share. */
say(`${availableParallelism()} processors, load before ${loadavg()[0]?.toFixed(1)}`);
if (parts.includes('engine')) {
  const { members, seconds, perSecond } = await settleInSqlite(MEMBERS);
  say(
    `Engine on SQLite, synchronous=FULL, no budget: ${whole(members)} members settled in ${seconds.toFixed(1)} s, ${whole(perSecond)} a second (target ≥ 5,000)`
  );
}
if (parts.includes('backlog')) {
  const { members, seconds, own, used, full, calls, least, atOnce } = await workOffBacklog();
  const share = (part: number) => `${(part * 100).toFixed(1)} %`;
  say(
    `A backlog of ${whole(members)} equal changes, 90 calls in 20 s, 300 ms a call: settled in ${seconds.toFixed(0)} s, in which the relay works for ${own.all.toFixed(0)} s, ${own.marking.toFixed(1)} s of them to mark all; ${share(used)} of what the sync may use was used (target ≥ 95 %), batches ${share(full)} full (target ≥ 95 %), ${whole(calls)} calls, ${(calls / least).toFixed(2)} × the least (target ≤ 1.1 ×), at most ${atOnce} at once (budget 10)`
  );
}
if (parts.includes('hints')) {
  const { bareInserts, oneByOne, inBatches } = await hintsInSqlite();
  say(
    `Hints one by one: ${whole(oneByOne)} a second, ${(oneByOne / bareInserts).toFixed(2)} × a bare insert (${whole(bareInserts)} a second; target ≥ 0.8 ×); in batches of 200: ${whole(inBatches)} a second (target ≥ 50,000)`
  );
}
if (parts.includes('sweep')) {
  const [small, large] = [100_000, 1_000_000].map(compare);
  for (const { members, marked, seconds, rss, rssBefore } of [small, large].filter((one) => one !== undefined)) {
    say(
      `Full compare of ${whole(members)} members on both sides, ${whole(marked)} different: ${seconds.toFixed(1)} s, at most ${whole(rss)} MB resident (${whole(rssBefore)} MB before${members === 1_000_000 ? '; target ≤ 300 MB' : ''})`
    );
  }
  say(`Ten times as many members take ${((large?.seconds ?? NaN) / (small?.seconds ?? NaN)).toFixed(1)} × as long (target ≤ 11 ×)`);
}
if (parts.includes('workers')) await workers();
if (parts.includes('idle')) {
  const written = await writesAtRest(25);
  written.delete('putBudget');
  const others = [...written.values()].reduce((sum, count) => sum + count, 0);
  say(`A tenant at rest with 50 links: ${others} writes in 25 minutes beside the budget's row (target 0)`);
  say(`The same: ${whole(await callsOfADayAtRest())} calls to Marketo in a day (target ≤ 1,500)`);
}

/** In a fresh process, so that what is resident is the compare's. */
function compare(members: number): Swept {
  const folder = mkdtempSync(path.join(tmpdir(), 'relay-sweep-'));
  const script = [path.join(import.meta.dirname, 'sweep.ts'), path.join(folder, 'relay.db'), String(members)];
  try {
    spawnSync(process.execPath, [...script, 'fill'], { stdio: 'inherit' });
    return JSON.parse(spawnSync(process.execPath, script, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).stdout) as Swept;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function workers(): Promise<void> {
  const server = await startPostgres([]);
  const plan = { tenants: TENANTS, membersOfSmall: MEMBERS_OF_SMALL, latencyMs: LATENCY_MS };
  try {
    const alone = await run(server, { ...plan, workers: 1, tenants: 1 });
    const outcomes = new Map<number, Outcome>();
    for (const count of [1, 2, 4]) outcomes.set(count, await run(server, { ...plan, workers: count }));
    const one = outcomes.get(1)?.perSecond ?? NaN;
    for (const [count, { members, perSecond, firstSettle }] of outcomes) {
      say(
        `PostgreSQL, ${count} worker${count === 1 ? '' : 's'}, ${TENANTS} tenants, one 80 × larger, ${LATENCY_MS} ms a call: ${whole(members)} members, ${whole(perSecond)} a second, ${(perSecond / one).toFixed(2)} × one worker${count === 4 ? ' (target ≥ 3 ×)' : ''}; small tenants settle their first after ${firstSettle.median.toFixed(1)} s, at most ${firstSettle.slowest.toFixed(1)} s (alone ${alone.firstSettle.slowest.toFixed(1)} s; target ≤ 3 ×)`
      );
    }
    const { members, perSecond } = await run(server, { ...plan, workers: 4, latencyMs: 0, membersOfSmall: 100 });
    say(`PostgreSQL, 4 workers, no latency: ${whole(members)} members, ${whole(perSecond)} a second, each written once, none lost`);
  } finally {
    await server.stop();
  }
}
