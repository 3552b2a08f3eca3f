/**
 * Random edits on both sides while relays are killed, connections are cut half-open and Marketo fails in every way it can, then quiet: both sides must agree on
 * everybody, or say why not. Real processes and real HTTP, on each store as it is meant to be used. `CHAOS_SEED=7 node --test scripts/e2e/chaos.long.ts` plays one seed
 * again, as far as real time allows.
 */
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Random } from '../../relay/simulation/random.ts';
import { startPostgres } from '../../relay/testing/postgres-server.ts';
import { STATUSES } from '../stack/example.ts';
import { RelayService } from '../stack/relay-service.ts';
import { userId } from '../stack/seed.ts';
import { Cable } from './half-open.ts';
import { campaignMembers, eventually, linkedCampaign, openStack, programMembers, type Linked, type TestStack } from './scenario.ts';

const PEOPLE = 40;
const CHAOS_MS = 75_000;
/** So much must be decided while everything fails: a relay that only wakes up in the quiet proves nothing. */
const DECIDED = 60;
/** Leases of killed relays run out, calls into nowhere end, backoffs pass. */
const QUIET_SECONDS = 130;
const HURRY = {
  RELAY_DRAIN_SECONDS: '5',
  RELAY_ABSENCE_SECONDS: '2',
  NODE_OPTIONS: `--import=${path.join(import.meta.dirname, 'relay-in-chaos.ts')}`
};
/** Closes the window for all relays: once is enough. */
const FULL = { kind: 'error', code: 606, message: 'Max rate limit exceeded' };
const FAULTS = [
  { kind: 'error', code: 615, message: 'Concurrent access limit reached' },
  { kind: 'error', code: 611, message: 'System error' },
  { kind: 'error', code: 602, message: 'Access token expired' },
  { kind: 'error-after', code: 611, message: 'System error' },
  { kind: 'http', status: 502 },
  { kind: 'garbage' },
  { kind: 'drop-before' },
  { kind: 'drop-after' }
];

const seed = Number(process.env.CHAOS_SEED ?? randomInt(1_000_000));

void test(`one relay on SQLite: whatever fails meanwhile, both sides agree in the end (seed ${seed})`, { timeout: 300_000 }, (context) =>
  chaos(context, 1, {})
);

void test(
  `four relays on PostgreSQL: whatever fails meanwhile, both sides agree in the end (seed ${seed})`,
  { timeout: 300_000 },
  async (context) => {
    const server = await startPostgres();
    try {
      await chaos(context, 4, { RELAY_DATABASE: await server.database() });
    } finally {
      await server.stop();
    }
  }
);

async function chaos(context: TestContext, processes: number, environment: Record<string, string>): Promise<void> {
  const stack = await openStack({ relayEnvironment: { ...HURRY, ...environment } });
  const cables: Cable[] = [];
  const relays = [stack.relay];
  try {
    const random = new Random(seed);
    const linked = await linkedCampaign(stack, { people: PEOPLE });
    cables.push(...(await throughCables(stack)));
    while (relays.length < processes) relays.push(await another(stack, relays.length));
    context.diagnostic(await untilQuiet(stack, linked, relays, cables, random));
    const decided = await pages<Decision>(stack, `${linked.campaignId}/journal?kind=decision`, 'entries');
    context.diagnostic(
      `decided meanwhile: ${JSON.stringify(
        Object.groupBy(decided, ({ rule }) => rule ?? ''),
        counts
      )}`
    );
    assert.ok(decided.length >= DECIDED, `only ${decided.length} decisions`);
    await eventually(
      'members that neither agree nor have a reason',
      async () => (await answerBrake(stack, linked), unexplained(stack, linked)),
      [],
      QUIET_SECONDS
    );
    await eventually('writes of which the journal knows no outcome', () => withoutOutcome(stack, linked.campaignId), [], 100);
    // What agrees stays as it is.
    await sleep(6_000);
    assert.deepEqual(await unexplained(stack, linked), []);
    const link = await stack.relay.api<{ counts: Record<string, number> }>('GET', `/v1/campaigns/${linked.campaignId}`);
    context.diagnostic(`in the end: ${JSON.stringify(link.counts)}`);
  } finally {
    for (const relay of relays.slice(1)) await relay.part.kill();
    await stack.end();
    for (const cable of cables) await cable.close();
  }
}

const counts = (_key: string, value: unknown) => (Array.isArray(value) ? value.length : value);

/** From its next start on, the relay reaches both stand-ins through cables that can be cut. */
async function throughCables(stack: TestStack): Promise<Cable[]> {
  const ports = [stack.marketo, stack.salesforce].map(({ address }) => Number(new URL(address.url).port));
  const cables = await Promise.all(ports.map((port) => Cable.to(port)));
  stack.relay.environment['CHAOS_CABLES'] = JSON.stringify(Object.fromEntries(ports.map((port, index) => [port, cables[index]?.port])));
  await stack.relay.part.stop();
  await stack.relay.restart();
  return cables;
}

function another({ relay, salesforce, folder }: TestStack, index: number): Promise<RelayService> {
  const env = { ...relay.environment, RELAY_PORT: '0' };
  return RelayService.start({ env, logFile: path.join(folder, `relay-${index}.log`), orgId: salesforce.address.orgId }, relay);
}

async function untilQuiet(stack: TestStack, linked: Linked, relays: RelayService[], cables: Cable[], random: Random): Promise<string> {
  const count = { edits: 0, faults: 0, kills: 0, cut: 0 };
  const began = Date.now();
  // Spaced, or the relays would do nothing but fail.
  const next = {
    fault: began,
    cut: began + 3_000,
    kill: began + random.between(4_000, 8_000),
    full: began + random.between(5_000, 50_000)
  };
  let restart: Promise<void> = Promise.resolve();
  while (Date.now() < began + CHAOS_MS) {
    count.edits += await editOne(stack, linked, random).then(() => 1, unreachable);
    const now = Date.now();
    if (now > next.fault) {
      next.fault = now + random.between(2_000, 6_000);
      count.faults += await orderFault(stack, { ...random.pick(FAULTS), times: random.between(1, 2) }).catch(unreachable);
    }
    if (now > next.full) {
      next.full = Infinity;
      count.faults += await orderFault(stack, { ...FULL, times: 1 }).catch(unreachable);
    }
    if (now > next.cut) {
      next.cut = now + random.between(3_000, 8_000);
      count.cut += random.pick(cables).cut(random.chance(0.6));
    }
    if (now > next.kill) {
      next.kill = now + random.between(7_000, 14_000);
      // One at a time is down: the others go on meanwhile.
      await restart;
      const relay = random.pick(relays);
      await relay.part.kill();
      restart = relay.restart();
      count.kills++;
    }
    // Whoever does this is a person with a button: where no relay answers it is pressed again later.
    if (count.edits % 20 === 0) await answerBrake(stack, linked).catch(() => undefined);
    await sleep(random.between(0, 250));
  }
  await restart;
  await stack.marketo.control('DELETE', 'faults');
  assert.ok(count.kills > 0 && count.cut > 0, JSON.stringify(count));
  return `${count.edits} edits, ${count.faults} orders for faults, ${count.kills} kills, ${count.cut} connections cut half-open`;
}

/** So many members are removed here that the brake stops the link; a person says that it is meant. */
async function answerBrake({ relay, salesforce, owner }: TestStack, { campaignId }: Linked): Promise<void> {
  const { state } = await relay.api<{ state: string }>('GET', `/v1/campaigns/${campaignId}`);
  if (state === 'paused')
    await relay.api('POST', `/v1/campaigns/${campaignId}/resume`, { actor: { userId: await userId(salesforce, owner) } });
}

/** One at a time. @returns How many were ordered. */
async function orderFault(stack: TestStack, fault: Record<string, unknown>): Promise<number> {
  const { faults } = await stack.marketo.control<{ faults: unknown[] }>('GET', 'faults');
  if (faults.length > 0) return 0;
  await stack.marketo.control('POST', 'faults', fault);
  return 1;
}

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

/** A stand-in on a busy machine ended an idle connection just when it was used again: the click did nothing. */
function unreachable(error: Error): 0 {
  assert.equal((error.cause as { code?: unknown } | undefined)?.code, 'UND_ERR_SOCKET', error.stack);
  return 0;
}
/** The sync was faster than the person. */
function alreadyGone(error: Error): void {
  assert.match(error.message, /ENTITY_IS_DELETED|INVALID_CROSS_REFERENCE_KEY|(not a|no) member|404/);
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
interface Decision {
  rule: string | null;
}
interface Write {
  id: number;
  outcome: string | null;
}

/** All pages of a list of the link. */
async function pages<T>(stack: TestStack, resource: string, name: string): Promise<T[]> {
  const rows: T[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const more: string = cursor === '' ? '' : `${resource.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`;
    const page: Record<string, unknown> = await stack.relay.api('GET', `/v1/campaigns/${resource}${more}`);
    rows.push(...(page[name] as T[]));
    cursor = page['cursor'] as string | null;
  }
  return rows;
}

async function unexplained(stack: TestStack, linked: Linked): Promise<string[]> {
  const campaign = await campaignMembers(stack, linked.campaignId);
  const program = await programMembers(stack, linked.programId);
  const issues = await pages<Issue>(stack, `${linked.campaignId}/issues`, 'issues');
  const parked = issues.filter((issue) => issue.state === 'parked');
  return linked.people.flatMap(({ email, salesforceLeadId, marketoLeadId }) => {
    const ours = campaign.get(salesforceLeadId ?? '')?.status ?? null;
    const theirs = program.get(marketoLeadId ?? 0) ?? null;
    const explained = parked.some((issue) => issue.leadId === salesforceLeadId || issue.marketoLeadId === marketoLeadId);
    return ours === theirs || explained ? [] : [`${email}: ${ours} | ${theirs}`];
  });
}

async function withoutOutcome(stack: TestStack, campaignId: string): Promise<number[]> {
  const writes = await pages<Write>(stack, `${campaignId}/journal?kind=write`, 'entries');
  return writes.filter(({ outcome }) => outcome === null).map(({ id }) => id);
}
