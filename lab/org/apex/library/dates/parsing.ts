/** Dates and times out of text. */
import { ApexDate, ApexDatetime } from '../../runtime/dates.ts';
import { apexError } from '../../runtime/exception-value.ts';
import { nullArgument } from '../define.ts';
import { instantIn, utcOf, type ClockParts } from '../../../zones.ts';
import { userZone } from './zone.ts';

/** `2024-02-29T12:30:00.000Z`, with an offset such as +0200 or +02:00 as well. Null when it is no such text. */
export function parseIsoDatetime(text: string): ApexDatetime | null {
  const match = /^(\d{4}-\d\d-\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)?)?$/.exec(text.trim());
  const date = match && ApexDate.parse(match[1] as string);
  if (!match || !date) {
    return null;
  }
  const [hour, minute, second] = [match[2], match[3], match[4]].map((part) => Number(part ?? 0)) as [number, number, number];
  if (hour > 23 || minute > 59 || second > 59) {
    return null;
  }
  const millisecond = Number((match[5] ?? '0').padEnd(3, '0').slice(0, 3));
  const zone = /^([+-])(\d\d):?(\d\d)$/.exec(match[6] ?? '');
  const offset = zone ? (zone[1] === '-' ? -1 : 1) * (Number(zone[2]) * 60 + Number(zone[3])) * 60_000 : 0;
  return new ApexDatetime(utcOf({ ...partsOfDate(date), hour, minute, second, millisecond }) - offset);
}

export const partsOfDate = (date: ApexDate): ClockParts => ({
  year: date.year,
  month: date.month,
  day: date.day,
  hour: 0,
  minute: 0,
  second: 0,
  millisecond: 0
});

/** `yyyy-MM-dd HH:mm:ss`, on the clock of `zone` (null: UTC). @throws System.TypeException */
export function parsePlainDatetime(text: string | null, zone: string | null): ApexDatetime {
  if (text === null) {
    throw nullArgument();
  }
  const match = /^(\d{4}-\d{1,2}-\d{1,2})[ T](\d{1,2}):(\d{1,2}):(\d{1,2})/.exec(text.trim());
  const date = match && ApexDate.parse(match[1] as string);
  const [hour, minute, second] = match ? match.slice(2, 5).map(Number) : [];
  if (!date || hour === undefined || minute === undefined || second === undefined || hour > 23 || minute > 59 || second > 59) {
    throw apexError('TypeException', `Invalid date/time: ${text}`);
  }
  const parts = { ...partsOfDate(date), hour, minute, second };
  return new ApexDatetime(zone === null ? utcOf(parts) : instantIn(zone, parts));
}

/** `yyyy-MM-dd`; what follows (a time) is left away. @throws System.TypeException */
export function parsePlainDate(text: string | null): ApexDate {
  if (text === null) {
    throw nullArgument();
  }
  const found = /^\s*(\d{4}-\d{1,2}-\d{1,2})(?:[ T].*)?$/.exec(text);
  const date = found && ApexDate.parse(found[1] as string);
  if (!date) {
    throw apexError('TypeException', `Invalid date: ${text}`);
  }
  return date;
}

/** Day, month, year in the order of the locale: `12/27/2024` in en_US, `27.12.2024` in de_DE. */
export function parseLocalDate(text: string | null, locale: string): ApexDate {
  if (text === null) {
    throw nullArgument();
  }
  const order = new Intl.DateTimeFormat(locale.replaceAll('_', '-'), { year: 'numeric', month: 'numeric', day: 'numeric' })
    .formatToParts(0)
    .map((part) => part.type)
    .filter((type) => type === 'year' || type === 'month' || type === 'day');
  const numbers = /^\s*(\d{1,4})\D+(\d{1,4})\D+(\d{1,4})\D?\s*$/.exec(text)?.slice(1).map(Number) ?? [];
  const at = (type: 'year' | 'month' | 'day'): number => numbers[order.indexOf(type)] ?? 0;
  const year = at('year') < 100 ? at('year') + 2000 : at('year');
  const date = ApexDate.of(year, at('month'), at('day'));
  if (numbers.length !== 3 || date.month !== at('month') || date.day !== at('day')) {
    throw apexError('TypeException', `Invalid date: ${text}`);
  }
  return date;
}

/** A date as above, a space or a comma, `h:mm a` or `HH:mm`. */
export function parseLocalDatetime(text: string | null, locale: string): ApexDatetime {
  if (text === null) {
    throw nullArgument();
  }
  const match = /^\s*(.+?),?\s+(\d{1,2}):(\d{2})\s*([AaPp][Mm])?\s*$/.exec(text);
  if (!match) {
    throw apexError('TypeException', `Invalid date/time: ${text}`);
  }
  const date = parseLocalDate(match[1] as string, locale);
  const half = match[4]?.toLowerCase();
  const hour = half ? (Number(match[2]) % 12) + (half === 'pm' ? 12 : 0) : Number(match[2]);
  return new ApexDatetime(instantIn(userZone(), { ...partsOfDate(date), hour, minute: Number(match[3]) }));
}
