/** When a link is to be compared whole again. */
import type { LinkRow } from '../../store/port.ts';
import type { EngineSettings } from '../settings.ts';

type Swept = Pick<LinkRow, 'id' | 'sweepDue' | 'lastSweepAt' | 'lastSyncAt' | 'createdAt' | 'longLists'>;
type Times = Pick<EngineSettings, 'sweepActiveMs' | 'sweepIdleMs' | 'night'>;

const DAY = 24 * 3_600_000;
/** A link compared shortly before its time of the night is not compared again at it. */
const LEAST = DAY / 4;

/**
 * Hourly where something happened within a day; else once a night, at a time of the link's own, so that many links spread their calls over it. Lists that have to be
 * ordered as extracts are compared nightly only: an instance has 500 MB of extracts a day, for all who use it.
 * @returns Milliseconds since 1970.
 */
export function nextSweep(link: Swept, now: number, times: Times): number {
  const { night } = times;
  const tonight = night.from + Math.floor(share(link.id) * (night.until - night.from));
  const earliest = now + LEAST;
  const nightly = earliest + ((((tonight - earliest) % DAY) + DAY) % DAY);
  return hourly(link, now, times) ? Math.min(nightly, now + times.sweepActiveMs) : nightly;
}

/** A link at rest, on which something happens, does not wait for the night. Infinity: it is not to be compared. */
export function dueAt(link: Swept, now: number, times: Times): number {
  if (link.sweepDue === null) return Infinity;
  const waitsForNight = link.sweepDue > now + times.sweepActiveMs && hourly(link, now, times);
  return waitsForNight ? (link.lastSweepAt ?? 0) + times.sweepActiveMs : link.sweepDue;
}

/** Compared within a day, and nobody asked. */
export function repeats(link: Swept, now: number, times: Times): boolean {
  const { lastSweepAt } = link;
  return (
    lastSweepAt !== null && now - lastSweepAt >= times.sweepActiveMs && now - lastSweepAt < times.sweepIdleMs && hourly(link, now, times)
  );
}

function hourly({ lastSyncAt, createdAt, longLists }: Swept, now: number, { sweepIdleMs }: Times): boolean {
  return !longLists && now - Math.max(lastSyncAt ?? 0, createdAt) < sweepIdleMs;
}

/** 0 to 1, always the same for one link (FNV-1a). */
function share(id: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  return (hash >>> 0) / 2 ** 32;
}
