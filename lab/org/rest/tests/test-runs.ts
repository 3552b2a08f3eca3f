/**
 * Runs of Apex tests that the API asked for: a class a step, results and coverage as rows (ApexTestRunResult, ApexTestQueueItem,
 * ApexTestResult, ApexCodeCoverage, …). Tests leave nothing behind but these.
 */
import { coverageOf } from '../../apex/testing/coverage.ts';
import { findTests, type TestClass } from '../../apex/testing/find-tests.ts';
import { failureLines } from '../../apex/testing/report.ts';
import { runClass, type Failure, type MethodResult } from '../../apex/testing/run-class.ts';
import { SYSTEM } from '../../identity/users.ts';
import type { TestGround } from '../../org.ts';
import type { OrgMachine } from '../../server/machine.ts';
import type { Row } from '../../types.ts';
import { fail } from '../answers.ts';
import type { Background } from '../background.ts';

export interface Covered {
  id: string;
  kind: 'class' | 'trigger';
  name: string;
  covered: number[];
  uncovered: number[];
}
export interface Done {
  classId: string;
  seeAllData: boolean;
  result: MethodResult;
}

interface Run {
  id: string;
  resultId: string;
  userId: string;
  waiting: { tests: TestClass; classId: string; itemId: string }[];
  startedAt: number;
  classes: number;
  methods: number;
  done: Done[];
}

export class TestRuns implements Background {
  private readonly machine: OrgMachine;
  private readonly waiting: Run[] = [];

  constructor(machine: OrgMachine) {
    this.machine = machine;
  }

  get isBusy(): boolean {
    return this.waiting.length > 0;
  }

  /** @throws {RestError} where there is no Apex. */
  ground(): TestGround {
    const ground = this.machine.testGround();
    if (!ground) {
      throw fail('NOT_FOUND', 'This org runs no Apex tests.');
    }
    return ground;
  }

  /** @returns the id of the run. */
  start(tests: TestClass[], userId: string, isAll: boolean): string {
    const { data } = this.ground();
    return this.machine.transact(userId, () => {
      const methods = tests.reduce((sum, one) => sum + one.methods.length, 0);
      const now = this.iso();
      const id = data.keep('AsyncApexJob', {
        JobType: 'TestRequest',
        Status: 'Processing',
        TotalJobItems: tests.length,
        JobItemsProcessed: 0
      });
      const resultId = data.keep('ApexTestRunResult', {
        ...{ AsyncApexJobId: id, UserId: userId, Status: 'Queued', StartTime: now, EndTime: null, TestTime: 0, TestSetupTime: 0 },
        ...{ ClassesEnqueued: tests.length, ClassesCompleted: 0, MethodsEnqueued: methods, MethodsCompleted: 0, MethodsFailed: 0 },
        ...{ IsAllTests: isAll, Source: 'API', JobName: null }
      });
      const waiting = tests.map((one) => {
        const classId = this.idOf('ApexClass', one.name);
        const item = { ApexClassId: classId, Status: 'Queued', ParentJobId: id, TestRunResultId: resultId, ExtendedStatus: null };
        return { tests: one, classId, itemId: data.keep('ApexTestQueueItem', item) };
      });
      this.waiting.push({ id, resultId, userId, waiting, startedAt: this.machine.now(), classes: tests.length, methods, done: [] });
      return id;
    });
  }

  /** Runs at once, for the synchronous call, and leaves rows of coverage only. */
  runNow(tests: TestClass[], userId: string): { done: Done[]; covered: Covered[] } {
    const done: Done[] = [];
    const covered = new Map<string, Covered>();
    for (const one of tests) {
      const { results, byMethod } = this.runOne(one, userId);
      done.push(...results);
      this.keepCoverage(one, byMethod, userId);
      byMethod.forEach((files) => files.forEach((file) => covered.set(file.id, merged(covered.get(file.id), file))));
    }
    return { done, covered: [...covered.values()] };
  }

  step(): void {
    const run = this.waiting[0];
    const next = run?.waiting.shift();
    if (!run) {
      return;
    }
    if (next) {
      const { results, byMethod } = this.runOne(next.tests, run.userId);
      run.done.push(...results);
      this.keepResults(run, next.itemId, results);
      this.keepCoverage(next.tests, byMethod, run.userId);
    }
    if (run.waiting.length === 0) {
      this.waiting.shift();
    }
    this.keepSummary(run);
  }

  // ---------------------------------------------------------------- running

  private runOne(tests: TestClass, userId: string): { results: Done[]; byMethod: Map<string, Covered[]> } {
    const ground = this.ground();
    const files = [...ground.program.coverage.values()].filter((file) => !file.isTest && file.lines.length > 0);
    const byMethod = new Map<string, Covered[]>();
    const classId = this.idOf('ApexClass', tests.name);
    const { methods } = runClass({ ...ground, userId }, tests, {
      before: () => files.forEach((file) => file.hits.fill(0)),
      after: (method) => {
        const ran = files.filter((file) => file.lines.some((line) => (file.hits[line] ?? 0) > 0));
        const covered = ran.map(({ name, kind, lines, hits }): Covered => {
          const isRun = (line: number) => (hits[line] ?? 0) > 0;
          const id = this.idOf(kind === 'class' ? 'ApexClass' : 'ApexTrigger', name);
          return { id, name, kind, covered: lines.filter(isRun), uncovered: lines.filter((line) => !isRun(line)) };
        });
        byMethod.set(method, covered);
      }
    });
    const seesAll = new Map(tests.methods.map((method) => [method.name, method.seeAllData]));
    return { byMethod, results: methods.map((result) => ({ classId, seeAllData: seesAll.get(result.method) ?? false, result })) };
  }

  private idOf(object: 'ApexClass' | 'ApexTrigger', name: string): string {
    const row = this.machine.data.query(`SELECT Id FROM ${object} WHERE Name = :name`, { name }, SYSTEM).records[0];
    return String(row?.fields['Id'] ?? '');
  }
  private iso(): string {
    return `${new Date(this.machine.now()).toISOString().slice(0, 19)}.000Z`;
  }

  // ---------------------------------------------------------------- rows

  private keepResults(run: Run, itemId: string, results: Done[]): void {
    const { data } = this.ground();
    this.machine.transact(run.userId, () => {
      for (const { classId, result } of results) {
        data.keep('ApexTestResult', {
          ...{ ApexClassId: classId, AsyncApexJobId: run.id, QueueItemId: itemId, ApexTestRunResultId: run.resultId, ApexLogId: null },
          ...{ MethodName: result.method, Outcome: result.failure ? 'Fail' : 'Pass', TestTimestamp: this.iso(), IsTestSetup: false },
          RunTime: Math.round(result.milliseconds),
          Message: result.failure && messageOf(result.failure).slice(0, 4_000),
          StackTrace: result.failure && stackOf(result.failure).slice(0, 4_000)
        });
      }
      const good = results.filter(({ result }) => !result.failure).length;
      data.keep('ApexTestQueueItem', {
        ...this.rowOf('ApexTestQueueItem', itemId),
        ...{ Status: good === results.length ? 'Completed' : 'Failed', ExtendedStatus: `(${good}/${results.length})` }
      });
    });
  }

  private keepSummary(run: Run): void {
    const { data } = this.ground();
    const isOver = run.waiting.length === 0;
    const failed = run.done.filter(({ result }) => result.failure).length;
    const completed = run.classes - run.waiting.length;
    this.machine.transact(run.userId, () => {
      data.keep('ApexTestRunResult', {
        ...this.rowOf('ApexTestRunResult', run.resultId),
        Status: !isOver ? 'Processing' : failed > 0 ? 'Failed' : 'Completed',
        EndTime: isOver ? this.iso() : null,
        TestTime: Math.round(run.done.reduce((sum, { result }) => sum + result.milliseconds, 0)),
        ...{ ClassesCompleted: completed, MethodsCompleted: run.done.length, MethodsFailed: failed }
      });
      const Status = isOver ? 'Completed' : 'Processing';
      data.keep('AsyncApexJob', { ...this.rowOf('AsyncApexJob', run.id), Status, JobItemsProcessed: completed, NumberOfErrors: failed });
    });
  }

  /** All of a row, to be kept with changes. */
  private rowOf(object: string, id: string): Row {
    const fields = [...(this.machine.data.schema.find(object)?.fields.keys() ?? [])].join(', ');
    return { ...this.machine.data.query(`SELECT ${fields} FROM ${object} WHERE Id = :id`, { id }, SYSTEM).records[0]?.fields, Id: id };
  }

  /** What a test class covered before gives way to what it covers now; the aggregate is what all of them cover. */
  private keepCoverage(tests: TestClass, byMethod: Map<string, Covered[]>, userId: string): void {
    const { data, program } = this.ground();
    const testId = this.idOf('ApexClass', tests.name);
    const remove = (object: string, where: string) => {
      const rows = data
        .query(`SELECT Id FROM ${object} ${where}`, { testId }, SYSTEM)
        .records.map((row): Row => ({ Id: row.fields['Id'] ?? null }));
      if (rows.length > 0) {
        data.dml('delete', object, rows, { allOrNone: true }, SYSTEM);
      }
    };
    this.machine.transact(userId, () => {
      remove('ApexCodeCoverage', 'WHERE ApexTestClassId = :testId');
      for (const [TestMethodName, files] of byMethod) {
        files.forEach((file) => data.keep('ApexCodeCoverage', { ApexTestClassId: testId, TestMethodName, ...coverageRow(file) }));
      }
      remove('ApexCodeCoverageAggregate', '');
      remove('ApexOrgWideCoverage', '');
      const union = this.union();
      const hits = new Map([...union.values()].map((file) => [`${file.kind} ${file.name}`, new Set(file.covered)]));
      const files = [...program.coverage.values()].filter((file) => !file.isTest && file.lines.length > 0);
      for (const { name, kind, lines } of files) {
        const ran = hits.get(`${kind} ${name}`) ?? new Set();
        const id = this.idOf(kind === 'class' ? 'ApexClass' : 'ApexTrigger', name);
        const [covered, uncovered] = [lines.filter((line) => ran.has(line)), lines.filter((line) => !ran.has(line))];
        data.keep('ApexCodeCoverageAggregate', coverageRow({ id, kind, name, covered, uncovered }));
      }
      const counted = files.map((file) => {
        const ran = hits.get(`${file.kind} ${file.name}`) ?? new Set();
        return { ...file, hits: Uint32Array.from({ length: file.hits.length }, (_, line) => (ran.has(line) ? 1 : 0)) };
      });
      data.keep('ApexOrgWideCoverage', { PercentCovered: coverageOf(counted).percent });
    });
  }

  private union(): Map<string, Covered> {
    const soql = 'SELECT ApexClassOrTriggerId, ApexClassOrTrigger.Name, Coverage FROM ApexCodeCoverage';
    const all = new Map<string, Covered>();
    for (const row of this.machine.data.query(soql, {}, SYSTEM).records) {
      const id = String(row.fields['ApexClassOrTriggerId']);
      const { coveredLines, uncoveredLines } = JSON.parse(String(row.fields['Coverage'])) as Record<string, number[]>;
      const name = String(row.parents['ApexClassOrTrigger']?.fields['Name'] ?? '');
      const kind = id.startsWith('01q') ? 'trigger' : 'class';
      all.set(id, merged(all.get(id), { id, name, kind, covered: coveredLines ?? [], uncovered: uncoveredLines ?? [] }));
    }
    return all;
  }
}

function merged(before: Covered | undefined, file: Covered): Covered {
  const covered = new Set([...(before?.covered ?? []), ...file.covered]);
  const lines = [...new Set([...file.covered, ...file.uncovered])].sort((left, right) => left - right);
  return { ...file, covered: lines.filter((line) => covered.has(line)), uncovered: lines.filter((line) => !covered.has(line)) };
}

const coverageRow = ({ id, covered, uncovered }: Covered): Row => ({
  ApexClassOrTriggerId: id,
  NumLinesCovered: covered.length,
  NumLinesUncovered: uncovered.length,
  Coverage: JSON.stringify({ coveredLines: covered, uncoveredLines: uncovered })
});

export const messageOf = ({ type, message }: Failure): string => (message === null ? type : `${type}: ${message}`);
/** `Class.AdderTest.adds: line 5, column 1`, and what caused it. */
export function stackOf(failure: Failure): string {
  const own = failure.stack.map(({ where, line }) => `${where}: line ${line}, column 1`);
  return [...own, ...(failure.cause ? [`Caused by: ${failureLines(failure.cause).join('\n')}`] : [])].join('\n');
}

/** The test classes that a request names: by class names, by class ids with methods, or by level. @throws {RestError} */
export function chosen(machine: OrgMachine, ground: TestGround, body: Record<string, unknown>): TestClass[] {
  const all = findTests(ground.program);
  const level = body['testLevel'];
  const wishes = wishesOf(machine, body);
  if (wishes.length === 0) {
    if (level === 'RunLocalTests' || level === 'RunAllTestsInOrg') {
      return all;
    }
    throw fail('INVALID_INPUT', 'A run needs tests: "tests", "classNames", "classids" or a "testLevel".');
  }
  return wishes.map(({ name, methods }) => {
    const found = all.find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (!found) {
      throw fail('INVALID_INPUT', `This class name's value is invalid: ${name}. Provide the name of an Apex class that has test methods.`);
    }
    const strange = methods?.find((method) => !found.methods.some((one) => one.name.toLowerCase() === method.toLowerCase()));
    if (strange !== undefined) {
      throw fail('INVALID_INPUT', `There is no test method ${strange} in ${found.name}.`);
    }
    const isWanted = (method: string) => methods === null || methods.some((one) => one.toLowerCase() === method.toLowerCase());
    return { ...found, methods: found.methods.filter((method) => isWanted(method.name)) };
  });
}

interface Wish {
  name: string;
  methods: string[] | null;
}

function wishesOf(machine: OrgMachine, body: Record<string, unknown>): Wish[] {
  if (body['suiteNames'] !== undefined || body['suiteids'] !== undefined) {
    throw fail('INVALID_INPUT', 'The stand-in has no test suites.');
  }
  const nameOf = (id: unknown): string => {
    const row = machine.data.query('SELECT Name FROM ApexClass WHERE Id = :id', { id }, SYSTEM).records[0];
    return String(row?.fields['Name'] ?? id);
  };
  const { tests } = body;
  const listed = Array.isArray(tests) ? (tests as { className?: string; classId?: string; testMethods?: string[] }[]) : [];
  const names = (text: unknown) =>
    String(text ?? '')
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '');
  return [
    ...listed.map((one) => ({ name: one.className ?? nameOf(one.classId), methods: one.testMethods?.length ? one.testMethods : null })),
    ...names(body['classNames']).map((name) => ({ name, methods: null })),
    ...names(body['classids'] ?? body['classIds']).map((id) => ({ name: nameOf(id), methods: null }))
  ];
}
