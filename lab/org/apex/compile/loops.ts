/** `for`. */
import type { Expression, Statement } from '../syntax/ast.ts';
import { assignable, supertypes } from '../types/convert.ts';
import { isLibrary, nameOf, type ApexType } from '../types/type.ts';
import { settle, type Body, type Value } from './body.ts';
import { converted } from './convert-value.ts';
import { compileChain, compileExpression } from './expression.ts';
import { condition } from './operators.ts';
import { compileStatements, loopBody, mark, type Compiled } from './statements.ts';

export function compileFor(body: Body, statement: Statement & { kind: 'for' }): Compiled {
  return body.scoped(() => {
    const init = compileStatements(body, statement.init).js;
    const test = statement.condition ? condition(body, statement.condition) : '';
    const [, second] = statement.update;
    if (second) {
      body.problem(second.at, "Expecting ')' but was: ','");
    }
    const update = statement.update.map((expression: Expression) => settle(compileChain(body, expression)).js);
    const inner = loopBody(body, statement.body);
    const js = `{${mark(body, statement)}${init}for(;${test};${update.join(',')}){if(--c.n<0)tick();${inner}}}`;
    return { js, completes: statement.condition !== null || /\bbreak\b/.test(inner) };
  });
}

/** Over a List, a Set, anything Iterable, or a query: then also in lists of 200. */
export function compileForEach(body: Body, statement: Statement & { kind: 'forEach' }): Compiled {
  const type = body.type(statement.type);
  const over = compileExpression(body, statement.over);
  return body.scoped(() => {
    const variable = body.declare(statement.at, statement.name, type);
    const source = elements(body, statement, type, over);
    const item = body.temp();
    const inner = loopBody(body, statement.body);
    const value = source ? converted(body, { type: source.type, js: item }, type) : item;
    const js = `${mark(body, statement)}for(${item} of ${source?.js ?? '[]'}){if(--c.n<0)tick();let ${variable.js}=${value};${inner}}`;
    return { js, completes: true };
  });
}

function elements(
  body: Body,
  statement: Statement & { kind: 'forEach' },
  type: ApexType,
  over: Value
): { js: string; type: ApexType } | null {
  if (over.type.kind === 'error' || type.kind === 'error') {
    return null;
  }
  const chunked = over.query && isLibrary(type, 'List') && assignable(over.type, type);
  if (chunked) {
    return { js: `chunks(${over.js},${body.tables.type(type)})`, type };
  }
  const element = elementOf(over.type);
  if (!element) {
    body.problem(statement.over.at, `Loop must iterate over a collection type: ${nameOf(over.type)}`);
    return null;
  }
  const general = element.kind === 'sobject' && element.name === 'SObject' && type.kind === 'sobject';
  if (!assignable(element, type) && !general) {
    body.problem(statement.at, `Loop variable must be of type ${nameOf(element)}`);
    return null;
  }
  return { js: `each(${over.js})`, type: general ? type : element };
}

function elementOf(type: ApexType): ApexType | null {
  if (type.kind !== 'class') {
    return null;
  }
  if (isLibrary(type, 'List', 'Set')) {
    return type.args[0] as ApexType;
  }
  const iterable = supertypes(type).find((above) => isLibrary(above, 'Iterable'));
  return iterable ? (iterable.args[0] ?? null) : null;
}
