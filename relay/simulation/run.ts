/** One seed: link, then rounds of edits under faults, each followed by quiet in which everything has to come to rest. */
import type { Store } from '../src/store/port.ts';
import { brakedRemovals } from '../src/engine/brake.ts';
import { editMember, editPerson } from './edits.ts';
import { before, checkConverged } from './invariants.ts';
import { takeEveryWayOut, takeSomeWayOut } from './ways-out.ts';
import type { Violation } from './witness.ts';
import { TENANT, World, type MakeEngine } from './world.ts';

const MINUTE = 60_000;
const ROUNDS = 2;
const HUMANS = 12;

export interface Run {
  seed: number;
  violations: Violation[];
  trace: string[];
  edits: number;
  faults: number;
  writes: number;
}

/** @param control Another engine, whose run goes on whatever it violates. */
export async function runSeed(seed: number, store: Store, control?: MakeEngine): Promise<Run> {
  const world = new World(seed, store, control);
  const { witness } = world;
  witness.say(JSON.stringify(world.switches));
  await world.settle(HUMANS);
  for (const { campaignId, programId, rules } of world.pairings) witness.say(`${campaignId} ↔ ${programId} ${JSON.stringify(rules)}`);
  await quiet(world);
  checkConverged(world, before(world));
  for (let round = 0; round < ROUNDS && (control !== undefined || witness.violations.length === 0); round++) {
    witness.say(`--- round ${round}`);
    const start = before(world);
    for (const human of world.humans) if (human.disturbed === 'for-now') human.disturbed = false;
    witness.forgetEdits();
    await busy(world);
    await quiet(world);
    checkConverged(world, start);
  }
  if (witness.violations.length === 0) await answerEverybody(world);
  if (witness.violations.length === 0) await hintEverybody(world);
  return {
    seed,
    violations: witness.violations,
    trace: witness.trace,
    edits: witness.edits,
    faults: witness.faults,
    writes: witness.memberWrites
  };
}

async function busy(world: World): Promise<void> {
  const { random, clock, outside } = world;
  outside.faults = random.pick([0, 0.02, 0.1, 0.25]);
  const edits = random.between(5, 25);
  for (let done = 0; done < edits; done++) {
    if (random.chance(0.12)) editPerson(world);
    else editMember(world);
    if (outside.faults > 0 && random.chance(0.25)) world.crashSoon();
    if (random.chance(0.4)) await hintSome(world);
    if (random.chance(0.15)) takeSomeWayOut(world);
    if (random.chance(0.3)) for (const { campaignId } of world.pairings) await ringIfAlive(world, campaignId);
    await clock.run(clock.now() + (random.chance(0.3) ? random.between(0, 500) : random.between(500, 40_000)));
  }
  outside.faults = 0;
}

/** A repeated, reordered or needless hint costs nothing. */
async function hintSome({ clock, random, store, witness }: World): Promise<void> {
  const memberIds = [...witness.rows.keys()].filter(() => random.chance(0.3));
  await store.hint({ memberIds, cause: 'outbox', at: clock.now() });
}

async function ringIfAlive(world: World, campaignId: string): Promise<void> {
  world
    .engine()
    ?.operations(TENANT)
    .then((operations) => operations.ring(world.random.chance(0.2) ? [campaignId] : []))
    .catch(() => undefined);
}

/** Feeds catch up, late writes arrive and run out, sweeps find what no feed told. */
async function quiet(world: World): Promise<void> {
  const { clock, store, witness } = world;
  await clock.run(clock.now() + 18 * MINUTE);
  for (let turn = 0; turn < 6; turn++) {
    for (const link of await store.links(TENANT)) {
      // A person answers the brake.
      const braked = brakedRemovals(link);
      if (braked !== null)
        Object.assign(link, { state: 'active', stateReason: null, approved: { removals: braked, until: clock.now() + 24 * 60 * MINUTE } });
      await store.putLink({ ...link, sweepDue: clock.now(), version: link.version + 1 });
    }
    await clock.run(clock.now() + 6 * MINUTE);
    if (turn > 0 && [...witness.rows.values()].every((row) => row.due === null) && witness.openWrites() === 0) return;
  }
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
