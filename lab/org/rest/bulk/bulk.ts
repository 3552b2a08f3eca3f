/** `jobs/…`: Bulk API 2.0. */
import type { HttpResponse } from '../../types.ts';
import { noSuchResource } from '../answers.ts';
import type { RestCall } from '../call.ts';
import { ingestJobs } from './ingest-jobs.ts';
import { queryJobs } from './query-jobs.ts';

export function bulk(call: RestCall): HttpResponse {
  switch (call.path[1]?.toLowerCase()) {
    case 'ingest':
      return ingestJobs(call);
    case 'query':
      return queryJobs(call);
    default:
      throw noSuchResource();
  }
}
