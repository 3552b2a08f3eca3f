/** Writes into Marketo: one program and one status a call. */
import type { LinkRow } from '../../store/port.ts';
import { sendAll, whileHeld, type MemberWrite, type Written, type WriteOutcome } from './member-writes.ts';
import type { MarketoWriteResult, OutsideError } from '../ports.ts';
import type { Tenant } from '../tenant.ts';

/** Marketo REST, program members: at most 300 leads a call. */
const LEADS_A_CALL = 300;

const outcomeOf: Record<MarketoWriteResult['outcome'], WriteOutcome> = {
  created: 'done',
  updated: 'done',
  deleted: 'done',
  // Already in or past it, or not a member: the read-back tells which.
  already: 'no-op',
  'not-member': 'no-op',
  'unknown-lead': 'refused',
  refused: 'refused'
};

export async function writeMarketo(
  tenant: Tenant,
  link: LinkRow,
  writes: MemberWrite[]
): Promise<{ written: Written[]; stop: OutsideError | null }> {
  const byStatus = new Map<string | null, MemberWrite[]>();
  for (const write of writes) byStatus.set(write.to, [...(byStatus.get(write.to) ?? []), write]);
  const written: Written[] = [];
  let stop: OutsideError | null = null;
  for (const [status, some] of byStatus) {
    const sent = await sendAll(tenant, some, LEADS_A_CALL, async (part) => {
      if (stop) throw stop;
      const leadIds = part.map(({ row }) => row.marketoLeadId ?? 0);
      const results = await whileHeld(tenant, part, () =>
        status === null ? tenant.marketo.removeMembers(link.programId, leadIds) : tenant.marketo.setStatus(link.programId, status, leadIds)
      );
      return part.map((write, index) => answer(write, results[index]));
    });
    written.push(...sent.written);
    stop ??= sent.stop;
  }
  return { written, stop };
}

function answer(write: MemberWrite, result: MarketoWriteResult | undefined): Written {
  if (!result) return { write, outcome: 'unknown', code: null, message: 'Marketo left this lead out of its answer.' };
  return { write, outcome: outcomeOf[result.outcome], code: result.code, message: result.message };
}
