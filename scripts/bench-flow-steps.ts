/** `npm run bench -- --flow-steps`: a flow step on many people, from its call to the callback, the calls that it costs, and what is left of it in the relay. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStack, type TestStack } from './e2e/scenario.ts';
import { STATUSES } from './stack/example.ts';
import { relayCommand } from './stack/relay-service.ts';
import { createCampaign } from './stack/seed.ts';

const say = (text: string) => process.stdout.write(`${text}\n`);

interface Counts {
  chunks: number;
  callbacks: number;
  refused: number;
  results: number;
  people: number;
  outcomes: Record<string, number>;
}

/** @param chunk People in one call. */
export async function measureFlowSteps(latency: { marketo: number; salesforce: number }, people: number, chunk: number): Promise<void> {
  const stack = await openStack({ latency });
  try {
    const leadIds = await peopleOnBothSides(stack, people);
    const campaign = await createCampaign(stack.salesforce, 'Bench', STATUSES);
    const installed = await installSteps(stack);
    const peak = memoryOf(stack.relay.part.pid);
    say(`The relay at rest: ${peak.now} MB resident; ${people} people, ${chunk} in a call`);
    for (const [action, status] of [
      ['add', 'Invited'],
      ['change', 'Registered'],
      ['remove', null]
    ] as const) {
      const before = await calls(stack);
      const began = Date.now();
      const wish = { leadIds, attributes: { campaign, ...(status === null ? {} : { status }) }, chunk };
      const { runId } = await stack.marketo.control<{ runId: number }>('POST', `flow-steps/${installed[action]}/run`, wish);
      const accepted = Date.now() - began;
      const at = () => stack.marketo.control<Counts>('GET', `flow-step-runs/${runId}/counts`);
      let most = rows(stack);
      let counts = await at();
      while (counts.callbacks < counts.chunks) {
        await sleep(200);
        counts = await at();
        const waiting = rows(stack);
        if (waiting.batches > most.batches) most = waiting;
      }
      const seconds = (Date.now() - began) / 1000;
      // A second callback would come now.
      await sleep(2_000);
      counts = await at();
      const perThousand = ((await calls(stack)) - before) / (people / 1_000);
      const left = rows(stack);
      say(
        `${action}: ${people} people in ${seconds.toFixed(1)} s (${Math.round(people / seconds)} a second), accepted after ${accepted} ms; ` +
          `Marketo calls per 1,000 people: ${perThousand.toFixed(1)} (minimum 0 where the fields are mapped)\n` +
          `  ${counts.chunks} calls, ${counts.callbacks} callbacks taken, ${counts.refused} refused; ${counts.results} results of ${counts.people} people: ${JSON.stringify(counts.outcomes)}\n` +
          `  rows: ${most.batches} batches at most, ${left.batches} left, ${left.calls} calls left (kept for a token that comes again); ` +
          `database ${left.megabytes} MB; relay ${memoryOf(stack.relay.part.pid).most} MB resident at most`
      );
    }
  } finally {
    await stack.end();
  }
}

/** @returns Their ids in Marketo. */
async function peopleOnBothSides(stack: TestStack, people: number): Promise<number[]> {
  const leadIds: number[] = [];
  for (let from = 0; from < people; from += 200) {
    const named = Array.from({ length: Math.min(200, people - from) }, (_, index) => ({
      email: `bench.${from + index}@example.com`,
      firstName: 'Kim',
      lastName: `Bench ${from + index}`,
      company: 'Example Works'
    }));
    const { leads } = await stack.marketo.control<{ leads: { id: number }[] }>('POST', 'seed', { leads: named });
    leadIds.push(...leads.map(({ id }) => id));
    const rows = named.map(({ email, firstName, lastName, company }) => ({
      Email: email,
      FirstName: firstName,
      LastName: lastName,
      Company: company
    }));
    await stack.salesforce.insert('Lead', rows);
  }
  return leadIds;
}

async function installSteps(stack: TestStack): Promise<Record<string, number>> {
  const orgId = stack.salesforce.address.orgId;
  const command = ['setup', 'automation', '--org-id', orgId, '--no-activities', '--no-custom-object', '--flow-steps'];
  const { flowStepKey } = relayCommand<{ flowStepKey: string }>(command, stack.relay.environment);
  await stack.relay.part.stop();
  await stack.relay.restart();
  const installed: Record<string, number> = {};
  for (const action of ['add', 'change', 'remove']) {
    const url = `${stack.relay.url}/flow-steps/${action}/openapi.json`;
    installed[action] = (await stack.marketo.control<{ id: number }>('POST', 'flow-steps', { url, apiKey: flowStepKey })).id;
  }
  return installed;
}

async function calls(stack: TestStack): Promise<number> {
  const { calls: counted } = await stack.marketo.control<{ calls: Record<string, number> }>('GET', 'calls');
  return Object.values(counted).reduce((sum, count) => sum + count, 0);
}

/** What is in the relay's tables. */
function rows(stack: TestStack): { calls: number; batches: number; megabytes: number } {
  const file = path.join(stack.folder, 'relay.db');
  const database = new DatabaseSync(file, { readOnly: true });
  const count = (table: string) => Number(database.prepare(`SELECT count(*) AS rows FROM ${table}`).get()?.['rows']);
  const counted = { calls: count('flow_calls'), batches: count('flow_batches'), megabytes: Math.round(statSync(file).size / 1e6) };
  database.close();
  return counted;
}

/** Megabytes resident, now and at most, as the kernel counts them. */
function memoryOf(pid: number): { now: number; most: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const of = (name: string) => Math.round(Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1_000);
  return { now: of('VmRSS'), most: of('VmHWM') };
}
