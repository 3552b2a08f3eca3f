import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MarketoModel, STATUSES } from '../../simulation/marketo-model.ts';
import { marketoPort, salesforcePort } from '../../simulation/ports.ts';
import { Process } from '../../simulation/process.ts';
import { Random } from '../../simulation/random.ts';
import { SalesforceModel } from '../../simulation/salesforce-model.ts';
import { StillWorld } from '../../simulation/still-world.ts';
import { tenantRow } from '../../simulation/world.ts';
import { createEngine } from './engine.ts';
import { OutsideError } from './ports.ts';

const CAMPAIGN = '701000000000001AAA';
const PROGRAM = 100;
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** Three tenants with an instance each; the first has much to do, the second's credentials are refused. */
async function threeTenants() {
  const base = new StillWorld();
  const { clock, store, witness, outside } = base;
  const sides = new Map(
    ['busy', 'refused', 'small'].map((id) => {
      const salesforce = new SalesforceModel(clock);
      const marketo = new MarketoModel(clock, new Random(1), outside.switches);
      const statuses = STATUSES.map(({ name, success }, order) => ({
        label: name,
        responded: success,
        isDefault: order === 0,
        sortOrder: order + 1
      }));
      const campaign = {
        id: CAMPAIGN,
        name: 'Example',
        isDeleted: false,
        type: null,
        actualCost: null,
        currency: null,
        ownerId: '005000000000001AAA'
      };
      salesforce.campaigns.set(CAMPAIGN, { ...campaign, statuses });
      marketo.programs.set(PROGRAM, { id: PROGRAM, name: 'Example', channel: 'Webinar', costs: [], sfdcId: null });
      return [id, { salesforce, marketo }] as const;
    })
  );
  let refusing = false;
  const random = new Random(2);
  const process = new Process('worker', () => undefined);
  const engine = createEngine({
    store,
    clock,
    log: silent,
    workerId: 'worker',
    random: () => random.next(),
    connect: (tenant, gate, salesforceGate) => {
      const side = sides.get(tenant.id);
      assert.ok(side);
      const mine = { ...outside, ...side };
      const marketo = marketoPort(mine, process, gate);
      const readMembers: typeof marketo.readMembers = async (programId, leads) => {
        if (refusing && tenant.id === 'refused') throw new OutsideError('marketo', 'credentials', '603', 'Access denied');
        return marketo.readMembers(programId, leads);
      };
      return { salesforce: salesforcePort(mine, process, salesforceGate), marketo: { ...marketo, readMembers } };
    }
  });
  for (const [index, id] of [...sides.keys()].entries()) {
    await store.putTenant({ ...tenantRow(), id, orgId: `00D00000000000${index}AAA`, munchkinId: `12${index}-ABC-456` });
  }
  await base.wait(engine.start());
  for (const id of sides.keys()) {
    const operations = await engine.operations(id);
    const request = { actor: { userId: '005000000000001AAA' }, programId: PROGRAM, rules: {}, map: null, consent: 'as-planned' as const };
    await base.wait(operations.link(CAMPAIGN, { ...request, createStatuses: false, switchProgram: false, idempotencyKey: id }));
  }
  await base.pass(30_000);
  return { base, engine, sides, witness, refuse: () => (refusing = true) };
}

test('I10: a tenant with work waits for nobody who has much of it, nor for one whose credentials are refused', async () => {
  const { base, engine, sides, refuse } = await threeTenants();
  refuse();
  const add = (id: string, count: number) => {
    const side = sides.get(id);
    assert.ok(side);
    const leads: number[] = [];
    for (let index = 0; index < count; index++) {
      const email = `${id}${index}@example.com`;
      const person = side.salesforce.addPerson('contact', { email });
      leads.push(side.marketo.addLead({ email }));
      side.salesforce.set(CAMPAIGN, person, 'Registered', 'user', false);
    }
    return leads;
  };
  add('busy', 700);
  add('refused', 5);
  const [lead] = add('small', 1);
  for (const id of sides.keys()) await (await engine.operations(id)).ring([]);
  const waited = await base.until(() => sides.get('small')?.marketo.status(PROGRAM, lead ?? 0) === 'Registered', 600_000);
  assert.ok(waited <= 5_000, `waited ${waited} ms`);
  await base.pass(20 * 60_000);
  assert.equal(sides.get('busy')?.marketo.members(PROGRAM).length, 700);
  assert.match((await (await engine.operations('refused')).campaign(CAMPAIGN)).lastError ?? '', /Access denied/);
});

test('takes turns side by side when there is much to do, each member in one of them: slow calls leave the budget unused otherwise', async () => {
  const world = new StillWorld({ switches: { callMs: 5_000 }, settings: { claimSize: 5 } });
  const operations = await world.start();
  await world.link(operations);
  const people = Array.from({ length: 40 }, (_, index) => world.addPerson(`Person${index}`));
  for (const { salesforce } of people) world.salesforce.set(CAMPAIGN, salesforce, 'Registered', 'user', false);
  await operations.ring([]);
  const arrived = () => people.every(({ marketo }) => world.inMarketo(marketo) === 'Registered');
  const took = await world.until(arrived, 600_000);
  // One after the other they take 195 s.
  assert.ok(took < 100_000, `${took} ms`);
  await world.pass(120_000);
  assert.deepEqual(world.witness.violations, []);
  assert.equal(world.witness.memberWrites, people.length);
});
