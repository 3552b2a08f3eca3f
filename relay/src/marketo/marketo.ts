/** One Marketo instance, as the engine needs it. */
import type { MarketoPort } from '../engine/ports.ts';
import type { MarketoAutomation } from '../automation/ports.ts';
import { createActivities } from './activities.ts';
import { createAutomation } from './automation.ts';
import { createChannels } from './channels.ts';
import { createClient, type MarketoClientOptions } from './client.ts';
import { createExtracts } from './extracts.ts';
import { createFolders } from './folders.ts';
import { createLeads, type LeadField } from './leads.ts';
import { createMembers } from './members.ts';
import { createPrograms } from './programs.ts';
import { usageToday } from './usage.ts';

export interface MarketoOptions extends MarketoClientOptions {
  /** REST name of the searchable lead field that holds a Salesforce lead or contact id. */
  salesforceIdField: string;
}

export interface Marketo extends MarketoPort, MarketoAutomation {
  /** The instance's lead fields by REST name; for diagnostics. */
  leadFields(): Promise<Map<string, LeadField>>;
  /** Calls of all integrations today; null when none were counted. For diagnostics. */
  usageToday(): Promise<number | null>;
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
    usageToday: () => usageToday(client),
    ...createMembers(client, leads),
    ...createExtracts(client, leads),
    ...createActivities(client),
    ...createPrograms(client),
    ...createChannels(client),
    ...createFolders(client),
    ...createAutomation(client)
  };
}
