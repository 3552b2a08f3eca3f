/** Flow steps under faults: calls of Marketo, each about a campaign of its own, worked on by two relay processes while users edit the same members. */
import { acceptCall } from '../src/automation/flow-steps/accept.ts';
import { batchOf } from '../src/automation/flow-steps/calls.ts';
import { ACTIONS } from '../src/automation/flow-steps/services.ts';
import { createAutomation } from '../src/automation/companion.ts';
import type { AutomationSettings } from '../src/automation/settings.ts';
import { createEngine } from '../src/engine/engine.ts';
import type { Log } from '../src/engine/parts.ts';
import type { MemberChange, SalesforcePort } from '../src/engine/ports.ts';
import { defaultSettings } from '../src/engine/settings.ts';
import type { Store, TenantRow } from '../src/store/port.ts';
import { ActivitiesModel, automationSides } from './activities-model.ts';
import { call, type Outside } from './faults.ts';
import { FlowStepCaller, type StepCall } from './flow-step-caller.ts';
import { checkSteps } from './flow-step-invariants.ts';
import { MarketoModel, STATUSES } from './marketo-model.ts';
import { marketoPort, salesforcePort, unlimited } from './ports.ts';
import { Process, STEP_MOMENTS } from './process.ts';
import { Random } from './random.ts';
import { inRealTime } from './real-store.ts';
import { SalesforceModel } from './salesforce-model.ts';
import { drawSwitches, type Switches } from './switches.ts';
import { VirtualClock } from './virtual-clock.ts';
import { Witness, type Violation } from './witness.ts';
import { MUNCHKIN, TENANT, tenantRow } from './world.ts';

const MINUTE = 60_000;
const HUMANS = 24;
const CALLS = 10;
const WORKERS = 2;
/** Marketo's patience with a call. */
const UNANSWERED_MS = 30_000;

export interface StepHuman {
  leadId: number;
  salesforce: string | null;
  email: string | null;
}
export interface StepRun {
  seed: number;
  violations: Violation[];
  trace: string[];
  calls: number;
  results: number;
  writes: number;
  kinds: Map<string, number>;
}

/** What a control's processes see of the store, and do with the org. */
export interface Breaks {
  store?: (store: Store) => Store;
  salesforce?: (port: SalesforcePort) => SalesforcePort;
}

export class StepWorld {
  readonly random: Random;
  readonly clock: VirtualClock;
  readonly switches: Switches;
  readonly salesforce: SalesforceModel;
  readonly marketo: MarketoModel;
  readonly witness: Witness;
  readonly outside: Outside;
  readonly caller: FlowStepCaller;
  readonly humans: StepHuman[] = [];
  readonly people: 'create' | 'never';
  /** `campaign:lead` → the status before the call. */
  readonly before = new Map<string, string | null>();
  /** `campaign:Salesforce person` → how often the relay changed the member, and how often users did. */
  readonly written = new Map<string, number>();
  readonly edited = new Map<string, number>();
  readonly store: Store;
  private readonly breaks: Breaks;
  private readonly running = new Map<number, { process: Process; store: Store; rouse: () => void }>();
  private serial = 0;

  constructor(seed: number, store: Store, breaks: Breaks) {
    this.random = new Random(seed);
    this.clock = new VirtualClock(this.random.fork());
    this.switches = drawSwitches(this.random);
    this.breaks = breaks;
    const { clock, switches, random } = this;
    this.salesforce = new SalesforceModel(clock, switches, random.fork());
    this.marketo = new MarketoModel(clock, random.fork(), switches);
    this.witness = new Witness(() => clock.now(), { ...defaultSettings.budget, callMs: MINUTE });
    this.store = inRealTime(store, clock);
    const { salesforce, marketo, witness } = this;
    this.outside = { clock, switches, salesforce, marketo, witness, random: random.fork(), faults: 0 };
    this.caller = new FlowStepCaller(this.outside, MUNCHKIN);
    this.people = random.pick(['create', 'create', 'never']);
  }

  async settle(): Promise<void> {
    const leadDefaults = { lastName: 'Unknown', company: 'Unknown', ownerId: null, assignmentRule: false, allowDuplicates: false };
    const automation: AutomationSettings = {
      campaigns: 'linked',
      activities: null,
      object: null,
      requests: [],
      flowSteps: { keyHash: '', people: this.people, leadDefaults }
    };
    await this.store.putTenant({ ...tenantRow(), automation });
    for (let index = 0; index < HUMANS; index++) this.addHuman(index);
    for (let worker = 0; worker < WORKERS; worker++) this.begin(worker);
  }

  private addHuman(index: number): void {
    const { random, salesforce, marketo } = this;
    const email = random.chance(0.8) ? `person${index}@example.com` : null;
    const kind = random.pick(['lead', 'contact'] as const);
    const id = random.chance(0.75) ? salesforce.addPerson(kind, { lastName: `Person${index}`, email }) : null;
    const leadId = marketo.addLead({ lastName: `Person${index}`, company: 'Example Ltd', email, salesforceId: email === null ? id : null });
    if (id !== null && random.chance(0.1)) salesforce.refusing.add(id);
    this.humans.push({ leadId, salesforce: id, email });
  }

  private begin(worker: number): void {
    const workerId = `w${worker}.${this.serial++}`;
    const { clock, outside, witness, random } = this;
    const process = new Process(
      workerId,
      (at) => {
        witness.say(`${workerId} dies (${at})`);
        witness.fault(`crash: ${at}`, 1);
        clock.at(clock.now() + random.between(1_000, MINUTE), () => this.begin(worker));
      },
      clock
    );
    const log: Log = { debug: () => undefined, info: () => undefined, warn: say, error: say };
    function say(fields: Record<string, unknown>, sentence: string): void {
      witness.say(`${workerId} ${sentence} ${JSON.stringify(fields)}`);
      if (fields.stack) witness.violated('crash', `${sentence}: ${String(fields.stack)}`);
    }
    const companion = createAutomation({
      send: async (request) => {
        const { status } = await process.through(() => this.caller.post(process, request));
        return { status, headers: {}, bytes: new Uint8Array(), text: '' };
      },
      open: (text) => text
    });
    const watched = witness.watch(this.store, workerId);
    const store = process.store(this.breaks.store?.(watched) ?? watched);
    const salesforce = this.salesforcePort(process);
    const own = random.fork();
    const engine = createEngine({
      store,
      clock: { now: () => clock.now(), sleep: (ms, wake) => process.through(() => clock.sleep(ms, wake)) },
      log,
      connect: (_tenant, gate) => ({
        salesforce: this.breaks.salesforce?.(salesforce) ?? salesforce,
        marketo: marketoPort(outside, process, gate),
        automation: automationSides(outside, process, gate, new ActivitiesModel(outside))
      }),
      companion,
      settings: { ...defaultSettings, leaseMs: this.switches.leaseMs },
      workerId,
      random: () => own.next()
    });
    this.running.set(worker, { process, store, rouse: () => companion.rouse(TENANT) });
    engine.start().catch((error: Error) => witness.violated('crash', `${workerId} did not start: ${error.message}`));
  }

  /** S3 and S5 are watched here: what is written was kept as planned, and what comes of it is counted. */
  private salesforcePort(process: Process): SalesforcePort {
    const { outside, salesforce, witness, written } = this;
    const write = (campaignId: string, change: MemberChange) => {
      const result = salesforce.write(campaignId, change);
      const key = `${campaignId}:${change.contactId ?? change.leadId}`;
      witness.say(`  ${key} ${change.expected} → ${change.write}: ${result.outcome}`);
      if (result.outcome === 'done') written.set(key, (written.get(key) ?? 0) + 1);
      return result;
    };
    return {
      ...salesforcePort(outside, process, unlimited),
      writeMembers: (campaignId, changes) =>
        process.through(async () => {
          await this.expectPlans(campaignId, changes);
          process.reach('before the write');
          const ids = changes.map((change) => change.contactId ?? change.leadId ?? '');
          return call(outside, 'salesforce', ids, () => {
            const results = changes.map((change) => write(campaignId, change));
            process.reach('after the write');
            return results;
          });
        })
    };
  }

  private async expectPlans(campaignId: string, changes: MemberChange[]): Promise<void> {
    const calls = await this.store.tasksOf('flow_calls', TENANT, '', null, 1_000);
    const batches = await Promise.all(calls.map(({ id }) => this.store.tasksOf('flow_batches', TENANT, id, null, 1_000)));
    const planned = batches.flat().flatMap((task) => Object.values(batchOf(task).planned));
    for (const { leadId, contactId, expected, write } of changes) {
      const isKept = planned.some(({ personId, from, to }) => personId === (contactId ?? leadId) && from === expected && to === write);
      if (!isKept) this.witness.violated('S5', `${contactId ?? leadId} of ${campaignId} is written and was not kept as planned`);
    }
  }

  private alive(): { process: Process; store: Store; rouse: () => void } | null {
    const alive = [...this.running.values()].filter(({ process }) => process.alive);
    return alive.length === 0 ? null : this.random.pick(alive);
  }

  /** A smart campaign comes to its flow step. */
  invoke(): void {
    const { random, salesforce, witness } = this;
    const action = random.pick(ACTIONS);
    const campaignId = salesforce.id('701');
    salesforce.addCampaign(campaignId, `Campaign ${campaignId}`);
    const some = this.humans.filter(() => random.chance(0.5));
    for (const { salesforce: id, leadId } of this.humans) {
      const status = id !== null && random.chance(0.4) ? random.pick(STATUSES).name : null;
      if (id !== null && status !== null) salesforce.set(campaignId, id, status, 'user', true);
      this.before.set(`${campaignId}:${leadId}`, status);
    }
    const status = action === 'remove' || (action === 'add' && random.chance(0.3)) ? '' : random.pick(STATUSES).name;
    const token = `token-${this.caller.calls.length}`;
    const step: StepCall = {
      token,
      action,
      campaignId,
      status,
      leadIds: some.map(({ leadId }) => leadId),
      answered: false,
      posts: [],
      taken: null
    };
    this.caller.calls.push(step);
    witness.say(`Marketo calls ${token}: ${action} ${campaignId} ${status} for ${step.leadIds.length}`);
    const isMapped = random.chance(0.5);
    this.send(step, isMapped);
    // The answer was lost somewhere on the way, long after it was given.
    if (random.chance(0.3)) this.clock.at(this.clock.now() + random.between(1_000, 5 * MINUTE), () => this.send(step, isMapped));
  }

  private send(step: StepCall, isMapped: boolean): void {
    const { clock, random, outside, witness } = this;
    const relay = this.alive();
    const body = this.caller.bodyOf(step, (leadId) => (isMapped ? this.fieldsOf(leadId) : {}));
    if (relay) {
      relay.process
        .through(async () => {
          const isNew = await acceptCall(relay.store, tenantRow() as TenantRow, step.action, body, clock.now(), (text) => text);
          relay.process.reach('call stored');
          if (isNew) relay.rouse();
        })
        .then(
          () => (step.answered ||= !random.chance(outside.faults)),
          (error: Error) => witness.violated('crash', error.stack ?? error.message)
        );
    }
    clock.at(clock.now() + UNANSWERED_MS, () => {
      if (!step.answered) this.send(step, isMapped);
    });
  }

  private fieldsOf(leadId: number): Record<string, string | null> {
    const lead = this.marketo.leads.get(leadId);
    return {
      email: lead?.email ?? null,
      lastName: lead?.lastName ?? null,
      company: lead?.company ?? null,
      salesforceId: lead?.salesforceId ?? null
    };
  }

  /** A user changes somebody of a step that is or was under way. */
  edit(): void {
    const { random, salesforce, witness, edited } = this;
    const step = this.caller.calls.length === 0 ? null : random.pick(this.caller.calls);
    const human = random.pick(this.humans);
    if (!step || human.salesforce === null) return;
    const status = random.chance(0.3) ? null : random.pick(STATUSES).name;
    if ((salesforce.find(step.campaignId, human.salesforce)?.status ?? null) === status) return;
    salesforce.set(step.campaignId, human.salesforce, status, 'user', true);
    const key = `${step.campaignId}:${human.salesforce}`;
    edited.set(key, (edited.get(key) ?? 0) + 1);
    witness.say(`user sets ${key} to ${status}`);
  }

  disturb(): void {
    const { random, clock, witness } = this;
    const process = this.running.get(random.between(0, WORKERS - 1))?.process;
    if (!process?.alive) return;
    if (random.chance(0.15)) {
      const ms = random.between(1, 600) * 1_000;
      witness.say(`${process.workerId} stands still for ${ms / 1000} s`);
      witness.fault('stalled worker', 1);
      this.caller.stops.push({ process, from: clock.now(), to: clock.now() + ms });
      process.stop(ms);
    } else if (random.chance(0.6)) process.dieAt(random.pick(STEP_MOMENTS));
    else process.dieAfter(random.between(0, 200));
  }

  calm(): void {
    this.outside.faults = 0;
    for (const { process } of this.running.values()) process.spare();
  }
}

export async function runFlowSteps(seed: number, store: Store, breaks: Breaks = {}): Promise<StepRun> {
  const world = new StepWorld(seed, store, breaks);
  const { random, clock, witness, caller, outside } = world;
  await world.settle();
  outside.faults = random.pick([0, 0.02, 0.1, 0.25]);
  witness.say(JSON.stringify({ ...world.switches, faults: outside.faults, people: world.people }));
  while (caller.calls.length < CALLS) {
    if (random.chance(0.4)) world.invoke();
    if (random.chance(0.4)) world.edit();
    if (outside.faults > 0 && random.chance(0.4)) world.disturb();
    await clock.run(clock.now() + (random.chance(0.5) ? random.between(0, 2_000) : random.between(2_000, 60_000)));
  }
  world.calm();
  await clock.run(clock.now() + 40 * MINUTE, () => caller.calls.every(({ answered, taken }) => answered && taken !== null));
  // Writes and callbacks that arrive late, and calls that come again.
  await clock.run(clock.now() + 12 * MINUTE);
  await checkSteps(world);
  return {
    seed,
    violations: witness.violations,
    trace: witness.trace,
    calls: caller.calls.length,
    results: caller.calls.reduce((sum, { taken }) => sum + (taken?.length ?? 0), 0),
    writes: [...world.written.values()].reduce((sum, times) => sum + times, 0),
    kinds: witness.kinds
  };
}
