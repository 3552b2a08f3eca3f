/** One seed: link, then rounds of edits under faults, each followed by quiet in which everything has to come to rest. */
import type { Store } from '../src/store/port.ts';
import { brakedRemovals } from '../src/engine/turn/brake.ts';
import { OperationRefused } from '../src/engine/operations.ts';
import { editMember, editPerson } from './edits.ts';
import type { Companion } from '../src/engine/parts.ts';
import { checkTold } from './activity-invariants.ts';
import { before, checkConverged } from './invariants.ts';
import { BYSTANDER } from './bystander.ts';
import { changeRules, pauseOrResume, unlinkForAWhile } from './rules.ts';
import { changeStatuses } from './statuses.ts';
import { takeEveryWayOut, takeSomeWayOut } from './ways-out.ts';
import type { Violation } from './witness.ts';
import { TENANT, World, type MakeEngine } from './world.ts';

const MINUTE = 60_000;
const ROUNDS = 2;
const HUMANS = 12;
const MOST_TRIES = 5;
/** I10: tenants × one claim. A claim takes a few calls, and each may wait for the instance's window of 20 s. */
const MOST_WAIT_MS = 2 * 30_000;

export interface Run {
  seed: number;
  violations: Violation[];
  trace: string[];
  edits: number;
  faults: number;
  writes: number;
  /** Activities that Marketo was told. */
  told: number;
  /** How often each kind of fault, and of what else is to happen, befell it. */
  kinds: Map<string, number>;
}

/** @param control Another engine, or other automation, whose run goes on until it has violated this invariant, whatever else it violates. */
export async function runSeed(
  seed: number,
  store: Store,
  control?: { make?: MakeEngine; companion?: Companion; invariant: string }
): Promise<Run> {
  const world = new World(seed, store, control?.make, control?.companion);
  const { witness } = world;
  const goesOn = () => !witness.violations.some(({ invariant }) => control === undefined || invariant === control.invariant);
  witness.say(JSON.stringify(world.switches));
  await world.settle(HUMANS);
  for (const { campaignId, programId, rules } of world.pairings) witness.say(`${campaignId} ↔ ${programId} ${JSON.stringify(rules)}`);
  await quiet(world);
  checkConverged(world, before(world));
  for (let round = 0; round < ROUNDS && goesOn(); round++) {
    witness.say(`--- round ${round}`);
    const start = before(world);
    for (const human of world.humans) if (human.disturbed === 'for-now') human.disturbed = false;
    for (const pairing of world.pairings) pairing.linkedAnew = false;
    witness.forgetEdits();
    await busy(world);
    await quiet(world);
    checkConverged(world, start);
    if (control?.companion) checkTold(world, start);
  }
  if (goesOn()) await answerEverybody(world);
  if (goesOn()) await hintEverybody(world);
  return {
    seed,
    violations: witness.violations,
    trace: witness.trace,
    edits: witness.edits,
    faults: witness.faults,
    writes: witness.memberWrites,
    told: world.activities.log.length,
    kinds: witness.kinds
  };
}

async function busy(world: World): Promise<void> {
  const { random, clock, outside } = world;
  world.faultsBegin(random.pick([0, 0.02, 0.1, 0.25]));
  const edits = random.between(10, 30);
  for (let done = 0; done < edits; done++) {
    if (random.chance(0.15)) editPerson(world);
    else if (random.chance(0.1)) world.bystander.edit();
    else editMember(world);
    if (outside.faults > 0 && random.chance(0.25)) world.crashSoon();
    if (outside.faults > 0 && random.chance(0.06)) world.stallOne();
    if (random.chance(0.06)) changeRules(world);
    if (random.chance(0.04)) pauseOrResume(world);
    if (random.chance(0.02)) unlinkForAWhile(world);
    if (random.chance(0.04)) changeStatuses(world);
    if (random.chance(0.02)) expireCursors(world);
    if (random.chance(0.4)) await hintSome(world);
    if (random.chance(0.15)) takeSomeWayOut(world);
    if (random.chance(0.3)) for (const { campaignId } of world.pairings) ring(world, campaignId);
    await clock.run(clock.now() + (random.chance(0.3) ? random.between(0, 500) : random.between(500, 40_000)));
  }
  world.calm();
}

function expireCursors({ marketo, witness }: World): void {
  witness.say("Marketo's paging tokens expire");
  witness.met('paging token expired');
  marketo.expireCursors();
}

/** A repeated, reordered or needless hint costs nothing. */
async function hintSome({ clock, random, store, witness }: World): Promise<void> {
  const memberIds = [...witness.rows.keys()].filter(() => random.chance(0.3));
  await store.hint({ memberIds, cause: 'outbox', at: clock.now() });
}

function ring(world: World, campaignId: string): void {
  world.operations((operations) => operations.ring(world.random.chance(0.2) ? [campaignId] : [])).catch(() => undefined);
}

/** Feeds catch up, late writes arrive and run out, sweeps find what no feed told. */
async function quiet(world: World): Promise<void> {
  const { clock, store, witness } = world;
  // Nobody stands still, waits for a used-up day or after failures any longer than this.
  await clock.run(clock.now() + 13 * MINUTE);
  for (const pairing of world.pairings) {
    const isLinked = () => [...witness.links.values()].some(({ campaignId }) => campaignId === pairing.campaignId);
    // Somebody's status may change between the map and the look at who has which: then a person maps them again.
    for (let tries = 0; !isLinked(); tries++) {
      await world.link(pairing).catch((error: unknown) => {
        if (!(error instanceof OperationRefused) || tries === MOST_TRIES) throw error;
      });
    }
  }
  witness.expectTurns(MOST_WAIT_MS);
  world.bystander.edit();
  await clock.run(clock.now() + 5 * MINUTE);
  const links = async () => [...(await store.links(TENANT)), ...(await store.links(BYSTANDER))];
  for (let turn = 0; turn < 6; turn++) {
    const asked = clock.now();
    for (const link of await links()) {
      // A person answers the brake, and resumes what was paused.
      const braked = brakedRemovals(link);
      if (braked !== null) link.approved = { removals: braked, until: clock.now() + 24 * 60 * MINUTE };
      if (link.state === 'paused') Object.assign(link, { state: 'active', stateReason: null });
      await store.putLink({ ...link, sweepDue: clock.now(), version: link.version + 1 });
    }
    const watched = await store.tasksOf('watched_campaigns', TENANT, '', null, 100);
    const ids = watched.map(({ id }) => id);
    await store.hintTasks('watched_campaigns', ids, clock.now());
    await clock.run(clock.now() + 6 * MINUTE);
    // Extracts take minutes; a link that is not compared yet may hide an edit that nobody heard of.
    const compared = (await links()).every((link) => link.state !== 'active' || (link.lastSweepAt ?? 0) > asked);
    const atRest = [...witness.rows.values()].every((row) => row.due === null) && witness.openWrites() === 0;
    if (turn > 0 && compared && atRest) break;
  }
  witness.expectTurns(null);
}

/** Whoever waits for a person gets an answer, and everything comes to rest again. */
async function answerEverybody(world: World): Promise<void> {
  const start = before(world);
  world.witness.forgetEdits();
  takeEveryWayOut(world);
  await quiet(world);
  checkConverged(world, start);
}

/** I3: a settled pair causes no write, however many hints arrive. */
async function hintEverybody(world: World): Promise<void> {
  const { clock, store, witness } = world;
  const writes = witness.memberWrites;
  const memberIds = [...witness.rows.values()].filter((row) => row.state === 'in-sync').map((row) => row.id);
  for (let times = 0; times < 3; times++) {
    await store.hint({ memberIds, cause: 'outbox', at: clock.now() });
    await clock.run(clock.now() + MINUTE);
  }
  if (witness.memberWrites !== writes) witness.violated('I3', `${witness.memberWrites - writes} writes after hints about settled members`);
}
