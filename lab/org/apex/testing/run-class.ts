/** Runs the test methods of one class, each on its own: the rows of @TestSetup, fresh statics and limits, nothing kept. */
import type { StackFrame } from '../runtime/current.ts';
import { ApexException } from '../runtime/exception-value.ts';
import type { MethodSymbol } from '../types/symbols.ts';
import type { TestClass } from './find-tests.ts';
import { RunningTest } from './running-test.ts';
import type { TestGround } from '../../org.ts';

export interface Failure {
  type: string;
  message: string | null;
  /** Innermost first. */
  stack: StackFrame[];
  cause: Failure | null;
}
export interface MethodResult {
  className: string;
  method: string;
  milliseconds: number;
  failure: Failure | null;
}
export interface ClassResult {
  className: string;
  milliseconds: number;
  methods: MethodResult[];
}

/** Where tests run, and as whom. */
export type TestOrg = TestGround & { readonly userId: string };

/** Told of each method around its run; what the setup of the class runs lies outside. */
export interface MethodWatch {
  before(method: string): void;
  after(method: string): void;
}
const NOBODY: MethodWatch = { before: () => undefined, after: () => undefined };

export function runClass(org: TestOrg, tests: TestClass, watch: MethodWatch = NOBODY): ClassResult {
  const began = performance.now();
  const methods =
    tests.setups.length > 0 ? runAfterSetup(org, tests, watch) : tests.methods.map((method) => runMethod(org, tests, method, watch));
  return { className: tests.name, milliseconds: performance.now() - began, methods };
}

type Method = TestClass['methods'][number];

function runMethod(org: TestOrg, tests: TestClass, method: Method, watch: MethodWatch): MethodResult {
  return inTestData(org, method.seeAllData, () => timed(org, tests, method, watch));
}

/** Each method finds what the setup has left; when that fails, so does the class. Apex Developer Guide, "Using Test Setup Methods". */
function runAfterSetup(org: TestOrg, tests: TestClass, watch: MethodWatch): MethodResult[] {
  const fail = (failure: Failure) => tests.methods.map(({ name }) => ({ className: tests.name, method: name, milliseconds: 0, failure }));
  if (tests.methods.some((method) => method.seeAllData)) {
    const message = 'Test setup methods are not supported in a class where a test sees all data (SeeAllData=true).';
    return fail({ type: 'System.UnexpectedException', message, stack: [], cause: null });
  }
  return inTestData(org, false, () => {
    const failure = uncounted(org, () => firstFailure(tests.setups, (setup) => execute(org, tests, setup, false)));
    if (failure) {
      return fail(failure);
    }
    return tests.methods.map((method) => inNested(org, () => timed(org, tests, method, watch)));
  });
}

function firstFailure<T>(all: T[], run: (one: T) => Failure | null): Failure | null {
  for (const one of all) {
    const failure = run(one);
    if (failure) {
      return failure;
    }
  }
  return null;
}

function inTestData<T>(org: TestOrg, seeAllData: boolean, work: () => T): T {
  org.data.beginTest(seeAllData);
  try {
    return work();
  } finally {
    org.data.rollback();
  }
}
function inNested<T>(org: TestOrg, work: () => T): T {
  org.data.begin();
  try {
    return work();
  } finally {
    org.data.rollback();
  }
}

/** What a setup method runs does not count as covered. Apex Developer Guide, "Using Test Setup Methods". */
function uncounted<T>(org: TestOrg, work: () => T): T {
  const before = [...org.program.coverage.values()].map(({ hits }) => ({ hits, kept: hits.slice() }));
  try {
    return work();
  } finally {
    before.forEach(({ hits, kept }) => hits.set(kept));
  }
}

function timed(org: TestOrg, tests: TestClass, method: Method, watch: MethodWatch): MethodResult {
  watch.before(method.name);
  const began = performance.now();
  const failure = execute(org, tests, method.symbol, method.seeAllData);
  watch.after(method.name);
  return { className: tests.name, method: method.name, milliseconds: performance.now() - began, failure };
}

/** @throws what is no Apex exception: a fault of the stand-in. */
function execute(org: TestOrg, tests: TestClass, method: MethodSymbol, seeAllData: boolean): Failure | null {
  try {
    new RunningTest(org, org.userId, seeAllData).run(`test ${tests.name}.${method.name}`, org.program.static(method));
    return null;
  } catch (cause) {
    if (cause instanceof ApexException) {
      return failureOf(cause);
    }
    throw cause;
  }
}

const failureOf = ({ typeName, message, stack, cause }: ApexException): Failure => ({
  type: typeName,
  message,
  stack,
  cause: cause && failureOf(cause)
});
