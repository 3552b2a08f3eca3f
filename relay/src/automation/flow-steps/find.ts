/** Which campaigns and which Salesforce people a batch is about. */
import { keyOf, matchPeople } from '../../engine/turn/matching.ts';
import type { MarketoLead, SalesforceCampaign, SalesforcePerson } from '../../engine/ports.ts';
import type { Tenant } from '../../engine/tenant.ts';
import { cut } from '../../marketo/cut.ts';
import type { AutomationSides } from '../ports.ts';
import type { FlowStepSettings } from '../settings.ts';
import type { AskedPerson } from './calls.ts';
import type { Action } from './services.ts';

export interface Failure {
  code: string;
  reason: string;
}
export const isFailure = (one: object): one is Failure => 'reason' in one && 'code' in one;

/** docs/contract: at most 50 a call. */
const PEOPLE_A_CALL = 50;

/** By what the marketer gave: an id of 15 or 18 characters, or an exact name. The list that was chosen from is a day old: each is looked up now. */
export async function findCampaigns(
  tenant: Tenant,
  sides: AutomationSides,
  given: string[]
): Promise<Map<string, SalesforceCampaign | Failure>> {
  const found = new Map<string, SalesforceCampaign | Failure>();
  const ids = new Map<string, string>();
  for (const text of new Set(given)) {
    if (text === '' || /\{\{.*\}\}/.test(text)) {
      found.set(text, {
        code: 'NO_CAMPAIGN',
        reason: `The step names no campaign${text === '' ? '' : `: the token ${text} has no value`}.`
      });
    } else if (/^701[a-zA-Z0-9]{12}([a-zA-Z0-9]{3})?$/.test(text)) ids.set(text, text);
    else {
      const [first, second] = await sides.salesforce.campaignsNamed(text);
      if (!first) found.set(text, { code: 'UNKNOWN_CAMPAIGN', reason: `Salesforce has no campaign "${text}".` });
      else if (second)
        found.set(text, { code: 'AMBIGUOUS_CAMPAIGN', reason: `Several Salesforce campaigns are called "${text}". Give the id of one.` });
      else ids.set(text, first.id);
    }
  }
  const campaigns = ids.size === 0 ? [] : await tenant.salesforce.readCampaigns([...ids.values()]);
  for (const [text, id] of ids) {
    const campaign = campaigns.find((one) => one.id.slice(0, 15) === id.slice(0, 15));
    const gone = { code: 'UNKNOWN_CAMPAIGN', reason: `Salesforce has no campaign ${text}${campaign ? ' any more: it was deleted' : ''}.` };
    found.set(text, campaign && !campaign.isDeleted ? campaign : gone);
  }
  return found;
}

/** The Salesforce person of each Marketo person. Who is not there is created, where the step and the tenant say so. */
export async function findPeople(
  tenant: Tenant,
  settings: FlowStepSettings,
  asked: { person: AskedPerson; action: Action }[]
): Promise<Map<number, SalesforcePerson | Failure>> {
  const leads = await leadsOf(
    tenant,
    asked.map(({ person }) => person)
  );
  const found = new Map<number, SalesforcePerson | Failure>();
  const matches = await matchPeople(tenant, [...leads.values()]);
  const missing = new Map<number, MarketoLead>();
  for (const { person, action } of asked) {
    const { leadId } = person;
    const lead = leads.get(leadId);
    const match = matches.get(leadId);
    if (!lead || !match) found.set(leadId, { code: 'NOT_IN_MARKETO', reason: `Marketo does not know person ${leadId} any more.` });
    else if ('found' in match) found.set(leadId, match.found);
    else if ('ambiguous' in match)
      found.set(leadId, { code: 'AMBIGUOUS_PERSON', reason: `${match.ambiguous}. Merge them, or choose one.` });
    else if ('deleted' in match)
      found.set(leadId, { code: 'DELETED_IN_SALESFORCE', reason: 'This person was deleted in Salesforce, and is not created again.' });
    else if (action === 'remove') found.set(leadId, { code: 'NOT_IN_SALESFORCE', reason: '' });
    else if (settings.people === 'never') {
      found.set(leadId, { code: 'NOT_IN_SALESFORCE', reason: 'Salesforce has no lead or contact for this person, and none is created.' });
    } else missing.set(leadId, lead);
  }
  await createMissing(tenant, settings, missing, found);
  return found;
}

/** Without a call to Marketo where the fields that tell who it is are mapped. */
async function leadsOf(tenant: Tenant, people: AskedPerson[]): Promise<Map<number, MarketoLead>> {
  const leads = new Map<number, MarketoLead>();
  for (const { leadId: id, fields } of people) {
    if (!('email' in fields && 'salesforceId' in fields && 'lastName' in fields && 'company' in fields)) continue;
    const text = (name: string) => fields[name] ?? null;
    const [email, firstName, lastName, company, phone, title] = ['email', 'firstName', 'lastName', 'company', 'phone', 'title'].map(text);
    const names = { email, firstName, lastName, company, phone, title } as Omit<
      MarketoLead,
      'id' | 'salesforceId' | 'sfdcLeadId' | 'sfdcContactId'
    >;
    leads.set(id, { id, ...names, salesforceId: text('salesforceId'), sfdcLeadId: null, sfdcContactId: null });
  }
  const open = [...new Set(people.map(({ leadId }) => leadId))].filter((id) => !leads.has(id));
  if (open.length > 0) for (const lead of await tenant.marketo.readLeads(open)) leads.set(lead.id, lead);
  return leads;
}

/** A second try finds the first: each carries its unique key. */
async function createMissing(
  tenant: Tenant,
  { leadDefaults }: FlowStepSettings,
  missing: Map<number, MarketoLead>,
  found: Map<number, SalesforcePerson | Failure>
): Promise<void> {
  for (const some of cut([...missing.values()], PEOPLE_A_CALL)) {
    const people = some.map((lead) => ({
      key: keyOf(tenant, lead.id),
      firstName: lead.firstName,
      lastName: lead.lastName ?? leadDefaults.lastName,
      company: lead.company ?? leadDefaults.company,
      email: lead.email,
      phone: lead.phone,
      title: lead.title,
      ownerId: leadDefaults.ownerId
    }));
    const results = await tenant.salesforce.createPeople(people, leadDefaults);
    await tenant.store.transact(async (tx) => {
      for (const [index, lead] of some.entries()) {
        const made = results[index];
        const id = made?.contactId ?? made?.leadId;
        if (!made || !id || made.outcome === 'refused') {
          found.set(lead.id, {
            code: 'PERSON_REFUSED',
            reason: `Salesforce refuses to create this person (${made?.message ?? 'no reason given'}).`
          });
          continue;
        }
        await tx.putPerson({ tenantId: tenant.id, marketoLeadId: lead.id, leadId: made.leadId, contactId: made.contactId });
        found.set(lead.id, personMade(id, made.contactId !== null, lead, keyOf(tenant, lead.id)));
      }
    });
  }
}

function personMade(id: string, isContact: boolean, { firstName, lastName, company, email }: MarketoLead, key: string): SalesforcePerson {
  const names = { firstName, lastName, company, email, key };
  return { id, kind: isContact ? 'contact' : 'lead', isDeleted: false, convertedContactId: null, masterRecordId: null, ...names };
}
