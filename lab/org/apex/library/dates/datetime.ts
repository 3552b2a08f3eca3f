/** Datetime. Apex Reference Guide, "Datetime Class". What is not called Gmt goes by the clock of the running user's time zone. */
import { ApexDate, ApexDatetime, ApexTime } from '../../runtime/dates.ts';
import { runtime } from '../../runtime/current.ts';
import { apexError } from '../../runtime/exception-value.ts';
import { equalValues } from '../../runtime/equality.ts';
import { textOf } from '../../runtime/text.ts';
import { given, library, type LibraryDeclaration } from '../define.ts';
import { now } from '../system/clock.ts';
import { addMonths } from './date.ts';
import { parseLocalDatetime, parsePlainDatetime, partsOfDate } from './parsing.ts';
import { dayOfYear, formatLocal, formatPattern } from './pattern.ts';
import { instantIn, isZone, partsIn, utcOf, type ClockParts } from '../../../zones.ts';
import { userZone } from './zone.ts';

type Members = NonNullable<LibraryDeclaration['members']>;
const GMT = 'UTC';

const instant = (zone: string, parts: ClockParts): ApexDatetime => new ApexDatetime(zone === GMT ? utcOf(parts) : instantIn(zone, parts));
const partsOfTime = (time: ApexTime): Pick<ClockParts, 'hour' | 'minute' | 'second' | 'millisecond'> => ({
  hour: Math.floor(time.ms / 3_600_000),
  minute: Math.floor(time.ms / 60_000) % 60,
  second: Math.floor(time.ms / 1000) % 60,
  millisecond: time.ms % 1000
});

/** `newInstance` and `newInstanceGmt`. */
function making(name: string, zone: () => string): Members {
  const of = given((year: number, month: number, day: number, hour: number = 0, minute: number = 0, second: number = 0) =>
    instant(zone(), { year, month, day, hour, minute, second, millisecond: 0 })
  );
  return {
    [`static Datetime ${name}(Date date, Time time)`]: given((date: ApexDate, time: ApexTime) =>
      instant(zone(), { ...partsOfDate(date), ...partsOfTime(time) })
    ),
    [`static Datetime ${name}(Integer year, Integer month, Integer day)`]: of,
    [`static Datetime ${name}(Integer year, Integer month, Integer day, Integer hour, Integer minute, Integer second)`]: of
  };
}

/** `hour`, `hourGmt` and the like. */
function reading(suffix: string, zone: () => string): Members {
  const made: Members = {};
  for (const part of ['year', 'month', 'day', 'hour', 'minute', 'second', 'millisecond'] as const) {
    made[`Integer ${part}${suffix}()`] = (self: ApexDatetime) => partsIn(zone(), self.ms)[part];
  }
  made[`Integer dayOfYear${suffix}()`] = (self: ApexDatetime) => dayOfYear(partsIn(zone(), self.ms));
  made[`Date date${suffix}()`] = (self: ApexDatetime) => {
    const { year, month, day } = partsIn(zone(), self.ms);
    return ApexDate.of(year, month, day);
  };
  made[`Time time${suffix}()`] = (self: ApexDatetime) => {
    const { hour, minute, second, millisecond } = partsIn(zone(), self.ms);
    return new ApexTime(hour * 3_600_000 + minute * 60_000 + second * 1000 + millisecond);
  };
  return made;
}

const adding = (unit: number) => given((self: ApexDatetime, count: number) => new ApexDatetime(self.ms + count * unit));

/** Days and months go by the calendar of the user's zone, so that the time of day stays over a change to daylight saving. */
function movedDate(self: ApexDatetime, move: (date: ApexDate) => ApexDate): ApexDatetime {
  const parts = partsIn(userZone(), self.ms);
  const date = move(ApexDate.of(parts.year, parts.month, parts.day));
  return instant(userZone(), { ...parts, year: date.year, month: date.month, day: date.day });
}

function fromObject(value: unknown): ApexDatetime {
  if (value instanceof ApexDatetime) {
    return value;
  }
  if (value instanceof ApexDate) {
    return instant(userZone(), partsOfDate(value));
  }
  if (typeof value === 'string' || value === null) {
    return parsePlainDatetime(value as string | null, userZone());
  }
  throw apexError('TypeException', `Invalid date/time: ${textOf(value)}`);
}

const named = (zone: string): string => (isZone(zone) ? zone : 'GMT');
/** Without a pattern, as the user's locale writes it. */
const local = (self: ApexDatetime, long = false): string => formatLocal(self.ms, userZone(), runtime().user().locale, long);
const formatted = (self: ApexDatetime, pattern: string | null, zone: string): string =>
  pattern === null ? local(self) : formatPattern(pattern, zone, self.ms);

export const datetime = library({
  name: 'Datetime',
  members: {
    ...making('newInstance', userZone),
    ...making('newInstanceGmt', () => GMT),
    ...reading('', userZone),
    ...reading('Gmt', () => GMT),
    'static Datetime newInstance(Long milliseconds)': given((ms: bigint) => new ApexDatetime(Number(ms))),
    'static Datetime now()': now,
    'static Datetime parse(String text)': (text: string | null) => parseLocalDatetime(text, runtime().user().locale),
    'static Datetime valueOf(String text)': (text: string | null) => parsePlainDatetime(text, userZone()),
    'static Datetime valueOf(Object value)': fromObject,
    'static Datetime valueOfGmt(String text)': (text: string | null) => parsePlainDatetime(text, null),
    'Datetime addDays(Integer days)': given((self: ApexDatetime, days: number) =>
      movedDate(self, (date) => new ApexDate(date.days + days))
    ),
    'Datetime addHours(Integer hours)': adding(3_600_000),
    'Datetime addMinutes(Integer minutes)': adding(60_000),
    'Datetime addMonths(Integer months)': given((self: ApexDatetime, months: number) => movedDate(self, (date) => addMonths(date, months))),
    'Datetime addSeconds(Integer seconds)': adding(1000),
    'Datetime addYears(Integer years)': given((self: ApexDatetime, years: number) =>
      movedDate(self, (date) => addMonths(date, years * 12))
    ),
    'String format()': (self: ApexDatetime) => local(self),
    'String format(String pattern)': (self: ApexDatetime, pattern: string | null) => formatted(self, pattern, userZone()),
    'String format(String pattern, String timeZone)': (self: ApexDatetime, pattern: string | null, zone: string | null) =>
      formatted(self, pattern, zone === null ? userZone() : named(zone)),
    'String formatGmt(String pattern)': (self: ApexDatetime, pattern: string | null) => formatted(self, pattern, GMT),
    'String formatLong()': (self: ApexDatetime) => local(self, true),
    'Long getTime()': (self: ApexDatetime) => BigInt(self.ms),
    'Boolean isSameDay(Datetime other)': given((self: ApexDatetime, other: ApexDatetime) => {
      const [one, two] = [partsIn(userZone(), self.ms), partsIn(userZone(), other.ms)];
      return one.year === two.year && one.month === two.month && one.day === two.day;
    }),
    'Boolean equals(Object other)': (self: ApexDatetime, other: unknown) => equalValues(self, other)
  }
});
