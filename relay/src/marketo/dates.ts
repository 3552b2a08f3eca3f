/** Marketo writes times in three ways; see each pattern. */

/**
 * `2020-01-08T18:10:26Z` (lead database), `2015-05-21T22:45:13Z+0000` (assets: both suffixes), `2014-09-17T22:31:49+0000` (older activities).
 * @returns Null for anything else.
 */
export function parseTime(text: string | null | undefined): Date | null {
  if (!text) return null;
  const iso = text.replace(/Z\+0000$/, 'Z').replace(/([+-]\d\d)(\d\d)$/, '$1:$2');
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? null : time;
}

/** ISO 8601 without milliseconds, as Marketo's date parameters want it. */
export function writeTime(time: Date): string {
  return time.toISOString().replace(/\.\d{3}Z$/, 'Z');
}
