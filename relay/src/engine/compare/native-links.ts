/** Which campaigns Marketo's own Salesforce sync holds. No API answers that for a campaign, so all programs are read, seldom. */
import type { Tenant } from '../tenant.ts';

interface Known {
  at: number;
  byCampaign: Map<string, number>;
}
const known = new WeakMap<Tenant, Known>();

/** @returns The id of a program that is natively linked to the campaign, as text, or null. */
export async function nativeProgramOf(tenant: Tenant, campaignId: string, maxAgeMs: number): Promise<string | null> {
  let now = known.get(tenant);
  if (!now || tenant.clock.now() - now.at > maxAgeMs) {
    now = { at: tenant.clock.now(), byCampaign: await scan(tenant) };
    known.set(tenant, now);
  }
  const program = now.byCampaign.get(campaignId);
  return program === undefined ? null : String(program);
}

async function scan(tenant: Tenant): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (let page = 1; ; page++) {
    const { programs, more } = await tenant.marketo.programs('', page);
    for (const program of programs) if (program.sfdcId !== null) found.set(program.sfdcId, program.id);
    if (!more) return found;
  }
}
