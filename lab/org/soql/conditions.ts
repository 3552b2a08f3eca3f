/** WHERE and HAVING → tests of rows, and the index that finds the rows to test. */
import { SoqlError, type FieldDef, type ObjectDef, type Row, type Scalar } from '../types.ts';
import type { Condition, Expression, Literal, Query } from './ast.ts';
import { folded, holds, likeTest, operand, operands, type Operand, type Side } from './compare.ts';
import { resolve, valueOf, type Scope, type Value } from './resolve.ts';
import { errorAt } from './tokens.ts';
import type { Run } from './world.ts';

export type Test = (row: Row) => boolean;
export type Filter = (run: Run) => Test;
/** Runs a subquery of one column; gives its values. */
export type SubQuery = (query: Query) => (run: Run) => Set<Scalar>;

/** @param value reads an expression; HAVING reads aggregates. */
export function filterOf(scope: Scope, condition: Condition, sub: SubQuery, value: (expression: Expression) => Value): Filter {
  const inner = (one: Condition) => filterOf(scope, one, sub, value);
  switch (condition.kind) {
    case 'and': {
      const all = condition.all.map(inner);
      return (run) => {
        const tests = all.map((filter) => filter(run));
        return (row) => tests.every((test) => test(row));
      };
    }
    case 'or': {
      const all = condition.all.map(inner);
      return (run) => {
        const tests = all.map((filter) => filter(run));
        return (row) => tests.some((test) => test(row));
      };
    }
    case 'not': {
      const filter = inner(condition.inner);
      return (run) => {
        const test = filter(run);
        return (row) => !test(row);
      };
    }
    default:
      return comparison(scope, condition, sub, value(condition.left));
  }
}

export const filterable = (scope: Scope) => (expression: Expression) => {
  const value = valueOf(scope, expression);
  if (value.field && !value.field.filterable) {
    const at = expression.kind === 'path' ? expression.path.at : expression.call.at;
    throw errorAt('INVALID_FIELD', scope.soql, at, `field '${value.field.name}' can not be filtered in a query call`);
  }
  return value;
};

const nameOf = (expression: Expression) => (expression.kind === 'path' ? expression.path.names.join('.') : expression.call.name);
const sideOf = (value: Value, expression: Expression): Side => ({ type: value.type, field: value.field, name: nameOf(expression) });

type Leaf = Exclude<Condition, { kind: 'and' | 'or' | 'not' }>;

function comparison(scope: Scope, condition: Leaf, sub: SubQuery, value: Value): Filter {
  const side = sideOf(value, condition.left);
  const read = (row: Row) => folded(value.read(row), side);
  switch (condition.kind) {
    case 'compare':
      return compared(scope, condition, side, read);
    case 'in': {
      const set = setOf(scope, condition.values, sub, side);
      return (run) => {
        const { values, spans } = set(run);
        return (row) => {
          const own = read(row);
          return (values.has(own) || spans.some((span) => holds(own, '=', span))) !== condition.not;
        };
      };
    }
    case 'includes':
      if (side.type !== 'multipicklist') {
        throw errorAt('INVALID_FIELD', scope.soql, condition.at, 'includes or excludes operator only valid on multipicklist field');
      }
      return (run) => {
        const wanted = operands(condition.values, side, run, scope.soql).map((one) => ('value' in one ? String(one.value).split(';') : []));
        return (row) => {
          const own = String(read(row) ?? '').split(';');
          return wanted.some((group) => group.every((entry) => own.includes(entry))) !== condition.not;
        };
      };
  }
}

function compared(scope: Scope, condition: Leaf & { kind: 'compare' }, side: Side, read: (row: Row) => Scalar): Filter {
  const { operator, right } = condition;
  if (operator === 'like' && !['string', 'textarea', 'picklist', 'email', 'phone', 'url', 'combobox'].includes(side.type)) {
    throw errorAt('INVALID_FIELD', scope.soql, condition.at, `invalid operator on ${side.type} field`);
  }
  if (operator === 'like') {
    // A bind may hold several patterns.
    return (run) => {
      const tests = operands([right], side, run, scope.soql).flatMap((one) =>
        'value' in one && one.value !== null ? [likeTest(String(one.value))] : []
      );
      return (row) => {
        const own = read(row);
        return typeof own === 'string' && tests.some((test) => test.test(own));
      };
    };
  }
  return (run) => {
    const ready = operand(right, side, run, scope.soql);
    return (row) => holds(read(row), operator, ready);
  };
}

function setOf(
  scope: Scope,
  values: Literal[] | Query,
  sub: SubQuery,
  side: Side
): (run: Run) => { values: Set<Scalar>; spans: Operand[] } {
  if (!Array.isArray(values)) {
    if (side.type !== 'id' && side.type !== 'reference') {
      throw new SoqlError('MALFORMED_QUERY', `The left operand of a semi join must be an id or a look-up, not '${side.name}'.`);
    }
    const query = sub(values);
    return (run) => ({ values: query(run), spans: [] });
  }
  return (run) => {
    const ready = operands(values, side, run, scope.soql);
    return {
      values: new Set(ready.flatMap((one) => ('value' in one ? [one.value] : []))),
      spans: ready.filter((one) => !('value' in one))
    };
  };
}

// ---------------------------------------------------------------- indexes

/** Finds rows that may fit through an index; null when none serves and every row has to be looked at. */
export type Finder = (run: Run) => Iterable<Row> | null;

const isIndexed = (field: FieldDef) =>
  field.formula === null &&
  (field.type === 'reference' || field.unique || field.externalId || field.idLookup) &&
  field.name !== 'LeadOrContactId';

export function finderOf(scope: Scope, where: Condition | null): Finder {
  const all = where === null ? [] : where.kind === 'and' ? where.all : [where];
  const usable = all.flatMap((one) => {
    if ((one.kind !== 'compare' && one.kind !== 'in') || one.left.kind !== 'path') {
      return [];
    }
    const literals = literalsOf(one);
    if (literals === null) {
      return [];
    }
    const path = resolve({ ...scope, uses: [] }, one.left.path);
    const isId = path.field.type === 'id';
    if (path.steps.length > 0 || literals.some((literal) => literal.kind === 'span') || !(isId || isIndexed(path.field))) {
      return [];
    }
    return [{ field: path.field, literals, side: { type: path.field.type, field: path.field, name: path.field.name } }];
  });
  return (run) => {
    let best: { field: FieldDef; values: Scalar[] } | null = null;
    for (const { field, literals, side } of usable) {
      const values = [...new Set(operands(literals, side, run, scope.soql).map((one) => ('value' in one ? one.value : null)))];
      if (
        !values.includes(null) &&
        (best === null || field.type === 'id' || (best.field.type !== 'id' && values.length < best.values.length))
      ) {
        best = { field, values };
      }
    }
    return best && rowsOf(scope, scope.object, best.field, best.values);
  };
}

function literalsOf(one: Condition & { kind: 'compare' | 'in' }): Literal[] | null {
  if (one.kind === 'compare') {
    return one.operator === '=' ? [one.right] : null;
  }
  return !one.not && Array.isArray(one.values) ? one.values : null;
}

function* rowsOf({ world }: Scope, object: ObjectDef, field: FieldDef, values: Scalar[]): Generator<Row> {
  for (const value of values) {
    if (field.type === 'id') {
      const row = world.byId(object, String(value));
      if (row) {
        yield row;
      }
    } else {
      yield* world.by(object, field, value);
    }
  }
}
