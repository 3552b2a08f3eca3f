/** Queries in the source: their names are checked against the schema while compiling. */
import type { ObjectDef } from '../../types.ts';
import { parseSosl } from '../../soql/sosl.ts';
import type { Expression, Position, Soql, SoqlShape } from '../syntax/ast.ts';
import { AGGREGATE, INTEGER, SOBJECT, type ApexType } from '../types/type.ts';
import { settle, type Body, type Value } from './body.ts';
import { compileExpression } from './expression.ts';
import { childrenOf, fieldOf, parentOf } from './record-fields.ts';

export function compileSoql(body: Body, query: Soql): Value {
  const { shape } = query;
  const binds = query.binds.map((bind, index) => `b${index}:${settle(compileExpression(body, bind)).js}`);
  const args = `${JSON.stringify(query.text)},{${binds.join(',')}}`;
  const object = body.universe.schema.find(shape.object);
  if (!object) {
    body.problem(
      shape.at,
      `sObject type '${shape.object}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`
    );
    return { type: { kind: 'error' }, js: 'null' };
  }
  checkNames(body, shape, object);
  if (shape.countOnly) {
    return { type: INTEGER, js: `count(${args})`, nonNull: true };
  }
  const row: ApexType = shape.aggregate ? AGGREGATE : { kind: 'sobject', name: object.name, object };
  const list = body.universe.listOf(row);
  return { type: list, js: `query(${args},${body.tables.type(list)})`, nonNull: true, query: true };
}

/** `[FIND … RETURNING …]`: a list of lists of records. Objects are looked up while compiling, fields when it runs. */
export function compileSosl(body: Body, expression: Expression & { kind: 'sosl' }): Value {
  const binds = expression.binds.map((bind, index) => `b${index}:${settle(compileExpression(body, bind)).js}`);
  let returning: { object: string }[] = [];
  try {
    ({ returning } = parseSosl(expression.text));
  } catch (cause) {
    body.problem(expression.at, (cause as Error).message);
  }
  const unknown = returning.find(({ object }) => !body.universe.schema.find(object));
  if (unknown) {
    body.problem(expression.at, `sObject type '${unknown.object}' is not supported.`);
  }
  const list = body.universe.listOf(SOBJECT);
  const lists = body.universe.listOf(list);
  const js = `search(${JSON.stringify(expression.text)},{${binds.join(',')}},${body.tables.type(list)},${body.tables.type(lists)})`;
  return { type: lists, js, nonNull: true };
}

/** Fields, relationships and child queries exist. */
export function checkNames(body: Pick<Body, 'universe' | 'problem'>, shape: SoqlShape, object: ObjectDef): void {
  for (const { path, at } of shape.paths) {
    checkPath(body, path, object, at, shape.object);
  }
  for (const child of shape.children) {
    const found = childrenOf(body, object, child.object);
    const type = found?.type;
    if (type?.kind === 'sobject' && type.object) {
      checkNames(body, child, type.object);
    } else {
      body.problem(
        child.at,
        `Didn't understand relationship '${child.object}' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`
      );
    }
  }
  for (const inner of shape.semiJoins) {
    const other = body.universe.schema.find(inner.object);
    if (other) {
      checkNames(body, inner, other);
    } else {
      body.problem(inner.at, `sObject type '${inner.object}' is not supported.`);
    }
  }
}

function checkPath(body: Pick<Body, 'universe' | 'problem'>, path: string, object: ObjectDef, at: Position, from: string): void {
  const parts = path.split('.');
  let current: ObjectDef | null = object;
  if (parts.length > 1 && parts[0]?.toLowerCase() === from.toLowerCase()) {
    parts.shift();
  }
  for (const relationship of parts.slice(0, -1)) {
    if (!current) {
      return;
    }
    const parent = parentOf(body, current, relationship);
    if (!parent) {
      body.problem(
        at,
        `Didn't understand relationship '${relationship}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`
      );
      return;
    }
    current = parent.type.kind === 'sobject' ? parent.type.object : null;
  }
  const last = parts.at(-1) as string;
  if (current && !fieldOf(current, last)) {
    body.problem(
      at,
      `No such column '${last}' on entity '${current.name}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`
    );
  }
}
