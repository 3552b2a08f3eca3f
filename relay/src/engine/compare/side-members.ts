/**
 * Who is a member on one side, and with which status, for a compare of a million members: open addressing over typed arrays, 12 bytes a place, at most half
 * of them taken. A Map of objects takes some ten times as much. Keys are kept whole, not hashed, so two people are never taken for one.
 */
import { wholeId } from '../salesforce-id.ts';

const FIRST_PLACES = 1 << 10;
/** The top bit of a status says that the member was taken. */
const TAKEN = 0x8000;
const MOST_STATUSES = TAKEN - 1;
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const VALUE_OF = new Map([...DIGITS].map((digit, value) => [digit.charCodeAt(0), value]));

/** A key as three numbers: 16, 32 and 32 bits. */
interface Cut {
  head: number;
  high: number;
  low: number;
}

abstract class SideMembers<Key> {
  private heads = new Uint16Array(FIRST_PLACES);
  private highs = new Uint32Array(FIRST_PLACES);
  private lows = new Uint32Array(FIRST_PLACES);
  /** 0: free; else 1 + the status's place in `labels`. */
  private statuses = new Uint16Array(FIRST_PLACES);
  private readonly labels: string[] = [];
  private readonly places = new Map<string, number>();
  private count = 0;

  protected abstract cut(key: Key): Cut;
  protected abstract join(cut: Cut): Key;

  get size(): number {
    return this.count;
  }

  /** Each status that somebody has. */
  get statusesInUse(): readonly string[] {
    return this.labels;
  }

  /** The last one said holds. */
  set(key: Key, status: string): void {
    if (this.count * 2 >= this.statuses.length) this.grow();
    const cut = this.cut(key);
    const at = this.find(cut);
    if (this.statuses[at] === 0) this.count++;
    this.put(at, cut, this.label(status));
  }

  /** The member's status, null for somebody who is none; whoever was taken is not among those left. */
  take(key: Key): string | null {
    const at = this.find(this.cut(key));
    const status = this.statuses[at] ?? 0;
    if (status === 0) return null;
    this.statuses[at] = status | TAKEN;
    return this.labels[(status & ~TAKEN) - 1] ?? null;
  }

  /** Whoever was not taken, in no order that means anything. */
  *left(): Iterable<Key> {
    for (let at = 0; at < this.statuses.length; at++) {
      const status = this.statuses[at] ?? 0;
      if (status !== 0 && status < TAKEN)
        yield this.join({ head: this.heads[at] ?? 0, high: this.highs[at] ?? 0, low: this.lows[at] ?? 0 });
    }
  }

  private label(status: string): number {
    let place = this.places.get(status);
    if (place === undefined) {
      if (this.labels.length >= MOST_STATUSES) throw new Error(`More than ${MOST_STATUSES} different statuses in one list`);
      place = this.labels.push(status);
      this.places.set(status, place);
    }
    return place;
  }

  /** Where the key is, or the free place where it belongs. */
  private find({ head, high, low }: Cut): number {
    const mask = this.statuses.length - 1;
    let at = (Math.imul(low ^ (low >>> 15), 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b) ^ Math.imul(head, 0xc2b2ae35)) >>> 0;
    for (at = (at ^ (at >>> 13)) & mask; this.statuses[at] !== 0; at = (at + 1) & mask) {
      if (this.lows[at] === low && this.highs[at] === high && this.heads[at] === head) break;
    }
    return at;
  }

  private put(at: number, { head, high, low }: Cut, status: number): void {
    this.heads[at] = head;
    this.highs[at] = high;
    this.lows[at] = low;
    this.statuses[at] = status;
  }

  private grow(): void {
    const { heads, highs, lows, statuses } = this;
    const places = statuses.length * 2;
    this.heads = new Uint16Array(places);
    this.highs = new Uint32Array(places);
    this.lows = new Uint32Array(places);
    this.statuses = new Uint16Array(places);
    for (let at = 0; at < statuses.length; at++) {
      const cut = { head: heads[at] ?? 0, high: highs[at] ?? 0, low: lows[at] ?? 0 };
      if (statuses[at] !== 0) this.put(this.find(cut), cut, statuses[at] ?? 0);
    }
  }
}

/** By Marketo lead id. */
export class MarketoMembers extends SideMembers<number> {
  protected override cut(id: number): Cut {
    return { head: 0, high: Math.floor(id / 2 ** 32), low: id >>> 0 };
  }
  protected override join({ high, low }: Cut): number {
    return high * 2 ** 32 + low;
  }
}

/** By lead or contact id, 15 or 18 characters; given back with 18. */
export class SalesforceMembers extends SideMembers<string> {
  /** Object and instance, the first 6 of the 15 characters: few in any org. */
  private readonly prefixes: string[] = [];

  /** @throws {Error} for a text that is no Salesforce id. */
  protected override cut(id: string): Cut {
    const prefix = id.slice(0, 6);
    let head = this.prefixes.indexOf(prefix);
    if (head < 0) head = this.prefixes.push(prefix) - 1;
    return { head, high: number(id, 6, 10), low: number(id, 10, 15) };
  }
  protected override join({ head, high, low }: Cut): string {
    return wholeId(`${this.prefixes[head]}${text(high, 4)}${text(low, 5)}`);
  }
}

/** Five digits in base 62 fit 30 bits. */
function number(id: string, from: number, until: number): number {
  let value = 0;
  for (let at = from; at < until; at++) {
    const digit = VALUE_OF.get(id.charCodeAt(at));
    if (digit === undefined) throw new Error(`"${id}" is no Salesforce id`);
    value = value * 62 + digit;
  }
  return value;
}

function text(value: number, digits: number): string {
  let out = '';
  for (let rest = value; out.length < digits; rest = Math.floor(rest / 62)) out = `${DIGITS[rest % 62]}${out}`;
  return out;
}
