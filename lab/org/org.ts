/** The org machine: the project's metadata, its rows and its compiled Apex as one. What the HTTP side asks of it is in server/machine.ts. */
import { compile, compileAnonymous } from './apex/compile/compile.ts';
import { annotationOf } from './apex/compile/annotations.ts';
import { apexLibrary } from './apex/library/index.ts';
import { Limits } from './apex/limits.ts';
import { AuraCalls, auraError } from './apex/run/aura-calls.ts';
import { Execution, type Surroundings } from './apex/run/execution.ts';
import { JobQueue } from './apex/run/job-queue.ts';
import { LinkedProgram } from './apex/run/program.ts';
import { RestResources, uncaughtAnswer } from './apex/run/rest-resources.ts';
import { ApexTransaction } from './apex/run/transaction.ts';
import { ProgramTriggers } from './apex/run/triggers.ts';
import { runningUser, userRights } from './apex/run/user-rights.ts';
import type { SentNotification } from './apex/runtime/current.ts';
import { ApexException, stackText } from './apex/runtime/exception-value.ts';
import { exceptionText } from './apex/runtime/text.ts';
import type { CompileError } from './apex/syntax/parse.ts';
import { createData, type OrgData } from './data/data.ts';
import type { Metadata } from './metadata/metadata.ts';
import { errorAnswer, RestError } from './rest/answers.ts';
import type { AnonymousAnswer, AuraAnswer, DebugLog, MachineOptions, MachineSurroundings, OrgMachine } from './server/machine.ts';
import { StartRefused } from './server/service.ts';
import { Switches } from './switches.ts';
import type { HttpRequest, HttpResponse, Transaction } from './types.ts';

/** Debug logs that are kept. */
const LOGS = 200;
/** Notifications that are kept. */
const NOTIFICATIONS = 1000;

/** Apex that does not compile: one line an error, `file:line:column message`. */
export class CompileRefused extends StartRefused {
  readonly errors: readonly CompileError[];
  constructor(errors: readonly CompileError[]) {
    super(errors.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`));
    this.errors = errors;
  }
}

/** What running the project's tests takes of an org. */
export interface TestGround {
  readonly data: OrgData;
  readonly program: LinkedProgram;
  readonly around: Surroundings;
  readonly jobs: Pick<JobQueue, 'perform'>;
  readonly switches: Switches;
  /** Makes this the transaction that the org knows of while `work` runs. */
  during<T>(transaction: ApexTransaction, operation: string, work: () => T): T;
}

export class Machine implements OrgMachine {
  readonly orgId: string;
  readonly data: OrgData;
  private readonly switchboard: Switches;
  private readonly program: LinkedProgram;
  private readonly resources: RestResources;
  private readonly components: AuraCalls;
  private readonly jobs: JobQueue;
  private readonly around: Surroundings;
  private readonly kept: DebugLog[];
  private noted: number;
  private readonly bell: SentNotification[];
  private ahead: number;
  /** The transaction that runs; null between transactions. */
  private current: ApexTransaction | null = null;
  private operation = '';

  /** @param before the machine that this may take the place of: its clock, switches and logs go on, and its rows where there is no disk. */
  constructor(options: MachineOptions, surroundings: MachineSurroundings, metadata: Metadata, before: Machine | null = null) {
    this.switchboard = before?.switchboard ?? new Switches();
    this.kept = before?.kept ?? [];
    this.noted = before?.noted ?? 0;
    this.bell = before?.bell ?? [];
    this.ahead = before?.ahead ?? 0;
    const triggers = new ProgramTriggers(() => this.program);
    let compiled = false;
    this.data = createData({
      metadata,
      folder: options.data,
      from: options.data === null ? (before?.data.snapshot() ?? null) : null,
      clock: () => this.now(),
      switches: this.switchboard,
      triggers: () => (compiled ? triggers : null),
      transaction: () => this.current,
      rightsOf: (userId) => surroundings.rightsOf(userId)
    });
    this.orgId = this.data.orgId;
    this.program = programOf(metadata, this.data);
    compiled = true;
    this.resources = new RestResources(this.program, options.namespace);
    this.components = new AuraCalls(this.program);
    this.around = this.surroundingsOf(options, surroundings, triggers);
    this.jobs = new JobQueue({
      keep: (object, row) => this.data.keep(object, row),
      read: (object, id, fields) =>
        this.data.query(`SELECT ${fields.join(', ')} FROM ${object} WHERE Id = :id`, { id }, NOBODY).records[0]?.fields ?? {},
      isScheduled: (name) =>
        this.data.query('SELECT Id FROM CronTrigger WHERE CronJobDetail.Name = :name', { name }, NOBODY).records.length > 0,
      classId: (name) => this.classId(name),
      now: () => this.now(),
      run: (job) => this.run(`${job.kind} ${job.className}`, job.userId, job.kind, () => job.run())
    });
  }

  private surroundingsOf(options: MachineOptions, outside: MachineSurroundings, triggers: ProgramTriggers): Surroundings {
    const { Name, IsSandbox } = this.data.query('SELECT Name, IsSandbox FROM Organization', {}, NOBODY).records[0]?.fields ?? {};
    return {
      data: this.data,
      program: this.program,
      org: { id: this.orgId, name: String(Name), url: options.url, namespace: options.namespace, sandbox: IsSandbox === true },
      user: (id) => runningUser(this.data, id),
      rights: (userId) => userRights(outside.rightsOf(userId)),
      callouts: (userId) => ({ send: (request) => outside.callOut(request, userId) }),
      clock: () => this.now(),
      log: (userId, level, text, line) => this.note(userId, level, text, line),
      registerJob: (job, userId) => this.jobs.register(job, userId),
      fireEvents: (object, rows) => triggers.fireEvents(object, rows),
      abortJob: (id, own) => this.jobs.abort(id, own)
    };
  }

  private classId(name: string): string | null {
    const outer = name.split('.')[0] ?? name;
    const id = this.data.query('SELECT Id FROM ApexClass WHERE Name = :outer', { outer }, NOBODY).records[0]?.fields['Id'];
    return typeof id === 'string' ? id : null;
  }

  private note(userId: string, level: string, text: string, line: number | null = null): void {
    const at = new Date(this.now()).toISOString();
    this.kept.push({ at, userId, operation: this.operation, text: `${level}|${text}`, line, number: ++this.noted });
    this.kept.splice(0, this.kept.length - LOGS);
  }

  // ---------------------------------------------------------------- transactions

  transact<T>(userId: string, work: () => T): T {
    return this.run('API', userId, 'sync', work);
  }

  /** One transaction: kept with its jobs when `work` returns, taken back whole when it throws. */
  private run<T>(operation: string, userId: string, context: Transaction['context'], work: (transaction: ApexTransaction) => T): T {
    const transaction = new ApexTransaction(userId, context);
    const execution = new Execution(this.around, transaction);
    this.data.begin();
    let made: T;
    try {
      made = this.during(transaction, operation, () => execution.run(() => work(transaction)));
    } catch (cause) {
      this.data.rollback();
      this.jobs.add(transaction.jobs.filter((job) => job.evenIfRolledBack));
      if (cause instanceof ApexException) {
        this.note(userId, 'FATAL_ERROR', `${exceptionText(cause)}\n${stackText(cause.stack)}`);
      }
      throw cause;
    }
    this.data.commit();
    this.jobs.add(transaction.jobs);
    this.bell.push(...transaction.notifications);
    this.bell.splice(0, this.bell.length - NOTIFICATIONS);
    return made;
  }

  /** Makes this the transaction that the org knows of while `work` runs. */
  private during<T>(transaction: ApexTransaction, operation: string, work: () => T): T {
    const outer = { transaction: this.current, operation: this.operation };
    this.current = transaction;
    this.operation = operation;
    try {
      return work();
    } finally {
      this.current = outer.transaction;
      this.operation = outer.operation;
    }
  }

  /** For the runner of the project's tests. */
  testGround(): TestGround {
    const { data, program, around, jobs, switchboard: switches } = this;
    return { data, program, around, jobs, switches, during: (transaction, operation, work) => this.during(transaction, operation, work) };
  }

  aside<T>(work: () => T): T {
    const waiting = this.current;
    this.current = null;
    try {
      return waiting === null ? work() : waiting.limits.excluding(work);
    } finally {
      this.current = waiting;
    }
  }

  runDueJob(): boolean {
    return this.jobs.runNext();
  }
  nextJobAt(): number | null {
    return this.jobs.nextAt();
  }

  // ---------------------------------------------------------------- entry points

  apexRestClass(path: string): string | null {
    return this.resources.find(path)?.symbol.name ?? null;
  }

  apexRest(request: HttpRequest, path: string, userId: string): HttpResponse | null {
    const resource = this.resources.find(path);
    if (resource === null) {
      return null;
    }
    const operation = `REST ${request.method} /services/apexrest${path.split('?')[0]}`;
    try {
      return this.run(operation, userId, 'sync', () => this.resources.call(resource, request, path));
    } catch (cause) {
      if (cause instanceof ApexException) {
        return uncaughtAnswer(cause);
      }
      if (cause instanceof RestError) {
        return errorAnswer(cause);
      }
      throw cause;
    }
  }

  aura(apexClass: string, method: string, params: Record<string, unknown>, userId: string): AuraAnswer {
    const found = this.components.find(apexClass, method);
    if (found === null) {
      const message = `No @AuraEnabled static method ${method} in the Apex class ${apexClass}.`;
      return { error: { message, exceptionType: 'System.NoAccessException', stackTrace: '' } };
    }
    const cacheable = annotationOf(found, 'auraenabled')?.values.get('cacheable')?.toLowerCase() === 'true';
    try {
      const returnValue = this.run(`Aura ${apexClass}.${method}`, userId, 'sync', (transaction) => {
        if (cacheable) {
          // Lightning Web Components guide, "Client-Side Caching of Apex Method Results": such a method changes no data.
          transaction.limits = new Limits('sync', { dmlStatements: 0 });
        }
        return this.components.call(found, params);
      });
      return { returnValue };
    } catch (cause) {
      if (cause instanceof ApexException) {
        return auraError(cause);
      }
      throw cause;
    }
  }

  executeAnonymous(code: string, userId: string): AnonymousAnswer {
    const { made, errors } = compileAnonymous(this.program.compilation, code);
    const answer = { compileProblem: null, line: -1, column: -1, exceptionMessage: null, exceptionStackTrace: null };
    const [problem] = errors;
    if (made === null || problem) {
      const { message = 'The code does not compile.', line = 1, column = 1 } = problem ?? {};
      return { ...answer, compiled: false, success: false, compileProblem: message, line, column };
    }
    try {
      this.run('execute anonymous', userId, 'sync', () => this.program.link(made)());
      return { ...answer, compiled: true, success: true };
    } catch (cause) {
      if (!(cause instanceof ApexException)) {
        throw cause;
      }
      const exceptionMessage = exceptionText(cause);
      return { ...answer, compiled: true, success: false, exceptionMessage, exceptionStackTrace: stackText(cause.stack) };
    }
  }

  // ---------------------------------------------------------------- the stand-in itself

  now(): number {
    return Date.now() + this.ahead;
  }
  advanceClock(milliseconds: number): void {
    this.ahead += milliseconds;
  }
  switches(): Record<string, unknown> {
    return this.switchboard.all();
  }
  setSwitch(name: string, value: unknown): void {
    this.switchboard.set(name, value);
  }
  logs(): DebugLog[] {
    return [...this.kept];
  }
  notifications(): SentNotification[] {
    return [...this.bell];
  }
  close(): void {
    this.data.close();
  }
}

const NOBODY = { userId: '', mode: 'system', sharing: false } as const;

/** @throws {CompileRefused} */
function programOf(metadata: Metadata, data: OrgData): LinkedProgram {
  const labels = new Set(metadata.labels.keys());
  const { compilation, errors } = compile(metadata.apex, data.schema, { library: apexLibrary, labels });
  if (compilation === null) {
    throw new CompileRefused(errors);
  }
  return new LinkedProgram(compilation, metadata.labels);
}
