/** Everything that generated code may call, by the name it calls it. */
import type { Access, DmlOp } from '../../types.ts';
import { ApexList, ApexMap, ApexSet } from './collections.ts';
import { runtime } from './current.ts';
import { ApexDate, ApexDatetime, ApexTime } from './dates.ts';
import { performDml, recordsOf } from './dml.ts';
import type { ApexEnum } from './enum-value.ts';
import { equalIds, equalStrings, equalValues, identityOf } from './equality.ts';
import { ApexException, ApexObject, apexError } from './exception-value.ts';
import { toId } from './ids.ts';
import { caught, counter, dying, enter, leave, nullPointer, statics, tick } from './machine.ts';
import { mergeRecords } from './merge.ts';
import * as operations from './operations.ts';
import { queryAccess, queryOf, runCount, runQuery, single } from './query.ts';
import { runSearch } from './search.ts';
import { beginRunAs, endRunAs } from './run-as.ts';
import type { RuntimeType } from './runtime-type.ts';
import { settingAll, settingExactly, settingFor, settingNamed, settingOrgDefaults } from './settings.ts';
import { SObjectValue } from './sobject-value.ts';
import { triggerFlag, triggerMap, triggerOperation, triggerRecords, triggerSize } from './trigger-context.ts';

type Open = Record<string, ((...args: unknown[]) => unknown) | undefined>;

/** A method behind a library interface or class: of the user's object when it has one, else the library's own. */
function open(alias: string, implementation: ((...args: unknown[]) => unknown) | null, self: unknown, ...args: unknown[]): unknown {
  const own = typeof self === 'object' && self !== null ? (self as Open)[alias] : undefined;
  if (own) {
    return own.apply(self, args);
  }
  if (!implementation) {
    throw nullPointer();
  }
  return implementation(self, ...args);
}

function cast(value: unknown, type: RuntimeType): unknown {
  if (value === null) {
    return null;
  }
  const { program } = runtime();
  if (program.isInstance(value, type)) {
    return value;
  }
  const number = typeof value === 'number' || typeof value === 'bigint' || (typeof value === 'object' && 'unscaled' in value);
  if (number) {
    const numeric = value as Parameters<typeof operations.toDecimal>[0];
    switch (type.name) {
      case 'Decimal':
        return operations.toDecimal(numeric);
      case 'Double':
        return operations.toDouble(numeric);
      case 'Long':
        return typeof value === 'number' ? operations.castLong(value) : refuse(value, type);
    }
  }
  if (type.name === 'Id' && typeof value === 'string') {
    return toId(value);
  }
  return refuse(value, type);
}

function refuse(value: unknown, type: RuntimeType): never {
  const from = runtime().program.typeOf(value).name;
  throw apexError('TypeException', `Invalid conversion from runtime type ${from} to ${type.name}`);
}

/** A new collection learns what it is of. */
function typed<T extends { type: RuntimeType | null }>(value: T, type: RuntimeType): T {
  if ('type' in value) {
    value.type = type;
  }
  return value;
}

/** The elements of a `for` loop. A collection that changes meanwhile is an error, as on the platform. */
function* each(over: unknown): Generator<unknown> {
  const source = operations.nn(over);
  if (source instanceof ApexList) {
    const size = source.items.length;
    for (let index = 0; index < source.items.length; index += 1) {
      yield source.items[index];
      checkUnchanged(size, source.items.length);
    }
    return;
  }
  if (source instanceof ApexSet) {
    const { size } = source;
    for (const item of [...source]) {
      yield item;
      checkUnchanged(size, source.size);
    }
    return;
  }
  yield* iterated(source);
}

function checkUnchanged(before: number, after: number): void {
  if (before !== after) {
    throw apexError('FinalException', 'Cannot modify a collection while it is being iterated.');
  }
}

/** Objects of user code that are Iterable, and what library methods give as iterators. */
function* iterated(source: unknown): Generator<unknown> {
  const own = source as Open & Partial<Iterable<unknown>>;
  if (typeof own[Symbol.iterator] === 'function') {
    yield* own as Iterable<unknown>;
    return;
  }
  const iterator = own['iterator$0']?.() as Open & Partial<Iterable<unknown>>;
  if (typeof iterator[Symbol.iterator] === 'function') {
    yield* iterator as Iterable<unknown>;
    return;
  }
  while (iterator['hasnext$0']?.() === true) {
    yield iterator['next$0']?.();
  }
}

function* chunks(list: ApexList, type: RuntimeType): Generator<ApexList> {
  for (let index = 0; index < list.items.length; index += 200) {
    yield new ApexList(list.items.slice(index, index + 200), type);
  }
}

function query(soql: string, binds: Record<string, unknown>, type: RuntimeType): ApexList {
  const access = queryAccess(soql, runtime().access());
  const list = new ApexList(runQuery(soql, binds, access), type);
  queryOf.set(list, { soql, binds, access });
  return list;
}
function search(sosl: string, binds: Record<string, unknown>, list: RuntimeType, lists: RuntimeType): ApexList {
  return new ApexList(
    runSearch(sosl, binds).map((records) => new ApexList(records, list)),
    lists
  );
}
function count(soql: string, binds: Record<string, unknown>): number {
  return runCount(soql, binds, queryAccess(soql, runtime().access()));
}

/** `as user` enforces rights and sharing; `as system` neither, save that the class's sharing stands. */
export function accessAs(mode: 'user' | 'system' | null): Access {
  const access = runtime().access();
  return mode === null ? access : { ...access, mode };
}

function dmlStatement(op: DmlOp, value: unknown, mode: 'user' | 'system' | null, externalId: string | null): void {
  performDml(op, recordsOf(value), { allOrNone: true, ...(externalId ? { externalIdField: externalId } : {}) }, accessAs(mode));
}
function mergeStatement(master: unknown, losers: unknown, mode: 'user' | 'system' | null): void {
  mergeRecords(master, losers, accessAs(mode));
}

/** Throwing null is a NullPointerException. */
const thrown = (value: unknown): unknown => value ?? nullPointer();

/** What `super(…)` gives to Exception: (message), (cause) or both. */
function exceptionSuper(target: ApexException, args: unknown[]): void {
  for (const arg of args) {
    if (arg instanceof ApexException) {
      target.cause = arg;
    } else if (typeof arg === 'string') {
      target.message = arg;
    }
  }
}

function enumValueOf(constants: ApexEnum[], name: string | null, type: string): ApexEnum {
  const found = constants.find((constant) => constant.name.toLowerCase() === name?.toLowerCase());
  if (!found) {
    throw apexError('NoSuchElementException', `No enum constant ${type}.${name}`);
  }
  return found;
}

/** Variables that the text of a dynamic query may bind, by lower-case name; undefined where there is none. */
type BindScope = (name: string) => unknown;
const bindScopes: BindScope[] = [];

/** Runs a call of `Database.query` and its like in sight of the variables around it. */
function withBinds<T>(scope: BindScope, call: () => T): T {
  bindScopes.push(scope);
  try {
    return call();
  } finally {
    bindScopes.pop();
  }
}
/** The value of a variable around the call that runs; undefined when there is none of this name. */
export const boundVariable = (name: string): unknown => bindScopes.at(-1)?.(name.toLowerCase());

const DAY = 86_400_000;
function moveDate(value: unknown, by: number): unknown {
  const from = operations.nn(value);
  if (from instanceof ApexDate) {
    return new ApexDate(from.days + Math.trunc(by));
  }
  return from instanceof ApexDatetime ? new ApexDatetime(from.ms + Math.round(by * DAY)) : new ApexTime((from as ApexTime).ms + by);
}

function futureCall(className: string, methodName: string, method: (...args: unknown[]) => unknown, args: unknown[]): void {
  const { transaction } = runtime();
  if (transaction.context === 'future' || transaction.context === 'batch') {
    throw apexError('AsyncException', 'Future method cannot be called from a future or batch method: ' + `${className}.${methodName}`);
  }
  transaction.limits.use('futureCalls', 1);
  runtime().enqueue({ kind: 'future', className, methodName, delayMinutes: 0, run: () => void method(...args) });
}

/** The default `hashCode` and those of values. */
function hashCode(value: unknown): number {
  const own = value as Open;
  if (typeof value === 'object' && value !== null && own['hashcode$0']) {
    return Number(own['hashcode$0']());
  }
  if (value instanceof ApexObject) {
    return identityOf(value);
  }
  let hash = 0;
  for (const character of operations.text(value)) {
    hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) | 0;
  }
  return hash;
}

const cloneObject = (value: object): object => Object.assign(Object.create(Object.getPrototypeOf(value) as object) as object, value);

export const environment = {
  ...operations,
  ApexException,
  ApexObject,
  assign: (on: Record<string, (value: unknown) => void>, setter: string, value: unknown) => (on[setter]?.(value), value),
  assignBy: (setter: (...args: unknown[]) => void, ...args: unknown[]) => {
    // Static setters take the value, instance setters the instance and the value.
    const value = args[0];
    setter(...args.slice(1), value);
    return value;
  },
  beginRunAs,
  c: counter,
  cast,
  caught,
  chunks,
  cloneObject,
  count,
  dmlStatement,
  dying,
  each,
  endRunAs,
  enter,
  enumValueOf,
  enumValues: (constants: ApexEnum[], type: RuntimeType) => new ApexList([...constants], type),
  equalIds,
  equalStrings,
  equalValues,
  exceptionSuper,
  futureCall,
  hashCode,
  isInstance: (value: unknown, type: RuntimeType) => runtime().program.isInstance(value, type),
  label: (name: string) => runtime().program.label(name) ?? '',
  leave,
  mergeStatement,
  moveDate,
  newList: (items: unknown[], type: RuntimeType) => new ApexList(items, type),
  newMap: (pairs: [unknown, unknown][], type: RuntimeType) => new ApexMap(pairs, type),
  newRecord: (object: string) => new SObjectValue(object),
  newSet: (items: unknown[], type: RuntimeType) => new ApexSet(items, type),
  open,
  query,
  search,
  settingAll,
  settingExactly,
  settingFor,
  settingNamed,
  settingOrgDefaults,
  single: (list: ApexList | SObjectValue) => (list instanceof ApexList ? single(list.items as SObjectValue[]) : list),
  statics,
  textOrNull: (value: string | null) => value ?? 'null',
  thrown,
  tick,
  toId,
  triggerFlag,
  triggerMap,
  triggerOperation,
  triggerRecords,
  triggerSize,
  typed,
  withBinds
};
