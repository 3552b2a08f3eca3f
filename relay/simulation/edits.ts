/** What users do, at random: on either side, in every way a member can change, with and without a trace in outbox or feed. */
import type { Side } from '../src/sync/model.ts';
import type { Human, Pairing, World } from './world.ts';

type Doing = (world: World, pairing: Pairing, human: Human) => boolean;

const setInSalesforce: Doing = (world, { campaignId }, { salesforce }) => {
  if (salesforce === null) return false;
  const { label } = world.random.pick(world.salesforce.campaigns.get(campaignId)?.statuses ?? []);
  if (world.salesforce.find(campaignId, salesforce)?.status === label) return false;
  world.salesforce.set(campaignId, salesforce, label, 'user', world.random.chance(world.switches.silentEdits));
  return true;
};
const removeInSalesforce: Doing = (world, { campaignId }, { salesforce }) => {
  if (salesforce === null || !world.salesforce.find(campaignId, salesforce)) return false;
  world.salesforce.set(campaignId, salesforce, null, 'user', world.random.chance(world.switches.silentEdits));
  return true;
};
const setInMarketo: Doing = (world, { programId }, { marketo }) => {
  if (marketo === null) return false;
  const { name } = world.random.pick(world.marketo.statuses.filter(({ hidden }) => !hidden));
  const outcome = world.marketo.move(programId, marketo, name);
  return outcome === 'created' || outcome === 'updated';
};
const removeInMarketo: Doing = (world, { programId }, { marketo }) =>
  marketo !== null && world.marketo.remove(programId, marketo, 'user') === 'deleted';

/** Edits of members; each says on which side and for whom, so that nothing is lost can be asked. */
const memberEdits: { side: 'salesforce' | 'marketo'; weight: number; doing: Doing }[] = [
  { side: 'salesforce', weight: 6, doing: setInSalesforce },
  { side: 'salesforce', weight: 2, doing: removeInSalesforce },
  { side: 'marketo', weight: 6, doing: setInMarketo },
  { side: 'marketo', weight: 2, doing: removeInMarketo }
];

export function editMember(world: World, human = world.random.pick(world.humans)): void {
  world.meetCreated();
  const pairing = world.random.pick(world.pairings);
  const draw = world.random.between(1, 16);
  let sum = 0;
  const edit = memberEdits.find(({ weight }) => (sum += weight) >= draw);
  if (!edit?.doing(world, pairing, human)) return;
  world.witness.edits++;
  const { salesforce, marketo } = values(world, pairing, human);
  const value = edit.side === 'salesforce' ? salesforce : marketo;
  world.witness.edited(keyOf(pairing, human), edit.side, value);
  world.witness.say(`user sets ${edit.side} ${pairing.campaignId} ${human.name} (${human.salesforce}, ${human.marketo}) to ${value}`);
}

export function keyOf(pairing: Pairing, human: Human): string {
  return `${pairing.campaignId} ${human.name}`;
}

export function values(
  world: World,
  { campaignId, programId }: Pairing,
  human: Human
): { salesforce: string | null; marketo: string | null } {
  return {
    salesforce: human.salesforce === null ? null : (world.salesforce.find(campaignId, human.salesforce)?.status ?? null),
    marketo: human.marketo === null ? null : world.marketo.status(programId, human.marketo)
  };
}

const PERSON_EDITS = [
  'convert',
  'convert',
  'convert-into',
  'merge-sf',
  'merge-mk',
  'delete-sf',
  'delete-mk',
  'refuse',
  'set-back'
] as const;

function isLead({ salesforce }: World, human: Human): boolean {
  const person = human.salesforce === null ? undefined : salesforce.people.get(human.salesforce);
  return person?.kind === 'lead' && !person.isDeleted && person.convertedContactId === null;
}

/** What happens to people rather than members. Whoever is touched may end, be united or be ambiguous; only convergence is asked of them. */
export function editPerson(world: World, one = world.random.pick(world.humans)): void {
  const { random, humans, salesforce, marketo, witness } = world;
  const other = random.pick(humans);
  const say = (what: string) =>
    witness.say(`user ${what} ${one.name} (${one.salesforce}, ${one.marketo}) ${other.name} (${other.salesforce}, ${other.marketo})`);
  const touch = (...touched: Human[]) => {
    for (const human of touched) human.disturbed = 'for-good';
    witness.edits += 4 * touched.length;
  };
  switch (random.pick(PERSON_EDITS)) {
    case 'convert':
      if (one.salesforce === null || !isLead(world, one)) return;
      say('converts');
      witness.met('conversion');
      one.salesforce = salesforce.convert(one.salesforce);
      one.disturbed ||= 'for-now';
      witness.edits += 4;
      return;
    case 'convert-into':
      if (!isLead(world, one) || !other.salesforce?.startsWith('003') || salesforce.people.get(other.salesforce)?.isDeleted) return;
      say('converts into');
      witness.met('conversion');
      salesforce.convert(one.salesforce ?? '', other.salesforce);
      one.salesforce = null;
      return touch(one, other);
    case 'merge-sf': {
      if (one === other || !one.salesforce || !other.salesforce || one.salesforce.slice(0, 3) !== other.salesforce.slice(0, 3)) return;
      say('merges in Salesforce');
      witness.met('merge in Salesforce');
      salesforce.merge(one.salesforce, other.salesforce);
      other.salesforce = null;
      return touch(one, other);
    }
    case 'merge-mk':
      if (one === other || one.marketo === null || other.marketo === null) return;
      say('merges in Marketo');
      witness.met('merge in Marketo');
      witness.feeds.forgotten.add(other.marketo);
      marketo.merge(one.marketo, other.marketo);
      other.marketo = null;
      return touch(one, other);
    case 'delete-sf':
      if (!one.salesforce) return;
      say('deletes in Salesforce');
      salesforce.deletePerson(one.salesforce);
      one.salesforce = null;
      return touch(one);
    case 'delete-mk':
      if (one.marketo === null) return;
      say('deletes in Marketo');
      witness.feeds.forgotten.add(one.marketo);
      marketo.deleteLead(one.marketo);
      one.marketo = null;
      return touch(one);
    case 'refuse':
      if (!one.salesforce) return;
      say('locks');
      salesforce.refusing.add(one.salesforce);
      return touch(one);
    case 'set-back':
      if (!one.salesforce) return;
      say('automates');
      salesforce.settingBack.set(one.salesforce, random.pick(marketo.statuses).name);
      return touch(one);
  }
}

/** Something happens to one of the very people whom a call is about to write. */
export function meanwhile(world: World, side: Side, ids: (string | number)[]): void {
  const human = world.humans.find((one) => one[side] !== null && ids.includes(one[side]));
  if (!human) return;
  world.witness.met('edited under the write');
  if (world.random.chance(0.5)) editPerson(world, human);
  else editMember(world, human);
}
