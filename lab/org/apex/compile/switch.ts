/** `switch on`: values, enum constants, types of sObjects and classes. Apex Developer Guide, "Switch Statements". */
import type { Statement, WhenCase, WhenValue } from '../syntax/ast.ts';
import { castable } from '../types/convert.ts';
import { isPrimitive, nameOf, NULL, type ApexType } from '../types/type.ts';
import type { Body, Value } from './body.ts';
import { findField } from './members.ts';
import { compileExpression } from './expression.ts';
import { compileBlock, compileStatements, mark, type Compiled } from './statements.ts';

type Switch = Statement & { kind: 'switch' };

export function compileSwitch(body: Body, statement: Switch): Compiled {
  const on = compileExpression(body, statement.on);
  const subject = body.temp();
  const simple =
    isPrimitive(on.type, 'Integer', 'Long', 'String') ||
    on.type.kind === 'sobject' ||
    on.type.kind === 'class' ||
    isPrimitive(on.type, 'Object');
  if (!simple && on.type.kind !== 'error') {
    body.problem(statement.at, `Switch expression must be of type Integer, Long, String, sObject, or enum: ${nameOf(on.type)}`);
  }
  const seen = new Set<string>();
  let completes = true;
  let reached = false;
  const parts: string[] = [];
  statement.cases.forEach((one, index) => {
    if (one.kind === 'else') {
      if (index < statement.cases.length - 1) {
        body.problem(one.at, 'No when block can follow a when else block');
      }
      const made = compileBlock(body, one.body);
      reached ||= made.completes;
      completes = reached;
      parts.push(made.js);
      return;
    }
    const { test, made } = one.kind === 'type' ? typeCase(body, one, on, subject) : valuesCase(body, one, on, subject, seen);
    reached ||= made.completes;
    parts.push(`if(${test})${made.js}`);
  });
  const js = `${mark(body, statement)}${subject}=${on.js};${parts.join('else ')}`;
  return { js, completes };
}

function valuesCase(
  body: Body,
  one: WhenCase & { kind: 'values' },
  on: Value,
  subject: string,
  seen: Set<string>
): { test: string; made: Compiled } {
  const tests = one.values.map((value) => {
    const js = whenValue(body, value, on.type);
    if (seen.has(js)) {
      body.problem(value.at, `Duplicate when value: ${value.kind === 'name' ? value.name.join('.') : js}`);
    }
    seen.add(js);
    return `${subject}===${js}`;
  });
  return { test: tests.join('||'), made: compileBlock(body, one.body) };
}

function whenValue(body: Body, value: WhenValue, on: ApexType): string {
  if (value.kind === 'name') {
    return constant(body, value, on);
  }
  const literal = compileExpression(body, value.value);
  if (literal.type === NULL || on.kind === 'error') {
    return literal.js;
  }
  if (isPrimitive(on, 'Long') && isPrimitive(literal.type, 'Integer')) {
    return `${literal.literal ?? literal.js}n`;
  }
  if (nameOf(literal.type) !== nameOf(on)) {
    body.problem(value.at, `When literal must be of type ${nameOf(on)}: ${nameOf(literal.type)}`);
  }
  return literal.js;
}

/** Enum constants stand without their type; a static final of the right type may be named too. */
function constant(body: Body, value: WhenValue & { kind: 'name' }, on: ApexType): string {
  const name = value.name.at(-1) as string;
  if (on.kind === 'class' && on.symbol.kind === 'enum') {
    if (value.name.length > 1) {
      body.problem(value.at, `When value must be a simple enum name: ${value.name.join('.')}`);
    }
    const found = findField(on, name);
    const made = found?.field.enumConstant
      ? body.tables.runtimeTypes.constantsOf(on.symbol).find((candidate) => candidate.name === found.field.name)
      : undefined;
    if (!made) {
      body.problem(value.at, `Enum value does not exist: ${nameOf(on)}.${name}`);
      return 'null';
    }
    return body.tables.constant(made);
  }
  body.problem(value.at, `When value must be a literal or an enum constant: ${value.name.join('.')}`);
  return 'null';
}

function typeCase(body: Body, one: WhenCase & { kind: 'type' }, on: Value, subject: string): { test: string; made: Compiled } {
  const type = body.type(one.type);
  if (type.kind !== 'error' && on.type.kind !== 'error' && !castable(on.type, type)) {
    body.problem(one.at, `Incompatible types since an instance of ${nameOf(on.type)} is never an instance of ${nameOf(type)}`);
  }
  const made = body.scoped(() => {
    const variable = body.declare(one.at, one.name, type);
    const inner = compileStatements(body, one.body.statements);
    return { js: `{let ${variable.js}=${subject};${inner.js}}`, completes: inner.completes };
  });
  return { test: type.kind === 'error' ? 'false' : `isInstance(${subject},${body.tables.type(type)})`, made };
}
