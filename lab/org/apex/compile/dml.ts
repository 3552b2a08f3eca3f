/** DML statements. */
import type { Statement } from '../syntax/ast.ts';
import { isLibrary, isPrimitive, nameOf, type ApexType } from '../types/type.ts';
import type { Body } from './body.ts';
import { compileExpression } from './expression.ts';
import { fieldOf } from './record-fields.ts';

function objectOf(type: ApexType): (ApexType & { kind: 'sobject' }) | null {
  const element = isLibrary(type, 'List') ? type.args[0] : type;
  return element?.kind === 'sobject' && element.name !== 'AggregateResult' ? element : null;
}

const quoted = (text: string | null): string => JSON.stringify(text);

export function compileDml(body: Body, statement: Statement & { kind: 'dml' }): string {
  const records = compileExpression(body, statement.records);
  const type = objectOf(records.type);
  if (!type) {
    if (records.type.kind !== 'error') {
      body.problem(statement.at, `DML requires SObject or SObject list type: ${nameOf(records.type)}`);
    }
    return 'null';
  }
  let externalId: string | null = null;
  if (statement.externalId) {
    const name = statement.externalId.at(-1) as string;
    const field = type.object ? fieldOf(type.object, name) : undefined;
    if (!field) {
      body.problem(statement.at, `Invalid field for upsert: ${name}`);
    } else if (!field.externalId && !field.idLookup && field.name !== 'Id') {
      body.problem(
        statement.at,
        `Invalid field for upsert, must be an External Id custom or standard indexed field: ${name} (${type.name})`
      );
    }
    externalId = field?.name ?? name;
  }
  return `dmlStatement(${quoted(statement.op)},${records.js},${quoted(statement.access)},${quoted(externalId)})`;
}

export function compileMerge(body: Body, statement: Statement & { kind: 'merge' }): string {
  const master = compileExpression(body, statement.master);
  const losers = compileExpression(body, statement.losers);
  if (master.type.kind === 'error' || losers.type.kind === 'error') {
    return 'null';
  }
  if (master.type.kind !== 'sobject') {
    body.problem(statement.at, `DML requires SObject or SObject list type: ${nameOf(master.type)}`);
  }
  const [element] = isLibrary(losers.type, 'List') ? losers.type.args : [losers.type];
  if (!element || (element.kind !== 'sobject' && !isPrimitive(element, 'Id'))) {
    body.problem(statement.at, `DML requires SObject or SObject list type: ${nameOf(losers.type)}`);
  }
  return `mergeStatement(${master.js},${losers.js},${quoted(statement.access)})`;
}
