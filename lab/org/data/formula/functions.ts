/** The functions of formulas over plain values. Those that look at the record, or choose what they compute, are in special.ts. */
import { compileRegex } from '../../apex/library/text/regex.ts';
import { longId } from '../../schema/ids.ts';
import type { Scalar } from '../../types.ts';
import * as days from './days.ts';
import { asNumber, asText, exact, round, type FormulaType } from './values.ts';

export interface FormulaFunction {
  /** Types of the arguments: `|` for either, `?` for one that may be missing, `...` for the last one as often as it comes. */
  takes: string;
  gives: FormulaType | 'first';
  /** Blank texts arrive as ''. A blank of another type makes the result blank before this is asked. */
  run(args: Scalar[], now: number): Scalar;
}

const fn = (takes: string, gives: FormulaType | 'first', run: (args: Scalar[], now: number) => Scalar): FormulaFunction => ({
  takes,
  gives,
  run
});
const math = (apply: (value: number) => number) => fn('number', 'number', ([value = null]) => exact(apply(asNumber(value))));
const onText = (apply: (value: string) => Scalar, gives: FormulaType = 'text') =>
  fn('text', gives, ([value = null]) => apply(asText(value)));
const texts = (takes: string, gives: FormulaType, apply: (value: string, other: string) => Scalar) =>
  fn(takes, gives, ([value = null, other = null]) => apply(asText(value), asText(other)));
const onDay = (apply: (value: Scalar) => number) => fn('date', 'number', ([value = null]) => apply(value));
const onTime = (from: number, to: number) => fn('time', 'number', ([value = null]) => days.part(value, from, to));
const away = (value: number, apply: (value: number) => number) => Math.sign(value) * apply(Math.abs(value));

function pad(text: string, size: number, by: string, atStart: boolean): string {
  if (text === '' || size <= 0) {
    return '';
  }
  return text.length >= size || by === '' ? text.slice(0, size) : atStart ? text.padStart(size, by) : text.padEnd(size, by);
}

const patterns = new Map<string, RegExp>();
/** As Java matches: the whole text. */
function matches(text: string, pattern: string): boolean {
  let found = patterns.get(pattern);
  if (!found) {
    const { source, flags } = compileRegex(pattern);
    found = new RegExp(`^(?:${source})$`, flags.replace(/[gd]/g, ''));
    patterns.set(pattern, found);
  }
  return found.test(text);
}

const link = (url: string, label: string, target: string): string => `<a href="${url}" target="${target || '_blank'}">${label}</a>`;
function image(url: string, alt: string, height: Scalar, width: Scalar): string {
  const size = height === null || width === null ? '' : ` style="height:${String(height)}px; width:${String(width)}px;"`;
  return `<img src="${url}" alt="${alt}"${size} border="0"/>`;
}
/** Of four arguments of IMAGE the last two come together. */
const numberOrNull = (value: Scalar | undefined): Scalar => value ?? null;

export const FUNCTIONS: Record<string, FormulaFunction> = {
  ABS: math(Math.abs),
  CEILING: math((value) => away(value, Math.ceil)),
  FLOOR: math((value) => away(value, Math.floor)),
  MCEILING: math(Math.ceil),
  MFLOOR: math(Math.floor),
  SQRT: math(Math.sqrt),
  EXP: math(Math.exp),
  LN: math(Math.log),
  LOG: math(Math.log10),
  SIN: math(Math.sin),
  COS: math(Math.cos),
  TAN: math(Math.tan),
  ASIN: math(Math.asin),
  ACOS: math(Math.acos),
  ATAN: math(Math.atan),
  ATAN2: fn('number number', 'number', ([y = null, x = null]) => Math.atan2(asNumber(y), asNumber(x))),
  PI: fn('', 'number', () => Math.PI),
  ROUND: fn('number number', 'number', ([value = null, places = null]) => round(asNumber(value), Math.trunc(asNumber(places)))),
  TRUNC: fn('number number?', 'number', ([value = null, places = 0]) => {
    const unit = 10 ** Math.trunc(asNumber(places));
    return exact(Math.trunc(exact(asNumber(value) * unit)) / unit);
  }),
  // The remainder has the sign of what is divided.
  MOD: fn('number number', 'number', ([value = null, by = null]) => exact(asNumber(value) % asNumber(by))),
  MAX: fn('number...', 'number', (args) => Math.max(...args.map(asNumber))),
  MIN: fn('number...', 'number', (args) => Math.min(...args.map(asNumber))),

  VALUE: onText((value) => (value.trim() === '' ? null : asNumber(value.trim())), 'number'),
  LEN: onText((value) => value.length, 'number'),
  TRIM: onText((value) => value.trim()),
  UPPER: fn('text text?', 'text', ([value = null]) => asText(value).toUpperCase()),
  LOWER: fn('text text?', 'text', ([value = null]) => asText(value).toLowerCase()),
  INITCAP: onText((value) => value.toLowerCase().replace(/[\p{L}\p{N}]+/gu, (word) => word.charAt(0).toUpperCase() + word.slice(1))),
  REVERSE: onText((value) => [...value].reverse().join('')),
  ASCII: onText((value) => value.codePointAt(0) ?? null, 'number'),
  CHR: fn('number', 'text', ([code = null]) => String.fromCodePoint(asNumber(code))),
  LEFT: fn('text number', 'text', ([value = null, count = null]) => asText(value).slice(0, Math.max(0, asNumber(count)))),
  RIGHT: fn('text number', 'text', ([value = null, count = null]) =>
    asNumber(count) < 1 ? '' : asText(value).slice(-Math.trunc(asNumber(count)))
  ),
  MID: fn('text number number', 'text', ([value = null, from = null, count = null]) => {
    const start = Math.max(0, Math.trunc(asNumber(from)) - 1);
    return asText(value).slice(start, start + Math.max(0, Math.trunc(asNumber(count))));
  }),
  CONTAINS: texts('text text', 'boolean', (value, find) => find === '' || (value === '' ? null : value.includes(find))),
  BEGINS: texts('text text', 'boolean', (value, find) => find === '' || (value === '' ? null : value.startsWith(find))),
  FIND: fn('text text number?', 'number', ([find = null, value = null, from = 1]) =>
    asText(find) === '' ? 0 : asText(value).indexOf(asText(find), asNumber(from) - 1) + 1
  ),
  SUBSTITUTE: fn('text text text', 'text', ([value = null, find = null, by = null]) =>
    asText(find) === '' ? value : asText(value).replaceAll(asText(find), () => asText(by))
  ),
  LPAD: fn('text number text?', 'text', ([value = null, size = null, by = ' ']) => pad(asText(value), asNumber(size), asText(by), true)),
  RPAD: fn('text number text?', 'text', ([value = null, size = null, by = ' ']) => pad(asText(value), asNumber(size), asText(by), false)),
  BR: fn('', 'text', () => '\n'),
  REGEX: texts('text text', 'boolean', matches),
  ISNUMBER: onText((value) => value.trim() !== '' && Number.isFinite(Number(value)), 'boolean'),
  CASESAFEID: onText((value) => longId(value) ?? value),
  HYPERLINK: fn('text text text?', 'text', ([url = null, label = null, target = null]) => link(asText(url), asText(label), asText(target))),
  IMAGE: fn('text text number? number?', 'text', ([url = null, alt = null, height, width]) =>
    image(asText(url), asText(alt), numberOrNull(height), numberOrNull(width))
  ),

  NOW: fn('', 'datetime', (_, now) => days.momentText(now)),
  TIMENOW: fn('', 'time', (_, now) => days.timeText(now)),
  DATE: fn('number number number', 'date', ([year = null, month = null, day = null]) =>
    days.dateOf(...([year, month, day].map((one) => Math.trunc(asNumber(one))) as [number, number, number]))
  ),
  ADDMONTHS: fn('date|datetime number', 'first', ([value = null, months = null]) => days.addMonths(String(value), asNumber(months))),
  DATETIMEVALUE: fn('text|date|datetime', 'datetime', ([value = null]) => {
    const text = asText(value);
    return text === '' ? null : text.length === 10 ? `${text}T00:00:00.000Z` : days.parsedMoment(text);
  }),
  TIMEVALUE: fn('text|datetime', 'time', ([value = null]) => {
    const text = asText(value);
    return text === '' ? null : text.includes('T') ? days.timeText(Date.parse(text)) : days.parsedTime(text);
  }),
  YEAR: onDay((value) => days.part(value, 0, 4)),
  MONTH: onDay((value) => days.part(value, 5, 7)),
  DAY: onDay((value) => days.part(value, 8, 10)),
  WEEKDAY: onDay(days.weekday),
  DAYOFYEAR: onDay(days.yearDay),
  ISOWEEK: onDay(days.isoWeek),
  ISOYEAR: onDay(days.isoYear),
  HOUR: onTime(0, 2),
  MINUTE: onTime(3, 5),
  SECOND: onTime(6, 8),
  MILLISECOND: onTime(9, 12),
  UNIXTIMESTAMP: fn('date|datetime', 'number', ([value = null]) => days.unixTime(value)),
  FROMUNIXTIME: fn('number', 'datetime', ([value = null]) => days.momentText(asNumber(value) * 1000)),
  FORMATDURATION: fn('number|datetime|time boolean|datetime|time?', 'text', ([from = null, to]) =>
    typeof from === 'number'
      ? days.duration(from, to === true)
      : days.duration((days.millisecondsOf(to ?? null) - days.millisecondsOf(from)) / 1000, String(from).length > 20)
  )
};
