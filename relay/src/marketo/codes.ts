/**
 * Marketo's error codes and what each means for the caller. One table for all endpoints; what only an endpoint can tell (1037) is decided there.
 * Source: Marketo REST, error codes; kinds as in `../engine/ports.ts`.
 */
import { marketoDay } from '../engine/budget.ts';
import { OutsideError, type OutsideKind } from '../engine/ports.ts';

interface Entry {
  kind: OutsideKind | 'refresh' | 'late';
  /** What to do, added to Marketo's own sentence. */
  fix?: string;
  retryAfterMs?: number;
}

/** Marketo REST: 100 calls in 20 s, shared by all integrations of the instance. */
const WINDOW_MS = 20_000;
/** 10 calls at once; one of them usually ends within a second or two. */
const CONCURRENCY_MS = 2_000;
const HOUR = 3_600_000;

/** `refresh`: once with a new token. `late`: an error of Marketo's own gateway, after which a write may still have been carried out. */
const TABLE: Record<string, Entry> = {
  '413': { kind: 'refused' },
  '414': { kind: 'refused' },
  '429': { kind: 'rate', retryAfterMs: WINDOW_MS },
  '502': { kind: 'late' },
  '600': { kind: 'refresh' },
  '601': { kind: 'refresh' },
  '602': { kind: 'refresh' },
  '603': {
    kind: 'credentials',
    fix: "Give the API user's role read and write access to leads and read access to activities and assets, and allow the relay's address if API access is restricted by IP."
  },
  '604': { kind: 'late' },
  '605': { kind: 'refused' },
  '606': { kind: 'rate', retryAfterMs: WINDOW_MS },
  '607': { kind: 'quota', fix: 'The sync goes on at midnight US Central, when the quota is renewed.' },
  '608': { kind: 'temporary' },
  '609': { kind: 'refused' },
  '610': { kind: 'refused', fix: "Check the instance's REST address; Marketo does not know this resource." },
  '611': { kind: 'temporary' },
  '612': { kind: 'refused' },
  '613': { kind: 'refused' },
  '614': { kind: 'temporary' },
  '615': { kind: 'rate', retryAfterMs: CONCURRENCY_MS },
  '616': {
    kind: 'refused',
    fix: 'The subscription has no custom objects, or not the calls that make them. Ask Adobe for them, or run `relay setup automation` with --no-custom-object.'
  },
  '702': { kind: 'gone' },
  '713': { kind: 'temporary' },
  '719': { kind: 'temporary' },
  '1004': { kind: 'gone' },
  '1007': { kind: 'refused', fix: 'Several people in Marketo carry this value; merge them or choose one.' },
  '1013': { kind: 'gone' },
  '1014': { kind: 'temporary' },
  '1016': { kind: 'temporary' },
  '1018': { kind: 'refused', fix: "Marketo's own CRM sync is on and owns this kind of record." },
  '1019': { kind: 'temporary' },
  '1022': { kind: 'temporary' },
  // Ten extracts in the queue, or the day's 500 MB used up: both are shared with everything else on the instance.
  '1029': { kind: 'temporary', fix: 'A list of this size is read by a bulk extract; it is ordered again later.' },
  '1025': { kind: 'refused', fix: "The status is not one of the program's channel; the link's status map has to be looked at." }
};

export type Reaction = OutsideKind | 'refresh';

/** @param reads Whether the call changes nothing: then a lost answer is only temporary. */
export function reactionTo(code: string, reads: boolean): Reaction {
  const kind = (TABLE[code] ?? unlisted(code)).kind;
  return kind === 'late' ? (reads ? 'temporary' : 'no-answer') : kind;
}

/** Marketo adds codes: 6xx are about the service, everything else about what was asked. 5xx are HTTP's own. */
function unlisted(code: string): Entry {
  if (/^5\d\d$/.test(code)) return { kind: 'late' };
  return { kind: /^6\d\d$/.test(code) ? 'temporary' : 'refused' };
}

/** @param message Marketo's own sentence. @param now Milliseconds since 1970, to tell when a used-up day ends. */
export function marketoError(code: string, message: string, reads: boolean, now: number): OutsideError {
  const entry = TABLE[code] ?? unlisted(code);
  const reaction = reactionTo(code, reads);
  const kind: OutsideKind = reaction === 'refresh' ? 'credentials' : reaction;
  const said = /[.!?]$/.test(message) ? message : `${message}.`;
  return new OutsideError('marketo', kind, code, `Marketo answered ${code}: ${said}${entry.fix ? ` ${entry.fix}` : ''}`, {
    ...(entry.retryAfterMs === undefined ? {} : { retryAfterMs: entry.retryAfterMs }),
    // 26 hours on is inside the next day, whatever daylight saving does.
    ...(kind === 'quota' ? { until: new Date(marketoDay(marketoDay(now) + 26 * HOUR)) } : {})
  });
}
