/** One simulated world: two orgs on one Marketo instance, people known to one side or both, three links, and two relay processes on one store. */
import { createEngine } from '../src/engine/engine.ts';
import { OperationRefused, type Operations } from '../src/engine/operations.ts';
import type { Companion, Engine, Log } from '../src/engine/parts.ts';
import type { EngineSettings } from '../src/engine/settings.ts';
import { defaultSettings } from '../src/engine/settings.ts';
import type { Rules } from '../src/sync/model.ts';
import type { Store, TenantRow } from '../src/store/port.ts';
import { ActivitiesModel, AUTOMATION, automationSides } from './activities-model.ts';
import { Bystander, BYSTANDER } from './bystander.ts';
import { meanwhile } from './edits.ts';
import type { Outside } from './faults.ts';
import { checkRemoval } from './invariants.ts';
import { MarketoModel, STATUSES } from './marketo-model.ts';
import { marketoPort, salesforcePort } from './ports.ts';
import { MOMENTS, Process, TELL_MOMENTS } from './process.ts';
import { Random } from './random.ts';
import { inRealTime } from './real-store.ts';
import { drawRules, linking } from './rules.ts';
import { SalesforceModel } from './salesforce-model.ts';
import { drawSwitches, type Switches } from './switches.ts';
import { VirtualClock } from './virtual-clock.ts';
import { Witness } from './witness.ts';

export const MUNCHKIN = '123-ABC-456';
export const TENANT = 'tenant-1';
export const ACTOR = { userId: '005000000000001AAA' };
const WORKERS = 2;

/** A human; ids change with conversion and merges. */
export interface Human {
  name: string;
  salesforce: string | null;
  marketo: number | null;
  /** Converted in this round, or merged, deleted, refused or set back ever: which value wins is not asked of this one. */
  disturbed: false | 'for-now' | 'for-good';
}
export interface Pairing {
  campaignId: string;
  programId: number;
  rules: Partial<Rules>;
  /** Rules that it had before, in this round or ever. */
  before: Partial<Rules>[];
  /** Unlinked and linked again in this round: a new link has no base from which anybody could tell an edit. */
  linkedAnew: boolean;
}
/** Makes the engine of a process; the controls of the checker make others. */
export type MakeEngine = (parts: Parameters<typeof createEngine>[0]) => Engine;

export class World {
  readonly random: Random;
  readonly clock: VirtualClock;
  readonly switches: Switches;
  readonly salesforce: SalesforceModel;
  readonly marketo: MarketoModel;
  readonly witness: Witness;
  readonly outside: Outside;
  readonly store: Store;
  readonly humans: Human[] = [];
  readonly pairings: Pairing[] = [];
  readonly bystander: Bystander;
  readonly settings: EngineSettings;
  readonly activities: ActivitiesModel;
  private readonly companion: Companion | null;
  private readonly kept: Store;
  private readonly make: MakeEngine;
  private readonly running = new Map<number, { process: Process; engine: Engine }>();
  private serial = 0;

  /** @param companion Tells Marketo of the campaigns; null: nobody does. */
  constructor(seed: number, store: Store, make: MakeEngine = createEngine, companion: Companion | null = null) {
    this.companion = companion;
    this.random = new Random(seed);
    this.clock = new VirtualClock(this.random.fork());
    this.make = make;
    this.switches = drawSwitches(this.random);
    const orderFrom = this.switches.shortLists ? defaultSettings.orderFrom : { salesforce: 2, marketo: 3 };
    this.settings = {
      ...defaultSettings,
      leaseMs: this.switches.leaseMs,
      claimSize: this.switches.claimSize,
      orderFrom,
      budget: { ...defaultSettings.budget, callMs: 60_000 }
    };
    this.salesforce = new SalesforceModel(this.clock, this.switches, this.random.fork());
    this.marketo = new MarketoModel(this.clock, this.random.fork(), this.switches);
    this.witness = new Witness(() => this.clock.now(), this.settings.budget);
    this.kept = inRealTime(store, this.clock);
    this.store = this.witness.watch(this.kept);
    this.bystander = new Bystander(this, this.random.fork());
    const { clock, switches, salesforce, marketo, witness } = this;
    witness.onRemoval = (side, where, id) => checkRemoval(this, side, where, id);
    const underWrites = (side: 'salesforce' | 'marketo', ids: (string | number)[]) => {
      if (this.outside.faults > 0 && this.random.chance(0.2)) meanwhile(this, side, ids);
    };
    this.outside = { clock, switches, salesforce, marketo, witness, random: this.random.fork(), faults: 0, meanwhile: underWrites };
    this.activities = new ActivitiesModel(this.outside);
  }

  /** People, members and links as they are before the relay ever runs. */
  async settle(humans: number): Promise<void> {
    await this.store.putTenant({ ...tenantRow(), ...(this.companion ? { automation: AUTOMATION } : {}) });
    await this.store.putTenant({ ...tenantRow(), id: BYSTANDER, orgId: '00D000000000002EAA' });
    for (let index = 0; index < 2; index++) this.pairings.push(this.addPair(index));
    for (let index = 0; index < humans; index++) this.addHuman(index);
    for (const pairing of this.pairings) {
      for (const human of this.humans) this.addMembers(pairing, human);
    }
    this.begin(0);
    for (const pairing of this.pairings) await this.link(pairing);
    const { campaignId, programId } = this.bystander.pairing;
    await this.ask((some) => some.link(campaignId, { ...linking(this, { campaignId, programId, rules: {} }), map: null }), BYSTANDER);
    for (let worker = 1; worker < WORKERS; worker++) this.begin(worker);
  }

  /** Statuses that were renamed a moment ago may be read as they were: then a person reads why it was refused, and tries again. */
  async link(pairing: Pairing, tries = 3): Promise<void> {
    try {
      await this.ask((some) => some.link(pairing.campaignId, linking(this, pairing)), TENANT);
    } catch (error) {
      if (tries === 1 || !(error instanceof OperationRefused) || error.code !== 'statuses-not-covered') throw error;
      await this.clock.run(this.clock.now() + 60_000);
      await this.link(pairing, tries - 1);
    }
  }

  private async ask(how: (operations: Operations) => Promise<unknown>, tenantId: string): Promise<void> {
    let done: unknown = null;
    this.operations(how, tenantId).then(
      () => (done = true),
      (error: unknown) => (done = error)
    );
    await this.clock.run(this.clock.now() + 600_000, () => done !== null);
    if (done !== true) throw done instanceof Error ? done : new Error('Linking did not end');
  }

  /** Kills one process at some await to come, or where it hurts; another takes its place a while later. */
  crashSoon(): void {
    const { random } = this;
    const process = this.running.get(random.between(0, WORKERS - 1))?.process;
    if (random.chance(0.5)) process?.dieAt(random.pick(this.companion ? [...MOMENTS, ...TELL_MOMENTS] : MOMENTS));
    else process?.dieAfter(random.between(0, 400));
  }

  /** Rejoins are rare: each process that is up when faults begin may wait for one to die in. */
  faultsBegin(share: number): void {
    this.outside.faults = share;
    if (share === 0) return;
    for (const { process } of this.running.values()) if (this.random.chance(0.5)) process.dieAt('between the halves of a rejoin');
  }

  /** Nothing goes wrong any more, but for what is under way. */
  calm(): void {
    this.outside.faults = 0;
    for (const { process } of this.running.values()) process.spare();
  }

  /** One process goes no further for up to ten minutes, longer than any lease. */
  stallOne(): void {
    const process = this.running.get(this.random.between(0, WORKERS - 1))?.process;
    if (!process?.alive) return;
    const ms = this.random.between(1, 600) * 1_000;
    this.witness.say(`${process.workerId} stands still for ${ms / 1000} s`);
    this.witness.fault('stalled worker', Math.max(1, this.witness.heldBy(process.workerId)));
    process.stop(ms);
  }

  /** Whom the relay created on the other side. */
  meetCreated(): void {
    for (const human of this.humans) {
      human.marketo ??=
        this.marketo.created.find((one) => one.salesforceId === human.salesforce && this.marketo.leads.has(one.leadId))?.leadId ?? null;
      const key = `${MUNCHKIN}:${human.marketo}`;
      human.salesforce ??= this.salesforce.created.find((one) => one.key === key && this.salesforce.isCurrent(one.id))?.id ?? null;
    }
  }

  /** Asks a process that runs; where none does nobody ever answers. */
  async operations<T>(how: (operations: Operations) => Promise<T>, tenantId = TENANT): Promise<T> {
    const alive = [...this.running.values()].filter(({ process }) => process.alive);
    if (alive.length === 0) return new Promise(() => undefined);
    const operations = await this.random.pick(alive).engine.operations(tenantId);
    return how(operations);
  }

  private begin(worker: number): void {
    const workerId = `w${worker}.${++this.serial}`;
    const process = new Process(
      workerId,
      (at) => {
        this.witness.say(`${workerId} dies (${at})`);
        this.witness.fault(`crash: ${at}`, Math.max(1, this.witness.heldBy(workerId)));
        this.clock.at(this.clock.now() + this.random.between(1_000, 60_000), () => this.begin(worker));
      },
      this.clock
    );
    const { clock, outside } = this;
    const engine = this.make({
      store: process.store(this.witness.watch(this.kept, workerId)),
      clock: { now: () => clock.now(), sleep: (ms, wake) => process.through(() => clock.sleep(ms, wake)) },
      log: this.log(workerId),
      connect: ({ id }, gate, salesforceGate) => {
        const ours = id === TENANT ? outside : this.besides();
        const sides = { salesforce: salesforcePort(ours, process, salesforceGate), marketo: marketoPort(ours, process, gate) };
        return this.companion ? { ...sides, automation: automationSides(ours, process, gate, this.activities) } : sides;
      },
      ...(this.companion ? { companion: this.companion } : {}),
      settings: this.settings,
      workerId,
      random: (() => {
        const own = this.random.fork();
        return () => own.next();
      })()
    });
    this.running.set(worker, { process, engine });
    engine.start().catch((error: Error) => this.witness.violated('crash', `${workerId} did not start: ${error.message}`));
  }

  /** The other org's calls fail like everybody's. */
  private besides(): Outside {
    const { outside, bystander } = this;
    return {
      ...outside,
      salesforce: bystander.salesforce,
      get faults() {
        return outside.faults;
      }
    };
  }

  private log(workerId: string): Log {
    const say = (fields: Record<string, unknown>, sentence: string) => {
      this.witness.say(`${workerId} ${sentence} ${JSON.stringify(fields)}`);
      // Whatever comes from outside is an OutsideError; anything else is a fault of the engine.
      if (fields.stack) this.witness.violated('crash', `${sentence}: ${String(fields.stack)}`);
    };
    return { debug: () => undefined, info: () => undefined, warn: say, error: say };
  }

  private addPair(index: number): Pairing {
    const campaignId = this.salesforce.id('701');
    this.salesforce.addCampaign(campaignId, `Campaign ${index}`);
    const programId = 100 + index;
    this.marketo.programs.set(programId, { id: programId, name: `Program ${index}`, channel: 'Webinar', costs: [100, 250], sfdcId: null });
    return { campaignId, programId, rules: drawRules(this.random), before: [], linkedAnew: false };
  }

  private addHuman(index: number): void {
    const { random } = this;
    const name = `Person${index}`;
    const email = random.chance(0.85) ? `${name.toLowerCase()}@example.com` : null;
    const known = random.pick(['both', 'both', 'both', 'salesforce', 'marketo']);
    const salesforce =
      known === 'marketo' ? null : this.salesforce.addPerson(random.chance(0.5) ? 'lead' : 'contact', { lastName: name, email });
    // Without an e-mail address both sides are one person only by the stored id.
    const salesforceId = known === 'both' && email === null ? salesforce : null;
    const marketo = known === 'salesforce' ? null : this.marketo.addLead({ lastName: name, company: 'Example Ltd', email, salesforceId });
    this.humans.push({ name, salesforce, marketo, disturbed: false });
  }

  private addMembers({ campaignId, programId }: Pairing, { salesforce, marketo }: Human): void {
    const { random } = this;
    if (salesforce !== null && random.chance(0.5)) {
      this.salesforce.set(campaignId, salesforce, random.pick(STATUSES).name, 'user', true);
      this.witness.edits++;
    }
    if (marketo !== null && random.chance(0.5)) {
      this.marketo.move(programId, marketo, random.pick(STATUSES).name);
      this.witness.edits++;
    }
  }
}

export function tenantRow(): TenantRow {
  return {
    id: TENANT,
    orgId: '00D000000000001EAA',
    salesforceUrl: 'https://example.com',
    salesforceUsername: 'relay@example.com',
    salesforceClientId: 'client',
    privateKey: '',
    certificate: '',
    namespace: null,
    marketoUrl: 'https://example.com',
    munchkinId: MUNCHKIN,
    marketoClientId: 'client',
    marketoClientSecret: '',
    salesforceIdField: 'salesforceId',
    relayClientId: 'relay',
    relaySecretHash: '',
    relaySecretVersion: 1,
    createdAt: 0
  };
}
