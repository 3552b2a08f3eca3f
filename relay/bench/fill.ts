/** Stores filled as after a long time at rest: tenants, links and members that agree. */
import { tenantRow } from '../simulation/world.ts';
import { link, member } from '../src/store/contract-suite.ts';
import type { LinkRow, MemberRow, Store } from '../src/store/port.ts';
import { contactId, STATUSES } from './outside.ts';

const ROWS_A_TRANSACTION = 1_000;

export function linkRow(tenantId: string, serial: number): LinkRow {
  const classes = STATUSES.map(({ name, step, success }) => ({
    marketo: [{ name, step, success }],
    salesforce: [name],
    writeMarketo: name,
    writeSalesforce: name
  }));
  return link({
    id: `${tenantId}-link-${serial}`,
    tenantId,
    campaignId: `701${String(serial).padStart(12, '0')}AAA`,
    programId: serial,
    map: { classes }
  });
}

export function memberRow({ id: linkId, tenantId }: LinkRow, person: number, status: string): MemberRow {
  const ids = { contactId: contactId(person), marketoLeadId: person };
  return member(`${linkId}-${person}`, { tenantId, linkId, ...ids, base: { salesforce: status, marketo: status } });
}

/** One tenant, with an instance of its own and one link, whose members are all settled at `status`. @returns The members' ids. */
export async function fillTenant(store: Store, tenantId: string, serial: number, people: number, status: string): Promise<string[]> {
  const one = linkRow(tenantId, serial);
  const orgId = `00D${String(serial).padStart(12, '0')}AAA`;
  await store.putTenant({ ...tenantRow(), id: tenantId, orgId, munchkinId: `${100 + serial}-ABC-456`, relayClientId: tenantId });
  await store.putLink(one);
  const ids: string[] = [];
  for (let from = 1; from <= people; from += ROWS_A_TRANSACTION) {
    await store.transact(async (tx) => {
      const count = Math.min(ROWS_A_TRANSACTION, people + 1 - from);
      const rows = Array.from({ length: count }, (_, index) => memberRow(one, from + index, status));
      await Promise.all(rows.map((row) => tx.addMember(row)));
      ids.push(...rows.map((row) => row.id));
    });
  }
  return ids;
}
