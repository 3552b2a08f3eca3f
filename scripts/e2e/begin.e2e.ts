/** Both ways to begin without a counterpart, through separate processes: a program for a campaign, a campaign for a program; then a member travels. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CHANNEL, STATUSES } from '../stack/example.ts';
import { createCampaign, userId } from '../stack/seed.ts';
import { eventually, link, openStack, programMembers, type TestStack } from './scenario.ts';

describe('beginning on one side only', () => {
  let stack: TestStack;
  let actor: { userId: string };

  before(async () => {
    stack = await openStack();
    actor = { userId: await userId(stack.salesforce, stack.owner) };
  });
  after(() => stack?.end());

  async function addMember(campaignId: string, name: string): Promise<void> {
    const [leadId = ''] = await stack.salesforce.insert('Lead', [
      { LastName: name, Company: 'Example Works', Email: `${name.toLowerCase()}@example.com` }
    ]);
    await stack.salesforce.insert('CampaignMember', [{ CampaignId: campaignId, LeadId: leadId, Status: 'Registered' }]);
  }

  it('a program is made for a campaign, linked, and gets its member', async () => {
    const campaignId = await createCampaign(stack.salesforce, 'Harbour Webinar', STATUSES);
    const { folders } = await stack.relay.api<{ folders: { id: number; name: string }[] }>('GET', '/v1/folders?search=webinar');
    const { channels } = await stack.relay.api<{ channels: { name: string; programType: string }[] }>('GET', '/v1/channels');
    assert.equal(channels.find(({ name }) => name === CHANNEL)?.programType, 'Event');
    const wanted = {
      actor,
      campaignId,
      name: 'Harbour Webinar',
      channel: CHANNEL,
      folderId: folders[0]?.id ?? 0,
      description: 'On the pier'
    };
    const { program } = await stack.relay.api<{ program: { id: number; type: string } }>('POST', '/v1/programs', wanted);
    assert.equal(program.type, 'Event');
    await link(stack, campaignId, program.id);
    await addMember(campaignId, 'Quay');
    await eventually('the program’s members', async () => [...(await programMembers(stack, program.id)).values()], ['Registered']);
  });

  it('a campaign is made for a program with the statuses of its channel and no others, linked, and its member arrives', async () => {
    const { programs } = await stack.marketo.control<{ programs: { id: number }[] }>('POST', 'seed', {
      programs: [{ name: 'Pier Webinar', channel: CHANNEL, type: 'Event', folder: 'Webinars', costs: [] }]
    });
    const programId = programs[0]?.id ?? 0;
    const wanted = { actor, programId, name: 'Pier Webinar', startDate: '2026-03-31', endDate: '2026-03-31' };
    const { campaignId } = await stack.relay.api<{ campaignId: string }>('POST', '/v1/campaigns', wanted);
    const [campaign] = await stack.salesforce.query<Record<string, unknown>>(
      `SELECT Name, Type, OwnerId, StartDate, IsActive FROM Campaign WHERE Id = '${campaignId}'`
    );
    const { Name, Type, OwnerId, StartDate, IsActive } = campaign ?? {};
    assert.deepEqual([Name, Type, OwnerId, StartDate, IsActive], ['Pier Webinar', CHANNEL, actor.userId, '2026-03-31', true]);
    const made = await stack.salesforce.query<{ Label: string; HasResponded: boolean; IsDefault: boolean }>(
      `SELECT Label, HasResponded, IsDefault FROM CampaignMemberStatus WHERE CampaignId = '${campaignId}' ORDER BY SortOrder`
    );
    assert.deepEqual(
      made.map(({ Label, HasResponded, IsDefault }) => [Label, HasResponded, IsDefault]),
      STATUSES.map(({ name, success }, index) => [name, success, index === 0])
    );
    await link(stack, campaignId, programId);
    await addMember(campaignId, 'Mole');
    await eventually('the program’s members', async () => [...(await programMembers(stack, programId)).values()], ['Registered']);
  });
});
