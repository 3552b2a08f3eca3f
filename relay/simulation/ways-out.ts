/** What people do about members that wait for them: any way out that is offered, at any time, sometimes twice. */
import { waysOut } from '../src/engine/views/issue-rows.ts';
import { OperationRefused, type IssueAction } from '../src/engine/operations.ts';
import type { Candidate } from '../src/sync/model.ts';
import type { MemberRow } from '../src/store/port.ts';
import { ACTOR, TENANT, type Human, type World } from './world.ts';

/** Of one issue picked at random. What becomes of its person in this round is that person's own choice. */
export function takeSomeWayOut(world: World): void {
  const waiting = [...world.witness.rows.values()].filter(
    ({ state, tenantId }) => tenantId === TENANT && (state === 'parked' || state === 'failing')
  );
  if (waiting.length > 0) takeWayOut(world, world.random.pick(waiting));
}

export function takeEveryWayOut(world: World): void {
  for (const row of [...world.witness.rows.values()]) if (row.state === 'parked' && row.tenantId === TENANT) takeWayOut(world, row);
}

function takeWayOut(world: World, row: MemberRow): void {
  const { random, witness } = world;
  const link = witness.links.get(row.linkId);
  const ways = link ? waysOut(row, link) : [];
  if (!link || ways.length === 0) return;
  const action = random.pick(ways);
  const person = action === 'choose-person' ? random.pick(row.park?.candidates ?? []) : null;
  for (const who of [row, ...(row.park?.candidates ?? [])]) {
    const human = world.humans.find((one) => isOf(one, who));
    if (human) human.disturbed = action === 'choose-person' ? 'for-good' : human.disturbed || 'for-now';
  }
  // Removed and added again on one side, written on the other; a refused one is refused twice more.
  witness.edits += 4;
  if (action === 'create-person') witness.createdByHand++;
  witness.say(`user takes "${action}" for ${row.id} (${row.leadId}, ${row.contactId}, ${row.marketoLeadId}), ${row.park?.reason}`);
  const asked: IssueAction = {
    actor: ACTOR,
    action,
    memberKeys: [row.id],
    reason: null,
    person,
    cursor: null,
    idempotencyKey: String(random.next())
  };
  send(world, link.campaignId, asked);
  if (random.chance(0.2)) send(world, link.campaignId, asked);
}

function isOf(human: Human, { leadId, contactId, marketoLeadId }: Candidate): boolean {
  const inSalesforce = human.salesforce !== null && [leadId, contactId].includes(human.salesforce);
  return inSalesforce || (human.marketo !== null && human.marketo === marketoLeadId);
}

function send(world: World, campaignId: string, asked: IssueAction): void {
  world
    .operations((operations) => operations.actOnIssues(campaignId, asked))
    .catch((error: Error) => {
      // The member moved on between the look at the issue and the click.
      if (!(error instanceof OperationRefused)) world.witness.violated('crash', `a way out failed: ${error.stack}`);
    });
}
