/** The SELECT list of a query over rows → selected rows with parents and children nested. */
import { childrenNamed, relationNamed } from '../schema/relations.ts';
import type { FieldDef, ObjectDef, QueryRow, Row } from '../types.ts';
import type { Path, Query, Selected } from './ast.ts';
import { objectNamed, resolve, unsupported, valueAt, valueOf, type ResolvedPath, type Scope } from './resolve.ts';
import { errorAt, malformed } from './tokens.ts';
import type { Run, World } from './world.ts';

type Fill = (made: QueryRow, row: Row, run: Run) => void;
/** Prepares a child query; the returned function gives the children of one parent. */
export type ChildQuery = (query: Query, object: ObjectDef) => (run: Run) => (parent: Row, field: FieldDef) => QueryRow[];

export function projection(scope: Scope, query: Query, children: ChildQuery): (run: Run) => (row: Row) => QueryRow {
  const fills = query.select.map((item) => fillOf(scope, query, item, children));
  return (run) => {
    const ready = fills.map((fill) => fill(run));
    return (row) => {
      const made = emptyRow(scope.object, row);
      ready.forEach((fill) => fill(made, row, run));
      return made;
    };
  };
}

/** The id is there for code and addresses even where it was not asked for, but does not show among the fields. */
function emptyRow(object: ObjectDef, row: Row): QueryRow {
  const fields: Row = {};
  Object.defineProperty(fields, 'Id', { value: row['Id'] ?? null, enumerable: false, configurable: true, writable: true });
  return { object: object.name, fields, parents: {}, children: {} };
}
const show = (fields: Row, name: string, value: Row[string]) =>
  Object.defineProperty(fields, name, { value, enumerable: true, configurable: true, writable: true });

function fillOf(scope: Scope, query: Query, item: Selected, children: ChildQuery): (run: Run) => Fill {
  switch (item.kind) {
    case 'fields': {
      if (item.which !== 'STANDARD' && !(query.limit?.kind === 'value' && Number(query.limit.value) <= 200)) {
        throw malformed(scope.soql, 0, 'The SOQL FIELDS function must have a LIMIT of at most 200');
      }
      const all = [...scope.object.fields.values()].filter((field) => item.which === 'ALL' || field.custom === (item.which === 'CUSTOM'));
      const { world, object } = scope;
      return (run) => {
        const rights = run.access.mode === 'user' ? world.mayRead(run.access) : null;
        const seen = rights ? all.filter((field) => rights.field(object.name, field.name)) : all;
        return (made, row) => seen.forEach((field) => show(made.fields, field.name, world.value(object, row, field)));
      };
    }
    case 'typeof':
      return () => typeFill(scope, item);
    case 'children':
      return childFill(scope, item.query, children);
    case 'expression': {
      const { expression, alias } = item;
      if (expression.kind === 'call') {
        const value = valueOf(scope, expression);
        const name = alias ?? value.path?.field.name ?? expression.call.name;
        return () => (made, row) => show(made.fields, name, value.read(row));
      }
      if (alias !== null) {
        throw malformed(scope.soql, expression.path.at, 'only aggregate expressions use field aliasing');
      }
      const path = resolve(scope, expression.path);
      return () => (made, row) => place(scope.world, scope.object, path, made, row);
    }
  }
}

function place(world: World, object: ObjectDef, path: ResolvedPath, made: QueryRow, row: Row): void {
  let into = made;
  let at: { object: ObjectDef; row: Row } = { object, row };
  for (const step of path.steps) {
    const name = step.relationshipName ?? step.name;
    const parent = world.parent(at.row, step);
    if (!parent) {
      into.parents[name] = null;
      return;
    }
    into = into.parents[name] ??= emptyRow(parent.object, parent.row);
    at = parent;
  }
  show(into.fields, path.field.name, valueAt(world, at, path.steps.at(-1), path.field));
}

/** Of the object that the look-up leads to, the fields that are asked for of such an object. */
function typeFill(scope: Scope, item: Selected & { kind: 'typeof' }): Fill {
  const { world, soql } = scope;
  const [name = ''] = item.relation.names;
  const step = relationNamed(scope.object, name, world.schema.namespace);
  if (!step || step.referenceTo.length < 2) {
    const message = `'${name}' is no relationship to several objects: TYPEOF takes such a one`;
    throw errorAt('INVALID_FIELD', soql, item.relation.at, message);
  }
  scope.uses.push({ object: scope.object, field: step, at: item.relation.at });
  const pathsOf = (object: ObjectDef, fields: Path[]) => {
    const inner: Scope = { ...scope, object, alias: null };
    return fields.map((field) => resolve(inner, field));
  };
  const cases = new Map(
    item.cases.map(({ object, fields }) => {
      const found = objectNamed(soql, world, object, item.relation.at);
      return [found.name, pathsOf(found, fields)] as const;
    })
  );
  const shown = world.schema.find('Name') as ObjectDef;
  const otherwise = pathsOf(shown, item.otherwise);
  return (made, row) => {
    const parent = world.parent(row, step);
    const into = parent && (made.parents[step.relationshipName ?? step.name] ??= emptyRow(parent.object, parent.row));
    if (!parent || !into) {
      made.parents[step.relationshipName ?? step.name] = null;
      return;
    }
    (cases.get(parent.object.name) ?? otherwise).forEach((path) => place(world, parent.object, path, into, parent.row));
  };
}

function childFill(scope: Scope, query: Query, children: ChildQuery): (run: Run) => Fill {
  const { world, soql } = scope;
  const relation = childrenNamed(scope.object, query.from.name, world.schema.namespace);
  if (!relation?.relationshipName) {
    const message = `Didn't understand relationship '${query.from.name}' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`;
    throw errorAt('INVALID_TYPE', soql, query.from.at, message);
  }
  const object = objectNamed(soql, world, relation.childObject, query.from.at);
  const field = object.fields.get(relation.field.toLowerCase());
  if (!field) {
    throw unsupported(soql, relation.childObject, query.from.at);
  }
  const name = relation.relationshipName;
  scope.uses.push({ object, field, at: query.from.at });
  const prepared = children(query, object);
  return (run) => {
    const rowsOf = prepared(run);
    return (made, row) => {
      made.children[name] = rowsOf(row, field);
    };
  };
}
