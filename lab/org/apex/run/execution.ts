/** A running transaction: the `Runtime` that generated code and library reach. */
import type { Access, AsyncJob, Callouts, DataEngine, Row } from '../../types.ts';
import type { NewJob, OrgFacts, Program, RunningUser, Runtime, StackFrame, TestContext, UserRights } from '../runtime/current.ts';
import { within } from '../runtime/current.ts';
import { callers, freshState, stackFrames, swap, type MachineState } from '../runtime/machine.ts';
import { outsideOfTriggers } from '../runtime/trigger-context.ts';
import type { ApexTransaction } from './transaction.ts';

/** What executions of one org share. */
export interface Surroundings {
  readonly data: DataEngine;
  readonly program: Program;
  readonly org: OrgFacts;
  user(id: string): RunningUser;
  rights(userId: string): UserRights;
  callouts(userId: string): Callouts;
  clock(): number;
  log(userId: string, level: string, text: string, line: number | null): void;
  /** Notes the job where the org lists its jobs; gives its id. */
  registerJob(job: NewJob, userId: string): string;
  /** Runs the triggers on a kind of platform event. */
  fireEvents(object: string, rows: Row[]): void;
  /** Takes a waiting job out of the queue and notes it as aborted. @returns false when none of that id waits. */
  abortJob(id: string, own: AsyncJob[]): boolean;
}

/** From this API version on, code without a mode of its own runs in user mode. */
const USER_MODE_VERSION = 67;

export class Execution implements Runtime {
  readonly transaction: ApexTransaction;
  test: TestContext | null = null;
  private readonly around: Surroundings;
  private readonly machine: MachineState;
  private readonly states = new Map<string, unknown>();
  private readonly users = new Map<string, RunningUser>();

  /** @param machine that of the test whose jobs this runs: statics are shared with it. */
  constructor(around: Surroundings, transaction: ApexTransaction, machine: MachineState | null = null) {
    this.around = around;
    this.transaction = transaction;
    this.machine = freshState(() => this.transaction.limits.checkCpu());
    if (machine) {
      this.machine.statics = machine.statics;
    }
  }

  get data(): DataEngine {
    return this.around.data;
  }
  get program(): Program {
    return this.around.program;
  }
  get org(): OrgFacts {
    return this.around.org;
  }
  get callouts(): Callouts {
    return this.around.callouts(this.userId());
  }
  /** The stack and statics, for jobs that run inside of a test. */
  get state$(): MachineState {
    return this.machine;
  }

  /** Makes this the current execution while `work` runs. */
  run<T>(work: () => T): T {
    return within(this, () => swap(this.machine, () => outsideOfTriggers(work)));
  }

  user(): RunningUser {
    const id = this.userId();
    let user = this.users.get(id);
    if (!user) {
      user = this.around.user(id);
      this.users.set(id, user);
    }
    return user;
  }
  rights(): UserRights {
    return this.around.rights(this.userId());
  }
  private userId(): string {
    return this.transaction.userId;
  }

  access(): Access {
    const userId = this.userId();
    let entry: { sharing: string; apiVersion: number } | null = null;
    let mode: Access['mode'] | null = null;
    for (const method of callers()) {
      entry = method;
      mode ??= method.apiVersion >= USER_MODE_VERSION ? 'user' : 'system';
      if (method.sharing === 'with' || method.sharing === 'without') {
        return { userId, mode, sharing: method.sharing === 'with' };
      }
    }
    // Where the outermost class says nothing it is without sharing up to 66; `inherited sharing` at the entry is with.
    const sharing = entry !== null && (entry.sharing === 'inherited' || entry.apiVersion >= USER_MODE_VERSION);
    return { userId, mode: mode ?? 'system', sharing };
  }

  log(level: string, text: string): void {
    this.around.log(this.userId(), level, text, this.stack()[0]?.line ?? null);
  }
  enqueue(job: NewJob): string {
    const userId = this.userId();
    const id = this.around.registerJob(job, userId);
    this.transaction.jobs.push({ ...job, id, userId });
    return id;
  }
  fireEvents(object: string, rows: Row[]): void {
    this.around.fireEvents(object, rows);
  }
  abort(id: string): boolean {
    return this.around.abortJob(id, this.transaction.jobs);
  }
  clock(): number {
    return this.around.clock();
  }
  state<T>(key: string, make: () => T): T {
    if (!this.states.has(key)) {
      this.states.set(key, make());
    }
    return this.states.get(key) as T;
  }
  stack(): StackFrame[] {
    return stackFrames();
  }
  callingClass(): string | null {
    for (const method of callers()) {
      return method.className;
    }
    return null;
  }
}
