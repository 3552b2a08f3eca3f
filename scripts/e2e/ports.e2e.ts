/** The relay's adapters over HTTP against both stand-ins keep the contract that the simulation's models keep. */
import { after, before } from 'node:test';
import type { SwitchSettings } from '../../lab/marketo/switches.ts';
import { extremes } from '../../lab/marketo/switches.ts';
import { createMarketo } from '../../relay/src/marketo/marketo.ts';
import { guardHosts } from '../../relay/src/outgoing/hosts.ts';
import { createSalesforce } from '../../relay/src/salesforce/salesforce.ts';
import { newCertificate } from '../../relay/src/secrets/certificate.ts';
import { marketoPortSuite, type MarketoSetting } from '../../relay/testing/marketo-port-suite.ts';
import { salesforcePortSuite, type SalesforceSetting } from '../../relay/testing/salesforce-port-suite.ts';
import { CHANNEL, STATUSES } from '../stack/example.ts';
import { call } from '../stack/salesforce-org.ts';
import { createCampaign } from '../stack/seed.ts';
import { INTEGRATION_USER } from '../stack/stack.ts';
import { openStack, type TestStack } from './scenario.ts';

let stack: TestStack;
const straight = <T>(answer: Promise<T>) => answer;
const hosts = () => guardHosts([stack.marketo, stack.salesforce].map(({ address }) => new URL(address.url).host));

before(async () => {
  stack = await openStack();
  // It would drain the outbox that is looked at here.
  await stack.relay.part.stop();
});
after(() => stack.end());

async function salesforceSetting(): Promise<SalesforceSetting> {
  const { salesforce } = stack;
  const { certificate, privateKey } = await newCertificate(salesforce.address.orgId, new Date());
  const app = { label: 'Contract of the ports', certificate, approved: [INTEGRATION_USER] };
  const { consumerKey } = await salesforce.control<{ consumerKey: string }>('POST', 'apps', app);
  const [accountId = ''] = await salesforce.insert('Account', [{ Name: 'Example Works' }]);
  return {
    port: createSalesforce({
      url: salesforce.address.url,
      orgId: salesforce.address.orgId,
      username: INTEGRATION_USER,
      clientId: consumerKey,
      privateKey,
      namespace: null,
      hosts: hosts()
    }),
    wait: straight,
    now: Date.now,
    campaign: (name) => createCampaign(salesforce, name, STATUSES),
    person: async (kind, Email, LastName) => {
      const more: Record<string, string> = kind === 'lead' ? { Company: 'Example Works' } : { AccountId: accountId };
      const [id = ''] = await salesforce.insert(kind === 'lead' ? 'Lead' : 'Contact', [{ LastName, Email, ...more }]);
      return id;
    },
    set: async (campaignId, personId, status) => {
      const field = personId.startsWith('003') ? 'ContactId' : 'LeadId';
      const [member] = await salesforce.query<{ Id: string }>(
        `SELECT Id FROM CampaignMember WHERE CampaignId = '${campaignId}' AND ${field} = '${personId}'`
      );
      if (status === null) await salesforce.delete([member?.Id ?? '']);
      else if (member) await salesforce.update('CampaignMember', [{ Id: member.Id, Status: status }]);
      else await salesforce.insert('CampaignMember', [{ CampaignId: campaignId, [field]: personId, Status: status }]);
    },
    convert: async (leadId) => (await salesforce.control<{ contactId: string }>('POST', 'convert', { leadId })).contactId,
    merge: async (masterId, loserId) => {
      await salesforce.control('POST', 'merge', { object: 'Lead', masterId, loserIds: [loserId] });
    },
    deletePerson: (id) => salesforce.delete([id]),
    endSessions: async () => {
      await salesforce.control('DELETE', 'sessions', { username: INTEGRATION_USER });
    },
    close: async () => undefined
  };
}

async function marketoSetting(switches: SwitchSettings): Promise<MarketoSetting> {
  const { marketo } = stack;
  const { url, clientId, clientSecret } = marketo.address;
  await marketo.control('PUT', 'switches', switches);
  const token = async () => {
    const query = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret });
    return ((await (await fetch(`${url}/identity/oauth/token?${query}`)).json()) as { access_token: string }).access_token;
  };
  const seed = async (what: 'leads' | 'programs', one: object) => {
    const made = await marketo.control<Record<string, { id: number }[]>>('POST', 'seed', { [what]: [one] });
    return made[what]?.[0]?.id ?? 0;
  };
  return {
    port: createMarketo({
      url,
      clientId,
      clientSecret,
      salesforceIdField: 'salesforceRecordId',
      gate: { run: (_weight, asked) => asked() },
      hosts: hosts()
    }),
    channel: CHANNEL,
    wait: straight,
    program: (name) => seed('programs', { name, channel: CHANNEL, type: 'Event', folder: 'Webinars' }),
    lead: (email, lastName) => seed('leads', { email, lastName, company: 'Example Works' }),
    set: async (programId, leadId, status) => {
      // Activities know whole seconds: two of one second have no order.
      await marketo.control('POST', 'clock', { advanceMs: 1_000 });
      await marketo.setStatus(programId, { leadId }, status);
    },
    remove: (programId, leadId) => marketo.remove(programId, leadId),
    deleteLead: async (leadId) => {
      await marketo.control('DELETE', `leads/${leadId}`);
    },
    merge: async (winner, loser) => {
      await call('POST', `${url}/rest/v1/leads/${winner}/merge.json?leadIds=${loser}`, await token());
    },
    later: async () => {
      await marketo.control('POST', 'clock', { advanceMs: 5_000 });
    },
    endTokens: async () => {
      await marketo.control('DELETE', 'tokens');
    },
    close: async () => undefined
  };
}

salesforcePortSuite('over HTTP, the org stand-in', salesforceSetting);
for (const [index, switches] of extremes().entries()) {
  marketoPortSuite(`over HTTP, the Marketo stand-in, ${index === 0 ? 'first' : 'last'} of all switches`, () => marketoSetting(switches));
}
