/** Compiles and runs small Apex sources with the library, over a data engine of a few objects. */
import assert from 'node:assert/strict';
import { compile, type SourceFile } from '../../compile/compile.ts';
import { Execution, type Surroundings } from '../../run/execution.ts';
import { LinkedProgram } from '../../run/program.ts';
import { ApexTransaction } from '../../run/transaction.ts';
import type { NewJob, TestContext, UserRights } from '../../runtime/current.ts';
import { ApexException } from '../../runtime/exception-value.ts';
import { exceptionText } from '../../runtime/text.ts';
import type { AsyncJob, Callouts } from '../../../types.ts';
import { SmallData } from '../../../server/testing/small-data.ts';
import { apexLibrary } from '../index.ts';

export interface RunOptions {
  /** Further classes, by source. */
  classes?: string[];
  locale?: string;
  timeZone?: string;
  now?: number;
  isTest?: boolean;
  context?: AsyncJob['kind'] | 'sync';
  callouts?: Callouts['send'];
  rights?: Partial<UserRights>;
  data?: SmallData;
}
export interface RunResult {
  /** What `System.debug` wrote, one entry a call. */
  log: string[];
  jobs: (AsyncJob & { methodName?: string })[];
  execution: Execution;
  program: LinkedProgram;
}

const NOW = Date.UTC(2024, 1, 29, 22, 30, 15, 250);
const all = { read: true, create: true, edit: true, delete: true };

const file = (source: string, index: number): SourceFile => ({ file: `File${index}.cls`, source, kind: 'class', apiVersion: 66 });

/** The compile errors of a body of statements. */
export function problemsOf(body: string, classes: string[] = []): string[] {
  const made = compile([wrap(body), ...classes].map(file), new SmallData(() => NOW).schema, { library: apexLibrary });
  return made.errors.map((error) => error.message);
}

const wrap = (body: string): string => `public class Main { public static void run() { ${body} } }`;

/** Runs statements. @throws the ApexException that leaves them. */
export function runApex(body: string, options: RunOptions = {}): RunResult {
  const now = options.now ?? NOW;
  const data = options.data ?? new SmallData(() => now);
  const made = compile([wrap(body), ...(options.classes ?? [])].map(file), data.schema, { library: apexLibrary });
  assert.deepEqual(made.errors, []);
  assert.ok(made.compilation);
  const program = new LinkedProgram(made.compilation);
  const log: string[] = [];
  let jobs = 0;
  const around: Surroundings = {
    data,
    program,
    org: { id: '00D000000000001EAA', name: 'Lab', url: 'https://lab.example.com', namespace: null, sandbox: false },
    user: (id) => ({
      id,
      username: 'avery@example.com',
      name: 'Avery Admin',
      firstName: 'Avery',
      lastName: 'Admin',
      email: 'avery@example.com',
      profileId: '00e000000000001AAA',
      roleId: null,
      userType: 'Standard',
      locale: options.locale ?? 'en_US',
      language: 'en_US',
      timeZone: options.timeZone ?? 'America/Los_Angeles'
    }),
    rights: () => ({
      customPermission: (name) => name === 'Held',
      userPermission: () => true,
      object: () => all,
      field: () => ({ read: true, edit: true }),
      apexClass: () => true,
      ...options.rights
    }),
    callouts: () => ({ send: options.callouts ?? (() => assert.fail('no callout was expected')) }),
    clock: () => now,
    log: (_user, level, text) => log.push(level === 'DEBUG' ? text : `${level} ${text}`),
    fireEvents: () => assert.fail('no event was expected'),
    abortJob: () => false,
    registerJob: (job: NewJob) => {
      jobs += 1;
      if (job.schedule) {
        job.schedule.triggerId ??= `08e00000000000${jobs}AAA`;
      }
      return `70700000000000${jobs}AAA`;
    }
  };
  const transaction = new ApexTransaction('005000000000001AAA', options.context ?? 'sync', options.isTest ? { seeAllData: false } : null);
  const execution = new Execution(around, transaction);
  execution.test = options.isTest ? testContext() : null;
  const symbol = program.symbol('Main');
  assert.ok(symbol);
  const method = symbol.methods.get('run')?.[0];
  assert.ok(method);
  execution.run(() => program.static(method)());
  return { log, jobs: transaction.jobs, execution, program };
}

function testContext(): TestContext {
  const state = { started: false, stopped: false };
  return {
    seeAllData: false,
    mocks: new Map(),
    startTest: () => void (state.started = true),
    deliverEvents: () => assert.fail('no event was expected'),
    stopTest: () => void (state.stopped = true),
    setCreatedDate: () => false,
    get started() {
      return state.started;
    },
    get stopped() {
      return state.stopped;
    }
  };
}

/** Each expression's value as text, in order: `values("'a'.length()", '1 + 1')` → ['1', '2']. */
export function values(expressions: string[], options: RunOptions = {}): string[] {
  return runApex(expressions.map((one) => `System.debug(${one});`).join('\n'), options).log;
}

/** Checks expression → text, all in one program. */
export function check(expected: Record<string, string>, options: RunOptions = {}): void {
  const found = values(Object.keys(expected), options);
  assert.deepEqual(Object.fromEntries(Object.keys(expected).map((one, index) => [one, found[index]])), expected);
}

/** Checks statements → `System.TypeName: message` of what they throw, each in a program of its own. */
export function checkThrows(expected: Record<string, string>, options: RunOptions = {}): void {
  const found = Object.keys(expected).map((body) => [body, thrownBy(body, options)]);
  assert.deepEqual(Object.fromEntries(found), expected);
}

export function thrownBy(body: string, options: RunOptions = {}): string {
  try {
    runApex(body, options);
  } catch (cause) {
    if (cause instanceof ApexException) {
      return exceptionText(cause);
    }
    throw cause;
  }
  return 'nothing';
}
