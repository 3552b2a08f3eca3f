/**
 * `npm run bench [-- --changes 30] [-- --idle]`: how long one lone change a second takes from side to side, end to end, with 300 ms on every call to Marketo
 * and 100 ms on every call to Salesforce, under a budget of 50 calls in 20 s; and what a save of 200 members costs in Apex. `--idle` waits until the relay
 * polls slowly, then measures one change in Marketo: it takes a quarter of an hour. `--store [--only part]` measures the relay's store instead, `--backlog` a backlog within its budget, `--org` the org stand-in,
 * `--flow-steps [--people 2000] [--chunk 500]` how many people a second a flow step works on until its callback, and with how many calls; `--page` the panel
 * in a browser.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { measureFlowSteps } from './bench-flow-steps.ts';
import { measurePage } from './bench/page.ts';
import { linkedCampaign, openStack, type Linked, type TestStack } from './e2e/scenario.ts';
import { SalesforceOrg } from './stack/salesforce-org.ts';

const { values } = parseArgs({
  options: {
    changes: { type: 'string', default: '30' },
    idle: { type: 'boolean', default: false },
    store: { type: 'boolean', default: false },
    backlog: { type: 'boolean', default: false },
    org: { type: 'boolean', default: false },
    'flow-steps': { type: 'boolean', default: false },
    people: { type: 'string', default: '2000' },
    chunk: { type: 'string', default: '500' },
    page: { type: 'boolean', default: false },
    only: { type: 'string' }
  }
});
if (values.store || values.backlog) {
  const script = path.resolve(import.meta.dirname, '../relay/bench/main.ts');
  const only = values.backlog ? 'backlog' : values.only;
  const { status } = spawnSync(process.execPath, [script, ...(only ? ['--only', only] : [])], { stdio: 'inherit' });
  process.exit(status ?? 1);
}
if (values.org) {
  const script = path.resolve(import.meta.dirname, '../lab/org/bench/main.ts');
  process.exit(spawnSync(process.execPath, [script], { stdio: 'inherit' }).status ?? 1);
}
const LATENCY = { marketo: 300, salesforce: 100 };
if (values['flow-steps']) {
  await measureFlowSteps(LATENCY, Number(values.people), Number(values.chunk));
  process.exit(0);
}
const CHANGES = Number(values.changes);
/** What came before is read back by then, and its calls have left the window. */
const QUIET_MS = 25_000;
const GIVE_UP_MS = 180_000;
/** "Active" ends this long after the last change; the relay polls once a minute then. */
const ACTIVE_FOR_MS = 10 * 60_000;

const say = (text: string) => process.stdout.write(`${text}\n`);

/** Milliseconds until `arrived` says yes, asked every 50 ms. */
async function timed(change: () => Promise<unknown>, arrived: () => Promise<boolean>): Promise<number> {
  const began = Date.now();
  await change();
  while (!(await arrived())) {
    if (Date.now() - began > GIVE_UP_MS) {
      return Infinity;
    }
    await sleep(50);
  }
  return Date.now() - began;
}

/** One change a second, whether or not the one before has arrived. */
async function series(name: string, target: string, one: (index: number) => Promise<number>): Promise<void> {
  const under: Promise<number>[] = [];
  for (let index = 0; index < CHANGES; index += 1) {
    under.push(one(index));
    await sleep(1000);
  }
  const times = (await Promise.all(under)).sort((a, b) => a - b);
  const at = (share: number) =>
    `${((times[Math.min(times.length - 1, Math.ceil(times.length * share) - 1)] ?? Infinity) / 1000).toFixed(2)} s`;
  say(`${name}: ${CHANGES} changes, median ${at(0.5)}, p95 ${at(0.95)} (target ${target}), slowest ${at(1)}`);
}

/** The owner's session: with the permission to ring the relay, as people who work with campaigns have it. */
async function asOwner(stack: TestStack): Promise<SalesforceOrg> {
  const { accessToken } = await stack.salesforce.control<{ accessToken: string }>('POST', 'session', { username: stack.owner });
  return new SalesforceOrg({ ...stack.salesforce.address, accessToken });
}

async function latencies(): Promise<void> {
  const stack = await openStack({ latency: LATENCY });
  try {
    const linked = await linkedCampaign(stack, { people: CHANGES * 2 + 1 });
    // The first compare of both sides is over before the first change.
    await sleep(8000);
    const owner = await asOwner(stack);
    await series('Salesforce → Marketo, a member added whom the relay has never seen', 'p95 ≤ 2 s', (index) =>
      toMarketo(stack, owner, linked, index, 'Invited')
    );
    await sleep(QUIET_MS);
    await series('Salesforce → Marketo, the status of a member changed', 'p95 ≤ 2 s', (index) =>
      toMarketo(stack, owner, linked, index, 'Registered')
    );
    await sleep(QUIET_MS);
    await series('Marketo → Salesforce, active', 'p95 ≤ 15 s', (index) => toSalesforce(stack, owner, linked, CHANGES + index));
    const { calls, peak } = await stack.marketo.control<{ calls: Record<string, number>; peak: { inWindow: number; atOnce: number } }>(
      'GET',
      'calls'
    );
    const total = Object.values(calls).reduce((sum, count) => sum + count, 0);
    say(`Calls to Marketo: ${total}, at most ${peak.inWindow} in 20 s (budget 50) and ${peak.atOnce} at once (budget 5)`);
    if (values.idle) {
      await sleep(ACTIVE_FOR_MS + 60_000);
      const time = await toSalesforce(stack, owner, linked, CHANGES * 2);
      say(`Marketo → Salesforce, idle: ${(time / 1000).toFixed(0)} s (target ≤ 120 s)`);
    }
  } finally {
    await stack.end();
  }
}

async function toMarketo(stack: TestStack, owner: SalesforceOrg, linked: Linked, index: number, status: string): Promise<number> {
  const { salesforceLeadId, marketoLeadId } = linked.people[index] ?? {};
  const of = `CampaignId = '${linked.campaignId}' AND LeadId = '${salesforceLeadId}'`;
  const [member] = await owner.query<{ Id: string }>(`SELECT Id FROM CampaignMember WHERE ${of}`);
  return timed(
    () =>
      member
        ? owner.update('CampaignMember', [{ Id: member.Id, Status: status }])
        : owner.insert('CampaignMember', [{ CampaignId: linked.campaignId, LeadId: salesforceLeadId ?? '', Status: status }]),
    async () => (await stack.marketo.program(linked.programId)).members.some((one) => one.leadId === marketoLeadId && one.status === status)
  );
}

function toSalesforce(stack: TestStack, owner: SalesforceOrg, linked: Linked, index: number): Promise<number> {
  const { salesforceLeadId, marketoLeadId } = linked.people[index] ?? {};
  const soql = `SELECT Id FROM CampaignMember WHERE CampaignId = '${linked.campaignId}' AND LeadId = '${salesforceLeadId}'`;
  return timed(
    () => stack.marketo.setStatus(linked.programId, { leadId: marketoLeadId ?? 0 }, 'Registered'),
    async () => (await owner.query(soql)).length > 0
  );
}

/** The same save with capture on and off; the difference is ours. */
async function apexCost(): Promise<void> {
  const stack = await openStack();
  try {
    const owner = await asOwner(stack);
    const run = async (members: number, linked: Linked) => {
      const ids = linked.people.slice(0, members).map((person) => `'${person.salesforceLeadId}'`);
      const code = `List<CampaignMember> rows = new List<CampaignMember>();
        for (Id leadId : new List<Id>{ ${ids.join(', ')} }) { rows.add(new CampaignMember(CampaignId = '${linked.campaignId}', LeadId = leadId, Status = 'Invited')); }
        Integer soql = Limits.getQueries(); Integer dml = Limits.getDmlStatements(); Integer cpu = Limits.getCpuTime();
        insert rows;
        System.debug('cost ' + (Limits.getQueries() - soql) + ' ' + (Limits.getDmlStatements() - dml - 1) + ' ' + (Limits.getCpuTime() - cpu) + ' ' + Limits.getQueueableJobs());`;
      const answer = await owner.rest<{ success: boolean; exceptionMessage: string | null; compileProblem: string | null }>(
        'GET',
        `tooling/executeAnonymous?anonymousBody=${encodeURIComponent(code)}`
      );
      const { logs } = await owner.control<{ logs: { text: string }[] }>('GET', 'logs');
      const found = /cost (\d+) (\d+) (\d+) (\d+)/.exec(logs.at(-1)?.text ?? '');
      if (!found) {
        throw new Error(`The save did not end well: ${answer.exceptionMessage ?? answer.compileProblem ?? 'no figures in the log'}`);
      }
      return found.slice(1).map(Number) as [number, number, number, number];
    };
    for (const members of [200, 400]) {
      const linked = await linkedCampaign(stack, { people: members });
      await sleep(4000);
      const [soql, dml, cpu, jobs] = await run(members, linked);
      await setCapture(owner, true);
      const [, , without] = await run(members, await linkedCampaign(stack, { people: members }));
      await setCapture(owner, false);
      say(
        `Save of ${members} members, ours: ${soql} SOQL (target ≤ 1 a transaction), ${dml} DML (target ≤ 1 a chunk of 200, so ≤ ${members / 200}), ${jobs} queueable, CPU ${cpu} ms in all, ${without} ms with capture off`
      );
    }
  } finally {
    await stack.end();
  }
}

async function setCapture(owner: SalesforceOrg, off: boolean): Promise<void> {
  const [row] = await owner.query<{ Id: string }>('SELECT Id FROM Marketo_Sync_Setting__c');
  await owner.update('Marketo_Sync_Setting__c', [{ Id: row?.Id ?? '', Capture_Off__c: off }]);
}

await measurePage(say);
if (!values.page) {
  await apexCost();
  await latencies();
}
