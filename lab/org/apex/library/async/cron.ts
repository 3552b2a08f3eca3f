/** `seconds minutes hours day-of-month month day-of-week year?`. Apex Developer Guide, "System.schedule Method". */
import { apexError, type ApexException } from '../../runtime/exception-value.ts';
import { instantIn, partsIn } from '../../../zones.ts';

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

type Test = (value: number) => boolean;
interface Day {
  day: number;
  month: number;
  year: number;
  /** 1 is Sunday. */
  weekday: number;
  /** Days in the month. */
  size: number;
}
type DayTest = (day: Day) => boolean;

const invalid = (text: string): ApexException => apexError('StringException', `Illegal value in cron expression: ${text}`);

function numberOf(text: string, names: string[], first: number): number {
  const named = names.indexOf(text.toUpperCase());
  const value = named >= 0 ? named + first : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(value)) {
    throw invalid(text);
  }
  return value;
}

/** `*`, `5`, `1-5`, `1,3`, `0/15`. */
function field(text: string, min: number, max: number, names: string[] = [], first = 1): Test {
  const tests = text.split(',').map((part): Test => {
    const [range = '', step] = part.split('/');
    const [from, to] = range === '*' || range === '?' ? [min, max] : range.split('-').map((end) => numberOf(end, names, first));
    const low = from as number;
    const high = to ?? (step === undefined ? low : max);
    const by = step === undefined ? 1 : numberOf(step, [], 0);
    if (low < min || high > max || by < 1) {
      throw invalid(part);
    }
    return (value) => value >= low && value <= high && (value - low) % by === 0;
  });
  return (value) => tests.some((test) => test(value));
}

function dayOfMonth(text: string): DayTest {
  if (text === 'L') {
    return ({ day, size }) => day === size;
  }
  const nearest = /^(\d+)W$/.exec(text);
  if (nearest) {
    return (day) => day.day === weekdayNear(Number(nearest[1]), day);
  }
  const test = field(text, 1, 31);
  return ({ day }) => test(day);
}

/** The working day nearest to a day of the month, within the month. */
function weekdayNear(wanted: number, { day, weekday, size }: Day): number {
  const target = Math.min(wanted, size);
  const falls = (((weekday - 1 + target - day) % 7) + 7) % 7;
  if (falls === 6) {
    return target > 1 ? target - 1 : target + 2;
  }
  return falls === 0 ? (target < size ? target + 1 : target - 2) : target;
}

function dayOfWeek(text: string): DayTest {
  const last = /^(\w+)L$/.exec(text);
  if (last && text !== 'L') {
    const wanted = numberOf(last[1] as string, DAYS, 1);
    return ({ weekday, day, size }) => weekday === wanted && day + 7 > size;
  }
  const nth = /^(\w+)#([1-5])$/.exec(text);
  if (nth) {
    const wanted = numberOf(nth[1] as string, DAYS, 1);
    return ({ weekday, day }) => weekday === wanted && Math.ceil(day / 7) === Number(nth[2]);
  }
  const test = field(text === 'L' ? '7' : text, 1, 7, DAYS);
  return ({ weekday }) => test(weekday);
}

/** No expression names a later one. */
const LAST_YEAR = 2100;

/** @returns the first time after `after` (ms), or null when there is none. */
export function nextTime(cron: string, after: number, zone: string): number | null {
  const parts = cron.trim().split(/\s+/);
  const [seconds = '', minutes = '', hours = '', days = '', months = '', weekdays = '', years = '*'] = parts;
  if (parts.length < 6 || parts.length > 7) {
    throw invalid(cron);
  }
  if (!/^\d+$/.test(seconds) || !/^\d+$/.test(minutes)) {
    throw apexError('AsyncException', 'Seconds and minutes must be specified as integers.');
  }
  const hour = field(hours, 0, 23);
  const fits = [dayOfMonth(days), dayOfWeek(weekdays)];
  const month = field(months, 1, 12, MONTHS);
  const year = field(years, 1970, 2099);
  const from = partsIn(zone, after);
  for (let ahead = 0; from.year + ahead / 366 < LAST_YEAR; ahead += 1) {
    const at = new Date(Date.UTC(from.year, from.month - 1, from.day + ahead));
    const day: Day = {
      day: at.getUTCDate(),
      month: at.getUTCMonth() + 1,
      year: at.getUTCFullYear(),
      weekday: at.getUTCDay() + 1,
      size: new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate()
    };
    if (!month(day.month) || !year(day.year) || !fits.every((test) => test(day))) {
      continue;
    }
    for (let at24 = 0; at24 < 24; at24 += 1) {
      const time = hour(at24)
        ? instantIn(zone, { ...day, hour: at24, minute: Number(minutes), second: Number(seconds), millisecond: 0 })
        : 0;
      if (time > after) {
        return time;
      }
    }
  }
  return null;
}
