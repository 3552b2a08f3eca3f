/** Statements. Each tells whether code after it can be reached: a method with a result must not run off its end. */
import type { Block, CatchClause, Expression, Statement } from '../syntax/ast.ts';
import { isLibrary, nameOf, VOID } from '../types/type.ts';
import { settle, type Body } from './body.ts';
import { convert } from './convert-value.ts';
import { compileDml, compileMerge } from './dml.ts';
import { compileChain, compileExpression } from './expression.ts';
import { isException } from './inheritance.ts';
import { compileFor, compileForEach } from './loops.ts';
import { condition } from './operators.ts';
import { compileSwitch } from './switch.ts';

export interface Compiled {
  js: string;
  /** Whether what follows is reached. */
  completes: boolean;
}

/** Counts the statement and notes its line. */
export function mark(body: Body, statement: { at: { line: number } }): string {
  body.lines.add(statement.at.line);
  return `h[f.l=${statement.at.line}]++;if(--c.n<0)tick();`;
}

export function compileBlock(body: Body, block: Block): Compiled {
  return body.scoped(() => {
    const made = compileStatements(body, block.statements);
    return { js: `{${made.js}}`, completes: made.completes };
  });
}

export function compileStatements(body: Body, statements: Statement[]): Compiled {
  let completes = true;
  const parts: string[] = [];
  for (const statement of statements) {
    if (!completes) {
      body.problem(statement.at, 'Unreachable statement');
      completes = true;
    }
    const made = compileStatement(body, statement);
    parts.push(made.js);
    completes = made.completes;
  }
  return { js: parts.join('\n'), completes };
}

const goes = (js: string): Compiled => ({ js, completes: true });

export function compileStatement(body: Body, statement: Statement): Compiled {
  switch (statement.kind) {
    case 'block':
      return compileBlock(body, statement);
    case 'local':
      return goes(local(body, statement));
    case 'expression':
      return goes(`${mark(body, statement)}${expressionStatement(body, statement.value)};`);
    case 'if':
      return ifStatement(body, statement);
    case 'switch':
      return compileSwitch(body, statement);
    case 'for':
      return compileFor(body, statement);
    case 'forEach':
      return compileForEach(body, statement);
    case 'while':
      return whileStatement(body, statement);
    case 'doWhile':
      return doWhile(body, statement);
    case 'try':
      return tryStatement(body, statement);
    case 'return':
      return returnStatement(body, statement);
    case 'throw':
      return throwStatement(body, statement);
    case 'break':
    case 'continue':
      if (body.loops === 0) {
        body.problem(statement.at, `${statement.kind} statement must be inside of a loop`);
        return goes('');
      }
      return { js: `${mark(body, statement)}${statement.kind};`, completes: false };
    case 'dml':
      return goes(`${mark(body, statement)}${compileDml(body, statement)};`);
    case 'merge':
      return goes(`${mark(body, statement)}${compileMerge(body, statement)};`);
    case 'runAs':
      return runAs(body, statement);
  }
}

/** Only what does something may stand as a statement. */
function expressionStatement(body: Body, expression: Expression): string {
  if (!['assign', 'step', 'call', 'new', 'construct'].includes(expression.kind)) {
    body.problem(expression.at, 'Expression cannot be a statement.');
  }
  return settle(compileChain(body, expression)).js;
}

function local(body: Body, statement: Statement & { kind: 'local' }): string {
  const type = body.type(statement.type);
  if (type === VOID) {
    body.problem(statement.at, 'Invalid type: void');
  }
  const parts = statement.variables.map((variable) => {
    const js = variable.value ? convert(body, compileExpression(body, variable.value), type, variable.at) : 'null';
    const made = body.declare(variable.at, variable.name, type, statement.final && variable.value !== null);
    return `let ${made.js}=${js};`;
  });
  return `${mark(body, statement)}${parts.join('')}`;
}

function ifStatement(body: Body, statement: Statement & { kind: 'if' }): Compiled {
  const test = condition(body, statement.condition);
  const yes = body.scoped(() => compileStatement(body, statement.yes));
  const no = statement.no ? body.scoped(() => compileStatement(body, statement.no as Statement)) : null;
  const js = `${mark(body, statement)}if(${test}){${yes.js}}${no ? `else{${no.js}}` : ''}`;
  return { js, completes: yes.completes || no === null || no.completes };
}

export function loopBody(body: Body, statement: Statement | null): string {
  if (statement === null) {
    return '';
  }
  body.loops += 1;
  const made = body.scoped(() => compileStatement(body, statement));
  body.loops -= 1;
  return made.js;
}

const isTrue = (expression: Expression): boolean =>
  expression.kind === 'literal' && expression.text === 'true' && expression.literal === 'Boolean';

/** Whether a `break` in it leaves this loop. */
function breaks(statement: Statement | null): boolean {
  switch (statement?.kind) {
    case 'break':
      return true;
    case 'block':
      return statement.statements.some(breaks);
    case 'if':
      return breaks(statement.yes) || breaks(statement.no);
    case 'switch':
      return statement.cases.some((one) => breaks(one.body));
    case 'try':
      return breaks(statement.body) || breaks(statement.finally) || statement.catches.some((clause) => breaks(clause.body));
    case 'runAs':
      return breaks(statement.body);
    default:
      return false;
  }
}

function whileStatement(body: Body, statement: Statement & { kind: 'while' }): Compiled {
  const test = condition(body, statement.condition);
  const js = `${mark(body, statement)}while(${test}){if(--c.n<0)tick();${loopBody(body, statement.body)}}`;
  return { js, completes: !isTrue(statement.condition) || breaks(statement.body) };
}

function doWhile(body: Body, statement: Statement & { kind: 'doWhile' }): Compiled {
  const inner = loopBody(body, statement.body);
  const test = condition(body, statement.condition);
  const js = `${mark(body, statement)}do{if(--c.n<0)tick();${inner}}while(${test});`;
  return { js, completes: !isTrue(statement.condition) || breaks(statement.body) };
}

function tryStatement(body: Body, statement: Statement & { kind: 'try' }): Compiled {
  const tried = compileBlock(body, statement.body);
  let completes = tried.completes;
  let js = `try${tried.js}`;
  if (statement.catches.length > 0) {
    const thrown = body.temp();
    const clauses = statement.catches.map((clause) => {
      const made = catchClause(body, clause, thrown);
      completes ||= made.completes;
      return made.js;
    });
    js += `catch(e){${thrown}=caught(e);${clauses.join('else ')}else throw ${thrown};}`;
  }
  if (statement.finally) {
    const last = compileBlock(body, statement.finally);
    completes &&= last.completes;
    js += `finally{if(!dying())${last.js}}`;
  }
  return { js, completes };
}

function catchClause(body: Body, clause: CatchClause, thrown: string): Compiled {
  const type = body.type(clause.type);
  if (type.kind !== 'error' && (type.kind !== 'class' || !isException(type.symbol))) {
    body.problem(clause.at, `Catch exception type must be an exception: ${nameOf(type)}`);
  }
  const made = body.scoped(() => {
    const variable = body.declare(clause.at, clause.name, type);
    const inner = compileStatements(body, clause.body.statements);
    return { js: `{let ${variable.js}=${thrown};${inner.js}}`, completes: inner.completes };
  });
  const any = type.kind === 'class' && !type.symbol.user && type.symbol.name === 'Exception';
  const test = any ? 'true' : `isInstance(${thrown},${body.tables.type(type)})`;
  return { js: `if(${test})${made.js}`, completes: made.completes };
}

function returnStatement(body: Body, statement: Statement & { kind: 'return' }): Compiled {
  const { returns } = body.place;
  if (statement.value === null) {
    if (returns !== VOID) {
      body.problem(statement.at, `Non-void method must return a value of type ${nameOf(returns)}`);
    }
    return { js: `${mark(body, statement)}return${body.place.constructing ? ' this' : ''};`, completes: false };
  }
  const value = compileExpression(body, statement.value);
  if (returns === VOID) {
    body.problem(statement.at, 'Void method must not return a value');
    return { js: '', completes: false };
  }
  const js = convert(body, value, returns, statement.at, 'Illegal conversion');
  return { js: `${mark(body, statement)}return ${js};`, completes: false };
}

function throwStatement(body: Body, statement: Statement & { kind: 'throw' }): Compiled {
  const value = compileExpression(body, statement.value);
  if (value.type.kind !== 'error' && (value.type.kind !== 'class' || !isException(value.type.symbol))) {
    body.problem(statement.at, `Throw expression must be of type exception: ${nameOf(value.type)}`);
  }
  return { js: `${mark(body, statement)}throw thrown(${value.js});`, completes: false };
}

/** `System.runAs(user) { … }`; with the Version of a package the block runs as it is, there being one version of each. */
function runAs(body: Body, statement: Statement & { kind: 'runAs' }): Compiled {
  const [user] = statement.args.map((arg) => compileExpression(body, arg));
  const isVersion = user?.type.kind === 'class' && isLibrary(user.type, 'Version');
  const fits = isVersion || (user?.type.kind === 'sobject' && user.type.name === 'User');
  if (!fits && user?.type.kind !== 'error') {
    body.problem(statement.at, 'System.runAs takes one argument, a User or a Version');
  }
  const inner = compileBlock(body, statement.body);
  if (isVersion) {
    return { js: `${mark(body, statement)}${user.js};${inner.js}`, completes: inner.completes };
  }
  const before = body.temp();
  const js = `${mark(body, statement)}${before}=beginRunAs(${user?.js ?? 'null'});try${inner.js}finally{endRunAs(${before});}`;
  return { js, completes: inner.completes };
}
