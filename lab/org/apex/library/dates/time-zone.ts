/** TimeZone. Apex Reference Guide, "TimeZone Class". */
import type { ApexDatetime } from '../../runtime/dates.ts';
import { runtime } from '../../runtime/current.ts';
import { given, library } from '../define.ts';
import { isZone, offsetAt } from '../../../zones.ts';

export class TimeZoneValue {
  readonly typeName = 'TimeZone';
  readonly id: string;
  /** A name that is no time zone stands for GMT, as in Java. */
  constructor(id: string) {
    this.id = isZone(id) ? id : 'GMT';
  }
  tostring$0(): string {
    return this.id;
  }
}

/** `(GMT-07:00) Pacific Daylight Time (America/Los_Angeles)`. */
function displayName(self: TimeZoneValue): string {
  const now = runtime().clock();
  const minutes = Math.round(offsetAt(self.id, now) / 60_000);
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const offset = `${minutes < 0 ? '-' : '+'}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`;
  const format = new Intl.DateTimeFormat('en-US', { timeZone: self.id, timeZoneName: 'long' });
  const name = format.formatToParts(now).find((part) => part.type === 'timeZoneName')?.value ?? self.id;
  return `(GMT${offset}) ${name} (${self.id})`;
}

export const timeZone = library({
  name: 'TimeZone',
  members: {
    'static TimeZone getTimeZone(String id)': given((id: string) => new TimeZoneValue(id)),
    'String getID()': (self: TimeZoneValue) => self.id,
    'String getDisplayName()': displayName,
    'Integer getOffset(Datetime at)': given((self: TimeZoneValue, at: ApexDatetime) => offsetAt(self.id, at.ms)),
    'String toString()': (self: TimeZoneValue) => self.id
  }
});
