/** Looks at members of a link as a claim does, but aside: the rows stand in a store in memory, and nothing that is learnt of them is kept or written. */
import type { LinkRow, MemberRow } from '../../store/port.ts';
import { openMemoryStore } from '../../store/memory.ts';
import { look, type Looked } from '../turn/look.ts';
import type { Tenant } from '../tenant.ts';

const AT_ONCE = 300;

/** Told how many members are looked at, of how many. */
export type Progress = (done: number, total: number) => Promise<void>;

/** @param visit What was seen of each row that still stands; rows that prove to be one person are one. */
export async function lookAside(
  tenant: Tenant,
  link: LinkRow,
  rows: MemberRow[],
  visit: (aside: Tenant, one: Looked) => void,
  progress: Progress = async () => undefined
): Promise<void> {
  const store = openMemoryStore();
  const aside: Tenant = { ...tenant, store };
  await store.transact(async (tx) => {
    // A link that is stopped is looked at as if it went on.
    await tx.putLink({ ...link, state: 'active' });
    for (const row of rows) await tx.addMember({ ...row, due: tenant.clock.now(), leaseOwner: null, leaseUntil: null });
    for (const row of rows) await copyPerson(tenant, tx.putPerson.bind(tx), row);
  });
  for (let done = 0; ;) {
    const claimed = await store.claim(tenant.id, tenant.workerId, tenant.clock.now(), tenant.settings.leaseMs, AT_ONCE);
    if (claimed.length === 0) return;
    for (const one of await look(aside, link, claimed)) visit(aside, one);
    await settle(aside, claimed);
    done += claimed.length;
    await progress(done, rows.length);
  }
}

async function copyPerson(
  tenant: Tenant,
  put: (person: NonNullable<Awaited<ReturnType<Tenant['store']['person']>>>) => Promise<void>,
  row: MemberRow
): Promise<void> {
  const by =
    row.contactId !== null
      ? { contactId: row.contactId }
      : row.leadId !== null
        ? { leadId: row.leadId }
        : { marketoLeadId: row.marketoLeadId ?? 0 };
  const person = await tenant.store.person(tenant.id, by);
  if (person) await put(person);
}

/** Claimed rows that were looked at are done with; those united with others are gone. */
async function settle(aside: Tenant, claimed: MemberRow[]): Promise<void> {
  await aside.store.transact(async (tx) => {
    for (const { id } of claimed) {
      const row = await tx.member(id);
      if (row) await tx.replaceMember({ ...row, due: null, leaseOwner: null, leaseUntil: null }, row.version);
    }
  });
}
