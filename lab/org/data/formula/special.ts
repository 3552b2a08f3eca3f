/**
 * Functions of formulas that look at the record, choose what they compute, or treat blanks in a way of their own. A comparison with a blank is
 * neither true nor false, and decides as false does.
 */
import { dayIn } from '../../zones.ts';
import type { Scalar } from '../../types.ts';
import * as days from './days.ts';
import { FormulaError } from './parse.ts';
import { asText, isBlank, shown, typeOf, wrongType, type Compiled, type FormulaScope, type FormulaType, type Names } from './values.ts';

type Special = (args: Compiled[], names: Names) => Compiled;

const yes = (value: Scalar) => value === true;

/** @throws {FormulaError} */
function need(name: string, args: Compiled[], least: number, most = least): void {
  if (args.length < least || args.length > most) {
    throw new FormulaError(`Incorrect number of parameters for function '${name}()'. Expected ${least}, received ${args.length}.`);
  }
}
function needType(name: string, one: Compiled | undefined, ...types: FormulaType[]): void {
  if (one && one.type !== 'null' && !types.includes(one.type)) {
    wrongType(`function '${name}()'`, types, one);
  }
}

/** The type of either; a blank is of any. */
export function common(name: string, left: Compiled, right: Compiled): FormulaType {
  if (left.type === 'null' || left.type === right.type) {
    return right.type;
  }
  return right.type === 'null' ? left.type : wrongType(name, [left.type], right);
}

/** Texts are never null: a blank one is an empty one. */
export const same = (left: Scalar, right: Scalar, type: FormulaType): boolean | null =>
  type === 'text' || type === 'picklist'
    ? asText(left) === asText(right)
    : left === null || right === null
      ? null
      : type === 'datetime'
        ? Date.parse(String(left)) === Date.parse(String(right))
        : left === right;

const decide =
  (name: string, stopsAt: boolean): Special =>
  (args) => {
    need(name, args, 1, Number.MAX_SAFE_INTEGER);
    args.forEach((arg) => needType(name, arg, 'boolean'));
    return {
      type: 'boolean',
      run: (scope) => (stopsAt ? args.some((arg) => yes(arg.run(scope))) : args.every((arg) => yes(arg.run(scope))))
    };
  };

const instead =
  (name: string, isText: boolean): Special =>
  (args) => {
    need(name, args, 2);
    const [value, other] = args as [Compiled, Compiled];
    const type = common(`function '${name}()'`, value, other);
    if (type === 'boolean') {
      wrongType(`function '${name}()'`, ['text', 'number', 'date', 'datetime'], value);
    }
    const keeps = type === 'text' && !isText;
    return { type, run: (scope) => (keeps || !isBlank(value.run(scope)) ? value.run(scope) : other.run(scope)) };
  };

const blank =
  (name: string, isText: boolean): Special =>
  (args) => {
    need(name, args, 1);
    const [value] = args as [Compiled];
    if (value.type === 'boolean') {
      wrongType(`function '${name}()'`, ['text', 'number', 'date', 'datetime'], value);
    }
    const never = value.type === 'text' && !isText;
    return { type: 'boolean', run: (scope) => !never && isBlank(value.run(scope)) };
  };

/** A field and nothing else, as it was before. */
function before(name: string, args: Compiled[]): { now: Compiled; was(scope: FormulaScope): Scalar } {
  need(name, args, 1);
  const [now] = args as [Compiled];
  const { field } = now;
  if (!field || field.path.length > 1) {
    throw new FormulaError(`${name} takes a field of the record.`);
  }
  return { now, was: (scope) => (scope.old === null ? now.run(scope) : now.run({ ...scope, row: scope.old })) };
}

const chosen = (name: string, args: Compiled[], type: 'picklist' | 'multipicklist'): { of: Compiled; value: Compiled } => {
  need(name, args, 2);
  const [of, value] = args as [Compiled, Compiled];
  if (of.type !== type) {
    throw new FormulaError(`Incorrect parameter type for function '${name}()'. Expected Picklist, received ${shown(of.type)}.`);
  }
  needType(name, value, 'text');
  return { of, value };
};

function text(args: Compiled[]): Compiled {
  need('TEXT', args, 1);
  const [value] = args as [Compiled];
  needType('TEXT', value, 'number', 'date', 'datetime', 'time', 'picklist');
  const run = (scope: FormulaScope): Scalar => {
    const found = value.run(scope);
    if (found === null) {
      return null;
    }
    switch (value.type) {
      case 'datetime':
        return `${days
          .momentText(Date.parse(String(found)))
          .slice(0, 19)
          .replace('T', ' ')}Z`;
      case 'time':
        return String(found).replace(/Z$/, '');
      default:
        return String(found);
    }
  };
  return { type: 'text', run };
}

function caseOf(args: Compiled[]): Compiled {
  if (args.length < 4 || args.length % 2 !== 0) {
    throw new FormulaError(`Incorrect number of parameters for function 'CASE()'. Expected ${args.length + 1}, received ${args.length}.`);
  }
  const [on, ...rest] = args as [Compiled, ...Compiled[]];
  const otherwise = rest.pop() as Compiled;
  const pairs = Array.from({ length: rest.length / 2 }, (_, at) => [rest[at * 2], rest[at * 2 + 1]] as [Compiled, Compiled]);
  const name = "function 'CASE()'";
  let type: FormulaType = otherwise.type;
  for (const [value, result] of pairs) {
    if (on.type !== 'picklist') {
      common(name, on, value);
    } else if (value.type !== 'text') {
      wrongType(name, ['text'], value);
    }
    type = common(name, { type, run: () => null }, result);
  }
  if (on.type === 'boolean' || type === 'boolean') {
    wrongType(
      name,
      ['text', 'number', 'date', 'datetime'],
      on.type === 'boolean' ? on : otherwise.type === 'boolean' ? otherwise : (pairs[0]?.[1] as Compiled)
    );
  }
  return {
    type,
    run: (scope) => {
      const value = on.run(scope);
      return (pairs.find(([one]) => same(value, one.run(scope), on.type) === true)?.[1] ?? otherwise).run(scope);
    }
  };
}

/** `VLOOKUP($ObjectType.O__c.Fields.F__c, $ObjectType.O__c.Fields.Name, key)`: of a custom object, by its name. */
function vlookup(args: Compiled[], names: Names): Compiled {
  need('VLOOKUP', args, 3);
  const [wanted, key, value] = args as [Compiled, Compiled, Compiled];
  const parts = [wanted, key].map((one) => /^\$ObjectType\.(\w+)\.Fields\.(\w+)$/i.exec(one.field?.path.join('.') ?? ''));
  const [object, by] = [names.objectNamed(parts[0]?.[1] ?? ''), parts[1]?.[2]];
  if (!object?.custom || by?.toLowerCase() !== 'name' || parts[0]?.[1]?.toLowerCase() !== parts[1]?.[1]?.toLowerCase()) {
    throw new FormulaError('VLOOKUP takes two fields of one custom object, the second being Name.');
  }
  needType('VLOOKUP', value, 'text');
  const field = names.fieldAt(object, [parts[0]?.[2] ?? '']);
  return {
    type: typeOf(field),
    run: (scope) => {
      const rows = [...scope.reader.store.table(object.name).by('Name', asText(value.run(scope)))];
      const found = rows.find((row) => row['IsDeleted'] !== true);
      return found ? scope.reader.value(object, found, field) : null;
    }
  };
}

export const SPECIAL: Record<string, Special> = {
  IF: (args) => {
    need('IF', args, 3);
    const [test, then, otherwise] = args as [Compiled, Compiled, Compiled];
    needType('IF', test, 'boolean');
    return {
      type: common("function 'IF()'", then, otherwise),
      run: (scope) => (yes(test.run(scope)) ? then.run(scope) : otherwise.run(scope))
    };
  },
  AND: decide('AND', false),
  OR: decide('OR', true),
  NOT: (args) => {
    need('NOT', args, 1);
    const [value] = args as [Compiled];
    needType('NOT', value, 'boolean');
    return { type: 'boolean', run: (scope) => (value.run(scope) === null ? null : !yes(value.run(scope))) };
  },
  CASE: caseOf,
  ISBLANK: blank('ISBLANK', true),
  ISNULL: blank('ISNULL', false),
  BLANKVALUE: instead('BLANKVALUE', true),
  NULLVALUE: instead('NULLVALUE', false),
  ISNEW: (args) => {
    need('ISNEW', args, 0);
    return { type: 'boolean', run: (scope) => scope.isNew };
  },
  // A record that code makes of another is new, as any other.
  ISCLONE: (args) => {
    need('ISCLONE', args, 0);
    return { type: 'boolean', run: () => false };
  },
  ISCHANGED: (args) => {
    const { now, was } = before('ISCHANGED', args);
    return {
      type: 'boolean',
      run: (scope) => {
        const [left, right] = [was(scope), now.run(scope)];
        return scope.old !== null && !(isBlank(left) ? isBlank(right) : left === right);
      }
    };
  },
  PRIORVALUE: (args) => {
    const { now, was } = before('PRIORVALUE', args);
    return { ...now, run: was };
  },
  ISPICKVAL: (args) => {
    const { of, value } = chosen('ISPICKVAL', args, 'picklist');
    return { type: 'boolean', run: (scope) => same(of.run(scope), value.run(scope), 'text') };
  },
  INCLUDES: (args) => {
    const { of, value } = chosen('INCLUDES', args, 'multipicklist');
    return {
      type: 'boolean',
      run: (scope) =>
        asText(of.run(scope))
          .split(';')
          .includes(asText(value.run(scope)))
    };
  },
  PICKLISTCOUNT: (args) => {
    need('PICKLISTCOUNT', args, 1);
    const [of] = args as [Compiled];
    needType('PICKLISTCOUNT', of, 'multipicklist');
    return {
      type: 'number',
      run: (scope) =>
        asText(of.run(scope))
          .split(';')
          .filter((one) => one !== '').length
    };
  },
  TEXT: text,
  VLOOKUP: vlookup,
  TODAY: (args, names) => {
    need('TODAY', args, 0);
    return { type: 'date', run: (scope) => dayIn(names.zone(scope.reader), scope.now) };
  },
  // A moment is of the day that whoever looks has.
  DATEVALUE: (args, names) => {
    need('DATEVALUE', args, 1);
    const [value] = args as [Compiled];
    needType('DATEVALUE', value, 'text', 'datetime', 'date');
    return {
      type: 'date',
      run: (scope) => {
        const found = value.run(scope);
        return isBlank(found)
          ? null
          : value.type === 'datetime'
            ? dayIn(names.zone(scope.reader), Date.parse(String(found)))
            : days.parsedDate(String(found));
      }
    };
  }
};
