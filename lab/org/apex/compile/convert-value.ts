/** Implicit conversion of a compiled value to the type it goes to. */
import type { Position } from '../syntax/ast.ts';
import { ApexDecimal } from '../runtime/decimal.ts';
import { assignable } from '../types/convert.ts';
import { isLibrary, isPrimitive, nameOf, type ApexType } from '../types/type.ts';
import { settle, type Body, type Value } from './body.ts';

/** Whether `value` may go to `to` without a cast. */
export function fits(value: Value, to: ApexType): boolean {
  return assignable(value.type, to) || (value.query === true && to.kind === 'sobject' && singleFits(value.type, to));
}

/** `Account a = [SELECT … FROM Account]`. */
function singleFits(list: ApexType, to: ApexType): boolean {
  const [element] = isLibrary(list, 'List') ? list.args : [];
  return element !== undefined && (assignable(element, to) || (element.kind === 'sobject' && element.name === 'SObject'));
}

/** @param what how the message begins: `Illegal assignment` or `Illegal conversion` (of a returned value). */
export function convert(body: Body, value: Value, to: ApexType, at: Position, what = 'Illegal assignment'): string {
  if (!fits(value, to)) {
    body.problem(at, `${what} from ${nameOf(value.type)} to ${nameOf(to)}`);
    return 'null';
  }
  return converted(body, settle(value), to);
}

/** Without a check: for arguments that overload resolution has chosen. */
export function converted(body: Body, value: Value, to: ApexType): string {
  const { type: from, js } = value;
  if (value.query && to.kind === 'sobject') {
    return `single(${js})`;
  }
  if (to.kind !== 'primitive' || from.kind !== 'primitive' || from.name === to.name) {
    return js;
  }
  switch (to.name) {
    case 'Long':
      return value.literal === undefined ? `toLong(${js})` : `${value.literal}n`;
    case 'Double':
      return isPrimitive(from, 'Integer') ? js : `toDouble(${js})`;
    case 'Decimal':
      return value.literal === undefined ? `toDecimal(${js})` : decimalLiteral(body, String(value.literal));
    case 'Id':
      return `toId(${js})`;
    case 'Datetime':
      return `toDatetime(${js})`;
    default:
      return js;
  }
}

export function decimalLiteral(body: Body, text: string): string {
  return body.tables.constant(ApexDecimal.parse(text), `decimal ${text}`);
}
