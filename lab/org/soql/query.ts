/** Runs queries over the rows of the org. Texts are parsed and resolved once, and kept. */
import { SoqlError, type Access, type FieldDef, type ObjectDef, type QueryResult, type QueryRow, type Row, type Scalar } from '../types.ts';
import { aggregateOf, isAggregate, type GroupValue } from './aggregate.ts';
import type { Expression, Literal, Query } from './ast.ts';
import { bindOf, folded } from './compare.ts';
import { filterable, filterOf, finderOf, type Filter, type Finder, type SubQuery } from './conditions.ts';
import { parseSoql } from './parse.ts';
import { noColumn, objectNamed, resolve, unsupported, valueOf, type Scope, type Use, type Value } from './resolve.ts';
import { projection, type ChildQuery } from './select.ts';
import { errorAt, malformed } from './tokens.ts';
import type { Run, World } from './world.ts';

/** SOQL and SOSL Reference v67, "OFFSET". */
const MOST_OFFSET = 2_000;
const KEPT = 2_000;

interface Prepared {
  query: Query;
  uses: Use[];
  run(run: Run): QueryResult;
}

export class Queries {
  private readonly world: World;
  private readonly kept = new Map<string, Prepared>();

  constructor(world: World) {
    this.world = world;
  }

  /** @throws {SoqlError} */
  query(soql: string, binds: Record<string, unknown>, access: Access): QueryResult {
    const prepared = this.prepared(soql);
    const { mode } = prepared.query;
    const effective: Access =
      mode === 'USER_MODE' ? { ...access, mode: 'user', sharing: true } : mode === 'SYSTEM_MODE' ? { ...access, mode: 'system' } : access;
    if (effective.mode === 'user' || mode === 'SECURITY_ENFORCED') {
      this.check(soql, prepared.uses, effective, mode === 'SECURITY_ENFORCED');
    }
    return prepared.run({ binds, access: effective, now: this.world.now() });
  }

  private prepared(soql: string): Prepared {
    let prepared = this.kept.get(soql);
    if (!prepared) {
      const query = parseSoql(soql);
      const uses: Use[] = [];
      const run = prepare(soql, this.world, query, objectNamed(soql, this.world, query.from.name, query.from.at), uses);
      prepared = { query, uses, run };
      if (this.kept.size >= KEPT) {
        this.kept.clear();
      }
      this.kept.set(soql, prepared);
    }
    return prepared;
  }

  private check(soql: string, uses: Use[], access: Access, enforced: boolean): void {
    const rights = this.world.mayRead(access);
    for (const { object, field, at } of uses) {
      if (rights.object(object.name) && (field === null || rights.field(object.name, field.name))) {
        continue;
      }
      if (enforced && access.mode === 'system') {
        throw new SoqlError('INSUFFICIENT_ACCESS', 'Insufficient permissions: secure query included inaccessible field');
      }
      throw field === null || !rights.object(object.name)
        ? unsupported(soql, object.name, at)
        : noColumn(soql, field.name, object.name, at);
    }
  }
}

/** What every kind of query does first: the rows that fit, in their order. */
interface Source {
  scope: Scope;
  rows(run: Run): Generator<Row>;
}

function sourceOf(soql: string, world: World, query: Query, object: ObjectDef, uses: Use[]): Source {
  const scope: Scope = { soql, world, object, alias: query.from.alias, uses };
  uses.push({ object, field: null, at: query.from.at });
  const where: Filter | null = query.where && filterOf(scope, query.where, subQuery(soql, world, uses), filterable(scope));
  const find: Finder = finderOf(scope, query.where);
  return {
    scope,
    *rows(run) {
      const test = where?.(run);
      const visible = world.visible(object, run.access);
      const isWanted = query.scope === 'mine' ? (row: Row) => row['OwnerId'] === run.access.userId : () => true;
      for (const row of find(run) ?? world.rows(object)) {
        if (isWanted(row) && (query.allRows || row['IsDeleted'] !== true) && (!test || test(row)) && visible(row)) {
          yield row;
        }
      }
    }
  };
}

const subQuery =
  (soql: string, world: World, uses: Use[]): SubQuery =>
  (query) => {
    const object = objectNamed(soql, world, query.from.name, query.from.at);
    const source = sourceOf(soql, world, query, object, uses);
    const [item] = query.select;
    if (query.select.length !== 1 || item?.kind !== 'expression') {
      throw malformed(soql, query.from.at, 'A subquery of a semi join selects exactly one field');
    }
    const value = valueOf(source.scope, item.expression);
    if (value.type !== 'id' && value.type !== 'reference') {
      throw malformed(soql, query.from.at, 'The subquery of a semi join has to select an id or a look-up');
    }
    return (run) => {
      const found = new Set<Scalar>();
      for (const row of source.rows(run)) {
        const id = value.read(row);
        if (id !== null) {
          found.add(id);
        }
      }
      return found;
    };
  };

function prepare(soql: string, world: World, query: Query, object: ObjectDef, uses: Use[]): (run: Run) => QueryResult {
  const source = sourceOf(soql, world, query, object, uses);
  const [first] = query.select;
  const counts = first?.kind === 'expression' && first.expression.kind === 'call' && first.expression.call.name === 'COUNT' && first;
  if (counts && query.select.length === 1 && counts.alias === null && query.groupBy.length === 0 && isBareCount(counts.expression)) {
    return (run) => {
      const total = [...source.rows(run)].length;
      const most = query.limit ? limitOf(query.limit, run, soql) : Infinity;
      return { records: [], totalSize: Math.min(total, most) };
    };
  }
  const aggregates = query.groupBy.length > 0 || query.select.some((item) => item.kind === 'expression' && isAggregate(item.expression));
  return aggregates ? grouped(source, query, uses) : plain(source, query, uses);
}
const isBareCount = (expression: Expression) => expression.kind === 'call' && expression.call.args.length === 0;

function limitOf(literal: Literal, run: Run, soql: string): number {
  const value = literal.kind === 'bind' ? bindOf(literal.name, run, soql) : literal.kind === 'value' ? literal.value : NaN;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) {
    throw new SoqlError('MALFORMED_QUERY', 'LIMIT and OFFSET take whole numbers from 0.');
  }
  return value;
}

function slice<T>(rows: T[], query: Query, run: Run, soql: string): T[] {
  const offset = query.offset ? limitOf(query.offset, run, soql) : 0;
  if (offset > MOST_OFFSET) {
    throw new SoqlError('NUMBER_OUTSIDE_VALID_RANGE', `Maximum SOQL offset allowed is ${MOST_OFFSET}`);
  }
  return rows.slice(offset, query.limit ? offset + limitOf(query.limit, run, soql) : undefined);
}

// ---------------------------------------------------------------- rows

type Compare<T> = (left: T, right: T) => number;

function ordering<T>(by: { read(item: T): Scalar; fold(value: Scalar): Scalar; descending: boolean; nullsLast: boolean }[]): Compare<T> {
  return (left, right) => {
    for (const { read, fold, descending, nullsLast } of by) {
      const [a, b] = [fold(read(left)), fold(read(right))];
      if (a === b) {
        continue;
      }
      if (a === null || b === null) {
        return (a === null) === nullsLast ? 1 : -1;
      }
      return (a < b ? -1 : 1) * (descending ? -1 : 1);
    }
    return 0;
  };
}
const foldOf = (value: { type: Value['type']; field: FieldDef | null }) => (one: Scalar) =>
  folded(one, { type: value.type, field: value.field, name: '' });

function rowOrder(scope: Scope, query: Query): Compare<Row> | null {
  const by = query.orderBy.map((order) => {
    const value = valueOf(scope, order.by);
    return { read: value.read, fold: foldOf(value), descending: order.descending, nullsLast: order.nullsLast };
  });
  return by.length === 0 ? null : ordering(by);
}

function plain(source: Source, query: Query, uses: Use[]): (run: Run) => QueryResult {
  const { scope } = source;
  if (query.having) {
    throw malformed(scope.soql, 0, 'HAVING takes a GROUP BY');
  }
  const order = rowOrder(scope, query);
  const project = projection(scope, query, childQuery(scope, uses));
  return (run) => {
    const found = [...source.rows(run)];
    const rows = slice(order ? found.sort(order) : found, query, run, scope.soql);
    const records = rows.map(project(run));
    return { records, totalSize: records.length };
  };
}

const childQuery =
  (parent: Scope, uses: Use[]): ChildQuery =>
  (query, object) => {
    const { soql, world } = parent;
    const scope: Scope = { soql, world, object, alias: query.from.alias, uses };
    const where = query.where && filterOf(scope, query.where, subQuery(soql, world, uses), filterable(scope));
    const order = rowOrder(scope, query);
    const project = projection(scope, query, childQuery(scope, uses));
    uses.push({ object, field: null, at: query.from.at });
    return (run) => {
      const [test, visible, out] = [where?.(run), world.visible(object, run.access), project(run)];
      return (row, field) => {
        const found: Row[] = [];
        for (const child of world.by(object, field, row['Id'] ?? null)) {
          if (child[field.name] === row['Id'] && child['IsDeleted'] !== true && (!test || test(child)) && visible(child)) {
            found.push(child);
          }
        }
        return slice(order ? found.sort(order) : found, query, run, soql).map(out);
      };
    };
  };

// ---------------------------------------------------------------- groups

interface Column {
  name: string;
  value: GroupValue;
}

function grouped(source: Source, query: Query, uses: Use[]): (run: Run) => QueryResult {
  const { scope } = source;
  const keys = query.groupBy.map((expression) => ({ text: textOf(expression), value: valueOf(scope, expression) }));
  const groupValue = (expression: Expression): GroupValue => {
    if (expression.kind === 'call' && isAggregate(expression)) {
      return aggregateOf(scope, expression.call);
    }
    if (expression.kind === 'call' && expression.call.name === 'GROUPING') {
      return grouping(scope, keys, expression.call);
    }
    const key = keys.find((one) => one.text === textOf(expression)) ?? sameField(scope, keys, expression);
    if (!key) {
      const at = expression.kind === 'path' ? expression.path.at : expression.call.at;
      throw errorAt('MALFORMED_QUERY', scope.soql, at, `Field must be grouped or aggregated: ${textOf(expression)}`);
    }
    return { type: key.value.type, read: (rows) => (rows[0] && !summed.get(rows)?.has(key.text) ? key.value.read(rows[0]) : null) };
  };
  const columns = columnsOf(scope, query, groupValue);
  const aliased = (expression: Expression) =>
    columns.find((column) => column.name.toLowerCase() === textOf(expression))?.value ?? groupValue(expression);
  const having = query.having && havingOf(scope, query, groupValue, uses);
  const order = ordering<Row[]>(
    query.orderBy.map((one) => {
      const value = aliased(one.by);
      return { read: value.read, fold: foldOf({ ...value, field: null }), descending: one.descending, nullsLast: one.nullsLast };
    })
  );
  return (run) => {
    const test = having?.(run);
    const groups = slice(
      groupsOf([...source.rows(run)], keys, query.subtotals)
        .filter((rows) => !test || test(rows))
        .sort(order),
      query,
      run,
      scope.soql
    );
    const records = groups.map((rows): QueryRow => {
      const aggregates: Row = Object.fromEntries(columns.map((column) => [column.name, column.value.read(rows)]));
      return { object: scope.object.name, fields: {}, parents: {}, children: {}, aggregates };
    });
    return { records, totalSize: records.length };
  };
}

const textOf = (expression: Expression): string =>
  expression.kind === 'path'
    ? expression.path.names.join('.').toLowerCase()
    : `${expression.call.name}(${expression.call.args.map(textOf).join(',')})`.toLowerCase();

/** `c.Status` and `Status` are one. */
function sameField(scope: Scope, keys: { text: string; value: Value }[], expression: Expression) {
  if (expression.kind !== 'path') {
    return undefined;
  }
  const path = resolve(scope, expression.path);
  return keys.find(({ value }) => value.path?.field === path.field && value.path.steps.every((step, at) => step === path.steps[at]));
}

interface Key {
  text: string;
  value: Value;
}
/** Groups that are subtotals, with the keys over which they run. */
const summed = new WeakMap<Row[], Set<string>>();

/** 1 where the row is a subtotal over the field, else 0. */
function grouping(scope: Scope, keys: Key[], call: { args: Expression[]; at: number }): GroupValue {
  const key = keys.find((one) => call.args[0] && one.text === textOf(call.args[0]));
  if (!key) {
    throw errorAt('MALFORMED_QUERY', scope.soql, call.at, 'GROUPING takes a field of GROUP BY ROLLUP or GROUP BY CUBE');
  }
  return { type: 'int', read: (rows) => (summed.get(rows)?.has(key.text) ? 1 : 0) };
}

/** A ROLLUP adds subtotals from the last key on, a CUBE over every choice of keys. */
function groupsOf(rows: Row[], keys: Key[], subtotals: Query['subtotals']): Row[][] {
  const groups = plainGroups(rows, keys);
  if (subtotals === null || rows.length === 0) {
    return groups;
  }
  const choices =
    subtotals === 'ROLLUP'
      ? keys.map((_, index) => keys.slice(0, index))
      : Array.from({ length: 2 ** keys.length - 1 }, (_, bits) => keys.filter((_key, index) => (bits >> index) & 1));
  const more = choices.flatMap((kept) => {
    const made = plainGroups(rows, kept).map((group) => [...group]);
    const over = new Set(keys.filter((key) => !kept.includes(key)).map((key) => key.text));
    made.forEach((group) => summed.set(group, over));
    return made;
  });
  return [...groups, ...more];
}

/** Without a key there is one group, of no rows too. */
function plainGroups(rows: Row[], keys: Key[]): Row[][] {
  if (keys.length === 0) {
    return [rows];
  }
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = JSON.stringify(keys.map(({ value }) => foldOf(value)(value.read(row))));
    const group = groups.get(key);
    if (group) {
      group.push(row);
    } else {
      groups.set(key, [row]);
    }
  }
  return [...groups.values()];
}

function columnsOf(scope: Scope, query: Query, groupValue: (expression: Expression) => GroupValue): Column[] {
  let unnamed = 0;
  return query.select.map((item) => {
    if (item.kind !== 'expression') {
      throw malformed(scope.soql, 0, 'A query with groups selects fields and aggregates only');
    }
    const { expression, alias } = item;
    const value = groupValue(expression);
    // Only aggregates without an alias count.
    const own = () => (expression.kind === 'path' ? resolve(scope, expression.path).field.name : `expr${unnamed++}`);
    return { name: alias ?? own(), value };
  });
}

function havingOf(scope: Scope, query: Query, groupValue: (expression: Expression) => GroupValue, uses: Use[]) {
  // A condition over rows reads one row; a group is handed through as if it were one.
  const value = (expression: Expression): Value => {
    const found = groupValue(expression);
    return { field: null, type: found.type, path: null, read: (group) => found.read(group as unknown as Row[]) };
  };
  const filter = filterOf(scope, query.having as NonNullable<Query['having']>, subQuery(scope.soql, scope.world, uses), value);
  return (run: Run) => {
    const test = filter(run);
    return (rows: Row[]) => test(rows as unknown as Row);
  };
}
