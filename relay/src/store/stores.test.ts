import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { link, member, storeContract } from './contract-suite.ts';
import { openMemoryStore } from './memory.ts';
import type { Store } from './port.ts';
import { holdAlone } from './sqlite-database.ts';
import { openSqliteStore } from './sqlite.ts';

storeContract('the store in memory', openMemoryStore);
storeContract('the store in SQLite', () => openSqliteStore(':memory:'));

/** A step of a script: what it does, with small numbers that hit the same rows again and again. */
type Step = (store: Store) => Promise<unknown>;
const small = fc.integer({ min: 0, max: 4 });
const said = (work: Promise<unknown>) => work.catch((cause: Error) => cause.message);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(small, small, small).map(([id, lead, due]): Step => {
    return (store) => said(store.addMember(member(`m${id}`, { leadId: `L${lead}`, due })));
  }),
  fc.tuple(small, small, small).map(([id, version, lead]): Step => {
    return (store) => said(store.replaceMember(member(`m${id}`, { version: version + 1, marketoLeadId: lead }), version));
  }),
  fc.tuple(small, small).map(([id, at]): Step => {
    return (store) => store.hint({ memberIds: [`m${id}`, `m${at}`], cause: `c${at}`, at });
  }),
  fc.tuple(small, small, small).map(([worker, now, limit]): Step => {
    return (store) => store.claim('tenant-1', `w${worker}`, now, 2, limit);
  }),
  fc.tuple(small, small).map(([id, worker]): Step => {
    return (store) => store.release([`m${id}`], `w${worker}`);
  }),
  small.map(
    (id): Step =>
      (store) =>
        store.removeMember(`m${id}`)
  ),
  fc.tuple(small, small).map(([id, program]): Step => {
    return (store) =>
      said(store.putLink(link({ id: `link-${id}`, campaignId: `c${id}`, programId: program, state: id === 0 ? 'paused' : 'active' })));
  }),
  small.map(
    (id): Step =>
      (store) =>
        store.removeLink(`link-${id}`)
  ),
  fc.tuple(small, small).map(([id, lead]): Step => {
    return (store) =>
      said(
        store.transact(async (tx) => {
          await tx.addMember(member(`m${id}`, { contactId: `C${lead}` }));
          await tx.addMember(member(`n${id}`, { contactId: `C${lead}` }));
        })
      );
  })
);

describe('stores', () => {
  it('I14: the same script leaves the same trace in every store', async () => {
    const script = fc.array(step, { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(script, async (steps) => {
        const traces = [openMemoryStore(), openSqliteStore(':memory:')].map(async (store) => {
          await store.putLink(link());
          const trace: unknown[] = [];
          for (const one of steps) {
            trace.push(await one(store));
          }
          trace.push(await store.membersPage('link-1', null, 99), await store.links('tenant-1'), await store.nextDue());
          await store.close();
          return trace;
        });
        const [memory, sqlite] = await Promise.all(traces);
        assert.deepEqual(sqlite, memory);
      }),
      { numRuns: 300 }
    );
  });
});

describe('the SQLite file', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'relay-store-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('keeps every transaction that was reported, whole, when the process is killed', async () => {
    const file = path.join(folder, 'killed.db');
    const script = `
      import { openSqliteStore } from ${JSON.stringify(path.join(import.meta.dirname, 'sqlite.ts'))};
      const store = openSqliteStore(${JSON.stringify(file)});
      for (let number = 1; ; number += 1) {
        await store.transact(async (tx) => {
          await tx.setCursor('tenant-1', 'first', String(number));
          await tx.setCursor('tenant-1', 'second', String(number));
        });
        process.stdout.write(number + '\\n');
      }`;
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    let reported = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      reported = Number(chunk.toString().trim().split('\n').at(-1));
      if (reported > 20) {
        child.kill('SIGKILL');
      }
    });
    await once(child, 'exit');
    const store = openSqliteStore(file);
    const [first, second] = [Number(await store.cursor('tenant-1', 'first')), Number(await store.cursor('tenant-1', 'second'))];
    await store.close();
    assert.ok(first >= reported && reported > 20, `${first} is kept, ${reported} was reported`);
    assert.equal(second, first);
  });

  it('is shared by two openers without either losing a hint', async () => {
    const file = path.join(folder, 'shared.db');
    const [one, two] = [openSqliteStore(file), openSqliteStore(file)];
    await one.addMember(member('m1'));
    await Promise.all(
      Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? one : two).hint({ memberIds: ['m1'], cause: 'outbox', at: index }))
    );
    assert.equal((await two.member('m1'))?.hints, 40);
    await Promise.all([one.close(), two.close()]);
  });

  it('is served by one process at a time', () => {
    const file = path.join(folder, 'alone.db');
    const first = holdAlone(file);
    assert.throws(() => holdAlone(file), /Another relay already serves/);
    first.letGo();
    holdAlone(file).letGo();
  });

  it('of a newer relay is refused in a sentence', async () => {
    const file = path.join(folder, 'newer.db');
    await openSqliteStore(file).close();
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(file);
    database.exec('PRAGMA user_version = 99');
    database.close();
    assert.throws(() => openSqliteStore(file), /written by a newer relay/);
  });
});
