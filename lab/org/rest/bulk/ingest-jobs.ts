/** `jobs/ingest`: a file of records is uploaded, then written in chunks of 200 that are each a transaction (Bulk API 2.0, Ingest). */
import type { HttpResponse } from '../../types.ts';
import { fail, json, methodNotAllowed, nothing } from '../answers.ts';
import { bodyOf, type RestCall } from '../call.ts';
import { csvLine } from './csv.ts';
import { formatOf } from './formats.ts';
import { IngestWork } from './ingest-work.ts';
import { jobList, jobNamed, jobOut, type Job } from './job.ts';
import { partsOf } from './multipart.ts';

export const OPERATIONS = ['insert', 'update', 'upsert', 'delete', 'hardDelete'] as const;
export type Operation = (typeof OPERATIONS)[number];

const works = new WeakMap<Job, IngestWork>();

export function ingestJobs(call: RestCall): HttpResponse {
  const [, , id, part] = call.path;
  if (id === undefined) {
    switch (call.method) {
      case 'POST':
        return create(call);
      case 'GET':
        return json(200, jobList(call, 'ingest', infoOut));
      default:
        throw methodNotAllowed(call.method, ['GET', 'HEAD', 'POST']);
    }
  }
  const job = jobNamed(call, 'ingest', id);
  const work = works.get(job);
  if (!work) {
    throw fail('NOT_FOUND', 'The requested resource does not exist');
  }
  switch (part?.toLowerCase()) {
    case undefined:
      return one(call, work);
    case 'batches':
      return upload(call, work);
    case 'successfulresults':
      return results(call, work, ['sf__Id', 'sf__Created'], work.successes);
    case 'failedresults':
      return results(call, work, ['sf__Id', 'sf__Error'], work.failures);
    case 'unprocessedrecords':
      return results(call, work, [], work.unprocessed());
    default:
      throw fail('NOT_FOUND', 'The requested resource does not exist');
  }
}

function create(call: RestCall): HttpResponse {
  const parts = partsOf(call.headers['content-type'] ?? '', call.body);
  const body = bodyOf(parts === null ? call : { ...call, body: parts.get('job') ?? '' });
  const { operation, object: name } = body;
  if (!OPERATIONS.some((one) => one === operation)) {
    throw fail('INVALIDOPERATION', `operation is one of ${OPERATIONS.join(', ')}, not ${String(operation)}.`);
  }
  const object = typeof name === 'string' ? call.parts.machine.data.schema.find(name) : undefined;
  if (!object || !call.rights.object(object.name).read || object.kind === 'metadata') {
    throw fail('INVALIDENTITY', `Entity '${String(name)}' is not supported by the Bulk API.`);
  }
  if (operation === 'hardDelete' && !call.rights.userPermission('BulkApiHardDelete')) {
    const message = 'hardDelete operation requires special user profile permission, please contact your system administrator';
    throw fail('FEATURENOTENABLED', message);
  }
  const format = formatOf(body);
  const externalId = body['externalIdFieldName'] ?? null;
  const key = externalId === null ? undefined : object.fields.get(String(externalId).toLowerCase());
  if (operation === 'upsert' && !(key && (key.type === 'id' || key.externalId || key.idLookup))) {
    throw fail(
      'INVALIDJOB',
      externalId === null ? 'External ID was blank for upsert' : `Field name provided, ${String(externalId)}, is no external id.`
    );
  }
  const { id: userId } = call.user;
  const job = call.parts.bulk.open({
    ...{ kind: 'ingest', operation: operation as Operation, object: object.name, userId, version: call.version },
    ...format
  });
  const rule = typeof body['assignmentRuleId'] === 'string' ? body['assignmentRuleId'] : null;
  const work = new IngestWork(call.parts.machine, job, object, operation === 'upsert' ? (key?.name ?? null) : null, rule);
  works.set(job, work);
  if (parts !== null) {
    work.text = parts.get('content') ?? '';
    call.parts.bulk.start(work);
  }
  return json(200, openedOut(job, work));
}

function openedOut(job: Job, work: IngestWork): Record<string, unknown> {
  return {
    ...jobOut(job),
    ...(work.externalId === null ? {} : { externalIdFieldName: work.externalId }),
    ...(work.assignmentRule === null ? {} : { assignmentRuleId: work.assignmentRule }),
    contentUrl: `services/data/v${job.version}/jobs/ingest/${job.id}/batches`
  };
}

function infoOut(job: Job): Record<string, unknown> {
  const work = works.get(job);
  return {
    ...(work ? openedOut(job, work) : jobOut(job)),
    jobType: 'V2Ingest',
    numberRecordsProcessed: job.processed,
    numberRecordsFailed: work?.failures.length ?? 0,
    retries: 0,
    totalProcessingTime: Math.round(job.spent),
    apiActiveProcessingTime: Math.round(job.spent),
    apexProcessingTime: 0,
    ...(job.problem === null ? {} : { errorMessage: job.problem })
  };
}

function upload(call: RestCall, work: IngestWork): HttpResponse {
  const { job } = work;
  if (call.method !== 'PUT') {
    throw methodNotAllowed(call.method, ['PUT']);
  }
  if (job.state !== 'Open') {
    throw fail('INVALIDJOBSTATE', `Uploading to a job takes the state Open; it is ${job.state}.`);
  }
  if (!/^text\/csv\b/i.test(call.headers['content-type'] ?? '')) {
    throw fail('INVALIDJOB', `Unexpected Content-Type ${call.headers['content-type'] ?? 'none'}; job data are sent as text/csv.`);
  }
  if (work.text !== null) {
    throw fail(
      'INVALIDJOB',
      `Found multiple contents for job: <${job.id}>, please 'Close' / 'Abort' / 'Delete' the current Job then create a new Job and make sure you only do 'PUT' once on a given Job.`
    );
  }
  work.text = call.body;
  return { status: 201, headers: {}, body: '' };
}

function one(call: RestCall, work: IngestWork): HttpResponse {
  const { job } = work;
  switch (call.method) {
    case 'GET':
      return json(200, infoOut(job));
    case 'PATCH':
      return changeState(call, work);
    case 'DELETE':
      if (job.state === 'Open' || job.state === 'InProgress') {
        throw fail('INVALIDJOBSTATE', `Deleting a job in state ${job.state} is not allowed; abort it first.`);
      }
      call.parts.bulk.remove(job);
      return nothing();
    default:
      throw methodNotAllowed(call.method, ['DELETE', 'GET', 'HEAD', 'PATCH']);
  }
}

function changeState(call: RestCall, work: IngestWork): HttpResponse {
  const { job } = work;
  const { state } = bodyOf(call);
  if (state === 'UploadComplete') {
    if (job.state !== 'Open') {
      throw fail('INVALIDJOBSTATE', `Closing already ${job.state} Job not allowed`);
    }
    call.parts.bulk.start(work);
  } else if (state === 'Aborted') {
    if (['JobComplete', 'Aborted', 'Failed'].includes(job.state)) {
      throw fail('INVALIDJOBSTATE', `Aborting already ${job.state} Job not allowed`);
    }
    call.parts.bulk.move(job, 'Aborted');
  } else {
    throw fail('INVALIDJOBSTATE', `A job can be given the states UploadComplete and Aborted, not ${String(state)}.`);
  }
  return json(200, openedOut(job, work));
}

function results(call: RestCall, work: IngestWork, more: string[], rows: string[][]): HttpResponse {
  const { job } = work;
  if (call.method !== 'GET') {
    throw methodNotAllowed(call.method, ['GET', 'HEAD']);
  }
  if (!['JobComplete', 'Aborted', 'Failed'].includes(job.state)) {
    throw fail('INVALIDJOBSTATE', `Results are there once the job has ended; it is ${job.state}.`);
  }
  const lines = [[...more, ...work.header], ...rows];
  const body = lines[0]?.length === 0 ? '' : lines.map((line) => csvLine(line, job)).join('');
  return { status: 200, headers: { 'content-type': 'text/csv; charset=UTF-8' }, body };
}
