/** Date, Datetime, Time and Blob values. All immutable. */

const DAY = 86_400_000;
const two = (value: number): string => String(value).padStart(2, '0');

/** A calendar day. */
export class ApexDate {
  /** Days since 1970-01-01. */
  readonly days: number;

  constructor(days: number) {
    this.days = days;
  }

  /** Months 1–12; days and months out of range carry over, as `Date.newInstance` does. */
  static of(year: number, month: number, day: number): ApexDate {
    const at = new Date(0);
    at.setUTCFullYear(year, month - 1, day);
    return new ApexDate(Math.round(at.getTime() / DAY));
  }
  /** `YYYY-MM-DD`; null when it is no such date. */
  static parse(text: string): ApexDate | null {
    const match = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text.trim());
    if (!match) {
      return null;
    }
    const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
    const made = ApexDate.of(year, month, day);
    return made.month === month && made.day === day && made.year === year ? made : null;
  }

  get year(): number {
    return this.utc().getUTCFullYear();
  }
  /** 1–12. */
  get month(): number {
    return this.utc().getUTCMonth() + 1;
  }
  get day(): number {
    return this.utc().getUTCDate();
  }
  /** `YYYY-MM-DD`, as rows hold it. */
  toString(): string {
    return `${String(this.year).padStart(4, '0')}-${two(this.month)}-${two(this.day)}`;
  }
  /** Midnight UTC. */
  utc(): Date {
    return new Date(this.days * DAY);
  }
}

/** A point in time. */
export class ApexDatetime {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly ms: number;

  constructor(ms: number) {
    this.ms = ms;
  }
  /** `YYYY-MM-DDTHH:mm:ss.sssZ`, as rows hold it. */
  toISOString(): string {
    return new Date(this.ms).toISOString();
  }
}

/** A time of day. */
export class ApexTime {
  /** Milliseconds since midnight. */
  readonly ms: number;

  constructor(ms: number) {
    this.ms = ((ms % DAY) + DAY) % DAY;
  }
  /** `HH:mm:ss.sssZ`, as rows hold it. */
  toString(): string {
    return new Date(this.ms).toISOString().slice(11);
  }
}

export class ApexBlob {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
  static fromText(text: string): ApexBlob {
    return new ApexBlob(new TextEncoder().encode(text));
  }
  /** Null when the bytes are no UTF-8. */
  text(): string | null {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(this.bytes);
    } catch {
      return null;
    }
  }
}
