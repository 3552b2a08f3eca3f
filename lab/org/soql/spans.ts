/** Date literals such as `LAST_N_DAYS:7` as spans of days, in UTC. SOQL and SOSL Reference v67, "Date Formats and Date Literals". */

const DAY = 86_400_000;
type Unit = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR';

/** Start of the unit that is `by` away from the one that `now` lies in; weeks begin on Sunday. */
function startOf(unit: Unit, now: number, by: number): number {
  const date = new Date(now);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  switch (unit) {
    case 'DAY':
      return Date.UTC(year, month, day + by);
    case 'WEEK':
      return Date.UTC(year, month, day - date.getUTCDay() + 7 * by);
    case 'MONTH':
      return Date.UTC(year, month + by, 1);
    case 'QUARTER':
      return Date.UTC(year, Math.floor(month / 3) * 3 + 3 * by, 1);
    case 'YEAR':
      return Date.UTC(year + by, 0, 1);
  }
}

/** From the first day to the day after the last, as `YYYY-MM-DD`. */
export function spanOf(name: string, count: number, now: number): { from: string; until: string } {
  const [from, until] = millis(name, count, now);
  return { from: day(from), until: day(until) };
}
const day = (time: number) => new Date(time).toISOString().slice(0, 10);

function millis(name: string, count: number, now: number): [number, number] {
  const today = startOf('DAY', now, 0);
  switch (name) {
    case 'TODAY':
      return [today, today + DAY];
    case 'YESTERDAY':
      return [today - DAY, today];
    case 'TOMORROW':
      return [today + DAY, today + 2 * DAY];
    case 'LAST_90_DAYS':
      return [today - 90 * DAY, today + DAY];
    case 'NEXT_90_DAYS':
      return [today + DAY, today + 91 * DAY];
  }
  const [, when, unitName = ''] = /^(LAST|THIS|NEXT|N)_(?:N_)?(?:FISCAL_)?(DAY|WEEK|MONTH|QUARTER|YEAR)/.exec(name) ?? [];
  const unit = unitName as Unit;
  if (when === 'N') {
    return [startOf(unit, now, -count), startOf(unit, now, 1 - count)];
  }
  if (!name.includes('_N_')) {
    const by = when === 'LAST' ? -1 : when === 'NEXT' ? 1 : 0;
    return [startOf(unit, now, by), startOf(unit, now, by + 1)];
  }
  // The last n days include today; the last n weeks, months and so on do not include the current one.
  const upTo = unit === 'DAY' ? 1 : 0;
  return when === 'LAST' ? [startOf(unit, now, -count), startOf(unit, now, upTo)] : [startOf(unit, now, 1), startOf(unit, now, 1 + count)];
}
