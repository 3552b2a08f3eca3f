/**
 * Random edits on both sides while the relay is killed and Marketo fails in every way it can, then quiet: both sides must agree on everybody, or say
 * why not. Real processes and real HTTP. `CHAOS_SEED=7 node --test scripts/e2e/chaos.long.ts` plays one seed again, as far as real time allows.
 */
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Random } from '../../relay/simulation/random.ts';
import { STATUSES } from '../stack/example.ts';
import { campaignMembers, eventually, linkedCampaign, openStack, programMembers, type Linked, type TestStack } from './scenario.ts';

const PEOPLE = 40;
const EDITS = 240;
const HURRY = { RELAY_DRAIN_SECONDS: '5', RELAY_ABSENCE_SECONDS: '2' };
const FAULTS = [
  { kind: 'error', code: 606, message: 'Max rate limit exceeded' },
  { kind: 'error', code: 611, message: 'System error' },
  { kind: 'error', code: 602, message: 'Access token expired' },
  { kind: 'error-after', code: 611, message: 'System error' },
  { kind: 'http', status: 502 },
  { kind: 'garbage' },
  { kind: 'drop-before' },
  { kind: 'drop-after' }
];

const seed = Number(process.env.CHAOS_SEED ?? randomInt(1_000_000));

void test(`whatever fails meanwhile, both sides agree in the end (seed ${seed})`, { timeout: 600_000 }, async (context) => {
  const stack = await openStack({ relayEnvironment: HURRY });
  try {
    const random = new Random(seed);
    const linked = await linkedCampaign(stack, { people: PEOPLE });
    let faults = 0;
    let kills = 0;
    for (let edit = 0; edit < EDITS; edit++) {
      await editOne(stack, linked, random);
      if (random.chance(0.15)) {
        await stack.marketo.control('POST', 'faults', { ...random.pick(FAULTS), times: random.between(1, 4) });
        faults++;
      }
      if (random.chance(0.03)) {
        await stack.relay.part.kill();
        await stack.relay.restart();
        kills++;
      }
      await sleep(random.between(0, 250));
    }
    await stack.marketo.control('DELETE', 'faults');
    context.diagnostic(`${EDITS} edits, ${faults} orders for faults, ${kills} kills`);
    await eventually('members that neither agree nor have a reason', () => unexplained(stack, linked), [], 180);
    const { counts } = await stack.relay.api<{ counts: Record<string, number> }>('GET', `/v1/campaigns/${linked.campaignId}`);
    context.diagnostic(`in the end: ${JSON.stringify(counts)}`);
  } finally {
    await stack.end();
  }
});

/** People edit only what the platform lets them: whoever is gone meanwhile is not edited. */
async function editOne(stack: TestStack, linked: Linked, random: Random): Promise<void> {
  const { salesforceLeadId, marketoLeadId } = random.pick(linked.people);
  const status = random.pick(STATUSES).name;
  const remove = random.chance(0.2);
  if (random.chance(0.5)) {
    const member = (await campaignMembers(stack, linked.campaignId)).get(salesforceLeadId ?? '');
    const row = { CampaignId: linked.campaignId, LeadId: salesforceLeadId ?? '', Status: status };
    if (member && remove) await stack.salesforce.delete([member.id]).catch(alreadyGone);
    else if (member) await stack.salesforce.update('CampaignMember', [{ Id: member.id, Status: status }]).catch(alreadyGone);
    else await stack.salesforce.insert('CampaignMember', [row]).catch(alreadyThere);
  } else if (remove) {
    if ((await programMembers(stack, linked.programId)).has(marketoLeadId ?? 0)) {
      await stack.marketo.remove(linked.programId, marketoLeadId ?? 0).catch(alreadyGone);
    }
  } else {
    await stack.marketo.setStatus(linked.programId, { leadId: marketoLeadId ?? 0 }, status);
  }
}

/** The sync was faster than the person. */
function alreadyGone(error: Error): void {
  assert.match(error.message, /ENTITY_IS_DELETED|INVALID_CROSS_REFERENCE_KEY|not a member|404/);
}
function alreadyThere(error: Error): void {
  assert.match(error.message, /DUPLICATE_VALUE/);
}

interface Issue {
  leadId: string | null;
  marketoLeadId: number | null;
  state: string;
  reason: string;
}

async function unexplained(stack: TestStack, linked: Linked): Promise<string[]> {
  const campaign = await campaignMembers(stack, linked.campaignId);
  const program = await programMembers(stack, linked.programId);
  const parked: Issue[] = [];
  for (let next: string | null = ''; next !== null;) {
    const { issues, cursor }: { issues: Issue[]; cursor: string | null } = await stack.relay.api(
      'GET',
      `/v1/campaigns/${linked.campaignId}/issues${next === '' ? '' : `?cursor=${encodeURIComponent(next)}`}`
    );
    parked.push(...issues.filter((issue) => issue.state === 'parked'));
    next = cursor;
  }
  return linked.people.flatMap(({ email, salesforceLeadId, marketoLeadId }) => {
    const ours = campaign.get(salesforceLeadId ?? '')?.status ?? null;
    const theirs = program.get(marketoLeadId ?? 0) ?? null;
    const explained = parked.some((issue) => issue.leadId === salesforceLeadId || issue.marketoLeadId === marketoLeadId);
    return ours === theirs || explained ? [] : [`${email}: ${ours} | ${theirs}`];
  });
}
