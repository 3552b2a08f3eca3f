import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { STATUSES } from '../../../simulation/marketo-model.ts';
import { ACTOR, CAMPAIGN, PROGRAM, StillWorld } from '../../../simulation/still-world.ts';
import { TENANT } from '../../../simulation/world.ts';
import { OperationRefused, type LinkRequest, type Operations, type PreviewAsked, type PreviewView } from '../operations.ts';
import { COUNTS, type Plan } from './planned.ts';

const asked = (more: Partial<PreviewAsked> = {}): PreviewAsked => ({
  actor: ACTOR,
  programId: PROGRAM,
  rules: {},
  map: null,
  createStatuses: false,
  switchProgram: false,
  ...more
});

async function started(): Promise<{ world: StillWorld; operations: Operations }> {
  const world = new StillWorld();
  return { world, operations: await world.start() };
}

async function previewed(world: StillWorld, operations: Operations, more: Partial<PreviewAsked> = {}): Promise<PreviewView> {
  const { previewId } = await world.wait(operations.preview(CAMPAIGN, asked(more)));
  for (let times = 0; times < 60; times++) {
    await world.pass(1_000);
    const view = await operations.showPreview(CAMPAIGN, previewId);
    if (view.state !== 'working') return view;
  }
  throw new Error('A minute passed and the preview is not done');
}

async function planned(world: StillWorld, operations: Operations, more: Partial<PreviewAsked> = {}): Promise<PreviewView & { plan: Plan }> {
  const view = await previewed(world, operations, more);
  assert.ok(view.plan, JSON.stringify(view.refusal));
  return { ...view, plan: view.plan };
}

function start(
  world: StillWorld,
  operations: Operations,
  { previewId, plan }: { previewId: string; plan: Plan },
  more: Partial<LinkRequest> = {}
) {
  const consent = { previewId, digest: plan.digest };
  return world.wait(operations.link(CAMPAIGN, { ...asked(), consent, idempotencyKey: `start ${previewId}`, ...more }));
}

async function refusal(work: Promise<unknown>): Promise<OperationRefused> {
  const error: unknown = await work.catch((cause: unknown) => cause);
  assert.ok(error instanceof OperationRefused, `not refused: ${String(error)}`);
  assert.ok(error.fix.length > 0);
  return error;
}

/** A few people on one side, on both, in step and not. */
function people(world: StillWorld) {
  const [ada, ben, cleo, dov] = ['Ada', 'Ben', 'Cleo', 'Dov'].map((name) => world.addPerson(name));
  assert.ok(ada && ben && cleo && dov);
  const eve = world.addLead('Eve');
  world.salesforce.set(CAMPAIGN, ada.salesforce, 'Registered', 'user', true);
  world.marketo.move(PROGRAM, ben.marketo, 'Attended');
  world.salesforce.set(CAMPAIGN, cleo.salesforce, 'Attended', 'user', true);
  world.marketo.move(PROGRAM, cleo.marketo, 'Registered');
  world.salesforce.set(CAMPAIGN, dov.salesforce, 'Invited', 'user', true);
  world.marketo.move(PROGRAM, dov.marketo, 'Invited');
  world.marketo.move(PROGRAM, eve, 'Invited');
  return { ada, ben, cleo, dov, eve };
}

describe('a preview', () => {
  test('says what would be done, with examples and costs, and does nothing', async () => {
    const { world, operations } = await started();
    const { ada, eve } = people(world);
    const { plan, progress } = await planned(world, operations, { rules: { people: 'create' } });
    assert.deepEqual(
      COUNTS.map((kind) => plan[kind]),
      [1, 2, 1, 0, 0, 0, 1, 0, 0, 1]
    );
    assert.deepEqual(progress, { phase: 'done', done: 7, total: 7 }, 'two of them proved to be one with another');
    assert.equal(plan.mayFail, 2);
    const added = plan.samples.find(({ kind }) => kind === 'addToMarketo');
    assert.deepEqual(
      [added?.contactId, added?.name, added?.salesforceValue, added?.marketoValue, added?.becomes],
      [ada.salesforce, null, 'Registered', null, 'Registered']
    );
    const made = plan.samples.find(({ kind }) => kind === 'createPeople');
    assert.deepEqual([made?.marketoLeadId, made?.name], [eve, 'Eve'], 'whom only Marketo knows is named');
    assert.deepEqual(plan.fields, [
      { field: 'Type', from: null, to: 'Webinar', consent: false },
      { field: 'ActualCost', from: null, to: '350', consent: false }
    ]);
    assert.ok(plan.calls.marketo >= 3 && plan.calls.salesforce >= 2);
    assert.equal(world.witness.memberWrites, 0);
    assert.equal(world.salesforce.created.length, 0);
    assert.equal((await operations.campaign(CAMPAIGN)).state, 'unlinked');
  });

  test('names why members stay as they are', async () => {
    const { world, operations } = await started();
    people(world);
    const { plan } = await planned(world, operations);
    assert.deepEqual(plan.reasons, [{ reason: 'not-in-salesforce', members: 1 }]);
    assert.equal(plan.samples.find(({ kind }) => kind === 'park')?.becomes, 'not-in-salesforce');
  });

  test('asks for consent where another value stands in the campaign', async () => {
    const { world, operations } = await started();
    Object.assign(world.salesforce.campaigns.get(CAMPAIGN) ?? {}, { type: 'Conference', actualCost: 99 });
    const { plan } = await planned(world, operations);
    assert.deepEqual(plan.fields, [
      { field: 'Type', from: 'Conference', to: 'Webinar', consent: true },
      { field: 'ActualCost', from: '99', to: '350', consent: true }
    ]);
    const allowed = await planned(world, operations, { rules: { overwriteFields: true } });
    assert.ok(allowed.plan.fields.every(({ consent }) => !consent));
    assert.notEqual(allowed.plan.digest, plan.digest);
  });

  test('names the member statuses that would be made, and makes none', async () => {
    const { world, operations } = await started();
    const campaign = world.salesforce.campaigns.get(CAMPAIGN);
    assert.ok(campaign);
    campaign.statuses = campaign.statuses.filter(({ label }) => label !== 'No Show');
    const missing = await previewed(world, operations);
    assert.equal(missing.state, 'refused');
    assert.equal(missing.refusal?.code, 'statuses-not-covered');
    const { plan } = await planned(world, operations, { createStatuses: true });
    assert.deepEqual(plan.statuses, ['No Show']);
    assert.equal(
      campaign.statuses.some(({ label }) => label === 'No Show'),
      false
    );
  });

  test('goes on in another process when its own has died', async () => {
    const { world, operations } = await started();
    people(world);
    const { previewId } = await world.wait(operations.preview(CAMPAIGN, asked()));
    const row = await world.store.preview(previewId);
    assert.ok(row);
    await world.store.putPreview({ ...row, leaseOwner: 'a process that died', leaseUntil: world.clock.now() + 60_000 });
    await world.pass(30_000);
    assert.equal((await operations.showPreview(CAMPAIGN, previewId)).state, 'working');
    await world.pass(60_000);
    assert.equal((await operations.showPreview(CAMPAIGN, previewId)).state, 'done');
  });

  test('gives way to a newer one of its campaign, and is forgotten after a day', async () => {
    const { world, operations } = await started();
    const first = await world.wait(operations.preview(CAMPAIGN, asked()));
    const { previewId } = await planned(world, operations);
    assert.equal((await refusal(operations.showPreview(CAMPAIGN, first.previewId))).code, 'unknown-preview');
    await world.pass(25 * 3_600_000);
    assert.equal((await refusal(operations.showPreview(CAMPAIGN, previewId))).code, 'unknown-preview');
    assert.equal((await refusal(operations.showPreview('701000000000099AAA', previewId))).code, 'unknown-preview');
  });
});

describe('starting from a preview', () => {
  test('does what it showed', async () => {
    const { world, operations } = await started();
    people(world);
    const view = await planned(world, operations, { rules: { people: 'create' } });
    const { runId, plan } = await start(world, operations, view);
    assert.deepEqual(plan, view.plan);
    assert.equal((await operations.run(runId)).state, 'working');
    await world.pass(60_000);
    assert.equal(world.witness.memberWrites, 4);
    assert.equal(world.salesforce.created.length, 1);
    const { runs } = await operations.runs(CAMPAIGN, 1);
    assert.deepEqual(
      runs.map(({ kind, state, remaining, actor }) => [kind, state, remaining, actor]),
      [['first-sync', 'done', 0, ACTOR.userId]]
    );
  });

  test('is refused with the difference when members changed meanwhile, and goes on when the change comes to the same', async () => {
    const { world, operations } = await started();
    const { ada } = people(world);
    const view = await planned(world, operations);
    world.salesforce.set(CAMPAIGN, ada.salesforce, 'Attended', 'user', true);
    const error = await refusal(start(world, operations, view));
    assert.deepEqual([error.status, error.code], [409, 'plan-changed']);
    const { samples } = error.details['difference'] as { samples: { contactId: string; becomes: string }[] };
    assert.deepEqual(
      samples.map(({ contactId, becomes }) => [contactId, becomes]),
      [[ada.salesforce, 'Attended']]
    );
    world.salesforce.set(CAMPAIGN, world.addPerson('Finn').salesforce, 'Invited', 'user', true);
    const counted = (await refusal(start(world, operations, view))).details['difference'] as { counts: Record<string, unknown> };
    assert.deepEqual(counted.counts, { addToMarketo: { shown: 1, now: 2 } });
    assert.equal((await operations.campaign(CAMPAIGN)).state, 'unlinked');
  });

  test('is refused without the digest, before it is done, and for something else than was previewed', async () => {
    const { world, operations } = await started();
    people(world);
    const unfinished = await world.wait(operations.preview(CAMPAIGN, asked()));
    const consent = { ...unfinished, digest: 'x' };
    assert.equal((await refusal(operations.link(CAMPAIGN, { ...asked(), consent, idempotencyKey: 'a' }))).code, 'not-finished');
    const view = await planned(world, operations);
    const wrong = { previewId: view.previewId, digest: 'x' };
    assert.equal(
      (await refusal(world.wait(operations.link(CAMPAIGN, { ...asked(), consent: wrong, idempotencyKey: 'b' })))).code,
      'plan-changed'
    );
    const other = await refusal(start(world, operations, view, { rules: { people: 'create' } }));
    assert.equal(other.code, 'plan-changed');
    await start(world, operations, view);
  });

  test('other rules for a link are previewed and run alike', async () => {
    const { world, operations } = await started();
    const { eve } = people(world);
    await world.link(operations);
    const view = await planned(world, operations, { rules: { people: 'create' } });
    assert.deepEqual([view.plan.createPeople, view.plan.addToSalesforce, view.plan.agree], [1, 1, 4]);
    const { runId } = await start(world, operations, view);
    await world.pass(60_000);
    assert.equal(world.salesforce.created[0]?.key.endsWith(`:${eve}`), true);
    assert.deepEqual((await operations.run(runId)).kind, 'rules-changed');
  });

  test('switching to another program ends the link with the first, and its members stay', async () => {
    const { world, operations } = await started();
    const { ada } = people(world);
    await world.link(operations);
    world.addProgram(101);
    assert.equal((await previewed(world, operations, { programId: 101 })).refusal?.code, 'campaign-linked');
    await world.pass(20 * 60_000);
    const view = await planned(world, operations, { programId: 101, switchProgram: true });
    assert.equal(view.plan.addToMarketo, 4);
    await start(world, operations, view, { programId: 101 });
    await world.pass(60_000);
    assert.equal((await operations.campaign(CAMPAIGN)).program?.id, 101);
    assert.equal(world.marketo.status(101, ada.marketo), 'Registered');
    assert.equal(world.inMarketo(ada.marketo), 'Registered', 'the first program keeps its members');
    assert.equal((await world.store.links(TENANT)).length, 1);
  });
});

const label = fc.constantFrom(null, ...STATUSES.map(({ name }) => name));
test('I13: the run does exactly what the preview said when nothing changes in between', async () => {
  const rules = fc.record({
    direction: fc.constantFrom('both' as const, 'to-marketo' as const, 'to-salesforce' as const),
    conflict: fc.constantFrom('furthest' as const, 'salesforce' as const, 'marketo' as const, 'ask' as const),
    backward: fc.constantFrom('hold' as const, 'restore' as const, 'rejoin' as const),
    people: fc.constantFrom('wait' as const, 'create' as const, 'never' as const),
    minimumStatus: fc.constantFrom(null, 'Registered')
  });
  const members = fc.array(fc.record({ salesforce: label, marketo: label, known: fc.boolean() }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(rules, members, async (chosen, all) => {
      const { world, operations } = await started();
      for (const [index, { salesforce, marketo, known }] of all.entries()) {
        if (!known) {
          if (marketo !== null) world.marketo.move(PROGRAM, world.addLead(`Lead${index}`), marketo);
          continue;
        }
        const person = world.addPerson(`Person${index}`);
        if (salesforce !== null) world.salesforce.set(CAMPAIGN, person.salesforce, salesforce, 'user', true);
        if (marketo !== null) world.marketo.move(PROGRAM, person.marketo, marketo);
      }
      const view = await planned(world, operations, { rules: chosen });
      const { runId } = await start(world, operations, view);
      await world.pass(120_000);
      const done = (await world.store.journalOfRun(runId, 0, 1_000)).filter(({ kind, outcome }) => kind === 'write' && outcome === 'done');
      const writes = (side: string, fits: (from: string | null, to: string | null) => boolean) =>
        done.filter((entry) => entry.side === side && fits(entry.from, entry.to)).length;
      const rejoins = done.filter(({ side, to, rule }) => side === 'marketo' && to === null && rule === 'backward: rejoin').length;
      const { counts } = await operations.campaign(CAMPAIGN);
      const { plan } = view;
      assert.deepEqual(
        {
          addToMarketo: writes('marketo', (from, to) => from === null && to !== null),
          addToSalesforce: writes('salesforce', (from, to) => from === null && to !== null),
          changeInMarketo: writes('marketo', (from, to) => from !== null && to !== null),
          changeInSalesforce: writes('salesforce', (from, to) => from !== null && to !== null),
          removeInMarketo: writes('marketo', (_from, to) => to === null),
          removeInSalesforce: writes('salesforce', (_from, to) => to === null),
          createPeople: world.salesforce.created.length,
          park: counts.parked,
          leftByRule: counts.leftByRule
        },
        {
          addToMarketo: plan.addToMarketo,
          addToSalesforce: plan.addToSalesforce,
          changeInMarketo: plan.changeInMarketo,
          changeInSalesforce: plan.changeInSalesforce,
          removeInMarketo: plan.removeInMarketo,
          removeInSalesforce: plan.removeInSalesforce,
          createPeople: plan.createPeople,
          park: plan.park,
          leftByRule: plan.leftByRule
        },
        `${rejoins} rejoins`
      );
    }),
    { numRuns: 40 }
  );
});
