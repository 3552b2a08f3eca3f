/** The functions of formulas over plain values. Those that must not evaluate all their arguments, or look at the record, are in evaluate.ts. */
import type { Scalar } from '../../types.ts';
import { FormulaError } from './parse.ts';

export type FormulaFunction = (args: Scalar[], now: number) => Scalar;

export const isBlank = (value: Scalar) => value === null || value === '';
export const asText = (value: Scalar) => (value === null ? '' : typeof value === 'boolean' ? '' : String(value));
export const asNumber = (value: Scalar) => {
  const number = typeof value === 'number' ? value : Number(value);
  if (value === null || Number.isNaN(number)) {
    throw new FormulaError(`“${String(value)}” is no number.`);
  }
  return number;
};
/** Half away from zero. */
export const round = (value: number, places: number) => {
  const shifted = Number(`${Math.abs(value)}e${places}`);
  return Math.sign(value) * Number(`${Math.round(shifted)}e${-places}`);
};

const on =
  (apply: (value: number) => number): FormulaFunction =>
  ([value = null]) =>
    value === null ? null : apply(asNumber(value));
const words =
  (apply: (value: string) => Scalar): FormulaFunction =>
  ([value = null]) =>
    apply(asText(value));
const part =
  (at: number): FormulaFunction =>
  ([value = null]) =>
    value === null ? null : Number(String(value).slice(at, at === 0 ? 4 : at + 2));

function dateOf([year = null, month = null, day = null]: Scalar[]): Scalar {
  const made = new Date(Date.UTC(asNumber(year), asNumber(month) - 1, asNumber(day)));
  if (made.getUTCMonth() !== asNumber(month) - 1) {
    throw new FormulaError('DATE was given a day that does not exist.');
  }
  return made.toISOString().slice(0, 10);
}

export const FUNCTIONS: Record<string, FormulaFunction> = {
  ABS: on(Math.abs),
  CEILING: on((value) => (value < 0 ? -Math.ceil(-value) : Math.ceil(value))),
  FLOOR: on((value) => (value < 0 ? -Math.floor(-value) : Math.floor(value))),
  SQRT: on(Math.sqrt),
  EXP: on(Math.exp),
  LN: on(Math.log),
  LOG: on(Math.log10),
  ROUND: ([value = null, places = 0]) => (value === null ? null : round(asNumber(value), asNumber(places))),
  MOD: ([value = null, by = null]) => asNumber(value) - asNumber(by) * Math.floor(asNumber(value) / asNumber(by)),
  MAX: (args) => Math.max(...args.map(asNumber)),
  MIN: (args) => Math.min(...args.map(asNumber)),
  VALUE: ([value = null]) => (isBlank(value) ? null : asNumber(value)),
  TEXT: words((value) => value),
  LEN: words((value) => value.length),
  TRIM: words((value) => value.trim()),
  UPPER: words((value) => value.toUpperCase()),
  LOWER: words((value) => value.toLowerCase()),
  LEFT: ([value = null, count = null]) => asText(value).slice(0, Math.max(0, asNumber(count))),
  RIGHT: ([value = null, count = null]) => (asNumber(count) <= 0 ? '' : asText(value).slice(-asNumber(count))),
  MID: ([value = null, from = null, count = null]) =>
    asText(value).slice(Math.max(0, asNumber(from) - 1), Math.max(0, asNumber(from) - 1) + asNumber(count)),
  CONTAINS: ([value = null, find = null]) => asText(value).includes(asText(find)),
  BEGINS: ([value = null, find = null]) => asText(value).startsWith(asText(find)),
  FIND: ([find = null, value = null, from = 1]) => asText(value).indexOf(asText(find), asNumber(from) - 1) + 1,
  SUBSTITUTE: ([value = null, find = null, by = null]) => asText(value).replaceAll(asText(find), asText(by)),
  LPAD: ([value = null, size = null, pad = ' ']) => asText(value).padStart(asNumber(size), asText(pad)).slice(0, asNumber(size)),
  RPAD: ([value = null, size = null, pad = ' ']) => asText(value).padEnd(asNumber(size), asText(pad)).slice(0, asNumber(size)),
  BR: () => '\n',
  REGEX: ([value = null, pattern = null]) => new RegExp(`^(?:${asText(pattern)})$`, 'u').test(asText(value)),
  INCLUDES: ([value = null, find = null]) => asText(value).split(';').includes(asText(find)),
  ISPICKVAL: ([value = null, find = null]) => asText(value) === asText(find),
  ISNUMBER: ([value = null]) => !isBlank(value) && !Number.isNaN(Number(value)),
  CASESAFEID: ([value = null]) => value,
  HYPERLINK: ([url = null]) => url,
  TODAY: (_, now) => new Date(now).toISOString().slice(0, 10),
  NOW: (_, now) => new Date(now).toISOString(),
  DATE: dateOf,
  DATEVALUE: ([value = null]) => (value === null ? null : String(value).slice(0, 10)),
  DATETIMEVALUE: ([value = null]) => (value === null ? null : new Date(String(value)).toISOString()),
  YEAR: part(0),
  MONTH: part(5),
  DAY: part(8),
  HOUR: part(11),
  MINUTE: part(14)
};
