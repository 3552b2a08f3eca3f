/** All members of a program as a file. Marketo REST, bulk extract: program members. */
import { z } from 'zod';
import { OutsideError, type ListedMarketoMember, type MarketoPort } from '../engine/ports.ts';
import { csvRows } from '../outgoing/csv.ts';
import type { MarketoClient } from './client.ts';
import { garbled } from './envelope.ts';
import type { Leads } from './leads.ts';
import { NOT_IN_PROGRAM } from './members.ts';

const EXPORTS = '/bulk/v1/program/members/export';
/** Marketo REST, bulk extract: a status is renewed once a minute at most. */
const AGAIN_MS = 60_000;

const job = z.looseObject({ exportId: z.string(), status: z.string() });
/** An empty cell is the word null. */
const NOTHING = 'null';

export function createExtracts(client: MarketoClient, leads: Leads): Pick<MarketoPort, 'orderMembers'> {
  async function one(ask: Promise<z.infer<typeof job>[]>, what: string): Promise<z.infer<typeof job>> {
    const [row] = await ask;
    if (!row) throw garbled(what, 'names no extract');
    return row;
  }

  async function create(programId: number): Promise<string> {
    const native = (await leads.wantedFields()).filter((name) => name === 'sfdcLeadId' || name === 'sfdcContactId');
    const fields = ['leadId', 'statusName', ...native];
    // Without names of ours the columns have Marketo's display names, which differ between instances.
    const columnHeaderNames = Object.fromEntries(fields.map((name) => [name, name]));
    const body = { format: 'CSV', fields, filter: { programId }, columnHeaderNames };
    return (await one(client.post(`${EXPORTS}/create.json`, body, job), 'the order of an extract')).exportId;
  }

  async function enqueue(exportId: string): Promise<void> {
    await client.post(`${EXPORTS}/${encodeURIComponent(exportId)}/enqueue.json`, undefined, job);
  }

  async function* members(exportId: string): AsyncGenerator<ListedMarketoMember[]> {
    const path = `${EXPORTS}/${encodeURIComponent(exportId)}/file.json`;
    try {
      for await (const rows of csvRows(client.file(path), ['leadId', 'statusName'])) yield rows.flatMap(member);
    } catch (cause) {
      throw cause instanceof OutsideError ? cause : garbled(`GET ${path}`, 'is no table of members');
    }
  }

  return {
    async orderMembers(programId, exportId) {
      if (exportId === null) {
        const created = await create(programId);
        await enqueue(created);
        return { ready: false, job: created, againMs: AGAIN_MS };
      }
      const path = `${EXPORTS}/${encodeURIComponent(exportId)}/status.json`;
      const { status } = await one(
        client.get(path, {}, job).then(({ rows }) => rows),
        'the state of an extract'
      );
      switch (status.toLowerCase()) {
        case 'completed':
          return { ready: true, pages: members(exportId) };
        case 'created':
          // Its process ended before it was put into the queue.
          await enqueue(exportId);
          return { ready: false, job: exportId, againMs: AGAIN_MS };
        case 'queued':
        case 'processing':
          return { ready: false, job: exportId, againMs: AGAIN_MS };
        default:
          throw new OutsideError(
            'marketo',
            'gone',
            `extract-${status.toLowerCase()}`,
            `Marketo's extract of the program's members is ${status}. Another one is ordered.`
          );
      }
    }
  };
}

function member(row: Record<string, string>): ListedMarketoMember[] {
  const { leadId = '', statusName = NOTHING } = row;
  if (!/^\d+$/.test(leadId) || statusName === NOTHING || statusName === '') throw new Error('a member without an id or a status');
  if (statusName === NOT_IN_PROGRAM) return [];
  const cell = (name: string) => (row[name] === undefined || row[name] === NOTHING || row[name] === '' ? null : row[name]);
  return [
    {
      member: { leadId: Number(leadId), status: statusName },
      lead: { sfdcLeadId: cell('sfdcLeadId'), sfdcContactId: cell('sfdcContactId') }
    }
  ];
}
