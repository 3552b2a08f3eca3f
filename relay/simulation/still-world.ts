/** A small world for tests of the engine: no faults, no lags, nobody edits by themselves, one campaign and one program. */
import { createEngine } from '../src/engine/engine.ts';
import type { IssueActionAnswer, IssueView, JournalEntryView, JournalQuery, LinkRequest, Operations } from '../src/engine/operations.ts';
import type { Candidate, WayOut } from '../src/sync/model.ts';
import type { IssueReason } from '../src/sync/ways-out.ts';
import type { Engine, Log, Metrics } from '../src/engine/parts.ts';
import { defaultSettings, type EngineSettings } from '../src/engine/settings.ts';
import { everything } from '../src/store/contract-suite.ts';
import { openMemoryStore } from '../src/store/memory.ts';
import type { Store } from '../src/store/port.ts';
import { MarketoModel } from './marketo-model.ts';
import type { Outside } from './faults.ts';
import { marketoPort, salesforcePort } from './ports.ts';
import { Process } from './process.ts';
import { Random } from './random.ts';
import { inRealTime } from './real-store.ts';
import { SalesforceModel } from './salesforce-model.ts';
import type { Switches } from './switches.ts';
import { VirtualClock } from './virtual-clock.ts';
import { Witness } from './witness.ts';
import { ACTOR, TENANT, tenantRow } from './world.ts';

export const CAMPAIGN = '701000000000001AAA';
export const PROGRAM = 100;
export { ACTOR };

const still: Switches = {
  apiRemovalLogs: true,
  userRemovalLogs: true,
  feedLagMs: 0,
  feedLateBehind: false,
  feedRepeats: false,
  readLagMs: 0,
  sameStepMoves: true,
  mergeKeepsHigher: true,
  mergeLogs: true,
  emptyPages: false,
  unknownLeadRefusesAll: false,
  conversionFires: false,
  conversionKeepsBoth: true,
  renameMoves: true,
  hiddenRefused: true,
  mergeKeepsResponded: false,
  outboxShuffled: false,
  silentEdits: 0,
  shortLists: true,
  callMs: 1,
  leaseMs: 300_000,
  claimSize: 300
};
const silent: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

export class StillWorld {
  readonly clock = new VirtualClock();
  readonly salesforce: SalesforceModel;
  readonly marketo: MarketoModel;
  readonly witness: Witness;
  readonly outside: Outside;
  store: Store;
  readonly engine: Engine;
  /** In which that engine runs. */
  readonly process: Process;
  /** How often it asked what of both sides. */
  readonly asked: Map<string, number>;
  private kept: Store;
  private clicks = 0;
  private readonly settings: Partial<EngineSettings>;
  private readonly metrics: Metrics | undefined;
  private readonly log: Log;
  private joined = 0;

  constructor(
    options: { settings?: Partial<EngineSettings>; switches?: Partial<Switches>; store?: Store; metrics?: Metrics; log?: Log } = {}
  ) {
    this.metrics = options.metrics;
    this.log = options.log ?? silent;
    const { clock } = this;
    const switches = { ...still, ...options.switches };
    const salesforce = new SalesforceModel(clock, switches);
    this.salesforce = salesforce;
    const settings = { ...defaultSettings, ...options.settings };
    this.marketo = new MarketoModel(clock, new Random(1), switches);
    this.witness = new Witness(() => clock.now(), settings.budget);
    this.kept = inRealTime(options.store ?? openMemoryStore(), clock);
    this.store = this.witness.watch(this.kept);
    this.outside = { clock, switches, salesforce, marketo: this.marketo, witness: this.witness, random: new Random(2), faults: 0 };
    this.settings = options.settings ?? {};
    this.addCampaign(CAMPAIGN);
    this.addProgram(PROGRAM);
    const { engine, process, asked } = this.join('worker');
    this.engine = engine;
    this.process = process;
    this.asked = asked;
  }

  /** The next process to join works on another store, which holds the same. */
  moveTo(store: Store): void {
    this.kept = inRealTime(store, this.clock);
    this.store = this.witness.watch(this.kept);
  }

  /** One more process on the store. Killed, it does nothing any more. */
  join(workerId: string): { engine: Engine; process: Process; asked: Map<string, number> } {
    const process = new Process(workerId, () => undefined, this.clock);
    // Ids made in one process are not those of another.
    const random = new Random(3 + this.joined++);
    const asked = new Map<string, number>();
    const counted = <T extends object>(port: T): T =>
      new Proxy(port, {
        get: (target, name) => {
          const call = Reflect.get(target, name) as (...args: unknown[]) => unknown;
          return (...args: unknown[]) => {
            asked.set(String(name), (asked.get(String(name)) ?? 0) + 1);
            return call(...args);
          };
        }
      });
    const { clock } = this;
    const engine = createEngine({
      store: process.store(this.witness.watch(this.kept, workerId)),
      clock: { now: () => clock.now(), sleep: (ms, wake) => process.through(() => clock.sleep(ms, wake)) },
      log: this.log,
      ...(this.metrics ? { metrics: this.metrics } : {}),
      connect: (_tenant, gate, salesforceGate) => ({
        salesforce: counted(salesforcePort(this.outside, process, salesforceGate)),
        marketo: counted(marketoPort(this.outside, process, gate))
      }),
      settings: this.settings,
      workerId,
      random: () => random.next()
    });
    return { engine, process, asked };
  }

  addCampaign(id: string): void {
    this.salesforce.addCampaign(id, 'Example webinar');
  }

  addProgram(id: number): void {
    this.marketo.programs.set(id, { id, name: 'Example webinar', channel: 'Webinar', costs: [100, 250], sfdcId: null });
  }

  /** Known to both sides by e-mail. */
  addPerson(name: string, kind: 'lead' | 'contact' = 'contact'): { salesforce: string; marketo: number } {
    const email = `${name.toLowerCase()}@example.com`;
    return { salesforce: this.salesforce.addPerson(kind, { lastName: name, email }), marketo: this.addLead(name) };
  }

  addLead(name: string): number {
    return this.marketo.addLead({ lastName: name, company: 'Example Ltd', email: `${name.toLowerCase()}@example.com` });
  }

  /** Starts the engine; the tenant is there. */
  async start(): Promise<Operations> {
    await this.store.putTenant(tenantRow());
    await this.wait(this.engine.start());
    return this.engine.operations(TENANT);
  }

  /** Lets time pass until the promise is settled, ten virtual minutes at most. */
  async wait<T>(promise: Promise<T>): Promise<T> {
    let done = false;
    const watched = promise.finally(() => (done = true));
    watched.catch(() => undefined);
    await this.clock.run(this.clock.now() + 600_000, () => done);
    if (!done) throw new Error('Ten minutes passed and it is not done');
    return watched;
  }

  /** Lets time pass. */
  pass(ms: number): Promise<void> {
    return this.clock.run(this.clock.now() + ms);
  }

  /** @returns Milliseconds until `condition` held; Infinity when it did not within `ms`. */
  async until(condition: () => boolean, ms: number): Promise<number> {
    const began = this.clock.now();
    await this.clock.run(began + ms, condition);
    return condition() ? this.clock.now() - began : Infinity;
  }

  async link(operations: Operations, request: Partial<LinkRequest> = {}): ReturnType<Operations['link']> {
    const defaults = {
      programId: PROGRAM,
      rules: {},
      map: null,
      consent: 'as-planned' as const,
      createStatuses: false,
      switchProgram: false
    };
    const answer = await this.wait(
      operations.link(CAMPAIGN, { actor: ACTOR, ...defaults, idempotencyKey: String(this.clock.now()), ...request })
    );
    await this.pass(30_000);
    return answer;
  }

  /** The newest 50. */
  async issues(operations: Operations): Promise<IssueView[]> {
    return (await operations.issues(CAMPAIGN, { reason: null, cursor: null })).issues;
  }

  /** The newest 50 entries that fit. */
  async journal(operations: Operations, query: Partial<JournalQuery> = {}, campaignId = CAMPAIGN): Promise<JournalEntryView[]> {
    return (await operations.journal(campaignId, { ...everything, cursor: null, ...query })).entries;
  }

  /** Takes a way out for one member, or for all of a reason, and lets it take effect. */
  async take(
    operations: Operations,
    action: WayOut,
    of: { member: string } | { reason: IssueReason },
    person: Candidate | null = null
  ): Promise<IssueActionAnswer> {
    const which = 'member' in of ? { memberKeys: [of.member], reason: null } : { memberKeys: null, reason: of.reason };
    const idempotencyKey = `click ${++this.clicks}`;
    const answer = await operations.actOnIssues(CAMPAIGN, { actor: ACTOR, action, ...which, person, cursor: null, idempotencyKey });
    await this.pass(10_000);
    return answer;
  }

  inSalesforce(personId: string): string | null {
    return this.salesforce.find(CAMPAIGN, personId)?.status ?? null;
  }

  inMarketo(leadId: number): string | null {
    return this.marketo.status(PROGRAM, leadId);
  }
}
