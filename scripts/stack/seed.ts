/** Puts channels, folders and the example into both stand-ins, and links the example's campaign to its program. */
import { CAMPAIGN, CHANNEL, COSTS, examplePeople, STATUSES, type ExamplePerson } from './example.ts';
import type { Fields, SalesforceOrg } from './salesforce-org.ts';
import type { Stack } from './stack.ts';

/** What every Marketo instance has before anybody works in it. */
export async function seedSettings({ marketo }: Stack): Promise<void> {
  await marketo.control('POST', 'seed', {
    channels: [
      { name: CHANNEL, type: 'Event', statuses: STATUSES },
      {
        name: 'Email Send',
        type: 'Default',
        statuses: [
          { name: 'Member', step: 10, success: false },
          { name: 'Clicked', step: 20, success: true }
        ]
      }
    ],
    folders: [{ name: 'Webinars' }]
  });
}

/** @returns the campaign's id. */
export async function seedExample(stack: Stack, progress: (text: string) => void): Promise<string> {
  const people = examplePeople();
  progress(`Example: ${people.length} people …`);
  const [programId, campaignId] = await Promise.all([seedProgram(stack, people), seedCampaign(stack.salesforce, people)]);
  progress('Linking campaign and program …');
  await stack.relay.api('PUT', `/v1/campaigns/${campaignId}/link`, {
    actor: { userId: await userId(stack.salesforce, stack.owner) },
    programId,
    consent: 'as-planned'
  });
  return campaignId;
}

async function seedProgram({ marketo }: Stack, people: ExamplePerson[]): Promise<number> {
  const known = people.filter((person) => person.marketo);
  const leads = known.map(({ firstName, lastName, email, company, title }) => ({ firstName, lastName, email, company, title }));
  const members = known.flatMap(({ email, programStatus }) => (programStatus === null ? [] : [{ email, status: programStatus }]));
  const { programs } = await marketo.control<{ programs: { id: number }[] }>('POST', 'seed', {
    leads,
    programs: [{ name: CAMPAIGN, channel: CHANNEL, type: 'Event', folder: 'Webinars', costs: COSTS, members }]
  });
  return programs[0]?.id ?? 0;
}

async function seedCampaign(salesforce: SalesforceOrg, people: ExamplePerson[]): Promise<string> {
  const campaignId = await createCampaign(salesforce, CAMPAIGN, STATUSES);
  const known = people.filter((person) => person.salesforce !== null);
  const contacts = known.filter((person) => person.salesforce === 'contact');
  const leads = known.filter((person) => person.salesforce === 'lead');
  const companies = [...new Set(contacts.map((person) => person.company))];
  const accountIds = await salesforce.insert(
    'Account',
    companies.map((Name) => ({ Name }))
  );
  const name = ({ firstName, lastName, email, title }: ExamplePerson): Fields => ({
    FirstName: firstName,
    LastName: lastName,
    Email: email,
    Title: title
  });
  const leadIds = await salesforce.insert(
    'Lead',
    leads.map((person) => ({ ...name(person), Company: person.company }))
  );
  const contactIds = await salesforce.insert(
    'Contact',
    contacts.map((person) => ({ ...name(person), AccountId: accountIds[companies.indexOf(person.company)] ?? null }))
  );
  const member = (field: 'LeadId' | 'ContactId', ids: string[]) => (person: ExamplePerson, index: number) =>
    person.campaignStatus === null ? [] : [{ CampaignId: campaignId, [field]: ids[index] ?? '', Status: person.campaignStatus }];
  await salesforce.insert('CampaignMember', leads.flatMap(member('LeadId', leadIds)));
  await salesforce.insert('CampaignMember', contacts.flatMap(member('ContactId', contactIds)));
  return campaignId;
}

/** A campaign whose member statuses are these, the first being the default, and no others. */
export async function createCampaign(
  salesforce: SalesforceOrg,
  name: string,
  statuses: { name: string; success: boolean }[]
): Promise<string> {
  const [campaignId = ''] = await salesforce.insert('Campaign', [{ Name: name, IsActive: true, Status: 'In Progress' }]);
  const before = await salesforce.query<{ Id: string }>(`SELECT Id FROM CampaignMemberStatus WHERE CampaignId = '${campaignId}'`);
  await salesforce.insert(
    'CampaignMemberStatus',
    statuses.map((status, index) => ({
      CampaignId: campaignId,
      Label: status.name,
      HasResponded: status.success,
      IsDefault: index === 0,
      SortOrder: index + 10
    }))
  );
  await salesforce.delete(before.map((row) => row.Id));
  return campaignId;
}

export async function userId(salesforce: SalesforceOrg, username: string): Promise<string> {
  const [user] = await salesforce.query<{ Id: string }>(`SELECT Id FROM User WHERE Username = '${username}'`);
  return user?.Id ?? '';
}
