/** Names of a query → fields of the schema. */
import { relationNamed } from '../schema/relations.ts';
import type { FieldDef, ObjectDef, Row, Scalar } from '../types.ts';
import type { Call, Expression, Path } from './ast.ts';
import { errorAt } from './tokens.ts';
import type { World } from './world.ts';

const ADVICE = (what: string, end: string) =>
  `If you are attempting to use a custom ${what}, be sure to append the '__${end}' after the ${what === 'object' ? 'entity' : `custom ${what}`} name. Please reference your WSDL or the describe call for the appropriate names.`;

/** A path through parents to a field. */
export interface ResolvedPath {
  steps: FieldDef[];
  /** Of the last field: the object it belongs to. */
  owner: ObjectDef;
  field: FieldDef;
  read(row: Row): Scalar;
}

/** What one query reads, for the checks of user mode. */
export interface Use {
  object: ObjectDef;
  field: FieldDef | null;
  at: number;
}

export interface Scope {
  soql: string;
  world: World;
  object: ObjectDef;
  alias: string | null;
  uses: Use[];
}

export function objectNamed(soql: string, world: World, name: string, at: number): ObjectDef {
  const object = world.schema.find(name);
  if (!object?.queryable) {
    throw unsupported(soql, name, at);
  }
  return object;
}
export const unsupported = (soql: string, name: string, at: number) =>
  errorAt('INVALID_TYPE', soql, at, `sObject type '${name}' is not supported. ${ADVICE('object', 'c')}`);
export const noColumn = (soql: string, name: string, object: string, at: number) =>
  errorAt('INVALID_FIELD', soql, at, `No such column '${name}' on entity '${object}'. ${ADVICE('field', 'c')}`);

export function resolve(scope: Scope, path: Path): ResolvedPath {
  const names = [...path.names];
  const first = names[0]?.toLowerCase();
  if (
    names.length > 1 &&
    (first === scope.alias?.toLowerCase() || first === scope.object.name.toLowerCase()) &&
    !isRelation(scope, names[0])
  ) {
    names.shift();
  }
  if (names.length > 6) {
    throw errorAt('INVALID_FIELD', scope.soql, path.at, 'SOQL can traverse at most 5 levels of parents.');
  }
  const steps: FieldDef[] = [];
  let owner = scope.object;
  for (const name of names.slice(0, -1)) {
    const relation = relationNamed(owner, name, scope.world.schema.namespace);
    if (!relation) {
      const message = `Didn't understand relationship '${name}' in field path. ${ADVICE('relationship', 'r')}`;
      throw errorAt('INVALID_FIELD', scope.soql, path.at, message);
    }
    scope.uses.push({ object: owner, field: relation, at: path.at });
    steps.push(relation);
    owner = targetOf(scope.world, relation);
  }
  const last = names.at(-1) ?? '';
  const field = owner.fields.get(last.toLowerCase());
  if (!field) {
    throw noColumn(scope.soql, last, owner.name, path.at);
  }
  scope.uses.push({ object: owner, field, at: path.at });
  return { steps, owner, field, read: reader(scope.world, scope.object, steps, field) };
}

const isRelation = (scope: Scope, name = '') => relationNamed(scope.object, name, scope.world.schema.namespace) !== undefined;

/** Where several objects may stand, the fields are those that all of them show. */
export function targetOf(world: World, relation: FieldDef): ObjectDef {
  const names = relation.referenceTo;
  return world.schema.find(names.length > 1 ? 'Name' : (names[0] ?? '')) as ObjectDef;
}

function reader(world: World, object: ObjectDef, steps: FieldDef[], field: FieldDef): (row: Row) => Scalar {
  if (steps.length === 0) {
    return (row) => world.value(object, row, field);
  }
  return (row) => {
    let at: { object: ObjectDef; row: Row } | null = { object, row };
    for (const step of steps) {
      at = world.parent(at.row, step);
      if (!at) {
        return null;
      }
    }
    return valueAt(world, at, steps.at(-1), field);
  };
}

/** Of the row that a path has led to: what its object does not have is empty. The `Type` of a look-up to several objects names the object. */
export function valueAt(world: World, at: { object: ObjectDef; row: Row }, step: FieldDef | undefined, field: FieldDef): Scalar {
  if (field.name === 'Type' && step !== undefined && step.referenceTo.length > 1) {
    return at.object.name === 'Group' ? 'Queue' : at.object.name;
  }
  const own = at.object.fields.get(field.name.toLowerCase()) ?? (field.name === 'Name' ? nameField(at.object) : undefined);
  return own ? world.value(at.object, at.row, own) : null;
}
/** What stands for the name of records that have none. */
const nameField = (object: ObjectDef): FieldDef | undefined =>
  ['casenumber', 'subject', 'title', 'contractnumber', 'ordernumber', 'solutionname'].map((name) => object.fields.get(name)).find(Boolean);

/** A value out of a row, and of what type it is. */
export interface Value {
  field: FieldDef | null;
  type: FieldDef['type'];
  read(row: Row): Scalar;
  path: ResolvedPath | null;
}

const DATE_PARTS: Record<string, (day: Date) => number | string> = {
  CALENDAR_YEAR: (day) => day.getUTCFullYear(),
  CALENDAR_MONTH: (day) => day.getUTCMonth() + 1,
  CALENDAR_QUARTER: (day) => Math.floor(day.getUTCMonth() / 3) + 1,
  DAY_IN_MONTH: (day) => day.getUTCDate(),
  DAY_IN_WEEK: (day) => day.getUTCDay() + 1,
  DAY_IN_YEAR: (day) => Math.floor((day.getTime() - Date.UTC(day.getUTCFullYear(), 0, 1)) / 86_400_000) + 1,
  HOUR_IN_DAY: (day) => day.getUTCHours(),
  // The fiscal year is the calendar year, as in an org that says nothing else.
  FISCAL_YEAR: (day) => day.getUTCFullYear(),
  FISCAL_MONTH: (day) => day.getUTCMonth() + 1,
  FISCAL_QUARTER: (day) => Math.floor(day.getUTCMonth() / 3) + 1,
  WEEK_IN_MONTH: (day) => Math.ceil(day.getUTCDate() / 7),
  WEEK_IN_YEAR: (day) => Math.ceil((Math.floor((day.getTime() - Date.UTC(day.getUTCFullYear(), 0, 1)) / 86_400_000) + 1) / 7),
  DAY_ONLY: (day) => day.toISOString().slice(0, 10)
};

/** Expressions over one row: fields, parts of dates, `toLabel`. */
export function valueOf(scope: Scope, expression: Expression): Value {
  if (expression.kind === 'path') {
    const path = resolve(scope, expression.path);
    return { field: path.field, type: path.field.type, read: path.read, path };
  }
  const { call } = expression;
  const [arg] = call.args;
  if (!arg || call.args.length > 1) {
    throw unknownFunction(scope, call);
  }
  const inner = valueOf(scope, arg);
  if (call.name === 'TOLABEL') {
    const labels = new Map(inner.field?.picklist.map((entry) => [entry.value, entry.label]));
    return {
      field: null,
      type: 'string',
      path: inner.path,
      read: (row) => {
        const value = inner.read(row);
        return labels.get(String(value)) ?? value;
      }
    };
  }
  if (call.name === 'CONVERTTIMEZONE' && inner.type === 'datetime') {
    return { ...inner, field: null };
  }
  if (call.name === 'FORMAT') {
    return { field: null, type: 'string', path: inner.path, read: (row) => formatted(inner, inner.read(row)) };
  }
  const part = DATE_PARTS[call.name];
  if (!part || (inner.type !== 'date' && inner.type !== 'datetime')) {
    throw unknownFunction(scope, call);
  }
  const read = (row: Row) => {
    const value = inner.read(row);
    return value === null ? null : part(new Date(String(value)));
  };
  return { field: null, type: call.name === 'DAY_ONLY' ? 'date' : 'int', path: null, read };
}

/** As people in the United States read it; the org has one currency. */
function formatted({ field, type }: Value, value: Scalar): Scalar {
  if (typeof value === 'number') {
    const digits = { minimumFractionDigits: field?.scale ?? 0, maximumFractionDigits: field?.scale ?? 0 };
    const text = value.toLocaleString('en-US', digits);
    return type === 'currency' ? `$${text}` : type === 'percent' ? `${text}%` : text;
  }
  if (typeof value === 'string' && type === 'date') {
    return new Date(value).toLocaleDateString('en-US', { timeZone: 'UTC' });
  }
  return typeof value === 'string' && type === 'datetime'
    ? new Date(value).toLocaleString('en-US', { timeZone: 'UTC', dateStyle: 'short', timeStyle: 'short' }).replace(/\u202f/g, ' ')
    : value;
}

export const unknownFunction = (scope: Scope, call: Call) =>
  errorAt('MALFORMED_QUERY', scope.soql, call.at, `The stand-in has no function ${call.name} here.`);
