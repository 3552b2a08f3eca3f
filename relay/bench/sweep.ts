/**
 * One full compare of a link whose sides are streamed from another process, one member in a hundred different, on SQLite: how long it takes and what it holds in
 * memory. In a process of its own: `node relay/bench/sweep.ts FILE MEMBERS fill` fills the store, `… FILE MEMBERS` compares and prints one line of JSON.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { systemClock } from '../src/engine/clock.ts';
import { createEngine } from '../src/engine/engine.ts';
import type { MarketoPort, SalesforcePort } from '../src/engine/ports.ts';
import { openSqliteStore } from '../src/store/sqlite.ts';
import { silent } from './engine.ts';
import { fillTenant } from './fill.ts';

export interface Swept {
  members: number;
  marked: number;
  seconds: number;
  /** Largest resident set of the process, MB, and what it was before the compare. */
  rss: number;
  rssBefore: number;
}

async function* pages<T>(side: string, members: number): AsyncGenerator<T[]> {
  const script = path.join(import.meta.dirname, 'sweep-sides.ts');
  const child = spawn(process.execPath, [script, side, String(members)], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) yield JSON.parse(line) as T[];
}

async function fill(file: string, members: number): Promise<void> {
  const store = openSqliteStore(file);
  await fillTenant(store, 't', 1, members, 'Registered');
  await store.close();
}

async function sweep(file: string, members: number): Promise<Swept> {
  const store = openSqliteStore(file);
  const [link] = await store.links('t');
  if (!link) throw new Error('There is no link');
  const campaign = {
    id: link.campaignId,
    name: 'Example',
    isDeleted: false,
    type: null,
    actualCost: null,
    currency: null,
    ownerId: '005000000000001AAA',
    statuses: []
  };
  const program = {
    id: 1,
    name: 'Example',
    type: 'Event',
    channel: 'Webinar',
    workspace: null,
    url: null,
    updatedAt: null,
    sfdcId: null,
    costs: null
  };
  const salesforce = {
    readCampaigns: async () => [campaign],
    writeLinks: async (links: { campaignId: string }[]) => links.map(({ campaignId }) => ({ campaignId, outcome: 'done', message: null })),
    orderMembers: async () => ({ ready: true as const, pages: pages('salesforce', members) })
  } as unknown as SalesforcePort;
  const marketo = {
    program: async () => program,
    programs: async () => ({ programs: [], more: false }),
    channel: async () => null,
    orderMembers: async () => ({ ready: true as const, pages: pages('marketo', members) })
  } as unknown as MarketoPort;
  for (const side of ['salesforce', 'marketo']) await store.setCursor('t', `list-${side}-${link.id}`, 'order');
  const engine = createEngine({ store, clock: systemClock, log: silent, connect: () => ({ salesforce, marketo }), workerId: 'bench' });
  const rssBefore = process.memoryUsage.rss();
  let rss = rssBefore;
  const watch = setInterval(() => (rss = Math.max(rss, process.memoryUsage.rss())), 20);
  const began = performance.now();
  await engine.sweepNow('t', null);
  const seconds = (performance.now() - began) / 1000;
  clearInterval(watch);
  const marked = await dueOf(store, link.id);
  await store.close();
  return { members, marked, seconds, rss: rss / 1e6, rssBefore: rssBefore / 1e6 };
}

async function dueOf(store: ReturnType<typeof openSqliteStore>, linkId: string): Promise<number> {
  let due = 0;
  for (let after: string | null = null; ;) {
    const rows: { id: string; due: number | null }[] = await store.membersPage(linkId, after, 5_000);
    due += rows.filter((row) => row.due !== null).length;
    if (rows.length < 5_000) return due;
    after = rows.at(-1)?.id ?? null;
  }
}

if (import.meta.main) {
  const [file = '', members, what] = process.argv.slice(2);
  if (what === 'fill') await fill(file, Number(members));
  else process.stdout.write(`${JSON.stringify(await sweep(file, Number(members)))}\n`);
}
