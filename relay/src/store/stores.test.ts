import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { member, storeContract } from './contract-suite.ts';
import { openMemoryStore } from './memory.ts';
import { sameTrace } from './script-suite.ts';
import { holdAlone } from './sqlite-database.ts';
import { openSqliteStore } from './sqlite.ts';

storeContract('the store in memory', openMemoryStore);
storeContract('the store in SQLite', () => openSqliteStore(':memory:'));

describe('stores', () => {
  it('I14: the same script leaves the same trace in memory and in SQLite', () =>
    sameTrace(300, openMemoryStore, () => openSqliteStore(':memory:')));
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
    database.exec("INSERT INTO migrations VALUES (99, '')");
    database.close();
    assert.throws(() => openSqliteStore(file), /written by a newer relay/);
  });
});
