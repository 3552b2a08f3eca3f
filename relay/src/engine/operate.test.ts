import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ACTOR, CAMPAIGN, PROGRAM, StillWorld } from '../../simulation/still-world.ts';
import { COUNTS } from './runs/planned.ts';
import { OperationRefused, type Operations } from './operations.ts';

async function refusal(work: Promise<unknown>): Promise<OperationRefused> {
  const error: unknown = await work.then(
    () => null,
    (cause: unknown) => cause
  );
  assert.ok(error instanceof OperationRefused, `not refused: ${String(error)}`);
  assert.ok(error.fix.length > 0);
  return error;
}

async function started(): Promise<{ world: StillWorld; operations: Operations }> {
  const world = new StillWorld();
  return { world, operations: await world.start() };
}

describe('linking', () => {
  test('answers with the plan that the run then carries out', async () => {
    const { world, operations } = await started();
    const [ada, ben] = [world.addPerson('Ada'), world.addPerson('Ben')];
    const cleo = world.addLead('Cleo');
    world.salesforce.set(CAMPAIGN, ada.salesforce, 'Registered', 'user', true);
    world.marketo.move(PROGRAM, ben.marketo, 'Attended');
    world.marketo.move(PROGRAM, cleo, 'Invited');
    const { plan, campaign } = await world.link(operations, { rules: { people: 'create' } });
    const { digest } = plan;
    const numbers = Object.fromEntries(COUNTS.map((kind) => [kind, plan[kind]]));
    assert.match(digest, /^[0-9a-f]{32}$/);
    const nothing = {
      changeInMarketo: 0,
      changeInSalesforce: 0,
      removeInMarketo: 0,
      removeInSalesforce: 0,
      park: 0,
      leftByRule: 0,
      agree: 0
    };
    assert.deepEqual(numbers, { ...nothing, addToMarketo: 1, addToSalesforce: 2, createPeople: 1 });
    assert.equal(campaign.state, 'active');
    assert.equal(world.inMarketo(ada.marketo), 'Registered');
    assert.equal(world.inSalesforce(ben.salesforce), 'Attended');
    assert.equal(world.salesforce.created.length, 1);
    assert.equal(world.salesforce.created[0]?.key, `123-ABC-456:${cleo}`);
    assert.equal(world.witness.memberWrites, 3);
  });

  test('previews people who match as one member, not as two', async () => {
    const { world, operations } = await started();
    const ada = world.addPerson('Ada');
    world.salesforce.set(CAMPAIGN, ada.salesforce, 'Registered', 'user', true);
    world.marketo.move(PROGRAM, ada.marketo, 'Registered');
    const { plan } = await world.link(operations);
    assert.equal(plan.agree, 1);
    assert.equal(plan.addToMarketo + plan.addToSalesforce + plan.park, 0);
  });

  test('without a word about people waits for them, names them, and creates one by a click', async () => {
    const { world, operations } = await started();
    world.marketo.move(PROGRAM, world.addLead('Cleo'), 'Invited');
    const { plan } = await world.link(operations);
    assert.equal(plan.park, 1);
    const [issue] = await world.issues(operations);
    assert.ok(issue);
    assert.equal(issue.reason, 'not-in-salesforce');
    assert.ok(issue.waysOut.includes('create-person'));
    const answer = await world.take(operations, 'create-person', { member: issue.memberKey });
    assert.deepEqual(answer, { changed: 1, refused: [], cursor: null });
    assert.equal(world.salesforce.created.length, 1);
    assert.equal((await operations.campaign(CAMPAIGN)).counts.inSync, 1);
  });

  test('is the same once for the same idempotency key', async () => {
    const { world, operations } = await started();
    const first = await world.link(operations, { idempotencyKey: 'once' });
    world.addCampaign('701000000000099AAA');
    const again = await world.link(operations, { idempotencyKey: 'once' });
    assert.deepEqual(again, first);
    assert.equal((await world.store.links('tenant-1')).length, 1);
  });

  test('refuses a campaign or a program that does not exist', async () => {
    const { world, operations } = await started();
    const absent = await refusal(world.link(operations, { programId: 999 }));
    assert.deepEqual([absent.code, absent.status], ['unknown-program', 404]);
    world.salesforce.campaigns.delete(CAMPAIGN);
    assert.equal((await refusal(world.link(operations))).code, 'unknown-campaign');
  });

  test('refuses statuses without a counterpart and lists them with their side', async () => {
    const { world, operations } = await started();
    const ada = world.addPerson('Ada');
    const campaign = world.salesforce.campaigns.get(CAMPAIGN);
    assert.ok(campaign);
    campaign.statuses = campaign.statuses.filter(({ label }) => label !== 'No Show');
    campaign.statuses.push({ label: 'Maybe', responded: false, isDefault: false, sortOrder: 9 });
    world.salesforce.set(CAMPAIGN, ada.salesforce, 'Maybe', 'user', true);
    const error = await refusal(world.link(operations));
    assert.deepEqual([error.code, error.status], ['statuses-not-covered', 422]);
    assert.deepEqual(error.details.missing, [
      { side: 'marketo', status: 'No Show' },
      { side: 'salesforce', status: 'Maybe' }
    ]);
    assert.equal(await world.store.linkOfCampaign('tenant-1', CAMPAIGN), null);
  });

  test('refuses what is linked elsewhere and what the native sync holds', async () => {
    const { world, operations } = await started();
    const program = world.marketo.programs.get(PROGRAM);
    assert.ok(program);
    program.sfdcId = '701000000000077AAA';
    assert.deepEqual(
      [(await refusal(world.link(operations))).code, (await operations.campaign(CAMPAIGN)).state],
      ['natively-linked', 'unlinked']
    );
    program.sfdcId = null;
    world.addProgram(101);
    await world.pass(20 * 60_000);
    await world.link(operations);
    assert.equal((await refusal(world.link(operations, { programId: 101 }))).code, 'campaign-linked');
    world.addCampaign('701000000000098AAA');
    const request = {
      actor: ACTOR,
      programId: PROGRAM,
      rules: {},
      map: null,
      consent: 'as-planned' as const,
      createStatuses: false,
      switchProgram: false,
      idempotencyKey: 'other'
    };
    assert.equal((await refusal(world.wait(operations.link('701000000000098AAA', request)))).code, 'program-linked');
  });

  test('refuses a campaign that another program holds natively', async () => {
    const { world, operations } = await started();
    world.addProgram(101);
    const other = world.marketo.programs.get(101);
    assert.ok(other);
    other.sfdcId = CAMPAIGN;
    const error = await refusal(world.link(operations));
    assert.equal(error.code, 'natively-linked');
    assert.equal(error.details.nativeProgramId, 101);
  });

  test('again changes the rules, and what was parked is planned anew', async () => {
    const { world, operations } = await started();
    world.marketo.move(PROGRAM, world.addLead('Cleo'), 'Invited');
    await world.link(operations);
    assert.equal((await operations.campaign(CAMPAIGN)).counts.parked, 1);
    await world.link(operations, { rules: { people: 'create' } });
    await world.pass(10_000);
    const view = await operations.campaign(CAMPAIGN);
    assert.equal(view.rules?.people, 'create');
    assert.equal(view.counts.inSync, 1);
  });
});

describe('a link', () => {
  test('shows its figures in the package within seconds of a change, and a sign of life every five minutes', async () => {
    const { world, operations } = await started();
    const ada = world.addPerson('Ada');
    await world.link(operations);
    world.salesforce.set(CAMPAIGN, ada.salesforce, 'Attended', 'user', false);
    await operations.ring([]);
    const shown = () => world.salesforce.shown.get(CAMPAIGN);
    assert.ok((await world.until(() => shown()?.link?.inSync === 1, 30_000)) <= 8_000);
    assert.equal(shown()?.link?.marketoSuccesses, 1);
    assert.deepEqual(
      shown()?.statuses?.find((row) => row.marketo === 'Attended'),
      {
        marketo: 'Attended',
        step: 40,
        success: true,
        label: 'Attended',
        marketoCount: 1,
        salesforceCount: 1
      }
    );
    const before = shown();
    await world.until(() => shown() !== before, 600_000);
    assert.notEqual(shown(), before);
  });

  test('writes channel and costs, and over a value that stands there only with consent', async () => {
    const { world, operations } = await started();
    const campaign = world.salesforce.campaigns.get(CAMPAIGN);
    assert.ok(campaign);
    campaign.type = 'Conference';
    await world.link(operations);
    assert.deepEqual([campaign.type, campaign.actualCost], ['Conference', 350]);
    assert.match((await operations.campaign(CAMPAIGN)).lastError ?? '', /Type/);
    await world.link(operations, { rules: { overwriteFields: true } });
    assert.equal(campaign.type, 'Webinar');
    assert.equal((await operations.campaign(CAMPAIGN)).lastError, null);
  });

  test('leaves a cost that somebody edited until Marketo changes its own', async () => {
    const { world, operations } = await started();
    const campaign = world.salesforce.campaigns.get(CAMPAIGN);
    assert.ok(campaign);
    await world.link(operations);
    campaign.actualCost = 999;
    await operations.sync(CAMPAIGN, ACTOR);
    await world.pass(30_000);
    assert.equal(campaign.actualCost, 999);
    world.marketo.programs.get(PROGRAM)?.costs.push(50);
    await operations.sync(CAMPAIGN, ACTOR);
    await world.pass(30_000);
    assert.equal(campaign.actualCost, 400);
  });

  test('that is paused writes nothing, and catches up when resumed', async () => {
    const { world, operations } = await started();
    const ada = world.addPerson('Ada');
    await world.link(operations);
    const paused = await operations.pause(CAMPAIGN, ACTOR, 'a fair is on');
    assert.deepEqual([paused.state, paused.stateReason], ['paused', 'a fair is on']);
    world.salesforce.set(CAMPAIGN, ada.salesforce, 'Registered', 'user', false);
    await world.pass(120_000);
    assert.equal(world.inMarketo(ada.marketo), null);
    assert.equal((await refusal(operations.sync(CAMPAIGN, ACTOR))).code, 'wrong-state');
    await world.wait(operations.resume(CAMPAIGN, ACTOR));
    await world.pass(60_000);
    assert.equal(world.inMarketo(ada.marketo), 'Registered');
  });

  test('whose campaign is deleted pauses, and nothing leaves Marketo', async () => {
    const { world, operations } = await started();
    const ada = world.addPerson('Ada');
    world.salesforce.set(CAMPAIGN, ada.salesforce, 'Registered', 'user', true);
    await world.link(operations);
    const campaign = world.salesforce.campaigns.get(CAMPAIGN);
    assert.ok(campaign);
    campaign.isDeleted = true;
    world.salesforce.set(CAMPAIGN, ada.salesforce, null, 'user', true);
    world.salesforce.lookAgainAtCampaign(CAMPAIGN);
    await world.pass(120_000);
    assert.deepEqual(
      [(await operations.campaign(CAMPAIGN)).state, (await operations.campaign(CAMPAIGN)).stateReason],
      ['paused', 'campaign deleted']
    );
    assert.equal(world.inMarketo(ada.marketo), 'Registered');
    assert.equal((await refusal(world.wait(operations.resume(CAMPAIGN, ACTOR)))).code, 'wrong-state');
  });

  test('whose program is deleted ends, and nobody is removed in Salesforce', async () => {
    const { world, operations } = await started();
    const ada = world.addPerson('Ada');
    world.salesforce.set(CAMPAIGN, ada.salesforce, 'Registered', 'user', true);
    await world.link(operations);
    world.marketo.programs.delete(PROGRAM);
    await operations.sync(CAMPAIGN, ACTOR);
    await world.pass(60_000);
    const view = await operations.campaign(CAMPAIGN);
    assert.deepEqual([view.state, view.counts.ended], ['ended', 1]);
    assert.equal(world.inSalesforce(ada.salesforce), 'Registered');
  });

  test('that the native sync takes over pauses at the next sweep', async () => {
    const { world, operations } = await started();
    await world.link(operations);
    const program = world.marketo.programs.get(PROGRAM);
    assert.ok(program);
    program.sfdcId = CAMPAIGN;
    await operations.sync(CAMPAIGN, ACTOR);
    await world.pass(60_000);
    assert.equal((await operations.campaign(CAMPAIGN)).stateReason, 'natively linked');
    assert.equal((await refusal(world.wait(operations.resume(CAMPAIGN, ACTOR)))).code, 'natively-linked');
  });

  test('that would lose many members stops, says how many, and goes on when that is approved', async () => {
    const { world, operations } = await started();
    const people = Array.from({ length: 30 }, (_, index) => world.addPerson(`Person${index}`));
    for (const { salesforce } of people) world.salesforce.set(CAMPAIGN, salesforce, 'Registered', 'user', true);
    await world.link(operations);
    for (const { salesforce } of people.slice(0, 15)) world.salesforce.set(CAMPAIGN, salesforce, null, 'user', false);
    await operations.ring([]);
    await world.pass(60_000);
    const view = await operations.campaign(CAMPAIGN);
    assert.equal(view.state, 'paused');
    assert.match(view.stateReason ?? '', /^15 members would be removed/);
    assert.equal(world.marketo.members(PROGRAM).length, 30);
    await world.wait(operations.resume(CAMPAIGN, ACTOR));
    await world.pass(60_000);
    assert.equal(world.marketo.members(PROGRAM).length, 15);
  });

  test('that is unlinked leaves the members, and the package shows it no more', async () => {
    const { world, operations } = await started();
    const ada = world.addPerson('Ada');
    world.salesforce.set(CAMPAIGN, ada.salesforce, 'Registered', 'user', true);
    await world.link(operations);
    assert.equal((await world.wait(operations.unlink(CAMPAIGN, ACTOR))).state, 'unlinked');
    assert.equal(world.salesforce.shown.get(CAMPAIGN)?.remove, true);
    assert.deepEqual([world.inSalesforce(ada.salesforce), world.inMarketo(ada.marketo)], ['Registered', 'Registered']);
    assert.equal((await refusal(world.issues(operations))).code, 'not-linked');
    const entries = await world.journal(operations);
    assert.deepEqual([entries[0]?.detail, entries[0]?.actor], ['unlinked', ACTOR.userId]);
  });
});

describe('a member', () => {
  test('that Salesforce refuses twice is parked with its sentence, and retried by a click', async () => {
    const { world, operations } = await started();
    const ada = world.addPerson('Ada');
    world.salesforce.refusing.add(ada.salesforce);
    world.marketo.move(PROGRAM, ada.marketo, 'Registered');
    await world.link(operations);
    const [issue] = await world.issues(operations);
    assert.equal(issue?.reason, 'salesforce-refused');
    assert.match(issue?.sentence ?? '', /FIELD_CUSTOM_VALIDATION_EXCEPTION: This member is locked/);
    assert.equal(world.witness.memberWrites, 2);
    world.salesforce.refusing.clear();
    await world.take(operations, 'retry', { reason: 'salesforce-refused' });
    assert.equal(world.inSalesforce(ada.salesforce), 'Registered');
  });

  test('that is ignored stays as it is until a side changes', async () => {
    const { world, operations } = await started();
    const ada = world.addPerson('Ada');
    world.salesforce.set(CAMPAIGN, ada.salesforce, 'Invited', 'user', true);
    world.marketo.move(PROGRAM, ada.marketo, 'Registered');
    await world.link(operations, { rules: { conflict: 'ask' } });
    await world.take(operations, 'ignore', { reason: 'conflict' });
    await operations.sync(CAMPAIGN, ACTOR);
    await world.pass(60_000);
    assert.equal((await operations.campaign(CAMPAIGN)).counts.leftByRule, 1);
    world.salesforce.set(CAMPAIGN, ada.salesforce, 'Attended', 'user', false);
    await world.pass(60_000);
    assert.equal((await operations.campaign(CAMPAIGN)).counts.leftByRule, 0);
  });

  test('is found by its person with its state and both values, and with its issue where it has one', async () => {
    const { world, operations } = await started();
    const ada = world.addPerson('Ada');
    const ben = world.addPerson('Ben');
    world.salesforce.set(CAMPAIGN, ada.salesforce, 'Invited', 'user', true);
    world.salesforce.set(CAMPAIGN, ben.salesforce, 'Invited', 'user', true);
    world.marketo.move(PROGRAM, ada.marketo, 'Registered');
    world.marketo.move(PROGRAM, ben.marketo, 'Invited');
    await world.link(operations, { rules: { conflict: 'ask' } });
    const { member } = await operations.member(CAMPAIGN, ada.salesforce);
    assert.deepEqual([member?.state, member?.salesforceValue, member?.marketoValue], ['parked', 'Invited', 'Registered']);
    assert.equal(member?.issue?.reason, 'conflict');
    assert.deepEqual(member?.issue, (await world.issues(operations))[0]);
    const settled = (await operations.member(CAMPAIGN, ben.salesforce)).member;
    assert.deepEqual([settled?.state, settled?.issue], ['in-sync', null]);
    assert.equal((await operations.member(CAMPAIGN, '00Q000000000999EAA')).member, null);
    assert.equal((await refusal(operations.member('701000000000099AAA', ada.salesforce))).code, 'not-linked');
  });

  test('stands in the list of its state and in no other, and a list goes on with its cursor', async () => {
    const { world, operations } = await started();
    const people = Array.from({ length: 60 }, (_, index) => world.addPerson(`Person ${index}`));
    for (const one of people) {
      world.salesforce.set(CAMPAIGN, one.salesforce, 'Invited', 'user', true);
      world.marketo.move(PROGRAM, one.marketo, 'Invited');
    }
    const ada = world.addPerson('Ada');
    world.salesforce.set(CAMPAIGN, ada.salesforce, 'Invited', 'user', true);
    world.marketo.move(PROGRAM, ada.marketo, 'Registered');
    await world.link(operations, { rules: { conflict: 'ask' } });
    const first = await operations.members(CAMPAIGN, 'in-sync', null);
    assert.equal(first.members.length, 50);
    const second = await operations.members(CAMPAIGN, 'in-sync', first.cursor);
    assert.equal(second.cursor, null);
    const found = [...first.members, ...second.members].map(({ leadId, contactId }) => leadId ?? contactId);
    assert.deepEqual(found.sort(), people.map(({ salesforce }) => salesforce).sort());
    const parked = await operations.members(CAMPAIGN, 'parked', null);
    assert.deepEqual(
      parked.members.map(({ salesforceValue, marketoValue }) => [salesforceValue, marketoValue]),
      [['Invited', 'Registered']]
    );
    await world.take(operations, 'ignore', { reason: 'conflict' });
    await world.pass(60_000);
    assert.deepEqual((await operations.members(CAMPAIGN, 'parked', null)).members, []);
    assert.equal((await operations.members(CAMPAIGN, 'left-by-rule', null)).members[0]?.reason, 'ignored');
    assert.equal((await refusal(operations.members('701000000000099AAA', 'pending', null))).code, 'not-linked');
  });

  test('in conflict takes the side on which a person then decides', async () => {
    const { world, operations } = await started();
    const ada = world.addPerson('Ada');
    world.salesforce.set(CAMPAIGN, ada.salesforce, 'Invited', 'user', true);
    world.marketo.move(PROGRAM, ada.marketo, 'Registered');
    await world.link(operations, { rules: { conflict: 'ask' } });
    assert.equal((await operations.campaign(CAMPAIGN)).counts.parked, 1);
    world.salesforce.set(CAMPAIGN, ada.salesforce, 'Attended', 'user', false);
    await world.pass(60_000);
    assert.equal(world.inMarketo(ada.marketo), 'Attended');
  });

  test('that something changes back each time is parked, naming who did', async () => {
    const { world, operations } = await started();
    const ada = world.addPerson('Ada');
    await world.link(operations);
    world.salesforce.settingBack.set(ada.salesforce, 'Invited');
    world.marketo.move(PROGRAM, ada.marketo, 'Attended');
    await world.pass(10 * 60_000);
    const [issue] = await world.issues(operations);
    assert.equal(issue?.state, 'parked');
    assert.ok(world.witness.memberWrites <= 8, `${world.witness.memberWrites} writes`);
  });

  test('has its story in the journal, newest first', async () => {
    const { world, operations } = await started();
    const ada = world.addPerson('Ada');
    world.salesforce.set(CAMPAIGN, ada.salesforce, 'Registered', 'user', true);
    await world.link(operations);
    const entries = await world.journal(operations, { contactId: ada.salesforce });
    const write = entries.find(({ kind }) => kind === 'write');
    assert.deepEqual([write?.side, write?.from, write?.to, write?.outcome], ['marketo', null, 'Registered', 'done']);
    assert.ok(entries.every((entry, index) => index === 0 || entry.id < (entries[index - 1]?.id ?? 0)));
  });
});
