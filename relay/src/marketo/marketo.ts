/** One Marketo instance, as the engine needs it. */
import type { MarketoPort } from '../engine/ports.ts';
import { createActivities } from './activities.ts';
import { createAssets } from './assets.ts';
import { createClient, type MarketoClientOptions } from './client.ts';
import { createLeads, type LeadField } from './leads.ts';
import { createMembers } from './members.ts';

export interface MarketoOptions extends MarketoClientOptions {
  /** REST name of the searchable lead field that holds a Salesforce lead or contact id. */
  salesforceIdField: string;
}

export interface Marketo extends MarketoPort {
  /** The instance's lead fields by REST name; for diagnostics. */
  leadFields(): Promise<Map<string, LeadField>>;
}

export function createMarketo(options: MarketoOptions): Marketo {
  const client = createClient(options);
  const leads = createLeads(client, options.salesforceIdField);
  const { describe, readLeads, findLeads, createLead, nameLead } = leads;
  return {
    readLeads,
    findLeads,
    createLead,
    nameLead,
    leadFields: describe,
    ...createMembers(client, leads),
    ...createActivities(client),
    ...createAssets(client)
  };
}
