/** `relay doctor`: both sides of a tenant, one sentence per check. */
import type { Check } from '../doctor/check.ts';
import { examine } from '../doctor/examine.ts';
import type { Base } from '../main.ts';
import { DetailRefused } from '../tenants/details.ts';
import type { Output } from './output.ts';

const MARK = { ok: 'ok     ', warning: 'warning', problem: 'PROBLEM' };

/** @param orgId Null: all tenants. @returns Whether nothing is a problem. */
export async function doctor(base: Base, orgId: string | null, output: Output): Promise<boolean> {
  const rows = orgId === null ? await base.store.tenants() : [await base.tenants.byOrg(orgId)];
  if (rows.length === 0) throw new DetailRefused('There are no tenants to look at. `relay tenant add` adds one.');
  const tenants = await Promise.all(
    rows.map(async (tenant) => ({ tenantId: tenant.id, orgId: tenant.orgId, checks: await examine(base, tenant) }))
  );
  const well = tenants.every(({ checks }) => checks.every(({ verdict }) => verdict !== 'problem'));
  const text = tenants.map(({ orgId: id, checks }) => [`Org ${id}`, ...checks.map(line)].join('\n')).join('\n\n');
  output.say(`${text}\n\n${well ? 'Nothing stands in the way.' : 'What is marked PROBLEM has to be put right.'}`, { well, tenants });
  return well;
}

function line({ name, verdict, sentence, fix }: Check): string {
  const todo = verdict === 'ok' || fix === '' ? '' : `\n            → ${fix}`;
  return `  ${MARK[verdict]}  ${name}: ${sentence}${todo}`;
}
