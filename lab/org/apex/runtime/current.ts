/**
 * What generated code and the library know of the execution they run in. One transaction runs at a time on the org's thread, so the
 * current one is a module variable, entered and left by `run/`.
 */
import type { Access, AsyncJob, Callouts, DataEngine, JobSchedule, Row, Transaction } from '../../types.ts';
import type { ApexException } from './exception-value.ts';
import type { RuntimeType } from './runtime-type.ts';

export interface RunningUser {
  /** 18 characters. */
  id: string;
  username: string;
  name: string;
  firstName: string | null;
  lastName: string;
  email: string;
  profileId: string | null;
  roleId: string | null;
  userType: string;
  /** `en_US` and `America/Los_Angeles`, as on the User row. */
  locale: string;
  language: string;
  timeZone: string;
}

export interface OrgFacts {
  /** 18 characters. */
  id: string;
  name: string;
  /** Without a slash at the end. */
  url: string;
  /** Namespace of the package, or null. */
  namespace: string | null;
  sandbox: boolean;
}

/** Rights of users beyond rows: custom permissions and the like. Implemented by the HTTP side's identity, or by the test runner. */
export interface UserRights {
  customPermission(name: string): boolean;
  userPermission(name: string): boolean;
  /** Object and field rights as user mode enforces them. */
  object(object: string): { read: boolean; create: boolean; edit: boolean; delete: boolean };
  field(object: string, field: string): { read: boolean; edit: boolean };
  apexClass(name: string): boolean;
}

/** A method of a stub, as its provider is told. */
export interface StubbedMethod {
  name: string;
  /** Null: void. */
  returns: RuntimeType | null;
  parameters: { name: string; type: RuntimeType }[];
}

/** The compiled code of the org as the running code can reach it by name. */
export interface Program {
  /** `Type.forName`: 'Outer.Inner', 'List<Account>', 'String', a library or sObject name, in any case. Null when there is none. */
  findType(name: string): RuntimeType | null;
  /** `Type.newInstance`: the no-argument constructor, in user code too. Throws System.TypeException when there is none. */
  instantiate(type: RuntimeType): unknown;
  /** Whether a user object has (or inherits) an instance method of this name and number of arguments. */
  hasMethod(target: unknown, method: string, argumentCount: number): boolean;
  /**
   * Calls an instance method of a user object by name (any case) and number of arguments: `invoke(job, 'execute', [context])`. This is
   * how the library calls user code behind a library interface (Queueable, Comparable, HttpCalloutMock, …).
   */
  invoke(target: unknown, method: string, args: unknown[]): unknown;
  /** The exact runtime type: `List<Account>`, `Outer.Inner`, `Integer`. An integral JavaScript number is an Integer. */
  typeOf(value: unknown): RuntimeType;
  /** `value instanceof type`; null is an instance of nothing. */
  isInstance(value: unknown, type: RuntimeType): boolean;
  /** An instance of a user class or interface whose methods answer through `answer`. @throws System.TypeException for other types. */
  stub(type: RuntimeType, answer: (method: StubbedMethod, args: unknown[]) => unknown): object;
  /** Custom label text by name, or null. */
  label(name: string): string | null;
}

export interface NewJob {
  kind: AsyncJob['kind'];
  /** As AsyncApexJob shows it; kept for stack traces and logs. */
  className: string;
  /** Name of the method, for futures. */
  methodName?: string;
  delayMinutes: number;
  parentId?: string;
  evenIfRolledBack?: boolean;
  schedule?: JobSchedule;
  /** See AsyncJob; what is attached is told how the job failed. */
  finalizer?: { attached: ((failure: ApexException | null) => void) | null };
  /** Runs in a transaction of its own after this one has committed, or at `Test.stopTest()`. */
  run(): void;
}

/** What `Test.*` reaches. Null outside of tests. */
export interface TestContext {
  readonly seeAllData: boolean;
  /** Fresh limits from here on. Throws when called twice. */
  startTest(): void;
  /** Runs the waiting deliveries of platform events. */
  deliverEvents(): void;
  /** Runs the jobs enqueued since `startTest`, then gives back the limits from before. */
  stopTest(): void;
  readonly started: boolean;
  readonly stopped: boolean;
  /** `Test.setMock`, by the interface's lower-case name (`httpcalloutmock`). */
  readonly mocks: Map<string, unknown>;
  /** @param at ISO 8601. @returns false when there is no such record. */
  setCreatedDate(id: string, at: string): boolean;
}

/** What `Messaging.CustomNotification.send` sent. */
export interface SentNotification {
  /** ISO 8601, the org's clock. */
  at: string;
  typeId: string;
  title: string;
  body: string;
  senderId: string;
  /** One of these two is null. */
  targetId: string | null;
  targetPageRef: unknown;
  /** Users' ids. */
  recipients: string[];
}

/** A transaction in which Apex runs. Within `System.runAs` its `userId` is that of the innermost user. */
export interface RunningTransaction extends Transaction {
  /** They leave when the transaction is committed. */
  readonly notifications: SentNotification[];
  /** @returns the depth to go back to. */
  beginRunAs(userId: string): number;
  endRunAs(depth: number): void;
}

export interface Runtime {
  readonly data: DataEngine;
  readonly transaction: RunningTransaction;
  readonly callouts: Callouts;
  readonly program: Program;
  readonly org: OrgFacts;
  readonly test: TestContext | null;
  user(): RunningUser;
  rights(): UserRights;
  /** Rights of the code that runs now: mode and sharing of the executing class, and its user. */
  access(): Access;
  /** `System.debug`. */
  log(level: string, text: string): void;
  /** Queues a job; returns the id of its AsyncApexJob. Limits are counted by the caller (library), jobs vanish when the transaction rolls back. */
  enqueue(job: NewJob): string;
  /** Runs the triggers on a kind of platform event. @throws what leaves them. */
  fireEvents(object: string, rows: Row[]): void;
  /** Takes a job, or all of a schedule by the id of its CronTrigger, out of the queue. @returns false when nothing of that id waits. */
  abort(id: string): boolean;
  /** Milliseconds since 1970. */
  clock(): number;
  /** Per-transaction state of library classes (RestContext, Cache, …): made on first use, gone with the transaction. */
  state<T>(key: string, make: () => T): T;
  /** The Apex call stack at this moment, innermost first, as `getStackTraceString` writes its lines. */
  stack(): StackFrame[];
  /** Name of the innermost user class on the stack, or null. */
  callingClass(): string | null;
}

export interface StackFrame {
  /** `Class.Outer.Inner.method`, `Trigger.Name`, `AnonymousBlock`. */
  where: string;
  line: number;
}

let current: Runtime | null = null;

/** @throws {Error} when no Apex runs: a fault of the lab. */
export function runtime(): Runtime {
  if (current === null) {
    throw new Error('No Apex execution is running.');
  }
  return current;
}

/** Whether Apex runs at this moment. */
export function isRunning(): boolean {
  return current !== null;
}

/** Makes `next` the current execution while `work` runs; executions nest (a test inside of which a job runs). */
export function within<T>(next: Runtime, work: () => T): T {
  const before = current;
  current = next;
  try {
    return work();
  } finally {
    current = before;
  }
}
