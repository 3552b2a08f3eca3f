/** Date and Time. Apex Reference Guide, the classes of these names. */
import { ApexDate, ApexDatetime, ApexTime } from '../../runtime/dates.ts';
import { runtime } from '../../runtime/current.ts';
import { apexError } from '../../runtime/exception-value.ts';
import { equalValues } from '../../runtime/equality.ts';
import { textOf } from '../../runtime/text.ts';
import { given, library } from '../define.ts';
import { today } from '../system/clock.ts';
import { parseLocalDate, parsePlainDate, partsOfDate } from './parsing.ts';
import { dayOfYear } from './pattern.ts';
import { todayIn, userZone } from './zone.ts';

const daysInMonth = (year: number, month: number): number => ApexDate.of(year, month + 1, 0).day;

/** The last day of the month where the month is too short: January 31 and one month is February 28 or 29. */
export function addMonths(date: ApexDate, months: number): ApexDate {
  const first = ApexDate.of(date.year, date.month + months, 1);
  return ApexDate.of(first.year, first.month, Math.min(date.day, daysInMonth(first.year, first.month)));
}

function fromObject(value: unknown): ApexDate {
  if (value instanceof ApexDate) {
    return value;
  }
  if (value instanceof ApexDatetime) {
    return todayIn(userZone(), value.ms);
  }
  if (typeof value === 'string' || value === null) {
    return parsePlainDate(value as string | null);
  }
  throw apexError('TypeException', `Invalid date: ${textOf(value)}`);
}

/** The first day of the week is that of the user's locale: Sunday in en_US, Monday in de_DE. */
function startOfWeek(self: ApexDate): ApexDate {
  const locale = new Intl.Locale(runtime().user().locale.replaceAll('_', '-')) as Intl.Locale & {
    getWeekInfo?(): { firstDay: number };
    weekInfo?: { firstDay: number };
  };
  const first = (locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay ?? 7;
  const weekday = self.utc().getUTCDay();
  return new ApexDate(self.days - ((weekday - (first % 7) + 7) % 7));
}

const isLeapYear = (year: number): boolean => daysInMonth(year, 2) === 29;

function format(self: ApexDate): string {
  const locale = runtime().user().locale.replaceAll('_', '-');
  const options: Intl.DateTimeFormatOptions = { timeZone: 'UTC', year: 'numeric', month: 'numeric', day: 'numeric' };
  return new Intl.DateTimeFormat(locale, options).format(self.utc());
}

export const date = library({
  name: 'Date',
  members: {
    'static Integer daysInMonth(Integer year, Integer month)': given(daysInMonth),
    'static Boolean isLeapYear(Integer year)': given(isLeapYear),
    'static Date newInstance(Integer year, Integer month, Integer day)': given(ApexDate.of),
    'static Date parse(String text)': (text: string | null) => parseLocalDate(text, runtime().user().locale),
    'static Date today()': today,
    'static Date valueOf(String text)': parsePlainDate,
    'static Date valueOf(Object value)': fromObject,
    'Date addDays(Integer days)': given((self: ApexDate, days: number) => new ApexDate(self.days + days)),
    'Date addMonths(Integer months)': given(addMonths),
    'Date addYears(Integer years)': given((self: ApexDate, years: number) => addMonths(self, years * 12)),
    'Integer day()': (self: ApexDate) => self.day,
    'Integer dayOfYear()': (self: ApexDate) => dayOfYear(partsOfDate(self)),
    'Integer daysBetween(Date other)': given((self: ApexDate, other: ApexDate) => other.days - self.days),
    'String format()': format,
    'Boolean isSameDay(Date other)': given((self: ApexDate, other: ApexDate) => self.days === other.days),
    'Integer month()': (self: ApexDate) => self.month,
    // Days do not count: from the 31st of March to the 1st of April is one month.
    'Integer monthsBetween(Date other)': given(
      (self: ApexDate, other: ApexDate) => (other.year - self.year) * 12 + other.month - self.month
    ),
    'Date toStartOfMonth()': (self: ApexDate) => ApexDate.of(self.year, self.month, 1),
    'Date toStartOfWeek()': startOfWeek,
    'Integer year()': (self: ApexDate) => self.year,
    'Boolean equals(Object other)': (self: ApexDate, other: unknown) => equalValues(self, other)
  }
});

const HOUR = 3_600_000;
const MINUTE = 60_000;
const adding = (unit: number) => given((self: ApexTime, count: number) => new ApexTime(self.ms + count * unit));

export const time = library({
  name: 'Time',
  members: {
    'static Time newInstance(Integer hour, Integer minutes, Integer seconds, Integer milliseconds)': given(
      (hour: number, minute: number, second: number, ms: number) => new ApexTime(hour * HOUR + minute * MINUTE + second * 1000 + ms)
    ),
    'Time addHours(Integer hours)': adding(HOUR),
    'Time addMinutes(Integer minutes)': adding(MINUTE),
    'Time addSeconds(Integer seconds)': adding(1000),
    'Time addMilliseconds(Integer milliseconds)': adding(1),
    'Integer hour()': (self: ApexTime) => Math.floor(self.ms / HOUR),
    'Integer minute()': (self: ApexTime) => Math.floor(self.ms / MINUTE) % 60,
    'Integer second()': (self: ApexTime) => Math.floor(self.ms / 1000) % 60,
    'Integer millisecond()': (self: ApexTime) => self.ms % 1000
  }
});
