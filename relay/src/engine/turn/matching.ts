/**
 * Who is who, both ways: by what was found before, by stored key, by native sync's ids, then by e-mail with contacts before leads. Several matches in
 * either direction are ambiguous: nobody is written and nobody is created.
 */
import { winnerOf } from '../feeds/gone-leads.ts';
import { current, readPeople, type People } from './salesforce-people.ts';
import type { MarketoLead, SalesforcePerson } from '../ports.ts';
import type { Tenant } from '../tenant.ts';

/** `deleted`: there was somebody, whom nothing creates anew. */
export type Match<T> =
  { found: T } | { ambiguous: string; among: T[] } | { deleted: 'lead-deleted' | 'contact-deleted' } | { nobody: true };
const NOBODY = { nobody: true } as const;

/** A Salesforce record carries this in `Marketo_Key__c`. */
export function keyOf(tenant: Tenant, marketoLeadId: number): string {
  return `${tenant.row.munchkinId}:${marketoLeadId}`;
}

/** The Marketo lead of each Salesforce person. */
export async function matchLeads(tenant: Tenant, persons: SalesforcePerson[]): Promise<Map<string, Match<MarketoLead>>> {
  const matches = new Map<string, Match<MarketoLead>>();
  const candidates = new Map<string, number>();
  for (const person of persons) {
    const known = await tenant.store.person(tenant.id, person.kind === 'contact' ? { contactId: person.id } : { leadId: person.id });
    const keyed = person.key?.startsWith(`${tenant.row.munchkinId}:`) ? Number(person.key.split(':')[1]) : null;
    const candidate = known?.marketoLeadId ?? keyed;
    if (candidate) candidates.set(person.id, await winnerOf(tenant, candidate));
  }
  if (candidates.size > 0) {
    const alive = new Map((await tenant.marketo.readLeads([...new Set(candidates.values())])).map((lead) => [lead.id, lead]));
    for (const [id, leadId] of candidates) {
      const lead = alive.get(leadId);
      if (lead) matches.set(id, { found: lead });
    }
  }
  const open = () => persons.filter((person) => !matches.has(person.id));
  // All questions at once: somebody waits for the answer, and mostly none of the ids is known.
  const [byId, mail] = await Promise.all([leadsById(tenant, open()), leadsOfMail(tenant, open())]);
  for (const { by, ids, leads } of byId) {
    for (const id of ids.filter((one) => !matches.has(one)))
      settle(
        matches,
        id,
        leads.filter((lead) => sameId(lead[by], id)),
        `carry the id ${id}`
      );
  }
  for (const person of open().filter(({ email }) => email !== null)) {
    const same = mail.leads.filter((lead) => sameMail(lead.email, person.email));
    const namesakes = mail.people.filter((one) => sameMail(one.email, person.email));
    if (same.length > 0 && !isPreferred(namesakes, person)) {
      matches.set(person.id, { ambiguous: `several Salesforce records have the e-mail address of ${person.id}`, among: same });
    } else {
      settle(matches, person.id, same, `have the e-mail address of ${person.id}`);
    }
  }
  for (const person of open()) matches.set(person.id, NOBODY);
  return matches;
}

const ID_FIELDS = ['salesforceId', 'sfdcContactId', 'sfdcLeadId'] as const;

/** In the order in which they count. */
async function leadsById(
  tenant: Tenant,
  persons: SalesforcePerson[]
): Promise<{ by: (typeof ID_FIELDS)[number]; ids: string[]; leads: MarketoLead[] }[]> {
  return Promise.all(
    ID_FIELDS.map(async (by) => {
      const ids = persons
        .filter((person) => by === 'salesforceId' || (by === 'sfdcContactId') === (person.kind === 'contact'))
        .map((person) => person.id);
      return { by, ids, leads: ids.length === 0 ? [] : await tenant.marketo.findLeads(by, ids) };
    })
  );
}

/** Who has these persons' e-mail addresses, on both sides. */
async function leadsOfMail(tenant: Tenant, persons: SalesforcePerson[]): Promise<{ leads: MarketoLead[]; people: SalesforcePerson[] }> {
  const emails = [...new Set(persons.map(({ email }) => email?.toLowerCase()).filter((email) => email !== undefined))];
  if (emails.length === 0) return { leads: [], people: [] };
  const [leads, people] = await Promise.all([
    tenant.marketo.findLeads('email', emails),
    tenant.salesforce.findPeople({ keys: [], emails })
  ]);
  return { leads, people };
}

/** The Salesforce person of each Marketo lead. */
export async function matchPeople(tenant: Tenant, leads: MarketoLead[]): Promise<Map<number, Match<SalesforcePerson>>> {
  const matches = new Map<number, Match<SalesforcePerson>>();
  const named = new Map<number, string[]>();
  const lost = new Map<number, 'lead-deleted' | 'contact-deleted'>();
  for (const lead of leads) {
    const known = await tenant.store.person(tenant.id, { marketoLeadId: lead.id });
    if (known?.contactId || known?.leadId) lost.set(lead.id, known.contactId ? 'contact-deleted' : 'lead-deleted');
    const ids = [known?.contactId, known?.leadId, lead.salesforceId, lead.sfdcContactId, lead.sfdcLeadId];
    named.set(lead.id, [...new Set(ids.filter((id): id is string => typeof id === 'string' && id !== ''))]);
  }
  const ids = [...new Set([...named.values()].flat())];
  const people: People = ids.length === 0 ? new Map() : await readPeople(tenant, ids);
  const found = await tenant.salesforce.findPeople({
    keys: leads.map((lead) => keyOf(tenant, lead.id)),
    emails: [...new Set(leads.map((lead) => lead.email?.toLowerCase()).filter((email) => email !== undefined))]
  });
  const doubled = await leadsByMail(tenant, leads, found);
  for (const lead of leads) {
    const byId = distinct((named.get(lead.id) ?? []).map((id) => current(people, id)).filter((person) => person !== null));
    const byKey = distinct(found.filter((person) => person.key === keyOf(tenant, lead.id)));
    const byMail = found.filter((person) => sameMail(person.email, lead.email));
    if (byKey.length > 0) settlePerson(matches, lead, byKey);
    else if (byId.length > 0) settlePerson(matches, lead, byId.slice(0, 1));
    else if (byMail.length === 0) matches.set(lead.id, lost.has(lead.id) ? { deleted: lost.get(lead.id) ?? 'lead-deleted' } : NOBODY);
    else if ((doubled.get(lead.email?.toLowerCase() ?? '') ?? 0) > 1) {
      matches.set(lead.id, { ambiguous: `several Marketo persons have the e-mail address of ${lead.id}`, among: distinct(byMail) });
    } else settlePerson(matches, lead, preferred(byMail));
  }
  return matches;
}

async function leadsByMail(tenant: Tenant, leads: MarketoLead[], found: SalesforcePerson[]): Promise<Map<string, number>> {
  const emails = [...new Set(leads.map((lead) => lead.email?.toLowerCase()).filter((email) => email !== undefined))].filter((email) =>
    found.some((person) => sameMail(person.email, email))
  );
  const counts = new Map<string, number>();
  if (emails.length === 0) return counts;
  for (const lead of await tenant.marketo.findLeads('email', emails)) {
    const email = lead.email?.toLowerCase() ?? '';
    counts.set(email, (counts.get(email) ?? 0) + 1);
  }
  return counts;
}

function settle(matches: Map<string, Match<MarketoLead>>, id: string, leads: MarketoLead[], what: string): void {
  const [lead] = leads;
  if (!lead) return;
  const names = leads.map((one) => one.id).join(', ');
  matches.set(id, leads.length === 1 ? { found: lead } : { ambiguous: `Marketo persons ${names} ${what}`, among: leads });
}

function settlePerson(matches: Map<number, Match<SalesforcePerson>>, lead: MarketoLead, people: SalesforcePerson[]): void {
  const [person] = people;
  if (!person) return;
  const names = people.map((one) => one.id).join(', ');
  matches.set(
    lead.id,
    people.length === 1 ? { found: person } : { ambiguous: `Salesforce records ${names} fit Marketo person ${lead.id}`, among: people }
  );
}

/** Contacts before leads. */
function preferred(people: SalesforcePerson[]): SalesforcePerson[] {
  const contacts = people.filter((person) => person.kind === 'contact');
  return distinct(contacts.length > 0 ? contacts : people);
}

function isPreferred(people: SalesforcePerson[], person: SalesforcePerson): boolean {
  const best = preferred(people);
  return best.length === 0 || (best.length === 1 && best[0]?.id === person.id);
}

function distinct(people: SalesforcePerson[]): SalesforcePerson[] {
  return [...new Map(people.map((person) => [person.id, person])).values()];
}

/** Salesforce ids come with 15 or 18 characters; the first 15 tell them apart. */
function sameId(a: string | null, b: string): boolean {
  return a !== null && a.slice(0, 15) === b.slice(0, 15);
}

function sameMail(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && a.toLowerCase() === b.toLowerCase();
}
