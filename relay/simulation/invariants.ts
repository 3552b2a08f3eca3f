/** What must hold once edits and faults have stopped and the relay had time; each by the name it has in the design. */
import { waysOut } from '../src/engine/views/issue-rows.ts';
import type { Pair, Rules, Side } from '../src/sync/model.ts';
import type { MemberRow } from '../src/store/port.ts';
import { keyOf, values } from './edits.ts';
import type { SalesforceModel } from './salesforce-model.ts';
import { meaning } from './statuses.ts';
import type { Human, Pairing, World } from './world.ts';

/** Both sides at the start of a round. */
export type Before = Map<string, { salesforce: string | null; marketo: string | null; state: string }>;

export function before(world: World): Before {
  world.meetCreated();
  const all: Before = new Map();
  for (const pairing of world.pairings) {
    for (const human of world.humans) {
      all.set(keyOf(pairing, human), { ...values(world, pairing, human), state: rowOf(world, pairing, human)?.state ?? 'none' });
    }
  }
  return all;
}

export function checkConverged(world: World, start: Before): void {
  world.meetCreated();
  checkMembers(world, world.bystander.pairing, world.bystander.salesforce);
  for (const pairing of world.pairings) {
    checkMembers(world, pairing, world.salesforce);
    if (pairing.linkedAnew) continue;
    for (const human of world.humans) if (!human.disturbed) checkEdits(world, pairing, human, start.get(keyOf(pairing, human)));
  }
  checkRows(world);
  checkCreated(world);
  const open = world.witness.openWrites();
  if (open > 0) world.witness.violated('I6', `${open} writes without an outcome`);
  const { memberWrites, edits, faults } = world.witness;
  if (memberWrites > 2 * (edits + faults)) world.witness.violated('I5', `${memberWrites} writes for ${edits} edits and ${faults} faults`);
}

/** I1: whoever is a member on a side has a row, and the row says how it stands. */
function checkMembers(
  world: World,
  { campaignId, programId }: Pick<Pairing, 'campaignId' | 'programId'>,
  salesforce: SalesforceModel
): void {
  const rows = rowsOf(world, campaignId);
  for (const member of salesforce.live(campaignId)) {
    const row = rows.find((one) => (member.contactId !== null ? one.contactId === member.contactId : one.leadId === member.leadId));
    const id = member.contactId ?? member.leadId;
    if (!row) {
      // Of several leads that became one contact the row remembers one: members of the others are that contact's, and unseen beside it.
      const contactId = member.leadId === null ? null : (salesforce.people.get(member.leadId)?.convertedContactId ?? null);
      if (contactId !== null && rows.some((one) => one.contactId === contactId && one.leadId !== null && one.leadId !== member.leadId))
        continue;
      world.witness.violated('I1', `Salesforce member ${id} of ${campaignId} has no row`);
      continue;
    }
    // The other member of one person, whom a person did not choose.
    if (row.chosen !== null && row.chosen !== id) continue;
    if (row.state === 'in-sync') {
      const marketo = row.marketoLeadId === null ? null : world.marketo.status(programId, row.marketoLeadId);
      if (meaning(marketo) !== meaning(member.status))
        world.witness.violated('I1', `${id} of ${campaignId} is called in sync: ${member.status} | ${marketo}`);
    }
  }
  for (const member of world.marketo.members(programId)) {
    const row = rows.find((one) => one.marketoLeadId === member.leadId);
    if (!row) world.witness.violated('I1', `Marketo member ${member.leadId} of ${programId} has no row`);
    else if (row.state === 'in-sync') {
      // A converted lead may be the member where its contact is none.
      const ids = row.chosen === null ? [row.contactId, row.leadId] : [row.chosen];
      const found = ids.map((id) => (id === null ? null : salesforce.find(campaignId, id))).find((one) => one !== null);
      const status = found?.status ?? null;
      if (meaning(status) !== meaning(member.status))
        world.witness.violated('I1', `${member.leadId} of ${programId} is called in sync: ${status} | ${member.status}`);
    }
  }
}

/** I1 and I12: nobody is left pending or failing, and whoever is parked has a reason, a time and a way out. */
function checkRows(world: World): void {
  for (const row of world.witness.rows.values()) {
    const name = `${row.leadId} ${row.contactId} ${row.marketoLeadId}`;
    if (row.state === 'pending' || row.state === 'failing' || row.due !== null) {
      world.witness.violated('I1', `${name} is still ${row.state}, due ${row.due}, ${row.lastError}`);
    }
    if (row.state !== 'parked') continue;
    const link = world.witness.links.get(row.linkId);
    if (!row.park?.reason || row.park.since <= 0 || !link || waysOut(row, link).length === 0)
      world.witness.violated('I12', `${name} is parked without reason or way out`);
  }
}

/** I4, at the moment of the removal: the other side has no such member, or a user removed one there in this round. */
export function checkRemoval(world: World, side: Side, where: string | number, id: string | number): void {
  const pairing = world.pairings.find(({ campaignId, programId }) => where === (side === 'salesforce' ? campaignId : programId));
  const human = world.humans.find((one) => id === one[side]);
  if (!pairing || !human || human.disturbed) return;
  if (side === 'marketo' && ruled(pairing, (rules) => rules.backward === 'rejoin')) return;
  const other = side === 'salesforce' ? 'marketo' : 'salesforce';
  const there = values(world, pairing, human)[other];
  if (there === null || world.witness.editsOf(keyOf(pairing, human))[other].includes(null)) return;
  world.witness.violated('I4', `${human.name} of ${pairing.campaignId} is removed in ${side} and stands in ${other} as ${there}`);
}

/** I2 and I4: what was edited on one side only arrived or waits for a person; what nobody edited stands as it stood. */
function checkEdits(
  world: World,
  pairing: Pairing,
  human: Human,
  start: { salesforce: string | null; marketo: string | null; state: string } | undefined
): void {
  const row = rowOf(world, pairing, human);
  if (row && row.state !== 'in-sync') return;
  const now = values(world, pairing, human);
  const { salesforce, marketo } = world.witness.editsOf(keyOf(pairing, human));
  const name = `${human.name} of ${pairing.campaignId}`;
  const last = salesforce.length > 0 ? salesforce.at(-1) : marketo.at(-1);
  if (salesforce.length > 0 && marketo.length > 0) return;
  // What was parked or left unequal has no common value that an edit of one side could have changed.
  if (start?.state !== 'in-sync' && start?.state !== 'none') return;
  if (last !== undefined) {
    if (marketo.length === 0 && restored(world, pairing, now, last)) return;
    if (!same(now, { salesforce: last, marketo: last }))
      world.witness.violated('I2', `${name}: edited to ${last} on one side, is ${now.salesforce} | ${now.marketo}`);
  } else if (start?.state === 'in-sync' && !same(now, start)) {
    world.witness.violated('I4', `${name}: nobody edited ${start.salesforce} | ${start.marketo}, is ${now.salesforce} | ${now.marketo}`);
  }
}

/** Renamed statuses mean what they meant. */
function same(a: Pair, b: Pair): boolean {
  return meaning(a.salesforce) === meaning(b.salesforce) && meaning(a.marketo) === meaning(b.marketo);
}

/** By the rule `restore` a status that Marketo cannot go back to is answered with Marketo's. */
function restored(world: World, pairing: Pairing, now: Pair, last: string | null): boolean {
  const step = (name: string | null) => world.marketo.statuses.find((status) => meaning(status.name) === meaning(name))?.step ?? 0;
  return (
    ruled(pairing, ({ backward }) => backward === 'restore') &&
    meaning(now.salesforce) === meaning(now.marketo) &&
    last !== null &&
    step(now.marketo) > step(last)
  );
}

/** I11 */
function checkCreated(world: World): void {
  const keys = world.salesforce.created.map(({ key }) => key);
  if (new Set(keys).size !== keys.length) world.witness.violated('I11', 'a person was created twice in Salesforce');
  const { createdByHand } = world.witness;
  if (keys.length > createdByHand && !world.pairings.some((pairing) => ruled(pairing, ({ people }) => people === 'create'))) {
    world.witness.violated(
      'I11',
      `${keys.length} people were created in Salesforce, without a rule that says so and by ${createdByHand} clicks`
    );
  }
  const ids = world.marketo.created.filter(({ leadId }) => world.marketo.leads.has(leadId)).map(({ salesforceId }) => salesforceId);
  if (new Set(ids).size !== ids.length) world.witness.violated('I11', 'a person was created twice in Marketo');
}

/** Whether one of the rules that a link has had says so. */
function ruled({ rules, before }: Pairing, says: (rules: Partial<Rules>) => boolean): boolean {
  return [rules, ...before].some(says);
}

function rowsOf(world: World, campaignId: string): MemberRow[] {
  return [...world.witness.rows.values()].filter((row) => world.witness.links.get(row.linkId)?.campaignId === campaignId);
}

function rowOf(world: World, pairing: Pairing, human: Human): MemberRow | undefined {
  return rowsOf(world, pairing.campaignId).find(
    (row) =>
      (human.salesforce !== null && (row.leadId === human.salesforce || row.contactId === human.salesforce)) ||
      (human.marketo !== null && row.marketoLeadId === human.marketo)
  );
}
