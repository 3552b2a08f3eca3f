/** Computes a formula for one row. */
import type { FieldDef, ObjectDef, Row, Scalar } from '../../types.ts';
import { asNumber, asText, FUNCTIONS, isBlank, round } from './functions.ts';
import { FormulaError, type Formula } from './parse.ts';

export interface FormulaScope {
  object: ObjectDef;
  row: Row;
  /** The row before; null on insert and when a field is read. */
  old: Row | null;
  isNew: boolean;
  now: number;
  /** What a blank number counts as in a formula field (“treat blanks as zeroes”). */
  blankAsZero: boolean;
  read(object: ObjectDef, row: Row, path: string[]): Scalar;
  field(object: ObjectDef, path: string[]): FieldDef;
  /** `$User.…`, `$Permission.…` and the like. */
  global(path: string[]): Scalar;
}

export function evaluate(formula: Formula, scope: FormulaScope): Scalar {
  switch (formula.kind) {
    case 'literal':
      return formula.value;
    case 'path':
      return readPath(formula.path, scope, scope.row);
    case 'negative':
      return -asNumber(evaluate(formula.of, scope));
    case 'operation':
      return operate(formula.operator, formula.left, formula.right, scope);
    case 'call':
      return call(formula.name, formula.args, scope);
  }
}

function readPath(path: string[], scope: FormulaScope, row: Row): Scalar {
  if (path[0]?.startsWith('$')) {
    return scope.global(path);
  }
  const value = scope.read(scope.object, row, path);
  const numeric = value === null && ['double', 'currency', 'percent', 'int'].includes(scope.field(scope.object, path).type);
  return numeric && scope.blankAsZero ? 0 : value;
}

const isTrue = (value: Scalar) => value === true;
const DAY = 86_400_000;

function operate(operator: string, left: Formula, right: Formula, scope: FormulaScope): Scalar {
  const a = evaluate(left, scope);
  if (operator === '&&' || operator === '||') {
    return isTrue(a) === (operator === '||') ? isTrue(a) : isTrue(evaluate(right, scope));
  }
  const b = evaluate(right, scope);
  switch (operator) {
    case '&':
      return asText(a) + asText(b);
    case '=':
    case '==':
      return same(a, b);
    case '<>':
    case '!=':
      return !same(a, b);
    case '+':
    case '-':
      return add(a, b, operator === '+' ? 1 : -1);
    case '*':
    case '/':
    case '^':
      return a === null || b === null ? null : compute(operator, asNumber(a), asNumber(b));
    default:
      return compare(operator, a, b);
  }
}

const same = (a: Scalar, b: Scalar) => (isBlank(a) ? isBlank(b) : a === b);

function compute(operator: string, a: number, b: number): number {
  if (operator === '/' && b === 0) {
    throw new FormulaError('the formula divides by zero.');
  }
  return operator === '*' ? a * b : operator === '/' ? a / b : a ** b;
}

const isTime = (value: Scalar): value is string => typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value);

/** Numbers add up, texts join, a date moves by days, and two dates are so many days apart. */
function add(a: Scalar, b: Scalar, sign: number): Scalar {
  if (isTime(a) && isTime(b) && sign < 0) {
    return (Date.parse(a) - Date.parse(b)) / DAY;
  }
  if (isTime(a) && typeof b === 'number') {
    const moved = new Date(Date.parse(a) + sign * b * DAY).toISOString();
    return a.length === 10 ? moved.slice(0, 10) : moved;
  }
  if (sign > 0 && (typeof a === 'string' || typeof b === 'string')) {
    return asText(a) + asText(b);
  }
  return a === null || b === null ? null : round(asNumber(a) + sign * asNumber(b), 10);
}

function compare(operator: string, a: Scalar, b: Scalar): boolean {
  if (a === null || b === null) {
    return false;
  }
  const order = typeof a === 'number' ? a - asNumber(b) : a === b ? 0 : String(a) < String(b) ? -1 : 1;
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    default:
      return order >= 0;
  }
}

/** Functions that choose which of their arguments to compute, or look at the record itself. */
const SPECIAL: Record<string, (args: Formula[], scope: FormulaScope) => Scalar> = {
  IF: ([test, yes, no], scope) => of(isTrue(of(test, scope)) ? yes : no, scope),
  AND: (args, scope) => args.every((arg) => isTrue(evaluate(arg, scope))),
  OR: (args, scope) => args.some((arg) => isTrue(evaluate(arg, scope))),
  NOT: ([arg], scope) => !isTrue(of(arg, scope)),
  CASE: (args, scope) => {
    const [on, ...rest] = args;
    const value = of(on, scope);
    for (let at = 0; at + 1 < rest.length; at += 2) {
      if (same(value, of(rest[at], scope))) {
        return of(rest[at + 1], scope);
      }
    }
    return rest.length % 2 === 1 ? of(rest.at(-1), scope) : null;
  },
  ISBLANK: ([arg], scope) => isBlank(raw(arg, scope)),
  ISNULL: ([arg], scope) => raw(arg, scope) === null,
  BLANKVALUE: ([arg, instead], scope) => (isBlank(raw(arg, scope)) ? of(instead, scope) : raw(arg, scope)),
  NULLVALUE: ([arg, instead], scope) => raw(arg, scope) ?? of(instead, scope),
  ISNEW: (_, scope) => scope.isNew,
  ISCHANGED: ([arg], scope) => scope.old !== null && !same(prior(arg, scope), raw(arg, scope)),
  PRIORVALUE: ([arg], scope) => (scope.old === null ? raw(arg, scope) : prior(arg, scope))
};

const of = (formula: Formula | undefined, scope: FormulaScope): Scalar => (formula ? evaluate(formula, scope) : null);
/** Blank stays blank. */
const raw = (formula: Formula | undefined, scope: FormulaScope) => of(formula, { ...scope, blankAsZero: false });
function prior(formula: Formula | undefined, scope: FormulaScope): Scalar {
  if (formula?.kind !== 'path' || !scope.old) {
    throw new FormulaError('ISCHANGED and PRIORVALUE take a field.');
  }
  return scope.read(scope.object, scope.old, formula.path);
}

function call(name: string, args: Formula[], scope: FormulaScope): Scalar {
  const special = SPECIAL[name];
  if (special) {
    return special(args, scope);
  }
  const plain = FUNCTIONS[name];
  if (!plain) {
    throw new FormulaError(`the stand-in has no function ${name}.`);
  }
  return plain(
    args.map((arg) => evaluate(arg, scope)),
    scope.now
  );
}

/** @throws {FormulaError} for functions that there are not and paths that lead nowhere. */
export function checkFormula(formula: Formula, object: ObjectDef, fieldAt: (object: ObjectDef, path: string[]) => FieldDef): void {
  switch (formula.kind) {
    case 'path':
      if (!formula.path[0]?.startsWith('$')) {
        fieldAt(object, formula.path);
      }
      return;
    case 'negative':
      return checkFormula(formula.of, object, fieldAt);
    case 'operation':
      checkFormula(formula.left, object, fieldAt);
      return checkFormula(formula.right, object, fieldAt);
    case 'call':
      if (!SPECIAL[formula.name] && !FUNCTIONS[formula.name]) {
        throw new FormulaError(`the stand-in has no function ${formula.name}.`);
      }
      formula.args.forEach((arg) => checkFormula(arg, object, fieldAt));
  }
}
