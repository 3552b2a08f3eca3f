/** The API versions served: Winter '21 (50.0, the default of jsforce) to Summer '26 (67.0). */
import type { IdentityParts } from '../identity/oauth.ts';
import type { HttpResponse } from '../types.ts';
import { json } from './answers.ts';

const OLDEST = 50;
export const NEWEST = 67;
/** What the package is written against. */
export const API_VERSION = '66.0';

/** `v66.0` */
export function isServed(version: string): boolean {
  const number = Number(/^v(\d+)\.0$/.exec(version)?.[1]);
  return number >= OLDEST && number <= NEWEST;
}

/** Three releases a year; the winter release carries the next year's number. */
function label(version: number): string {
  const since = version - OLDEST;
  return `${['Winter', 'Spring', 'Summer'][since % 3]} '${21 + Math.floor(since / 3)}`;
}

export function versionsAnswer(): HttpResponse {
  const versions = Array.from({ length: NEWEST - OLDEST + 1 }, (_, index) => OLDEST + index);
  return json(
    200,
    versions.map((number) => ({ label: label(number), url: `/services/data/v${number}.0`, version: `${number}.0` }))
  );
}

export function versionAnswer(version: string, resources: string[], identity: IdentityParts): HttpResponse {
  const base = `/services/data/v${version}`;
  const addresses = resources.map((name) => [
    name === 'queryall' ? 'queryAll' : name,
    `${base}/${name === 'queryall' ? 'queryAll' : name}`
  ]);
  return json(200, { ...Object.fromEntries(addresses), identity: `${identity.url}/id/${identity.orgId}` });
}
