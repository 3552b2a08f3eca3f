/** Rules of links, drawn at random; and people who change them, pause links and resume them while all else goes on. */
import { OperationRefused, type LinkRequest } from '../src/engine/operations.ts';
import { OutsideError } from '../src/engine/ports.ts';
import type { Rules } from '../src/sync/model.ts';
import type { Random } from './random.ts';
import { mapRows } from './statuses.ts';
import { ACTOR, TENANT, type Pairing, type World } from './world.ts';

export function drawRules(random: Random): Partial<Rules> {
  return {
    conflict: random.pick(['furthest', 'furthest', 'salesforce', 'marketo', 'ask']),
    removalOrEdit: random.pick(['edit', 'edit', 'removal']),
    backward: random.pick(['hold', 'restore', 'rejoin', 'rejoin']),
    people: random.pick(['create', 'create', 'wait', 'never']),
    removeInMarketo: random.pick(['follow', 'follow', 'follow', 'leave']),
    removeInSalesforce: random.pick(['follow', 'follow', 'follow', 'leave']),
    direction: random.pick(['both', 'both', 'both', 'both', 'to-marketo', 'to-salesforce'])
  };
}

/** Members are parked, pending and half-way by the old rules. */
export function changeRules(world: World): void {
  const { random, witness } = world;
  const pairing = random.pick(world.pairings);
  const { campaignId, programId } = pairing;
  const rules = { ...pairing.rules, ...Object.fromEntries(Object.entries(drawRules(random)).filter(() => random.chance(0.4))) };
  pairing.before.push(pairing.rules);
  pairing.rules = rules;
  if ([...witness.rows.values()].some((row) => row.state === 'parked' && witness.links.get(row.linkId)?.campaignId === campaignId)) {
    witness.met('rules changed while parked');
  }
  witness.say(`user changes the rules of ${campaignId} to ${JSON.stringify(rules)}`);
  const blank = { map: null, consent: 'as-planned' as const, createStatuses: false, switchProgram: false };
  ask(world, (operations) =>
    operations.link(campaignId, { ...blank, actor: ACTOR, programId, rules, idempotencyKey: `rules-${random.next()}` })
  );
}

/** A pause keeps the mirror; everything that happens meanwhile is for after it. */
export function pauseOrResume(world: World): void {
  const { random, witness } = world;
  const { campaignId } = random.pick(world.pairings);
  const paused = [...witness.links.values()].some((link) => link.campaignId === campaignId && link.state === 'paused');
  witness.say(`user ${paused ? 'resumes' : 'pauses'} ${campaignId}`);
  witness.met('link paused');
  ask(world, (operations) => (paused ? operations.resume(campaignId, ACTOR) : operations.pause(campaignId, ACTOR, null)));
}

/** The mirror is gone, and what people do meanwhile is nobody's edit to the link that comes after. */
export function unlinkForAWhile(world: World): void {
  const { clock, random, witness } = world;
  const pairing = random.pick(world.pairings);
  witness.say(`user unlinks ${pairing.campaignId}`);
  witness.met('unlinked and linked again');
  pairing.linkedAnew = true;
  // A new link writes whatever is not the same.
  witness.edits += 2 * world.humans.length;
  ask(world, (operations) => operations.unlink(pairing.campaignId, ACTOR));
  clock.at(clock.now() + random.between(1_000, 180_000), () =>
    ask(world, (operations) => operations.link(pairing.campaignId, linking(world, pairing)))
  );
}

/** All that a new link needs. */
export function linking(world: World, { campaignId, programId, rules }: Pick<Pairing, 'campaignId' | 'programId' | 'rules'>): LinkRequest {
  return {
    actor: ACTOR,
    programId,
    rules,
    map: mapRows(world, campaignId),
    consent: 'as-planned',
    createStatuses: true,
    switchProgram: false,
    idempotencyKey: `link-${world.random.next()}`
  };
}

type Asked = Parameters<World['operations']>[0];

export function ask(world: World, how: Asked): void {
  world.operations(how, TENANT).catch((error: Error) => {
    // Refused or unreachable: a person reads why, and tries again or not.
    if (!(error instanceof OperationRefused) && !(error instanceof OutsideError))
      world.witness.violated('crash', `what a person asked for failed: ${error.stack}`);
  });
}
