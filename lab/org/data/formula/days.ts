/** Date and time functions of formulas. Salesforce Help, “Formula Operators and Functions”; “Using Date, Date/Time, and Time Values in Formulas”. */
import type { Scalar } from '../../types.ts';
import { FormulaError } from './parse.ts';
import { asNumber, asText } from './values.ts';

export const DAY = 86_400_000;

export const dateText = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
export const momentText = (ms: number): string => new Date(ms).toISOString();
export const timeText = (ms: number): string => new Date(((Math.round(ms) % DAY) + DAY) % DAY).toISOString().slice(11);
export const timeMs = (time: string): number => Date.parse(`1970-01-01T${time}`);
const at = (value: Scalar): Date => new Date(typeof value === 'string' && value.length === 10 ? `${value}T00:00:00Z` : String(value));

export function dateOf(year: number, month: number, day: number): string {
  const made = new Date(Date.UTC(2000, 0, 1));
  made.setUTCFullYear(year, month - 1, day);
  if (made.getUTCMonth() !== month - 1 || made.getUTCDate() !== day) {
    throw new FormulaError('DATE was given a day that does not exist.');
  }
  return made.toISOString().slice(0, 10);
}

/** The same day so many months on; the last of the month where it has fewer days. */
export function addMonths(value: string, months: number): string {
  const from = at(value);
  const first = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + Math.trunc(months), 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  const day = Math.min(from.getUTCDate(), last);
  const moved = new Date(from);
  moved.setUTCFullYear(first.getUTCFullYear(), first.getUTCMonth(), day);
  return value.length === 10 ? dateText(moved.getTime()) : momentText(moved.getTime());
}

/** The Thursday of a day's week, which says what ISO 8601 counts the week to. */
function thursday(value: Scalar): Date {
  const day = at(value);
  return new Date(day.getTime() + (4 - (day.getUTCDay() || 7)) * DAY);
}
const dayOfYear = (day: Date): number => Math.round((day.getTime() - Date.UTC(day.getUTCFullYear(), 0, 1)) / DAY) + 1;

export const isoYear = (value: Scalar): number => thursday(value).getUTCFullYear();
export const isoWeek = (value: Scalar): number => Math.ceil(dayOfYear(thursday(value)) / 7);
export const yearDay = (value: Scalar): number => dayOfYear(at(value));
/** Sunday is 1. */
export const weekday = (value: Scalar): number => at(value).getUTCDay() + 1;
export const unixTime = (value: Scalar): number => Math.floor(at(value).getTime() / 1000);

/** `YYYY-MM-DD`. */
export function parsedDate(text: string): string {
  const [, year, month, day] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text.trim()) ?? [];
  if (day === undefined) {
    throw new FormulaError(`DATEVALUE cannot read “${text}”.`);
  }
  return dateOf(Number(year), Number(month), Number(day));
}

/** `YYYY-MM-DD HH:MM:SS`, in GMT. */
export function parsedMoment(text: string): string {
  const found = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.\d+)?Z?$/.exec(text.trim());
  const ms = found ? Date.parse(`${found[1]}T${found[2]}Z`) : Number.NaN;
  if (Number.isNaN(ms)) {
    throw new FormulaError(`DATETIMEVALUE cannot read “${text}”.`);
  }
  return momentText(ms);
}

/** `HH:MM:SS.MS`. */
export function parsedTime(text: string): string {
  const ms = /^\d\d:\d\d:\d\d(\.\d{1,3})?$/.test(text.trim()) ? timeMs(`${text.trim()}Z`) : Number.NaN;
  if (Number.isNaN(ms)) {
    throw new FormulaError(`TIMEVALUE cannot read “${text}”.`);
  }
  return timeText(ms);
}

/** `HH:MM:SS`, with the days before where they count. */
export function duration(seconds: number, withDays: boolean): string {
  const all = Math.trunc(Math.abs(seconds));
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const tail = `${two((all / 60) % 60)}:${two(all % 60)}`;
  return withDays ? `${Math.floor(all / 86_400)}:${two((all / 3600) % 24)}:${tail}` : `${two(all / 3600)}:${tail}`;
}

export const millisecondsOf = (value: Scalar): number =>
  asText(value).endsWith('Z') && asText(value).length < 20 ? timeMs(asText(value)) : at(value).getTime();
export const part = (value: Scalar, from: number, to: number): number => asNumber(String(value).slice(from, to));
