/** `jobs/query`: a query whose rows are fetched as CSV, in pages that `Sforce-Locator` tells apart (Bulk API 2.0, Query). */
import { parseSoql } from '../../soql/parse.ts';
import { SoqlError, type HttpResponse } from '../../types.ts';
import { fail, json, methodNotAllowed, nothing } from '../answers.ts';
import { bodyOf, type RestCall } from '../call.ts';
import { csvLine } from './csv.ts';
import { formatOf } from './formats.ts';
import { jobList, jobNamed, jobOut, QUERY_JOBS_A_DAY, type Job } from './job.ts';
import { checkSupported, QueryWork } from './query-work.ts';

/** Where `maxRecords` says nothing. Salesforce picks a number by the query's columns. */
const PAGE = 50_000;

const works = new WeakMap<Job, QueryWork>();

export function queryJobs(call: RestCall): HttpResponse {
  const [, , id, part] = call.path;
  if (id === undefined) {
    switch (call.method) {
      case 'POST':
        return create(call);
      case 'GET':
        return json(200, jobList(call, 'query', infoOut));
      default:
        throw methodNotAllowed(call.method, ['GET', 'HEAD', 'POST']);
    }
  }
  const job = jobNamed(call, 'query', id);
  if (part === undefined) {
    return one(call, job);
  }
  if (part.toLowerCase() !== 'results') {
    throw fail('NOT_FOUND', `The stand-in does not serve jobs/query/ID/${part}.`);
  }
  if (call.method !== 'GET') {
    throw methodNotAllowed(call.method, ['GET', 'HEAD']);
  }
  return results(call, job);
}

function create(call: RestCall): HttpResponse {
  const body = bodyOf(call);
  const { operation, query } = body;
  if (operation !== 'query' && operation !== 'queryAll') {
    throw fail('INVALIDJOB', `operation is query or queryAll, not ${String(operation)}.`);
  }
  if (typeof query !== 'string' || query.trim() === '') {
    throw fail('INVALIDJOB', 'A query job needs "query", the text of a query.');
  }
  if (call.parts.bulk.queryJobsToday() >= QUERY_JOBS_A_DAY) {
    throw fail('LIMIT_EXCEEDED', `Max bulk v2 query jobs (${QUERY_JOBS_A_DAY}) per 24 hrs has been reached`);
  }
  const format = formatOf(body);
  try {
    const parsed = parseSoql(query);
    const object = checkSupported(call.parts.machine.data.schema, parsed);
    const { id: userId } = call.user;
    const job = call.parts.bulk.open({ kind: 'query', operation, object, userId, version: call.version, ...format });
    const work = new QueryWork(call.parts.machine, job, query, parsed);
    try {
      // What is wrong with the query is said at once, by a run that fetches nothing.
      call.transact(() => work.probe());
    } catch (cause) {
      call.parts.bulk.remove(job);
      throw cause;
    }
    works.set(job, work);
    call.parts.bulk.start(work);
    return json(200, jobOut(job));
  } catch (cause) {
    throw cause instanceof SoqlError ? fail('API_ERROR', cause.message) : cause;
  }
}

function infoOut(job: Job): Record<string, unknown> {
  return {
    ...jobOut(job),
    jobType: 'V2Query',
    numberRecordsProcessed: job.processed,
    retries: 0,
    totalProcessingTime: Math.round(job.spent),
    isPkChunkingSupported: true,
    ...(job.problem === null ? {} : { errorMessage: job.problem })
  };
}

function one(call: RestCall, job: Job): HttpResponse {
  switch (call.method) {
    case 'GET':
      return json(200, infoOut(job));
    case 'PATCH':
      if (bodyOf(call)['state'] !== 'Aborted') {
        throw fail('INVALIDJOBSTATE', 'The only state that a query job can be given is Aborted.');
      }
      if (job.state !== 'UploadComplete' && job.state !== 'InProgress') {
        throw fail('INVALIDJOBSTATE', `Aborting already ${job.state} Job not allowed`);
      }
      call.parts.bulk.move(job, 'Aborted');
      return json(200, jobOut(job));
    case 'DELETE':
      if (!['JobComplete', 'Aborted', 'Failed'].includes(job.state)) {
        throw fail('INVALIDJOBSTATE', `Deleting a job in state ${job.state} is not allowed; abort it first.`);
      }
      call.parts.bulk.remove(job);
      return nothing();
    default:
      throw methodNotAllowed(call.method, ['DELETE', 'GET', 'HEAD', 'PATCH']);
  }
}

function results(call: RestCall, job: Job): HttpResponse {
  const work = works.get(job);
  if (job.state !== 'JobComplete' || !work) {
    throw fail('INVALIDJOBSTATE', `Results are there once the job is JobComplete; it is ${job.state}.`);
  }
  if (job.version !== call.version) {
    // Bulk API 2.0, Get Results for a Query Job.
    throw fail('INVALIDJOB', `The job was made with version ${job.version}; its results are asked for with the same.`, 409);
  }
  const most = Number(call.query.get('maxRecords') ?? PAGE);
  if (!Number.isInteger(most) || most < 1) {
    throw fail('INVALID_INPUT', `maxRecords is a whole number from 1, not ${call.query.get('maxRecords')}.`);
  }
  const from = offsetOf(call.query.get('locator'));
  if (from > work.lines.length || (from === work.lines.length && from > 0)) {
    throw badLocator();
  }
  const page = work.lines.slice(from, from + most);
  const next = from + most;
  const headers = {
    'content-type': 'text/csv; charset=UTF-8',
    'sforce-numberofrecords': String(page.length),
    'sforce-locator': next < work.lines.length ? locatorOf(next) : 'null'
  };
  return { status: 200, headers, body: csvLine(work.header, job) + page.join('') };
}

/** As Salesforce's own look: the offset in base 64, `MTAwMDA` for 10000. */
const locatorOf = (offset: number) => Buffer.from(String(offset)).toString('base64').replace(/=+$/, '');
const badLocator = () => fail('INVALID_QUERY_LOCATOR', 'invalid query locator');

function offsetOf(locator: string | null): number {
  if (locator === null || locator === '') {
    return 0;
  }
  const text = Buffer.from(locator, 'base64').toString('latin1');
  if (!/^\d{1,12}$/.test(text) || locatorOf(Number(text)) !== locator.replace(/=+$/, '')) {
    throw badLocator();
  }
  return Number(text);
}
