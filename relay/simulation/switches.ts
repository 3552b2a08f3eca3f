/** What the documents leave open, drawn per seed: no invariant may rest on one setting. */
import type { Random } from './random.ts';

export interface Switches {
  /** Marketo: a removal through the API logs a 104 to "Not in Program". */
  apiRemovalLogs: boolean;
  /** Marketo: a removal by a user logs one. */
  userRemovalLogs: boolean;
  /** Marketo: activities become visible this much later than they happened, at most. */
  feedLagMs: number;
  /** Marketo: the feed is in the order of what happened, so that what becomes visible late stands behind the cursor. */
  feedLateBehind: boolean;
  /** Marketo: the feed repeats activities. */
  feedRepeats: boolean;
  /** Marketo: members.json shows what stood there this long ago, at most. */
  readLagMs: number;
  /** Marketo: a status of the same step is a step forward (else it is skipped). */
  sameStepMoves: boolean;
  /** Marketo: of two merged members the higher status survives (else the winner's). */
  mergeKeepsHigher: boolean;
  /** Marketo: a merge of members logs a 104 for the winner. */
  mergeLogs: boolean;
  /** Marketo: a page of activities may be empty and say that there is more. */
  emptyPages: boolean;
  /** Marketo: a lead that is gone refuses the whole call (else its record alone). */
  unknownLeadRefusesAll: boolean;
  /** Salesforce: the members that a conversion moves to the contact fire triggers. */
  conversionFires: boolean;
  /** Salesforce: a lead that is converted into a contact of the same campaign stays a member beside it (else the contact's member is the only one). */
  conversionKeepsBoth: boolean;
  /** Salesforce: members of a status that is renamed get its new label. */
  renameMoves: boolean;
  /** Marketo: a hidden status is refused when the API writes it. */
  hiddenRefused: boolean;
  /** Salesforce: of two merged members a response survives (else the winner's status). */
  mergeKeepsResponded: boolean;
  /** Salesforce: rows of the outbox come in any order. */
  outboxShuffled: boolean;
  /** Salesforce: a share of edits fire no trigger (mass changes, cut off by limits). */
  silentEdits: number;
  /** Lists are read by pages (else as extracts). */
  shortLists: boolean;
  callMs: number;
  /** How long a worker holds what it claimed; calls may take longer than the short one. */
  leaseMs: number;
  /** Members of one claim: with few of them one process takes several turns at once. */
  claimSize: number;
}

export function drawSwitches(random: Random): Switches {
  return {
    apiRemovalLogs: random.chance(0.5),
    userRemovalLogs: random.chance(0.8),
    feedLagMs: random.pick([0, 2_000, 30_000, 120_000]),
    feedLateBehind: random.chance(0.5),
    feedRepeats: random.chance(0.3),
    readLagMs: random.pick([0, 0, 1_000, 10_000, 40_000]),
    sameStepMoves: random.chance(0.7),
    mergeKeepsHigher: random.chance(0.5),
    mergeLogs: random.chance(0.5),
    emptyPages: random.chance(0.3),
    unknownLeadRefusesAll: random.chance(0.5),
    conversionFires: random.chance(0.5),
    conversionKeepsBoth: random.chance(0.5),
    mergeKeepsResponded: random.chance(0.5),
    renameMoves: random.chance(0.5),
    hiddenRefused: random.chance(0.5),
    outboxShuffled: random.chance(0.5),
    silentEdits: random.pick([0, 0, 0.2]),
    shortLists: random.chance(0.7),
    callMs: random.pick([20, 100, 300]),
    leaseMs: random.pick([120_000, 300_000]),
    claimSize: random.pick([4, 300])
  };
}
