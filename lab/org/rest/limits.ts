/** The daily number of API calls: counted, told in `Sforce-Limit-Info`, and refused beyond it. */
import type { State } from '../identity/state.ts';
import type { HttpResponse } from '../types.ts';
import { fail, json } from './answers.ts';
import { QUERY_JOBS_A_DAY } from './bulk/job.ts';
import type { RestCall } from './call.ts';

/** The file is written every so many calls; a kill loses at most these. */
const SAVE_EVERY = 100;

/** @throws {RestError} REQUEST_LIMIT_EXCEEDED. The count starts anew each day of the org's clock (Salesforce: a rolling 24 hours). */
export function countCall(state: State, now: number): void {
  const day = new Date(now).toISOString().slice(0, 10);
  const api = state.data.api;
  if (api.day !== day) {
    api.day = day;
    api.used = 0;
  }
  if (api.used >= state.data.settings.apiLimit) {
    throw fail('REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
  }
  api.used++;
  if (api.used % SAVE_EVERY === 0) {
    state.save();
  }
}

export const limitInfo = (state: State) => `api-usage=${state.data.api.used}/${state.data.settings.apiLimit}`;

export function limits(call: RestCall): HttpResponse {
  const { api, settings } = call.parts.identity.state.data;
  const all = (Max: number) => ({ Max, Remaining: Max });
  return json(200, {
    DailyApiRequests: { Max: settings.apiLimit, Remaining: Math.max(settings.apiLimit - api.used, 0) },
    DailyAsyncApexExecutions: all(250_000),
    DailyBulkV2QueryJobs: { Max: QUERY_JOBS_A_DAY, Remaining: QUERY_JOBS_A_DAY - call.parts.bulk.queryJobsToday() },
    DataStorageMB: all(1_024),
    FileStorageMB: all(1_024),
    SingleEmail: all(5_000)
  });
}
