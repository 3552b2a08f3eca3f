/** Between points in time and the clock on the wall of a time zone (an IANA name). */

export interface ClockParts {
  year: number;
  /** 1–12. */
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  millisecond: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      hourCycle: 'h23'
    });
    formats.set(zone, format);
  }
  return format;
}

/** Whether the name is a time zone. */
export function isZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

export function partsIn(zone: string, ms: number): ClockParts {
  const found: Record<string, string> = {};
  for (const { type, value } of formatOf(zone).formatToParts(ms)) {
    found[type] = value;
  }
  const get = (name: string): number => Number(found[name]);
  return {
    year: found['era'] === 'BC' ? 1 - get('year') : get('year'),
    month: get('month'),
    day: get('day'),
    hour: get('hour'),
    minute: get('minute'),
    second: get('second'),
    millisecond: ((ms % 1000) + 1000) % 1000
  };
}

/** As if the clock stood in UTC; parts out of range carry over. */
export function utcOf(parts: ClockParts): number {
  const at = new Date(0);
  at.setUTCFullYear(parts.year, parts.month - 1, parts.day);
  at.setUTCHours(parts.hour, parts.minute, parts.second, parts.millisecond);
  return at.getTime();
}

/** Milliseconds that the zone is ahead of UTC at that moment. */
export const offsetAt = (zone: string, ms: number): number => utcOf(partsIn(zone, ms)) - ms;

/** The moment at which a clock of the zone shows the parts; a time that daylight saving skips moves ahead. */
export function instantIn(zone: string, parts: ClockParts): number {
  const plain = utcOf(parts);
  const first = plain - offsetAt(zone, plain);
  const second = plain - offsetAt(zone, first);
  if (offsetAt(zone, second) === plain - second) {
    return second;
  }
  return Math.max(first, second);
}

/** `YYYY-MM-DD` on the wall of the zone. */
export function dayIn(zone: string, ms: number): string {
  return new Date(utcOf(partsIn(zone, ms))).toISOString().slice(0, 10);
}
