/** Java's SimpleDateFormat, as `Datetime.format` takes it. */
import { apexError } from '../../runtime/exception-value.ts';
import { offsetAt, partsIn, type ClockParts } from '../../../zones.ts';

const pad = (value: number, size: number): string => String(value).padStart(size, '0');

function named(zone: string, ms: number, options: Intl.DateTimeFormatOptions, type: Intl.DateTimeFormatPartTypes): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, ...options }).formatToParts(ms);
  return parts.find((part) => part.type === type)?.value ?? '';
}

const DAY = 86_400_000;
const dayNumber = ({ year, month, day }: ClockParts): number => Date.UTC(year, month - 1, day) / DAY;
export const dayOfYear = (parts: ClockParts): number => dayNumber(parts) - dayNumber({ ...parts, month: 1, day: 1 }) + 1;
/** 0 is Sunday. */
export const weekdayOf = (parts: ClockParts): number => (((dayNumber(parts) + 4) % 7) + 7) % 7;

/** Weeks begin on Sunday, and the first is that of the first of January (en_US). */
function weekOfYear(parts: ClockParts): number {
  const first = weekdayOf({ ...parts, month: 1, day: 1 });
  const week = Math.floor((dayOfYear(parts) - 1 + first) / 7) + 1;
  const last = weekdayOf({ ...parts, month: 12, day: 31 });
  // The last days of December belong to the week of the next first of January.
  return parts.month === 12 && parts.day > 31 - (last + 1) && last < 6 ? 1 : week;
}

function offsetText(zone: string, ms: number, colon: string): string {
  const minutes = Math.round(offsetAt(zone, ms) / 60_000);
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60), 2)}${colon}${pad(size % 60, 2)}`;
}

function isoOffset(zone: string, ms: number, count: number): string {
  if (offsetAt(zone, ms) === 0) {
    return 'Z';
  }
  const text = offsetText(zone, ms, count === 3 ? ':' : '');
  return count === 1 ? text.slice(0, 3) : text;
}

function zoneName(zone: string, ms: number, count: number): string {
  const name = named(zone, ms, { timeZoneName: count >= 4 ? 'long' : 'short' }, 'timeZoneName');
  return name === 'UTC' && zone !== 'UTC' ? 'GMT' : name;
}

function symbol(letter: string, count: number, zone: string, ms: number, parts: ClockParts): string {
  switch (letter) {
    case 'G':
      return parts.year > 0 ? 'AD' : 'BC';
    case 'y':
    case 'u':
      if (letter === 'u') {
        return pad(weekdayOf(parts) || 7, count);
      }
      return count === 2 ? pad(parts.year % 100, 2) : pad(parts.year, count);
    case 'Y': {
      const next = parts.month === 12 && weekOfYear(parts) === 1;
      const year = parts.year + (next ? 1 : 0);
      return count === 2 ? pad(year % 100, 2) : pad(year, count);
    }
    case 'M':
    case 'L':
      return count <= 2 ? pad(parts.month, count) : named(zone, ms, { month: count === 3 ? 'short' : 'long' }, 'month');
    case 'w':
      return pad(weekOfYear(parts), count);
    case 'W':
      return pad(Math.floor((parts.day - 1 + weekdayOf({ ...parts, day: 1 })) / 7) + 1, count);
    case 'D':
      return pad(dayOfYear(parts), count);
    case 'd':
      return pad(parts.day, count);
    case 'F':
      return pad(Math.floor((parts.day - 1) / 7) + 1, count);
    case 'E':
      return named(zone, ms, { weekday: count <= 3 ? 'short' : 'long' }, 'weekday');
    case 'a':
      return parts.hour < 12 ? 'AM' : 'PM';
    case 'H':
      return pad(parts.hour, count);
    case 'k':
      return pad(parts.hour || 24, count);
    case 'K':
      return pad(parts.hour % 12, count);
    case 'h':
      return pad(parts.hour % 12 || 12, count);
    case 'm':
      return pad(parts.minute, count);
    case 's':
      return pad(parts.second, count);
    case 'S':
      return pad(parts.millisecond, count);
    case 'z':
      return zoneName(zone, ms, count);
    case 'Z':
      return offsetText(zone, ms, '');
    case 'X':
      return isoOffset(zone, ms, count);
    default:
      throw apexError('IllegalArgumentException', `Illegal pattern character '${letter}'`);
  }
}

export function formatPattern(pattern: string, zone: string, ms: number): string {
  const parts = partsIn(zone, ms);
  return pattern.replace(/'((?:[^']|'')*)'|''|([a-zA-Z])\2*/g, (found, quoted: string | undefined, letter: string | undefined) => {
    if (letter !== undefined) {
      return symbol(letter, found.length, zone, ms, parts);
    }
    return quoted === undefined || quoted === '' ? "'" : quoted.replaceAll("''", "'");
  });
}

/** As the user's locale writes a point in time: `12/27/2024, 2:30 PM`. */
export function formatLocal(ms: number, zone: string, locale: string, long = false): string {
  const options: Intl.DateTimeFormatOptions = long
    ? { dateStyle: 'short', timeStyle: 'long' }
    : { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: '2-digit' };
  const text = new Intl.DateTimeFormat(locale.replaceAll('_', '-'), { timeZone: zone, ...options }).format(ms);
  // Narrow no-break spaces are what ICU puts before AM and PM; the platform writes plain ones.
  return text.replaceAll('\u202f', ' ');
}
