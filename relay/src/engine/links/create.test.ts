import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ACTOR, CAMPAIGN, PROGRAM, StillWorld } from '../../../simulation/still-world.ts';
import { OperationRefused, type CampaignRequest, type Operations, type ProgramRequest } from '../operations.ts';
import { OutsideError } from '../ports.ts';

const program = (more: Partial<ProgramRequest> = {}): ProgramRequest => ({
  actor: ACTOR,
  campaignId: CAMPAIGN,
  name: 'Harbour Webinar',
  description: null,
  channel: 'Webinar',
  type: null,
  folderId: 1,
  tags: [],
  idempotencyKey: 'first',
  ...more
});
const campaign = (more: Partial<CampaignRequest> = {}): CampaignRequest => ({
  actor: ACTOR,
  programId: PROGRAM,
  name: 'Harbour Webinar',
  ownerId: null,
  parentId: null,
  recordTypeId: null,
  startDate: null,
  endDate: null,
  isActive: true,
  idempotencyKey: 'first',
  ...more
});

async function started(): Promise<{ world: StillWorld; operations: Operations }> {
  const world = new StillWorld();
  return { world, operations: await world.start() };
}

async function refusal(world: StillWorld, work: Promise<unknown>): Promise<string> {
  const error: unknown = await world.wait(work).catch((cause: unknown) => cause);
  assert.ok(error instanceof OperationRefused, `not refused: ${String(error)}`);
  assert.ok(error.fix.length > 0);
  return `${error.status} ${error.code}`;
}

describe('a program for a campaign', () => {
  test('is made in the channel chosen, journaled for the campaign, and can be linked', async () => {
    const { world, operations } = await started();
    const made = await world.wait(operations.createProgram(program()));
    assert.equal(made.program.name, 'Harbour Webinar');
    assert.equal(made.program.blockedBy, null);
    const entries = await world.journal(operations);
    assert.deepEqual(
      entries.map(({ kind, side, actor, outcome }) => [kind, side, actor, outcome]),
      [['creation', 'marketo', ACTOR.userId, 'done']]
    );
    await world.link(operations, { programId: made.program.id });
    assert.equal((await operations.campaign(CAMPAIGN)).program?.id, made.program.id);
  });

  test('is made once, though its answer was lost and the request is made again', async () => {
    const { world, operations } = await started();
    const make = world.marketo.createProgram.bind(world.marketo);
    world.marketo.createProgram = (wanted) => {
      make(wanted);
      throw new OutsideError('marketo', 'no-answer', '502', 'Bad gateway');
    };
    await assert.rejects(world.wait(operations.createProgram(program())), { kind: 'no-answer' });
    world.marketo.createProgram = make;
    const again = await world.wait(operations.createProgram(program()));
    assert.deepEqual(await world.wait(operations.createProgram(program())), again);
    assert.equal([...world.marketo.programs.values()].filter(({ name }) => name === 'Harbour Webinar').length, 1);
  });

  test('is refused with the reason: name taken, no such channel, campaign linked or gone, rules of Marketo', async () => {
    const { world, operations } = await started();
    const [existing] = [...world.marketo.programs.values()];
    assert.equal(await refusal(world, operations.createProgram(program({ name: existing?.name ?? '' }))), '409 name-taken');
    assert.equal(await refusal(world, operations.createProgram(program({ channel: 'Sky Writing' }))), '404 unknown-channel');
    assert.equal(await refusal(world, operations.createProgram(program({ campaignId: '701000000000009AAA' }))), '404 unknown-campaign');
    world.marketo.createProgram = () => {
      throw new OutsideError('marketo', 'refused', '711', 'Incompatible folder type');
    };
    assert.equal(await refusal(world, operations.createProgram(program())), '422 program-refused');
    await world.link(operations);
    assert.equal(await refusal(world, operations.createProgram(program({ idempotencyKey: 'second' }))), '409 campaign-linked');
  });

  test('with a name that was taken meanwhile is not taken for the one that was made', async () => {
    const { world, operations } = await started();
    world.marketo.createProgram = () => {
      throw new OutsideError('marketo', 'temporary', '611', 'System error');
    };
    await assert.rejects(world.wait(operations.createProgram(program())), { kind: 'temporary' });
    world.marketo.programs.set(77, { id: 77, name: 'Harbour Webinar', channel: 'Trade Show', costs: [], sfdcId: null });
    assert.equal(await refusal(world, operations.createProgram(program())), '409 name-taken');
  });
});

describe('a campaign for a program', () => {
  test('gets the member statuses of the channel: the first step is the default, success means responded', async () => {
    const { world, operations } = await started();
    const { campaignId } = await world.wait(operations.createCampaign(campaign()));
    const made = world.salesforce.campaigns.get(campaignId);
    assert.equal(made?.type, 'Webinar');
    assert.equal(made?.ownerId, ACTOR.userId);
    assert.deepEqual(
      made?.statuses.map(({ label, responded, isDefault }) => [label, responded, isDefault]),
      [
        ['Invited', false, true],
        ['Registered', false, false],
        ['Waitlisted', false, false],
        ['No Show', false, false],
        ['Attended', true, false]
      ]
    );
    const entries = await world.journal(operations, {}, campaignId);
    assert.deepEqual(
      entries.map(({ kind, side, outcome }) => [kind, side, outcome]),
      [['creation', 'salesforce', 'done']]
    );
  });

  test('is made once for the same request, and again for another one', async () => {
    const { world, operations } = await started();
    const make = world.salesforce.createCampaign.bind(world.salesforce);
    world.salesforce.createCampaign = (wanted) => {
      make(wanted);
      throw new OutsideError('salesforce', 'no-answer', 'timeout', 'No answer');
    };
    await assert.rejects(world.wait(operations.createCampaign(campaign())), { kind: 'no-answer' });
    world.salesforce.createCampaign = make;
    const before = world.salesforce.campaigns.size;
    await world.wait(operations.createCampaign(campaign()));
    assert.equal(world.salesforce.campaigns.size, before);
    await world.wait(operations.createCampaign(campaign({ idempotencyKey: 'second' })));
    assert.equal(world.salesforce.campaigns.size, before + 1);
  });

  test('is refused with the reason: no such program, linked, natively linked, rules of Salesforce', async () => {
    const { world, operations } = await started();
    assert.equal(await refusal(world, operations.createCampaign(campaign({ programId: 999 }))), '404 unknown-program');
    world.salesforce.createCampaign = () => ({ outcome: 'refused', campaignId: null, code: 'INACTIVE_OWNER', message: 'inactive' });
    assert.equal(await refusal(world, operations.createCampaign(campaign())), '422 campaign-refused');
    const held = world.marketo.programs.get(PROGRAM);
    assert.ok(held);
    held.sfdcId = '701000000000077AAA';
    assert.equal(await refusal(world, operations.createCampaign(campaign())), '409 natively-linked');
    held.sfdcId = null;
    await world.link(operations);
    assert.equal(await refusal(world, operations.createCampaign(campaign())), '409 program-linked');
  });
});
