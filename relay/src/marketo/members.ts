/** Program members: read by lead id or all of a program, one status for many, removal. Marketo REST, program members. */
import { z } from 'zod';
import { OutsideError, type MarketoMember, type MarketoPort, type MarketoWriteResult } from '../engine/ports.ts';
import type { MarketoClient } from './client.ts';
import { cut } from './cut.ts';
import { parseTime } from './dates.ts';
import { garbled, reason } from './envelope.ts';
import { leadRow, type Leads } from './leads.ts';

/** Step 0 of every channel: not a member. */
export const NOT_IN_PROGRAM = 'Not in Program';

const memberRow = z.looseObject({
  leadId: z.number().int(),
  statusName: z.string().nullish(),
  reachedSuccess: z.boolean().nullish(),
  updatedAt: z.string().nullish()
});
const leadOfProgram = leadRow.extend({
  membership: z
    .looseObject({ progressionStatus: z.string().nullish(), reachedSuccess: z.boolean().nullish(), updatedAt: z.string().nullish() })
    .nullish()
});
/** A skipped record carries no lead id: `seq` is its place in the request. */
const written = z.looseObject({
  seq: z.number().int().nullish(),
  status: z.string(),
  leadId: z.number().int().nullish(),
  reasons: z.array(reason).nullish()
});
type Written = z.infer<typeof written>;

export function createMembers(
  client: MarketoClient,
  leads: Leads
): Pick<MarketoPort, 'readMembers' | 'listMembers' | 'setStatus' | 'removeMembers'> {
  return {
    async readMembers(programId, leadIds) {
      const path = `/rest/v1/programs/${programId}/members.json`;
      const members: MarketoMember[] = [];
      for (const some of cut([...new Set(leadIds)])) {
        // The status is no default field: it has to be asked for.
        const query = { filterType: 'leadId', filterValues: some.join(','), fields: 'leadId,statusName,reachedSuccess,updatedAt' };
        for await (const rows of client.pages(path, query, memberRow)) members.push(...rows.flatMap((row) => member(row, path)));
      }
      return members;
    },
    async *listMembers(programId) {
      const path = `/rest/v1/leads/programs/${programId}.json`;
      const fields = (await leads.wantedFields()).join(',');
      for await (const rows of client.pages(path, { fields }, leadOfProgram)) {
        yield rows.flatMap((row) => {
          if (!row.membership) throw garbled(`GET ${path}`, 'has a person without a membership');
          const { progressionStatus, reachedSuccess, updatedAt } = row.membership;
          return member({ leadId: row.id, statusName: progressionStatus, reachedSuccess, updatedAt }, path).map((one) => ({
            member: one,
            lead: leads.lead(row)
          }));
        });
      }
    },
    async setStatus(programId, status, leadIds) {
      const path = `/rest/v1/programs/${programId}/members/status.json`;
      const input = leadIds.map((leadId) => ({ leadId }));
      return write(leadIds, path, () => client.post(path, { statusName: status, input }, written), { '1037': 'already' });
    },
    async removeMembers(programId, leadIds) {
      const path = `/rest/v1/programs/${programId}/members/delete.json`;
      const input = leadIds.map((leadId) => ({ leadId }));
      return write(leadIds, path, () => client.post(path, { input }, written), { '1037': 'not-member' });
    }
  };
}

function member(row: z.infer<typeof memberRow>, path: string): MarketoMember[] {
  if (!row.statusName) throw garbled(`GET ${path}`, 'has a member without a status');
  if (row.statusName === NOT_IN_PROGRAM) return [];
  return [{ leadId: row.leadId, status: row.statusName, reachedSuccess: row.reachedSuccess ?? false, updatedAt: parseTime(row.updatedAt) }];
}

type Outcome = MarketoWriteResult['outcome'];
/** What 1037 means differs between the two endpoints. */
const OUTCOMES: Record<string, Outcome> = { '1004': 'unknown-lead', '1013': 'not-member' };
/** Said of the whole call though it is about the program or the status, and so true of every lead in it: cutting the call would only repeat it. */
const ABOUT_ALL = new Set(['1025', '1013', '702']);

async function write(
  leadIds: number[],
  path: string,
  send: () => Promise<Written[]>,
  own: Record<string, Outcome>
): Promise<MarketoWriteResult[]> {
  let rows: Written[];
  try {
    rows = await send();
  } catch (error) {
    if (!(error instanceof OutsideError) || !ABOUT_ALL.has(error.code)) throw error;
    return leadIds.map((leadId) => ({ leadId, outcome: 'refused', code: error.code, message: error.message }));
  }
  const bySeq = new Map(rows.map((row, index) => [row.seq ?? index, row]));
  return leadIds.map((leadId, index) => {
    const row = bySeq.get(index);
    if (!row || (row.leadId != null && row.leadId !== leadId)) {
      throw garbled(`POST ${path}`, `does not answer for record ${index + 1} of ${leadIds.length}`);
    }
    const [why] = row.reasons ?? [];
    const code = why?.code ?? null;
    return { leadId, outcome: outcomeOf(row.status, code, own), code, message: why?.message ?? null };
  });
}

function outcomeOf(status: string, code: string | null, own: Record<string, Outcome>): Outcome {
  if (status === 'created' || status === 'updated' || status === 'deleted') return status;
  return own[code ?? ''] ?? OUTCOMES[code ?? ''] ?? 'refused';
}
