/**
 * Bulk extract of program members: create, enqueue, status, file, cancel. Marketo developer documentation, "Bulk Extract" and "Bulk Program Member Extract". Jobs end
 * with the process; the list of jobs is not served.
 */
import { createHash, randomUUID } from 'node:crypto';
import { NOT_IN_PROGRAM, type Instance } from '../state/instance.ts';
import { ApiError, only, result, time, Unsupported, type Answer, type Call, type Entry } from './envelope.ts';
import { LEAD_FIELDS, leadOut } from './leads.ts';
import { MEMBER_FIELDS, memberOut, programOf } from './members.ts';

interface Job {
  id: string;
  programId: number;
  fields: string[];
  /** Names that the caller wants columns to have. */
  headers: Record<string, string>;
  status: 'Created' | 'Queued' | 'Processing' | 'Completed' | 'Cancelled';
  createdAt: number;
  queuedAt: number | null;
  startedAt: number | null;
  finishedAt: number | null;
  file: Buffer | null;
  records: number;
}

const MOST_QUEUED = 10;
const MOST_PROCESSED = 2;
const BYTES_A_DAY = 500_000_000;
const FILE_KEPT_MS = 7 * 24 * 3_600_000;

/** Jobs of one instance, and what it has extracted today. */
class Extracts {
  readonly jobs = new Map<string, Job>();
  private day = '';
  private bytes = 0;

  /** Of the day, which ends at midnight US Central. */
  bytesOfDay(now: number, more = 0): number {
    const today = new Date(now).toLocaleDateString('en-CA', { timeZone: 'America/Chicago' });
    if (today !== this.day) [this.day, this.bytes] = [today, 0];
    this.bytes += more;
    return this.bytes;
  }
}
const ofInstances = new WeakMap<Instance, Extracts>();

function extractsOf(instance: Instance): Extracts {
  const known = ofInstances.get(instance) ?? new Extracts();
  ofInstances.set(instance, known);
  return known;
}

export function createExtract(call: Call, instance: Instance): Answer {
  only(call);
  const extracts = extractsOf(instance);
  refuseUsedUp(extracts, instance);
  const { format = 'CSV', fields, filter, columnHeaderNames = {}, ...others } = (call.body ?? {}) as Record<string, unknown>;
  const { programId, ...rest } = (filter ?? {}) as Record<string, unknown>;
  const unknown = [...Object.keys(others), ...Object.keys(rest), ...(format === 'CSV' ? [] : [`format ${String(format)}`])];
  if (unknown.length > 0) {
    throw new Unsupported(`The stand-in does not know ${unknown.join(', ')} in the order of an extract.`);
  }
  if (!Array.isArray(fields) || fields.length === 0) {
    throw new ApiError(1003, 'fields is required');
  }
  if (typeof programId !== 'number') {
    throw new ApiError(1003, 'filter is required');
  }
  programOf(instance, programId);
  const names = fields as string[];
  const wrong = names.find((name) => !MEMBER_FIELDS.includes(name) && !LEAD_FIELDS.some((field) => field.name === name));
  if (wrong !== undefined) {
    throw new ApiError(1006, `Field '${wrong}' not found`);
  }
  const job: Job = {
    id: randomUUID(),
    programId,
    fields: names,
    headers: columnHeaderNames as Record<string, string>,
    status: 'Created',
    createdAt: instance.now(),
    queuedAt: null,
    startedAt: null,
    finishedAt: null,
    file: null,
    records: 0
  };
  extracts.jobs.set(job.id, job);
  return result([jobOut(job)]);
}

export function enqueueExtract(call: Call, instance: Instance): Answer {
  only(call);
  const extracts = extractsOf(instance);
  const job = jobOf(call, extracts);
  refuseUsedUp(extracts, instance);
  if (job.status !== 'Created') {
    throw new ApiError(1029, 'Job already queued');
  }
  workOn(extracts, instance);
  if ([...extracts.jobs.values()].filter(isUnderWay).length >= MOST_QUEUED) {
    throw new ApiError(1029, 'Too many jobs in queue');
  }
  [job.status, job.queuedAt] = ['Queued', instance.now()];
  return result([jobOut(job)]);
}

export function extractStatus(call: Call, instance: Instance): Answer {
  only(call);
  const extracts = extractsOf(instance);
  workOn(extracts, instance);
  return result([jobOut(jobOf(call, extracts))]);
}

export function cancelExtract(call: Call, instance: Instance): Answer {
  only(call);
  const job = jobOf(call, extractsOf(instance));
  if (job.status !== 'Completed') {
    job.status = 'Cancelled';
  }
  return result([jobOut(job)]);
}

/** Whole, or the piece that `Range` asks for. What is not there is refused without an envelope. */
export function extractFile(call: Call, instance: Instance): Answer {
  only(call);
  const job = extractsOf(instance).jobs.get(idIn(call));
  const file = job?.file;
  if (!file || (job.finishedAt ?? 0) + FILE_KEPT_MS < instance.now()) {
    return { status: 404, body: null, text: 'Not Found' };
  }
  const headers = { 'content-type': 'text/csv;charset=UTF-8', 'accept-ranges': 'bytes' };
  const asked = /^bytes=(\d+)-(\d*)$/.exec(call.range ?? '');
  if (!asked) {
    return { status: 200, body: null, file, headers };
  }
  const from = Number(asked[1]);
  if (from >= file.length) {
    return { status: 416, body: null, text: 'Requested Range Not Satisfiable' };
  }
  const until = Math.min(file.length, asked[2] === '' ? file.length : Number(asked[2]) + 1);
  const range = { 'content-range': `bytes ${from}-${until - 1}/${file.length}` };
  return { status: 206, body: null, file: file.subarray(from, until), headers: { ...headers, ...range } };
}

const idIn = (call: Call) => call.path.split('/').at(-2) ?? '';

function jobOf(call: Call, { jobs }: Extracts): Job {
  const job = jobs.get(idIn(call));
  if (!job) {
    throw new ApiError(1003, `Export job '${idIn(call)}' not found`);
  }
  return job;
}

const isUnderWay = ({ status }: Job) => status === 'Queued' || status === 'Processing';

function refuseUsedUp(extracts: Extracts, instance: Instance): void {
  if (extracts.bytesOfDay(instance.now()) >= BYTES_A_DAY) {
    throw new ApiError(1029, 'Export daily quota exceeded');
  }
}

/** Two at a time, in the order of their queueing; each takes as long as the switch says. */
function workOn(extracts: Extracts, instance: Instance): void {
  const takes = instance.switches.get('extractMs');
  const now = instance.now();
  for (;;) {
    const running = [...extracts.jobs.values()].filter((job) => job.status === 'Processing');
    for (const job of running) {
      if ((job.startedAt ?? now) + takes <= now) finish(job, extracts, instance);
    }
    const free = MOST_PROCESSED - running.filter((job) => job.status === 'Processing').length;
    const waiting = [...extracts.jobs.values()].filter((job) => job.status === 'Queued').slice(0, free);
    if (waiting.length === 0) return;
    for (const job of waiting) [job.status, job.startedAt] = ['Processing', now];
  }
}

function finish(job: Job, extracts: Extracts, instance: Instance): void {
  const program = instance.programs.get(job.programId);
  const members = program ? [...instance.membersOf(program.id).values()] : [];
  const lines = members.flatMap((member) => {
    const lead = instance.leads.get(member.leadId);
    if (!lead || !program || member.status === NOT_IN_PROGRAM) return [];
    const full: Entry = {
      ...leadOut(
        lead,
        job.fields.filter((name) => !MEMBER_FIELDS.includes(name))
      ),
      ...memberOut(member, program)
    };
    return [job.fields.map((name) => cell(full[name] ?? null, instance)).join(',')];
  });
  const header = job.fields.map((name) => cell(job.headers[name] ?? name, instance)).join(',');
  job.file = Buffer.from([header, ...lines].map((line) => `${line}\n`).join(''));
  [job.status, job.finishedAt, job.records] = ['Completed', instance.now(), lines.length];
  extracts.bytesOfDay(instance.now(), job.file.length);
}

/** Empty is the word null; RFC 4180. */
function cell(value: unknown, instance: Instance): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return instance.switches.get('extractBooleans') === 'words' ? String(value) : value ? '1' : '0';
  const text = String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function jobOut(job: Job): Entry {
  const at = (name: string, value: number | null) => (value === null ? {} : { [name]: time(value) });
  return {
    exportId: job.id,
    format: 'CSV',
    status: job.status,
    createdAt: time(job.createdAt),
    ...at('queuedAt', job.queuedAt),
    ...at('startedAt', job.startedAt),
    ...at('finishedAt', job.finishedAt),
    ...(job.file
      ? {
          numberOfRecords: job.records,
          fileSize: job.file.length,
          fileChecksum: `sha256:${createHash('sha256').update(job.file).digest('hex')}`
        }
      : {})
  };
}
