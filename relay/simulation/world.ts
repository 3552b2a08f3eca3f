/** One simulated world: an org, a Marketo instance, people known to one side or both, two links, and two relay processes on one store. */
import { createEngine } from '../src/engine/engine.ts';
import type { Engine, Log } from '../src/engine/parts.ts';
import type { EngineSettings } from '../src/engine/settings.ts';
import { defaultSettings } from '../src/engine/settings.ts';
import type { Rules } from '../src/sync/model.ts';
import type { Store, TenantRow } from '../src/store/port.ts';
import { checkRemoval } from './invariants.ts';
import { MarketoModel, STATUSES } from './marketo-model.ts';
import { marketoPort, salesforcePort, type Outside } from './ports.ts';
import { Process } from './process.ts';
import { Random } from './random.ts';
import { inRealTime } from './real-store.ts';
import { SalesforceModel } from './salesforce-model.ts';
import { drawSwitches, type Switches } from './switches.ts';
import { VirtualClock } from './virtual-clock.ts';
import { Witness } from './witness.ts';

export const MUNCHKIN = '123-ABC-456';
export const TENANT = 'tenant-1';
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
}
/** Makes the engine of a process; the control of the checker makes another. */
export type MakeEngine = (parts: Parameters<typeof createEngine>[0]) => Engine;

export class World {
  readonly clock = new VirtualClock();
  readonly random: Random;
  readonly switches: Switches;
  readonly salesforce: SalesforceModel;
  readonly marketo: MarketoModel;
  readonly witness: Witness;
  readonly outside: Outside;
  readonly store: Store;
  readonly humans: Human[] = [];
  readonly pairings: Pairing[] = [];
  readonly settings: EngineSettings;
  private readonly make: MakeEngine;
  private readonly running = new Map<number, { process: Process; engine: Engine }>();
  private serial = 0;

  constructor(seed: number, store: Store, make: MakeEngine = createEngine) {
    this.random = new Random(seed);
    this.make = make;
    this.switches = drawSwitches(this.random);
    this.settings = { ...defaultSettings, leaseMs: this.switches.leaseMs, budget: { ...defaultSettings.budget, callMs: 60_000 } };
    this.salesforce = new SalesforceModel(this.clock);
    this.marketo = new MarketoModel(this.clock, this.random.fork(), this.switches);
    this.witness = new Witness(() => this.clock.now(), this.settings.budget.windowCalls, this.settings.budget.inFlight + WORKERS);
    this.store = this.witness.watch(inRealTime(store, this.clock));
    const { clock, switches, salesforce, marketo, witness } = this;
    witness.onRemoval = (side, where, id) => checkRemoval(this, side, where, id);
    this.outside = { clock, switches, salesforce, marketo, witness, random: this.random.fork(), faults: 0 };
  }

  /** People, members and links as they are before the relay ever runs. */
  async settle(humans: number): Promise<void> {
    await this.store.putTenant(tenantRow());
    for (let index = 0; index < 2; index++) this.pairings.push(this.addPair(index));
    for (let index = 0; index < humans; index++) this.addHuman(index);
    for (const pairing of this.pairings) {
      for (const human of this.humans) this.addMembers(pairing, human);
    }
    this.begin(0);
    for (const [index, { campaignId, programId, rules }] of this.pairings.entries()) {
      const request = {
        programId,
        rules,
        map: null,
        consent: 'as-planned' as const,
        createStatuses: false,
        switchProgram: false,
        idempotencyKey: `link-${index}`
      };
      const operations = this.running.get(0)?.engine.operations(TENANT);
      const linked = operations?.then((some) => some.link(campaignId, { ...request, actor: { userId: '005000000000001AAA' } }));
      let done: unknown = null;
      linked?.then(
        () => (done = true),
        (error: unknown) => (done = error)
      );
      await this.clock.run(this.clock.now() + 600_000, () => done !== null);
      if (done !== true) throw done instanceof Error ? done : new Error('Linking did not end');
    }
    for (let worker = 1; worker < WORKERS; worker++) this.begin(worker);
  }

  /** Kills one process at some await to come; another takes its place a while later. */
  crashSoon(): void {
    const worker = this.random.between(0, WORKERS - 1);
    this.running.get(worker)?.process.dieAfter(this.random.between(0, 200));
  }

  /** Whom the relay created on the other side. */
  meetCreated(): void {
    for (const human of this.humans) {
      human.marketo ??=
        this.marketo.created.find((one) => one.salesforceId === human.salesforce && this.marketo.leads.has(one.leadId))?.leadId ?? null;
      const key = `${MUNCHKIN}:${human.marketo}`;
      human.salesforce ??=
        this.salesforce.created.find((one) => one.key === key && !this.salesforce.people.get(one.id)?.isDeleted)?.id ?? null;
    }
  }

  /** Of a process that runs, if one does. */
  engine(): Engine | null {
    return [...this.running.values()].find(({ process }) => process.alive)?.engine ?? null;
  }

  private begin(worker: number): void {
    const workerId = `w${worker}.${++this.serial}`;
    const process = new Process(workerId, () => {
      this.witness.say(`${workerId} dies`);
      this.witness.fault(this.witness.heldBy(workerId));
      this.clock.at(this.clock.now() + this.random.between(1_000, 60_000), () => this.begin(worker));
    });
    const { clock, outside } = this;
    const engine = this.make({
      store: process.store(this.store),
      clock: { now: () => clock.now(), sleep: (ms, wake) => process.through(() => clock.sleep(ms, wake)) },
      log: this.log(workerId),
      connect: (_tenant, gate) => ({ salesforce: salesforcePort(outside, process), marketo: marketoPort(outside, process, gate) }),
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
    const statuses = STATUSES.map(({ name, success }, order) => ({
      label: name,
      responded: success,
      isDefault: order === 0,
      sortOrder: order + 1
    }));
    const campaign = { id: campaignId, name: `Campaign ${index}`, isDeleted: false, type: null, actualCost: null, currency: null };
    this.salesforce.campaigns.set(campaignId, { ...campaign, ownerId: '005000000000001AAA', statuses });
    const programId = 100 + index;
    this.marketo.programs.set(programId, { id: programId, name: `Program ${index}`, channel: 'Webinar', costs: [100, 250], sfdcId: null });
    const { random } = this;
    const rules: Partial<Rules> = {
      conflict: random.pick(['furthest', 'furthest', 'salesforce', 'marketo', 'ask']),
      removalOrEdit: random.pick(['edit', 'edit', 'removal']),
      backward: random.pick(['hold', 'hold', 'restore', 'rejoin']),
      people: random.pick(['create', 'create', 'wait', 'never']),
      removeInMarketo: random.pick(['follow', 'follow', 'follow', 'leave']),
      removeInSalesforce: random.pick(['follow', 'follow', 'follow', 'leave']),
      direction: random.pick(['both', 'both', 'both', 'both', 'to-marketo', 'to-salesforce'])
    };
    return { campaignId, programId, rules };
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
    orgId: '00D000000000001AAA',
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
