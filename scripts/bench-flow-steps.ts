/** `npm run bench -- --flow-steps`: a flow step on many people, from its call to the callback, and the calls that it costs. */
import { setTimeout as sleep } from 'node:timers/promises';
import { openStack } from './e2e/scenario.ts';
import { STATUSES } from './stack/example.ts';
import { relayCommand } from './stack/relay-service.ts';
import { createCampaign } from './stack/seed.ts';

const PEOPLE = 2_000;
const say = (text: string) => process.stdout.write(`${text}\n`);

export async function measureFlowSteps(latency: { marketo: number; salesforce: number }): Promise<void> {
  const stack = await openStack({ latency });
  try {
    const named = Array.from({ length: PEOPLE }, (_, index) => ({
      email: `bench.${index}@example.com`,
      firstName: 'Kim',
      lastName: `Bench ${index}`,
      company: 'Example Works'
    }));
    const { leads } = await stack.marketo.control<{ leads: { id: number }[] }>('POST', 'seed', { leads: named });
    for (let from = 0; from < PEOPLE; from += 200) {
      const rows = named.slice(from, from + 200);
      await stack.salesforce.insert(
        'Lead',
        rows.map(({ email, firstName, lastName, company }) => ({
          Email: email,
          FirstName: firstName,
          LastName: lastName,
          Company: company
        }))
      );
    }
    const command = [
      'setup',
      'automation',
      '--org-id',
      stack.salesforce.address.orgId,
      '--no-activities',
      '--no-custom-object',
      '--flow-steps'
    ];
    const { flowStepKey } = relayCommand<{ flowStepKey: string }>(command, stack.relay.environment);
    await stack.relay.part.stop();
    await stack.relay.restart();
    const campaign = await createCampaign(stack.salesforce, 'Bench', STATUSES);
    const installed: Record<string, number> = {};
    for (const action of ['add', 'change', 'remove']) {
      const url = `${stack.relay.url}/flow-steps/${action}/openapi.json`;
      installed[action] = (await stack.marketo.control<{ id: number }>('POST', 'flow-steps', { url, apiKey: flowStepKey })).id;
    }
    const leadIds = leads.map(({ id }) => id);
    for (const [action, status] of [
      ['add', 'Invited'],
      ['change', 'Registered'],
      ['remove', null]
    ] as const) {
      const before = await calls(stack);
      const began = Date.now();
      const attributes = { campaign, ...(status === null ? {} : { status }) };
      const wish = { leadIds, attributes, chunk: 500 };
      const { runId } = await stack.marketo.control<{ runId: number }>('POST', `flow-steps/${installed[action]}/run`, wish);
      const accepted = Date.now() - began;
      let done = 0;
      while (done < PEOPLE) {
        await sleep(100);
        done = (await stack.marketo.control<{ results: unknown[] }>('GET', `flow-step-runs/${runId}`)).results.length;
      }
      const seconds = (Date.now() - began) / 1000;
      const after = await calls(stack);
      say(
        `${action}: ${PEOPLE} people in ${seconds.toFixed(1)} s (${Math.round(PEOPLE / seconds)} a second), accepted after ${accepted} ms; ` +
          `Marketo calls per 1,000 people: ${((after - before) / (PEOPLE / 1_000)).toFixed(1)} (minimum 0 where the fields are mapped), callbacks: ${PEOPLE / 500}`
      );
    }
  } finally {
    await stack.end();
  }
}

async function calls(stack: Awaited<ReturnType<typeof openStack>>): Promise<number> {
  const { calls: counted } = await stack.marketo.control<{ calls: Record<string, number> }>('GET', 'calls');
  return Object.values(counted).reduce((sum, count) => sum + count, 0);
}
