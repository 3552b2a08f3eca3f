/**
 * Whether Marketo's own sync brings leads and contacts into this instance: then people are not created in Salesforce by us, since it would create them
 * too. No API says so; a lead that carries a native id does (Marketo REST, leads: `sfdcLeadId`, `sfdcContactId`).
 */
import type { MarketoLead } from '../ports.ts';
import type { Tenant } from '../tenant.ts';

const SEEN = 'native-lead-sync';
const known = new WeakMap<Tenant['store'], Set<string>>();

export async function noteNativeLeads(tenant: Tenant, leads: Pick<MarketoLead, 'sfdcLeadId' | 'sfdcContactId'>[]): Promise<void> {
  if (!leads.some((lead) => lead.sfdcLeadId !== null || lead.sfdcContactId !== null) || (await hasNativeLeads(tenant))) return;
  await tenant.store.setCursor(tenant.id, SEEN, new Date(tenant.clock.now()).toISOString());
}

export async function hasNativeLeads(tenant: Tenant): Promise<boolean> {
  const tenants = known.get(tenant.store) ?? new Set();
  known.set(tenant.store, tenants);
  if (!tenants.has(tenant.id) && (await tenant.store.cursor(tenant.id, SEEN)) !== null) tenants.add(tenant.id);
  return tenants.has(tenant.id);
}
