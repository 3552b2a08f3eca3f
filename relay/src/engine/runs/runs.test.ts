import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ACTOR, CAMPAIGN, PROGRAM, StillWorld } from '../../../simulation/still-world.ts';
import { OperationRefused, type Operations, type PreviewView } from '../operations.ts';
import type { Plan } from './planned.ts';

async function linked(set: (world: StillWorld) => void, rules: Record<string, unknown> = {}) {
  const world = new StillWorld();
  set(world);
  const operations = await world.start();
  const { runId } = await world.link(operations, { rules });
  await world.pass(60_000);
  assert.equal((await operations.run(runId)).state, 'done');
  return { world, operations, runId };
}

async function undoPlanned(world: StillWorld, operations: Operations, runId: string): Promise<PreviewView & { plan: Plan }> {
  const { previewId } = await world.wait(operations.previewUndo(runId, ACTOR));
  await world.pass(10_000);
  const view = await operations.showPreview(CAMPAIGN, previewId);
  assert.ok(view.plan, JSON.stringify(view));
  return { ...view, plan: view.plan };
}

async function undo(world: StillWorld, operations: Operations, runId: string): Promise<string> {
  const { previewId, plan } = await undoPlanned(world, operations, runId);
  const consent = { previewId, digest: plan.digest };
  const started = await world.wait(operations.undo(runId, { actor: ACTOR, consent, idempotencyKey: `undo ${runId}` }));
  await world.pass(60_000);
  return started.runId;
}

async function refusal(work: Promise<unknown>): Promise<OperationRefused> {
  const error: unknown = await work.catch((cause: unknown) => cause);
  assert.ok(error instanceof OperationRefused, `not refused: ${String(error)}`);
  return error;
}

/** Ada is in the campaign only, Ben in the program only, Cleo further in Salesforce, Dov further in Marketo; Eve is known to Marketo only. */
function people(world: StillWorld) {
  const [ada, ben, cleo, dov] = ['Ada', 'Ben', 'Cleo', 'Dov'].map((name) => world.addPerson(name));
  assert.ok(ada && ben && cleo && dov);
  const eve = world.addLead('Eve');
  world.salesforce.set(CAMPAIGN, ada.salesforce, 'Registered', 'user', true);
  world.marketo.move(PROGRAM, ben.marketo, 'Attended');
  world.salesforce.set(CAMPAIGN, cleo.salesforce, 'Attended', 'user', true);
  world.marketo.move(PROGRAM, cleo.marketo, 'Registered');
  world.salesforce.set(CAMPAIGN, dov.salesforce, 'Invited', 'user', true);
  world.marketo.move(PROGRAM, dov.marketo, 'Attended');
  world.marketo.move(PROGRAM, eve, 'Invited');
  return { ada, ben, cleo, dov, eve };
}

async function firstSync(rules: Record<string, unknown> = { people: 'create' }) {
  let them: ReturnType<typeof people> | null = null;
  const all = await linked((world) => (them = people(world)), rules);
  assert.ok(them);
  return { ...all, ...(them as ReturnType<typeof people>) };
}

describe('taking a first sync back', () => {
  test('names first what nobody can take back, then says what goes back', async () => {
    const { world, operations, runId, eve } = await firstSync();
    const { plan } = await undoPlanned(world, operations, runId);
    assert.deepEqual(
      plan.reasons.map(({ reason, members }) => [reason, members]),
      [
        ['person-stays', 1],
        ['marketo-never-moves-back', 1]
      ]
    );
    assert.deepEqual(
      [plan.removeInMarketo, plan.removeInSalesforce, plan.changeInSalesforce, plan.changeInMarketo, plan.createPeople],
      [1, 2, 1, 0, 0]
    );
    assert.equal(plan.samples.find(({ becomes }) => becomes === 'person-stays')?.marketoLeadId, eve);
    assert.equal(world.witness.memberWrites, 5, 'a preview writes nothing');
  });

  test('brings both sides back to what they showed, and the sync leaves them so until somebody edits', async () => {
    const { world, operations, runId, ada, ben, cleo, dov } = await firstSync();
    const undone = await undo(world, operations, runId);
    const now = (person: { salesforce: string; marketo: number }) => [
      world.inSalesforce(person.salesforce),
      world.inMarketo(person.marketo)
    ];
    assert.deepEqual(now(ada), ['Registered', null]);
    assert.deepEqual(now(ben), [null, 'Attended']);
    assert.deepEqual(now(cleo), ['Attended', 'Attended'], 'Marketo never moves back');
    assert.deepEqual(now(dov), ['Invited', 'Attended']);
    assert.equal(world.salesforce.created.length, 1, 'who was made stays');
    assert.equal((await operations.run(undone)).state, 'done');
    assert.equal((await operations.run(runId)).undoneBy, undone);

    const writes = world.witness.memberWrites;
    await world.wait(operations.sync(CAMPAIGN, ACTOR));
    await world.pass(3 * 3_600_000);
    assert.equal(world.witness.memberWrites, writes, 'sweeps leave it alone');
    assert.equal((await operations.campaign(CAMPAIGN)).counts.leftByRule, 4);

    world.salesforce.set(CAMPAIGN, dov.salesforce, 'Registered', 'user', false);
    world.salesforce.set(CAMPAIGN, ada.salesforce, 'Attended', 'user', false);
    await operations.ring([]);
    await world.pass(60_000);
    assert.deepEqual(now(ada), ['Attended', 'Attended']);
    assert.notEqual((await operations.campaign(CAMPAIGN)).counts.leftByRule, 4);
  });

  test('leaves alone who changed since, on either side', async () => {
    const { world, operations, runId, ada, ben } = await firstSync();
    world.salesforce.set(CAMPAIGN, ada.salesforce, 'Attended', 'user', false);
    world.marketo.move(PROGRAM, ben.marketo, 'Attended');
    world.salesforce.set(CAMPAIGN, ben.salesforce, null, 'user', false);
    await operations.ring([]);
    await world.pass(60_000);
    const { plan } = await undoPlanned(world, operations, runId);
    assert.equal(plan.reasons.find(({ reason }) => reason === 'changed-since')?.members, 2);
    await undo(world, operations, runId);
    assert.equal(world.inMarketo(ada.marketo), 'Attended');
  });

  test('is done once: a second time, an unknown run and a paused link are refused', async () => {
    const { world, operations, runId } = await firstSync();
    assert.equal((await refusal(operations.previewUndo('no-such-run', ACTOR))).code, 'unknown-run');
    await operations.pause(CAMPAIGN, ACTOR, null);
    assert.match((await refusal(operations.previewUndo(runId, ACTOR))).message, /paused/);
    await world.wait(operations.resume(CAMPAIGN, ACTOR));
    await undo(world, operations, runId);
    const again = await refusal(operations.previewUndo(runId, ACTOR));
    assert.deepEqual([again.status, again.code], [409, 'wrong-state']);
  });

  test('is refused with the difference when members changed since its preview', async () => {
    const { world, operations, runId, ada } = await firstSync();
    const { previewId, plan } = await undoPlanned(world, operations, runId);
    world.salesforce.set(CAMPAIGN, ada.salesforce, 'Attended', 'user', false);
    await operations.ring([]);
    await world.pass(60_000);
    const consent = { previewId, digest: plan.digest };
    const error = await refusal(world.wait(operations.undo(runId, { actor: ACTOR, consent, idempotencyKey: 'u' })));
    assert.equal(error.code, 'plan-changed');
    assert.deepEqual((error.details['difference'] as { counts: unknown }).counts, {
      removeInMarketo: { shown: 1, now: 0 },
      leftByRule: { shown: 2, now: 3 }
    });
  });

  test('passes the brake with the number that its preview showed', async () => {
    const { world, operations, runId } = await linked((world) => {
      for (let index = 0; index < 40; index++) {
        world.salesforce.set(CAMPAIGN, world.addPerson(`Person${index}`).salesforce, 'Invited', 'user', true);
      }
    });
    await undo(world, operations, runId);
    assert.equal(world.marketo.members(PROGRAM).length, 0);
    assert.equal((await operations.campaign(CAMPAIGN)).state, 'active');
  });

  test('goes on after a crash in the middle of marking, and takes nothing back twice', async () => {
    const { world, operations, runId, ada } = await firstSync();
    const undone = await undo(world, operations, runId);
    const writes = world.witness.memberWrites;
    const run = await world.store.run(undone);
    assert.ok(run);
    await world.store.putRun({ ...run, marking: true });
    await world.pass(60_000);
    assert.equal((await world.store.run(undone))?.marking, false);
    assert.equal(world.witness.memberWrites, writes);
    assert.equal(world.inMarketo(ada.marketo), null);
  });
});

describe('taking other runs back', () => {
  test('a changed rule', async () => {
    const { world, operations, eve } = await firstSync({});
    const { runId } = await world.link(operations, { rules: { people: 'create' } });
    await world.pass(60_000);
    const [made] = world.salesforce.created;
    assert.equal(world.inSalesforce(made?.id ?? ''), 'Invited');
    await undo(world, operations, runId);
    assert.equal(world.inSalesforce(made?.id ?? ''), null);
    assert.equal(world.inMarketo(eve), 'Invited');
    assert.equal(world.marketo.members(PROGRAM).length, 5, 'nothing of the first sync is touched');
  });

  test('a rejoin: the status comes back, and that date and fields are lost is said first', async () => {
    let person = { salesforce: '', marketo: 0 };
    const { world, operations, runId } = await linked(
      (world) => {
        person = world.addPerson('Ada');
        world.salesforce.set(CAMPAIGN, person.salesforce, 'Invited', 'user', true);
        world.marketo.move(PROGRAM, person.marketo, 'Attended');
      },
      { conflict: 'salesforce', backward: 'rejoin' }
    );
    assert.equal(world.inMarketo(person.marketo), 'Invited');
    const { plan } = await undoPlanned(world, operations, runId);
    assert.deepEqual(plan.reasons, [{ reason: 'member-fields-lost', members: 1 }]);
    await undo(world, operations, runId);
    assert.equal(world.inMarketo(person.marketo), 'Attended');
    assert.equal(world.inSalesforce(person.salesforce), 'Invited');
  });
});
