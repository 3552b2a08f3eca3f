/** COUNT, SUM and their like, over groups of rows. SOQL and SOSL Reference v67, "Aggregate Functions", "GROUP BY". */
import type { FieldType, Row, Scalar } from '../types.ts';
import type { Call, Expression } from './ast.ts';
import { folded } from './compare.ts';
import { unknownFunction, valueOf, type Scope, type Value } from './resolve.ts';
import { errorAt } from './tokens.ts';

export const AGGREGATES = ['COUNT', 'COUNT_DISTINCT', 'SUM', 'AVG', 'MIN', 'MAX'];
export const isAggregate = (expression: Expression) => expression.kind === 'call' && AGGREGATES.includes(expression.call.name);

/** Over the rows of a group. */
export interface GroupValue {
  type: FieldType;
  read(rows: Row[]): Scalar;
}

const NUMBERS: FieldType[] = ['int', 'double', 'currency', 'percent'];

export function aggregateOf(scope: Scope, call: Call): GroupValue {
  const [arg] = call.args;
  if (!arg) {
    if (call.name !== 'COUNT') {
      throw unknownFunction(scope, call);
    }
    return { type: 'int', read: (rows) => rows.length };
  }
  const value = valueOf(scope, arg);
  if ((call.name === 'SUM' || call.name === 'AVG') && !NUMBERS.includes(value.type)) {
    throw errorAt(
      'MALFORMED_QUERY',
      scope.soql,
      call.at,
      `field ${value.field?.name ?? ''} does not support aggregate operator ${call.name}`
    );
  }
  const type = call.name.startsWith('COUNT') ? 'int' : call.name === 'AVG' ? 'double' : value.type;
  return { type, read: (rows) => compute(call.name, value, rows) };
}

function compute(name: string, value: Value, rows: Row[]): Scalar {
  const side = { type: value.type, field: value.field, name: '' };
  const values = rows.map((row) => value.read(row)).filter((one) => one !== null);
  const sum = () => values.reduce<number>((total, one) => total + Number(one), 0);
  switch (name) {
    case 'COUNT':
      return values.length;
    case 'COUNT_DISTINCT':
      return new Set(values.map((one) => folded(one, side))).size;
    case 'SUM':
      return values.length === 0 ? null : sum();
    case 'AVG':
      return values.length === 0 ? null : sum() / values.length;
    default: {
      const fold = (one: Scalar) => folded(one, side) as string;
      const isBetter = (one: Scalar, best: Scalar) => (name === 'MIN' ? fold(one) < fold(best) : fold(one) > fold(best));
      return values.reduce<Scalar>((best, one) => (best === null || isBetter(one, best) ? one : best), null);
    }
  }
}
