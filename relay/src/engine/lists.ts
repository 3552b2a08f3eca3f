/** Both sides' members, listed whole: for a preview and to see which statuses are in use. */
import { noteNativeLeads } from './native-leads.ts';
import type { MarketoMember, SalesforceMember } from './ports.ts';
import type { Tenant } from './tenant.ts';

export interface Lists {
  salesforce: SalesforceMember[];
  marketo: MarketoMember[];
}

export async function listBothSides(tenant: Tenant, campaignId: string, programId: number): Promise<Lists> {
  const lists: Lists = { salesforce: [], marketo: [] };
  for await (const page of tenant.salesforce.listMembers(campaignId)) lists.salesforce.push(...page);
  for await (const page of tenant.marketo.listMembers(programId)) {
    await noteNativeLeads(
      tenant,
      page.map(({ lead }) => lead)
    );
    lists.marketo.push(...page.map(({ member }) => member));
  }
  return lists;
}
