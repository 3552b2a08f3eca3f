/**
 * Formula tree → what computes it, with the types checked. Salesforce Help, “Formula Operators and Functions”; what blanks do follows Salesforce's
 * published formula engine (github.com/salesforce/formula-engine): a blank makes a result blank, texts aside.
 */
import type { Scalar } from '../../types.ts';
import * as days from './days.ts';
import { FUNCTIONS, type FormulaFunction } from './functions.ts';
import { FormulaError, type Formula } from './parse.ts';
import { common, same, SPECIAL } from './special.ts';
import { asNumber, asText, exact, typeOf, wrongType, type Compiled, type FormulaScope, type FormulaType, type Names } from './values.ts';

/** @throws {FormulaError} for functions that there are not, paths that lead nowhere, and types that do not go together. */
export function compileFormula(formula: Formula, names: Names): Compiled {
  const inner = (one: Formula) => compileFormula(one, names);
  switch (formula.kind) {
    case 'literal':
      return { type: typeOfLiteral(formula.value), run: () => formula.value };
    case 'path':
      return formula.path[0]?.startsWith('$') ? global(formula.path, names) : field(formula.path, names);
    case 'negative': {
      const of = numeric("operator '-'", inner(formula.of));
      return { type: 'number', run: (scope) => negated(of.run(scope)) };
    }
    case 'operation':
      return operation(formula.operator, inner(formula.left), inner(formula.right));
    case 'call': {
      const args = formula.args.map(inner);
      const special = SPECIAL[formula.name];
      const plain = FUNCTIONS[formula.name];
      if (!special && !plain) {
        throw new FormulaError(`the stand-in has no function ${formula.name}.`);
      }
      return special ? special(args, names) : call(formula.name, plain as FormulaFunction, args);
    }
  }
}

const typeOfLiteral = (value: Scalar): FormulaType =>
  value === null ? 'null' : typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : 'text';
const negated = (value: Scalar): Scalar => (value === null ? null : -asNumber(value));

function numeric(name: string, one: Compiled): Compiled {
  return one.type === 'number' || one.type === 'null' ? one : wrongType(name, ['number'], one);
}

function global(path: string[], names: Names): Compiled {
  // Only VLOOKUP takes it, which looks at the path.
  return path[0]?.toLowerCase() === '$objecttype'
    ? { type: 'text', run: () => null, field: { path, def: names.fieldAt(names.object, ['Id']) } }
    : names.global(path);
}

function field(path: string[], names: Names): Compiled {
  const def = names.fieldAt(names.object, path);
  const type = typeOf(def);
  const zero = type === 'number' && names.blankAsZero;
  return {
    type,
    field: { path, def },
    run: ({ row, reader }) => {
      const value = names.read(names.object, row, path, reader);
      return value === null ? (zero ? 0 : null) : def.type === 'percent' ? exact(asNumber(value) / 100) : value;
    }
  };
}

// ---------------------------------------------------------------- operators

function operation(operator: string, left: Compiled, right: Compiled): Compiled {
  const name = `operator '${operator}'`;
  switch (operator) {
    case '&&':
    case '||':
      return (SPECIAL[operator === '&&' ? 'AND' : 'OR'] as (args: Compiled[]) => Compiled)([left, right]);
    case '&':
      [left, right].forEach((one) => one.type === 'text' || one.type === 'null' || wrongType(name, ['text'], one));
      return { type: 'text', run: (scope) => asText(left.run(scope)) + asText(right.run(scope)) };
    case '+':
    case '-':
      return sum(operator, left, right);
    case '*':
    case '/':
    case '^':
      numeric(name, left);
      numeric(name, right);
      return { type: 'number', run: (scope) => both(left, right, scope, (a, b) => compute(operator, asNumber(a), asNumber(b))) };
    default:
      return comparison(operator, left, right);
  }
}

function both(left: Compiled, right: Compiled, scope: FormulaScope, apply: (a: Scalar, b: Scalar) => Scalar): Scalar {
  const [a, b] = [left.run(scope), right.run(scope)];
  return a === null || b === null ? null : apply(a, b);
}

function compute(operator: string, a: number, b: number): number {
  if (operator === '/' && b === 0) {
    throw new FormulaError('the formula divides by zero.');
  }
  return exact(operator === '*' ? a * b : operator === '/' ? a / b : a ** b);
}

/** Numbers add up, texts join, dates move by days, moments by days and parts of them, times by milliseconds. */
function sum(operator: string, left: Compiled, right: Compiled): Compiled {
  const sign = operator === '+' ? 1 : -1;
  const made = (type: FormulaType, apply: (a: Scalar, b: Scalar) => Scalar): Compiled => ({
    type,
    run: (scope) => both(left, right, scope, apply)
  });
  if (left.type === 'null' || right.type === 'null') {
    return { type: 'null', run: () => null };
  }
  switch (`${left.type} ${operator} ${right.type}`) {
    case 'number + number':
    case 'number - number':
      return made('number', (a, b) => exact(asNumber(a) + sign * asNumber(b)));
    case 'text + text':
      return { type: 'text', run: (scope) => asText(left.run(scope)) + asText(right.run(scope)) };
    case 'date + number':
    case 'date - number':
      return made('date', (a, b) => days.dateText(Date.parse(String(a)) + sign * Math.trunc(asNumber(b)) * days.DAY));
    case 'number + date':
    case 'number + datetime':
      return sum(operator, right, left);
    case 'datetime + number':
    case 'datetime - number':
      return made('datetime', (a, b) => days.momentText(Date.parse(String(a)) + sign * Math.round(asNumber(b) * 86_400) * 1000));
    case 'date - date':
    case 'datetime - datetime':
      return made('number', (a, b) => exact((Date.parse(String(a)) - Date.parse(String(b))) / days.DAY));
    case 'time + number':
    case 'time - number':
      return made('time', (a, b) => days.timeText(days.timeMs(String(a)) + sign * asNumber(b)));
    case 'time - time':
      return made('number', (a, b) => (days.timeMs(String(a)) - days.timeMs(String(b)) + days.DAY) % days.DAY);
    default: {
      const known = ['number', 'date', 'datetime', 'time', 'text'].includes(left.type);
      return wrongType(`operator '${operator}'`, [known ? left.type : 'number'], known ? right : left);
    }
  }
}

function comparison(operator: string, left: Compiled, right: Compiled): Compiled {
  const isEquality = ['=', '==', '<>', '!='].includes(operator);
  [left, right].forEach((one) => {
    if (one.type === 'picklist' || one.type === 'multipicklist' || (one.type === 'boolean' && !isEquality)) {
      wrongType(`operator '${operator}'`, ['text'], one);
    }
  });
  const type = common(`operator '${operator}'`, left, right);
  if (isEquality) {
    const negative = operator === '<>' || operator === '!=';
    return {
      type: 'boolean',
      run: (scope) => {
        const equal = same(left.run(scope), right.run(scope), type);
        return equal === null ? null : equal !== negative;
      }
    };
  }
  return { type: 'boolean', run: (scope) => both(left, right, scope, (a, b) => ordered(operator, a, b, type)) };
}

function ordered(operator: string, a: Scalar, b: Scalar, type: FormulaType): boolean {
  const key = (value: Scalar) => (type === 'datetime' ? Date.parse(String(value)) : (value as string | number));
  const [left, right] = [key(a), key(b)];
  switch (operator) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    default:
      return left >= right;
  }
}

// ---------------------------------------------------------------- functions of plain values

function call(name: string, known: FormulaFunction, args: Compiled[]): Compiled {
  const takes = known.takes === '' ? [] : known.takes.split(' ');
  const endless = takes.at(-1)?.endsWith('...') === true;
  const least = takes.filter((one) => !one.endsWith('?')).length;
  if (args.length < least || (!endless && args.length > takes.length)) {
    throw new FormulaError(`Incorrect number of parameters for function '${name}()'. Expected ${least}, received ${args.length}.`);
  }
  args.forEach((arg, at) => {
    const wanted = (takes[Math.min(at, takes.length - 1)] ?? '').replace(/\?|\.\.\./, '').split('|') as FormulaType[];
    if (arg.type !== 'null' && !wanted.includes(arg.type)) {
      wrongType(`function '${name}()'`, wanted, arg);
    }
  });
  const type = known.gives === 'first' ? (args[0]?.type ?? 'null') : known.gives;
  return {
    type,
    run: (scope) => {
      const values = args.map((arg) => arg.run(scope));
      const isBlank = values.some((value, at) => value === null && args[at]?.type !== 'text');
      return isBlank
        ? null
        : known.run(
            values.map((value) => value ?? ''),
            scope.now
          );
    }
  };
}
