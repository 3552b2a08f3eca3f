/** Times in milliseconds. */
export interface EngineSettings {
  /** The outbox is drained this often, ring or no ring. */
  drainMs: number;
  /** The same while a tenant has no link. */
  idleDrainMs: number;
  /** Two reads by id, this far apart, prove that a member left Marketo. */
  absenceMs: number;
  /** Longer than any step takes: Marketo's slowest documented timeout is 90 s. */
  leaseMs: number;
  /** Members of one claim; Marketo takes 300 leads a call. */
  claimSize: number;
  /** How long a write without an answer may still arrive. */
  looseMs: number;
  /** The read-back of a write waits this long, so that several share one call. */
  readBackMs: number;
  /** What was refused or skipped is looked at again after this, and tried a second time only if nothing changed. */
  refusedMs: number;
  /** The activity feed: while something happens, and otherwise. */
  activityActiveMs: number;
  activityIdleMs: number;
  /** "Something happens" lasts this long after the last hint. */
  activeForMs: number;
  /** The feed is read again from this far back at the start, and GUIDs are remembered for four times as long. */
  activityOverlapMs: number;
  /** Merges, likewise: who is gone is asked for at once in any case. */
  mergesActiveMs: number;
  mergesIdleMs: number;
  /** Salesforce is asked for members that changed this often, for what fires no trigger, from this far back: a long transaction is saved with the time of its beginning. */
  changedMs: number;
  changedOverlapMs: number;
  deletedLeadsMs: number;
  /** Full compare of links on which something happened within a day, and of all others. */
  sweepActiveMs: number;
  sweepIdleMs: number;
  /** Links at rest are compared in these hours, each at a time of its own; milliseconds after midnight UTC. */
  night: { from: number; until: number };
  /** Lists of more members than this are ordered as extracts. */
  orderFrom: { salesforce: number; marketo: number };
  /** A sweep that its worker did not finish is begun again after this. */
  sweepLeaseMs: number;
  /** Programs, channels and native links are looked at again this often even when nothing happens. */
  programMs: number;
  projectionMs: number;
  heartbeatMs: number;
  /** The newest issues that are kept in the org: of a link, and of all. */
  issuesShown: { perLink: number; perOrg: number };
  /** How often it is looked whether people have to be told something, and what is too old is deleted. */
  noticesMs: number;
  /** A side that fails for longer than this counts as lost. */
  lostMs: number;
  /** How long rows are kept, by table; other tables hold what is, not what was. */
  keptMs: { journal: number; answers: number; notices: number };
  backoffFirstMs: number;
  backoffMostMs: number;
  /** Whoever tends a tenant says so again within this time; longer than the pauses between its rounds. */
  tendMs: number;
  /** Somebody in another process may have marked members: looked for this often. */
  idleStepMs: number;
  /** The same two values alternating this often within this time: something else changes them back. */
  alternations: number;
  alternationMs: number;
  budget: BudgetSettings;
  salesforceDay: SalesforceShare;
}

/** Shares of the API calls that an org has in 24 hours. */
export interface SalesforceShare {
  /** Of all of them: what the sync uses at most in a day that begins at midnight UTC. */
  dayShare: number;
  /** Of all of them: what the sync leaves to people, whoever used the rest. */
  peopleShare: number;
}

/** Adobe: 100 calls in 20 s, 10 at once, 50,000 a day by default, shared with everything else on the instance; so half of it, and 60 % of the day. */
export interface BudgetSettings {
  windowMs: number;
  windowCalls: number;
  inFlight: number;
  dayCalls: number;
  /** Share of the window kept for people's actions. */
  peopleShare: number;
  /** A call of a dead process stops counting as in flight after this. */
  callMs: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export const defaultSettings: EngineSettings = {
  drainMs: 30_000,
  idleDrainMs: 5 * MINUTE,
  absenceMs: MINUTE,
  leaseMs: 5 * MINUTE,
  claimSize: 300,
  looseMs: 15 * MINUTE,
  readBackMs: 2_000,
  refusedMs: 10_000,
  activityActiveMs: 5_000,
  // Within two minutes in all, at less than 1,500 calls a day with everything else that a tenant at rest asks.
  activityIdleMs: 110_000,
  activeForMs: 10 * MINUTE,
  activityOverlapMs: 5 * MINUTE,
  mergesActiveMs: MINUTE,
  mergesIdleMs: 10 * MINUTE,
  changedMs: 5 * MINUTE,
  changedOverlapMs: 15 * MINUTE,
  deletedLeadsMs: HOUR,
  sweepActiveMs: HOUR,
  sweepIdleMs: 24 * HOUR,
  night: { from: HOUR, until: 6 * HOUR },
  // 25 calls to Salesforce, 2,000 members each, and 334 to Marketo, 300 each.
  orderFrom: { salesforce: 50_000, marketo: 100_000 },
  sweepLeaseMs: 15 * MINUTE,
  programMs: 24 * HOUR,
  projectionMs: 1_500,
  heartbeatMs: 5 * MINUTE,
  issuesShown: { perLink: 200, perOrg: 2_000 },
  noticesMs: 30_000,
  lostMs: 15 * MINUTE,
  keptMs: { journal: 400 * 24 * HOUR, answers: 7 * 24 * HOUR, notices: 90 * 24 * HOUR },
  backoffFirstMs: 2_000,
  backoffMostMs: 10 * MINUTE,
  tendMs: 2 * MINUTE,
  idleStepMs: 5_000,
  alternations: 3,
  alternationMs: 10 * MINUTE,
  budget: { windowMs: 20_000, windowCalls: 50, inFlight: 5, dayCalls: 30_000, peopleShare: 0.1, callMs: 2 * MINUTE },
  salesforceDay: { dayShare: 0.6, peopleShare: 0.1 }
};
