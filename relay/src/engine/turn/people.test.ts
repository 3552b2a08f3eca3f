import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ACTOR, CAMPAIGN, PROGRAM, StillWorld } from '../../../simulation/still-world.ts';
import { TENANT } from '../../../simulation/world.ts';
import type { Operations } from '../operations.ts';

async function linked(rules = {}): Promise<{ world: StillWorld; operations: Operations }> {
  const world = new StillWorld();
  const operations = await world.start();
  await world.link(operations, { rules });
  return { world, operations };
}
const reasons = async (operations: Operations) =>
  (await operations.issues(CAMPAIGN, { reason: null, cursor: null })).issues.map(({ reason }) => reason);

describe('who is who', () => {
  test('a contact is preferred to a lead with the same e-mail address', async () => {
    const { world } = await linked();
    const lead = world.salesforce.addPerson('lead', { email: 'ada@example.com' });
    const { salesforce: contact, marketo } = world.addPerson('Ada');
    world.marketo.move(PROGRAM, marketo, 'Registered');
    await world.pass(120_000);
    assert.deepEqual([world.inSalesforce(contact), world.inSalesforce(lead)], ['Registered', null]);
  });

  test('two contacts with one address are ambiguous: nothing is written, and no one created', async () => {
    const { world, operations } = await linked({ people: 'create' });
    const { marketo } = world.addPerson('Ada');
    world.salesforce.addPerson('contact', { email: 'ADA@example.com' });
    world.marketo.move(PROGRAM, marketo, 'Registered');
    await world.pass(120_000);
    assert.deepEqual(await reasons(operations), ['ambiguous-person']);
    assert.equal(world.salesforce.live(CAMPAIGN).length + world.salesforce.created.length, 0);
  });

  test('two Marketo persons with one address are ambiguous for the Salesforce member', async () => {
    const { world, operations } = await linked();
    const { salesforce } = world.addPerson('Ada');
    world.addLead('Ada');
    world.salesforce.set(CAMPAIGN, salesforce, 'Registered', 'user', false);
    await world.pass(120_000);
    assert.deepEqual(await reasons(operations), ['ambiguous-person']);
    assert.equal(world.marketo.members(PROGRAM).length, 0);
  });

  test('a second Salesforce member for one Marketo person is a duplicate and is left alone', async () => {
    const { world, operations } = await linked();
    const lead = world.salesforce.addPerson('lead', {});
    const marketo = world.marketo.addLead({ email: 'ada@example.com', salesforceId: lead });
    const contact = world.salesforce.addPerson('contact', { key: `123-ABC-456:${marketo}` });
    world.salesforce.set(CAMPAIGN, lead, 'Registered', 'user', false);
    await world.pass(60_000);
    world.salesforce.set(CAMPAIGN, contact, 'Attended', 'user', false);
    await world.pass(120_000);
    assert.deepEqual(await reasons(operations), ['duplicate-person']);
    assert.equal(world.inMarketo(marketo), 'Registered');
  });

  test('a person whom Marketo lacks is made there once, with the Salesforce id', async () => {
    const { world } = await linked();
    const ada = world.salesforce.addPerson('contact', { email: 'ada@example.com', lastName: 'Ada' });
    world.salesforce.set(CAMPAIGN, ada, 'Registered', 'user', false);
    await world.pass(120_000);
    const [created] = world.marketo.created;
    assert.equal(created?.salesforceId, ada);
    assert.equal(world.inMarketo(created?.leadId ?? 0), 'Registered');
    assert.equal(world.marketo.created.length, 1);
  });

  test('with native lead sync on, nobody is created in Salesforce: the native id is waited for', async () => {
    const { world, operations } = await linked({ people: 'create' });
    const known = world.salesforce.addPerson('lead', {});
    world.marketo.move(PROGRAM, world.marketo.addLead({ sfdcLeadId: known }), 'Registered');
    await operations.sync(CAMPAIGN, { userId: '005000000000001AAA' });
    await world.pass(60_000);
    assert.equal(world.inSalesforce(known), 'Registered');
    const ada = world.addLead('Ada');
    world.marketo.move(PROGRAM, ada, 'Registered');
    await world.pass(120_000);
    assert.deepEqual(await reasons(operations), ['waits-for-native-sync']);
    const arrived = world.salesforce.addPerson('lead', {});
    Object.assign(world.marketo.leads.get(ada) ?? {}, { sfdcLeadId: arrived });
    await world.pass(30 * 60_000);
    assert.equal(world.inSalesforce(arrived), 'Registered');
    assert.equal(world.salesforce.created.length, 0);
  });

  test('below the minimum status nobody is created, and that is no issue', async () => {
    const { world, operations } = await linked({ people: 'create', minimumStatus: 'Attended' });
    const ada = world.addLead('Ada');
    world.marketo.move(PROGRAM, ada, 'Registered');
    await world.pass(120_000);
    assert.equal((await operations.campaign(CAMPAIGN)).counts.leftByRule, 1);
    assert.equal(world.salesforce.created.length, 0);
    world.marketo.move(PROGRAM, ada, 'Attended');
    await world.pass(120_000);
    assert.equal(world.salesforce.created.length, 1);
  });
});

describe('people who change', () => {
  test('a converted lead is its contact: nothing is removed, and the contact goes on', async () => {
    const { world } = await linked();
    const ada = world.addPerson('Ada', 'lead');
    world.salesforce.set(CAMPAIGN, ada.salesforce, 'Registered', 'user', false);
    await world.pass(60_000);
    const contact = world.salesforce.convert(ada.salesforce);
    await world.pass(120_000);
    assert.equal(world.inMarketo(ada.marketo), 'Registered');
    world.marketo.move(PROGRAM, ada.marketo, 'Attended');
    await world.pass(60_000);
    assert.equal(world.inSalesforce(contact), 'Attended');
    assert.equal((await world.store.person(TENANT, { marketoLeadId: ada.marketo }))?.contactId, contact);
  });

  /** A lead and a contact, both members, whose lead was converted into that contact. */
  async function bothMembers() {
    const { world, operations } = await linked();
    const ada = world.addPerson('Ada', 'lead');
    world.salesforce.set(CAMPAIGN, ada.salesforce, 'Registered', 'user', false);
    await world.pass(60_000);
    const contact = world.salesforce.addPerson('contact', {});
    world.salesforce.set(CAMPAIGN, contact, 'Waitlisted', 'user', true);
    world.salesforce.convert(ada.salesforce, contact);
    await operations.sync(CAMPAIGN, ACTOR);
    await world.pass(60_000);
    return { world, operations, lead: ada.salesforce, contact, marketo: ada.marketo };
  }

  test('a converted lead that stays a member beside its contact is parked as a duplicate, and nothing is written meanwhile', async () => {
    const { world, operations, lead, contact, marketo } = await bothMembers();
    const [issue] = await world.issues(operations);
    assert.equal(issue?.reason, 'duplicate-person');
    assert.match(issue.sentence, new RegExp(`${contact}, ${lead}|${lead}, ${contact}`));
    assert.equal(issue.candidates.length, 2);
    const writes = world.witness.memberWrites;
    world.marketo.move(PROGRAM, marketo, 'No Show');
    await operations.sync(CAMPAIGN, ACTOR);
    await world.pass(120_000);
    assert.equal(world.witness.memberWrites, writes);
    assert.deepEqual(await reasons(operations), ['duplicate-person']);
  });

  test('the one of both members that is chosen counts from then on, the contact or the lead; the other stays as it is', async () => {
    for (const which of ['contact', 'lead'] as const) {
      const { world, operations, lead, contact, marketo } = await bothMembers();
      const [issue] = await world.issues(operations);
      const person = issue?.candidates.find(({ contactId }) => (contactId === null) === (which === 'lead')) ?? null;
      await world.take(operations, 'choose-person', { member: issue?.memberKey ?? '' }, person);
      await world.pass(60_000);
      assert.equal(world.inMarketo(marketo), which === 'lead' ? 'Registered' : 'Waitlisted', which);
      world.salesforce.set(CAMPAIGN, lead, 'No Show', 'user', true);
      world.salesforce.set(CAMPAIGN, contact, 'Invited', 'user', true);
      await operations.sync(CAMPAIGN, ACTOR);
      await world.pass(180_000);
      const still = (await operations.campaign(CAMPAIGN)).counts;
      assert.equal(still.inSync + still.parked, 1);
      assert.ok(!(await reasons(operations)).includes('duplicate-person'), 'people are not asked twice');
      world.marketo.move(PROGRAM, marketo, 'Attended');
      await world.pass(120_000);
      const expected = which === 'lead' ? ['Attended', 'Invited'] : ['No Show', 'Attended'];
      assert.deepEqual([world.inSalesforce(lead), world.inSalesforce(contact)], expected, which);
    }
  });

  test('two members of one person that become one need nobody to choose any more', async () => {
    const { world, operations, lead, contact, marketo } = await bothMembers();
    world.salesforce.set(CAMPAIGN, contact, null, 'user', true);
    await operations.sync(CAMPAIGN, ACTOR);
    await world.pass(60_000);
    assert.deepEqual(await reasons(operations), []);
    world.marketo.move(PROGRAM, marketo, 'Attended');
    await world.pass(120_000);
    assert.equal(world.inSalesforce(lead), 'Attended', 'whoever is a member as a lead is written as a lead');
  });

  test('a Marketo merge re-keys the member before its absence is judged', async () => {
    const { world, operations } = await linked();
    const ada = world.addPerson('Ada');
    world.salesforce.set(CAMPAIGN, ada.salesforce, 'Registered', 'user', false);
    await world.pass(60_000);
    const winner = world.marketo.addLead({ email: 'other@example.com' });
    world.marketo.merge(winner, ada.marketo);
    await world.pass(10 * 60_000);
    assert.equal(world.inSalesforce(ada.salesforce), 'Registered');
    world.marketo.move(PROGRAM, winner, 'Attended');
    await world.pass(120_000);
    assert.equal(world.inSalesforce(ada.salesforce), 'Attended');
    assert.equal((await operations.campaign(CAMPAIGN)).counts.inSync, 1);
  });

  test('a deleted contact ends its member; Marketo is left as it is, and nothing creates it anew', async () => {
    const { world, operations } = await linked({ people: 'create' });
    const ada = world.addPerson('Ada');
    world.salesforce.set(CAMPAIGN, ada.salesforce, 'Registered', 'user', false);
    await world.pass(60_000);
    world.salesforce.deletePerson(ada.salesforce);
    await world.pass(120_000);
    await operations.sync(CAMPAIGN, { userId: '005000000000001AAA' });
    await world.pass(120_000);
    assert.equal(world.inMarketo(ada.marketo), 'Registered');
    assert.equal(world.salesforce.created.length, 0);
    assert.deepEqual((await operations.campaign(CAMPAIGN)).counts, {
      inSync: 0,
      pending: 0,
      parked: 0,
      failing: 0,
      leftByRule: 0,
      ended: 1
    });
  });

  test('a deleted Marketo person ends its member; Salesforce is left as it is', async () => {
    const { world, operations } = await linked();
    const ada = world.addPerson('Ada');
    world.salesforce.set(CAMPAIGN, ada.salesforce, 'Registered', 'user', false);
    await world.pass(60_000);
    world.marketo.deleteLead(ada.marketo);
    await operations.sync(CAMPAIGN, { userId: '005000000000001AAA' });
    await world.pass(10 * 60_000);
    assert.equal(world.inSalesforce(ada.salesforce), 'Registered');
    assert.equal((await operations.campaign(CAMPAIGN)).counts.ended, 1);
  });

  test('a person whom the integration user may not see any more is no deletion', async () => {
    const { world, operations } = await linked();
    const ada = world.addPerson('Ada');
    world.salesforce.set(CAMPAIGN, ada.salesforce, 'Registered', 'user', false);
    await world.pass(60_000);
    const hidden = world.salesforce.people.get(ada.salesforce);
    assert.ok(hidden);
    world.salesforce.people.delete(ada.salesforce);
    world.marketo.move(PROGRAM, ada.marketo, 'Attended');
    await world.pass(120_000);
    const [issue] = await world.issues(operations);
    assert.equal(issue?.state, 'failing');
    assert.match(issue?.sentence ?? '', /may not see it/);
    world.salesforce.people.set(ada.salesforce, hidden);
    await world.pass(20 * 60_000);
    assert.equal(world.inSalesforce(ada.salesforce), 'Attended');
  });
});
