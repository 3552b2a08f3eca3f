/**
 * `npm run bench -- --org`: what the org stand-in takes. A statement in a hot loop with limits and coverage counted, from the start of the process to the first
 * test of this package, 10,000 rows through one trigger, a query by an indexed field over 100,000 rows; and the memory of it all.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findTests } from '../apex/testing/find-tests.ts';
import { openTestOrg, type TestOrg } from '../apex/testing/test-org.ts';
import { RunningTest } from '../apex/testing/running-test.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const STATEMENTS = 5_000_000;
const ROWS = 10_000;
const MANY = 100_000;
const say = (text: string) => process.stdout.write(`${text}\n`);

const SOURCES: Record<string, string> = {
  'classes/Hot.cls': `public class Hot {
  public static Integer spin(Integer turns) {
    Integer sum = 0;
    for (Integer i = 0; i < turns; i++) {
      Integer part = i * 3;
      if (part > 10) {
        sum = sum + part;
      }
      sum = sum - i;
      part = sum & 255;
    }
    return sum;
  }
}`,
  'triggers/OnAccount.trigger': `trigger OnAccount on Account (before insert, after insert) {
  if (Trigger.isBefore) {
    for (Account row : Trigger.new) {
      row.Description = row.Name + ' seen';
    }
  } else {
    Integer count = Trigger.newMap.size();
  }
}`,
  'classes/BenchTest.cls': `@IsTest
private class BenchTest {
  @IsTest
  static void spins() {
    Hot.spin(${STATEMENTS / 5});
  }
  @IsTest
  static void inserts() {
    List<Account> rows = new List<Account>();
    for (Integer i = 0; i < ${ROWS}; i++) {
      rows.add(new Account(Name = 'Row ' + i));
    }
    insert rows;
  }
}`
};

function openBench(folder: string): TestOrg {
  for (const [name, source] of Object.entries(SOURCES)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, source);
    const kind = name.endsWith('.cls') ? 'ApexClass' : 'ApexTrigger';
    writeFileSync(
      `${file}-meta.xml`,
      `<${kind} xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>66.0</apiVersion><status>Active</status></${kind}>`
    );
  }
  return openTestOrg([folder], null);
}

/** CPU of this thread: what else the machine does meanwhile does not count. */
const cpu = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

/** Milliseconds of CPU of a test method, the best of three. */
function timed(org: TestOrg, name: string): number {
  const method = findTests(org.program)
    .flatMap((one) => one.methods)
    .find((one) => one.name === name);
  const times = [1, 2, 3].map(() => {
    org.data.beginTest(false);
    const began = cpu();
    try {
      new RunningTest(org, org.userId, false).run(name, org.program.static((method as NonNullable<typeof method>).symbol));
      return cpu() - began;
    } finally {
      org.data.rollback();
    }
  });
  return Math.min(...times);
}

/** Rows are kept without DML: what is measured is the reading. @returns milliseconds of one query, the median of many. */
function queried(org: TestOrg): number {
  const access = { userId: org.userId, mode: 'system', sharing: false } as const;
  const parents: string[] = [];
  for (let index = 0; index < MANY; index += 1) {
    if (index % 100 === 0) {
      parents.push(org.data.keep('Account', { Name: `Parent ${index}` }));
    }
    org.data.keep('Contact', { LastName: `Row ${index}`, AccountId: parents.at(-1) ?? null });
  }
  const times = Array.from({ length: 200 }, (_, turn) => {
    const account = parents[(turn * 7) % parents.length];
    const began = performance.now();
    const { records } = org.data.query('SELECT Id, LastName FROM Contact WHERE AccountId = :account LIMIT 10', { account }, access);
    const took = performance.now() - began;
    if (records.length !== 10) {
      throw new Error('The query of the benchmark found something else than it should.');
    }
    return took;
  });
  // The first builds the index.
  return times.slice(1).sort((left, right) => left - right)[100] ?? Infinity;
}

/** Seconds from the start of the process to the end of one small test class of this package. */
function coldStart(): number {
  const script = path.join(ROOT, 'lab/org/test-main.ts');
  const began = performance.now();
  const { stdout } = spawnSync(process.execPath, [script, '--class', 'NoSuchClassAtAll'], { cwd: ROOT, encoding: 'utf8' });
  const first = /There are: (\w+)/.exec(stdout)?.[1] ?? '';
  const again = performance.now();
  spawnSync(process.execPath, [script, '--class', first], { cwd: ROOT });
  return Math.min(again - began, performance.now() - again) / 1000;
}

const folder = mkdtempSync(path.join(tmpdir(), 'org-bench-'));
try {
  const org = openBench(folder);
  const empty = timed(org, 'spins');
  say(`an Apex statement in a hot loop: ${((empty * 1_000_000) / STATEMENTS).toFixed(1)} ns (target ≤ 50 ns)`);
  say(`${ROWS.toLocaleString('en')} rows through one trigger: ${(timed(org, 'inserts') / 1000).toFixed(2)} s (target ≤ 1 s)`);
  say(`a query by an indexed field over ${MANY.toLocaleString('en')} rows: ${queried(org).toFixed(3)} ms (target ≤ 1 ms)`);
  org.close();
} finally {
  rmSync(folder, { recursive: true });
}
say(`from start to the first test of this package: ${coldStart().toFixed(2)} s (target ≤ 3 s)`);
say(`memory: ${Math.round(process.memoryUsage.rss() / 1_048_576)} MB`);
