/** Marketo's custom activities and custom object as far as automation can tell: written once and seen late, upserted at any time. */
import type { ActivityToAdd, AddedActivity, AutomationSides, ObjectRow, RecordResult, ShownActivity } from '../src/automation/ports.ts';
import type { AutomationSettings, ChangeKind } from '../src/automation/settings.ts';
import { OutsideError, type CallGate } from '../src/engine/ports.ts';
import { call, type Outside } from './faults.ts';
import type { Process } from './process.ts';

export const AUTOMATION: AutomationSettings = {
  campaigns: 'linked',
  activities: { added: 100_001, removed: 100_002, changed: 100_003 },
  object: 'membership',
  requests: [],
  flowSteps: null
};
const KINDS: Record<number, ChangeKind> = { 100_001: 'added', 100_002: 'removed', 100_003: 'changed' };

/** One activity in a person's log. */
export interface Logged {
  id: string;
  campaignId: string;
  leadId: number;
  from: string | null;
  to: string | null;
  at: number;
  loggedAt: number;
  visibleAt: number;
  shown: ShownActivity;
}

export class ActivitiesModel {
  readonly log: Logged[] = [];
  /** `lead:campaign` → status. */
  readonly records = new Map<string, string>();
  /** People whose ids have changed. */
  readonly rekeyed = new Set<string>();
  /** What campaigns that were linked anew are told of begins then. */
  readonly toldFrom = new Map<string, number>();
  /** When somebody last looked for a person's activities. */
  private readonly lookedAt = new Map<number, number>();
  /** When each activity was sent last. */
  private readonly sentAt = new Map<string, number>();
  private readonly outside: Outside;

  constructor(outside: Outside) {
    this.outside = outside;
  }

  /**
   * A1: what was sent before is sent again, unless the feed was asked after that and did not show it of this person: whoever was merged away in Marketo and is made
   * anew there is another one, with a log of their own.
   */
  begins(activities: ActivityToAdd[]): void {
    const { clock, witness } = this.outside;
    for (const { leadId, attributes } of activities) {
      const id = String(attributes['changeId']);
      const before = this.sentAt.get(id);
      const looked = this.lookedAt.get(leadId) ?? -Infinity;
      const wasThere = this.log.some((one) => one.id === id && one.leadId === leadId && one.visibleAt <= looked);
      if (before !== undefined && (looked <= before || wasThere)) {
        witness.violated('A1', `activity ${id} of ${leadId} is sent again, though ${wasThere ? 'it was seen' : 'nobody looked'}`);
      }
      this.sentAt.set(id, clock.now());
    }
  }

  /** Marketo said so before it looked at them. */
  wasRefused(activities: ActivityToAdd[]): void {
    for (const { attributes } of activities) {
      const id = String(attributes['changeId']);
      if (!this.log.some((one) => one.id === id)) this.sentAt.delete(id);
    }
  }

  add({ typeId, leadId, at, primaryValue, attributes }: ActivityToAdd): AddedActivity {
    const { clock, switches, marketo } = this.outside;
    const id = String(attributes['changeId']);
    if (!marketo.leads.has(leadId)) {
      this.sentAt.delete(id);
      return { outcome: 'unknown-lead', code: '1004', message: 'Lead not found' };
    }
    const text = (name: string) => (typeof attributes[name] === 'string' ? attributes[name] : null);
    const kind = KINDS[typeId];
    this.log.push({
      id,
      campaignId: text('campaignId') ?? '',
      leadId,
      from: kind === 'added' ? null : kind === 'removed' ? text('status') : text('oldStatus'),
      to: kind === 'added' ? text('status') : kind === 'removed' ? null : text('newStatus'),
      at: at.getTime(),
      loggedAt: clock.now(),
      visibleAt: clock.now() + switches.feedLagMs,
      shown: { typeId, leadId, at, values: [primaryValue, ...Object.values(attributes)] }
    });
    return { outcome: 'added', code: null, message: null };
  }

  shown(leadIds: number[]): ShownActivity[] {
    const now = this.outside.clock.now();
    leadIds.forEach((id) => this.lookedAt.set(id, now));
    return this.log.filter((one) => leadIds.includes(one.leadId) && one.visibleAt <= now).map(({ shown }) => shown);
  }

  put(row: ObjectRow): RecordResult {
    if (!this.outside.marketo.leads.has(Number(row['leadId']))) return { outcome: 'unknown-lead', code: '1004', message: 'Lead not found' };
    this.records.set(`${row['leadId']}:${row['campaignId']}`, String(row['status']));
    return { outcome: 'done', code: null, message: null };
  }
  remove(key: ObjectRow): RecordResult {
    const was = this.records.delete(`${key['leadId']}:${key['campaignId']}`);
    return { outcome: was ? 'done' : 'not-there', code: null, message: null };
  }
}

/** Refusals of the call as a whole: nothing of it was carried out. */
const SURE: OutsideError['kind'][] = ['rate', 'quota', 'credentials'];
const leadOf = (row: ObjectRow) => Number(row['leadId']);

export function automationSides(outside: Outside, process: Process, gate: CallGate, model: ActivitiesModel): AutomationSides {
  const ask = <T>(ids: number[], effect: () => T, begins: () => void = () => undefined): Promise<T> =>
    process.through(() =>
      gate.run('sync', () => {
        begins();
        const end = outside.witness.marketoCall(outside.clock.now());
        return call(outside, 'marketo', ids, effect).finally(end);
      })
    );
  const never = async (): Promise<never> => {
    throw new OutsideError('marketo', 'refused', '610', 'Nothing of the kind is done in a simulation');
  };
  return {
    marketo: {
      activityTypes: never,
      describeActivityType: never,
      createActivityType: never,
      addTypeAttributes: never,
      approveActivityType: never,
      addActivities: (activities) =>
        ask(
          activities.map(({ leadId }) => leadId),
          () => {
            const added = activities.map((one) => model.add(one));
            process.reach('after the send');
            return added;
          },
          () => {
            model.begins(activities);
            process.reach('before the send');
          }
        ).catch((error: unknown) => {
          if (error instanceof OutsideError && SURE.includes(error.kind)) model.wasRefused(activities);
          throw error;
        }),
      shownActivities: (_since, _types, leadIds) => ask([], () => model.shown(leadIds)),
      objectType: never,
      createObjectType: never,
      addObjectFields: never,
      approveObjectType: never,
      putRecords: (_object, rows) => ask(rows.map(leadOf), () => rows.map((row) => model.put(row))),
      removeRecords: (_object, keys) => ask(keys.map(leadOf), () => keys.map((key) => model.remove(key))),
      smartCampaign: never,
      requestCampaign: never
    },
    salesforce: {
      activeCampaigns: async function* () {
        yield [...outside.salesforce.campaigns.keys()];
      },
      activeAmong: async (ids) => ids,
      latestCampaigns: async () => [],
      statusLabels: async () => [],
      campaignsNamed: async () => []
    }
  };
}
