/**
 * The state that generated code touches at every step: the call stack, the statement counter, the statics of the transaction. One thread
 * runs one transaction at a time, so there is one; `swap` puts a transaction aside and brings another in.
 */
import type { StackFrame } from './current.ts';
import { ApexException, ApexLimitException, UncatchableException, apexError } from './exception-value.ts';

/** What a method is to the stack: made once by the compiler. */
export interface MethodInfo {
  /** `Class.Outer.Inner.method`, `Trigger.Name`, `AnonymousBlock`. */
  where: string;
  /** Full name of the class, for sharing, `access` and job names. */
  className: string;
  sharing: 'with' | 'without' | 'inherited' | 'omitted';
  /** From 67 on, code runs in user mode unless it says otherwise. */
  apiVersion: number;
}

export interface Frame {
  method: MethodInfo;
  /** The line of the statement that runs. */
  l: number;
}

/** Statics of one class in one transaction. */
export type Statics = Record<string, unknown>;

export interface MachineState {
  frames: Frame[];
  depth: number;
  statics: (Statics | undefined)[];
  /** What an uncatchable exception leaves behind: `finally` blocks do not run. */
  dying: boolean;
  onTick: () => void;
}

/** Apex allows 1,000 frames; JavaScript's own stack must be larger than that. */
const MAX_DEPTH = 1000;
/** Statements between two looks at the clock. */
const TICK = 2048;
const NOWHERE: MethodInfo = { where: '', className: '', sharing: 'omitted', apiVersion: 0 };

export function freshState(onTick: () => void = () => undefined): MachineState {
  return { frames: [], depth: -1, statics: [], dying: false, onTick };
}

let state: MachineState = freshState();

/** Statements left until the next tick. Generated code counts it down. */
export const counter = { n: TICK };

export function tick(): void {
  counter.n = TICK;
  state.onTick();
}

/** Runs `work` on another state. */
export function swap<T>(next: MachineState, work: () => T): T {
  const before = state;
  state = next;
  try {
    return work();
  } finally {
    state = before;
  }
}

export function enter(method: MethodInfo): Frame {
  const at = state;
  at.depth += 1;
  if (at.depth >= MAX_DEPTH) {
    at.depth -= 1;
    throw uncatchable(new ApexLimitException('Maximum stack depth reached: 1001'));
  }
  let frame = at.frames[at.depth];
  if (!frame) {
    frame = { method: NOWHERE, l: 0 };
    at.frames[at.depth] = frame;
  }
  frame.method = method;
  frame.l = 0;
  return frame;
}

export function leave(): void {
  state.depth -= 1;
}

/** The statics of a class; `make` runs its initialisers at the first use in the transaction. */
export function statics(index: number, make: (fresh: Statics) => void): Statics {
  const known = state.statics[index];
  if (known) {
    return known;
  }
  const fresh: Statics = {};
  state.statics[index] = fresh;
  make(fresh);
  return fresh;
}

export function allStatics(): (Statics | undefined)[] {
  return state.statics;
}

export function stackFrames(): StackFrame[] {
  const lines: StackFrame[] = [];
  for (let depth = state.depth; depth >= 0; depth -= 1) {
    const frame = state.frames[depth] as Frame;
    lines.push({ where: frame.method.where, line: frame.l });
  }
  return lines;
}

/** Methods on the stack, innermost first. */
export function* callers(): Generator<MethodInfo> {
  for (let depth = state.depth; depth >= 0; depth -= 1) {
    yield (state.frames[depth] as Frame).method;
  }
}

/** Marks the transaction as over: nothing catches what is thrown, `finally` blocks are skipped. */
export function uncatchable<E extends UncatchableException>(exception: E): E {
  state.dying = true;
  return exception;
}

export const dying = (): boolean => state.dying;

/** What a `catch` gets to see of something thrown; what no `catch` may see is thrown on. */
export function caught(thrown: unknown): ApexException {
  if (thrown instanceof UncatchableException) {
    state.dying = true;
    throw thrown;
  }
  if (thrown instanceof ApexException) {
    return thrown;
  }
  if (thrown instanceof RangeError && /call stack/.test(thrown.message)) {
    throw uncatchable(new ApexLimitException('Maximum stack depth reached: 1001'));
  }
  state.dying = true;
  throw thrown;
}

export function nullPointer(): ApexException {
  return apexError('NullPointerException', 'Attempt to de-reference a null object');
}
