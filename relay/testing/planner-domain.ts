/**
 * The planner's whole domain over two small maps, as choices. `equal` has two statuses of one step, one of them a success; `many` has a class of two statuses on
 * each side whose steps lie on both sides of another class's. `?` is a label that the map does not know: renamed, hidden, or new.
 */
import type { Known, Question } from '../src/sync/decision.ts';
import type { Evidence, LooseWrite, MirrorView, Pair, Raw, Rules, Side, StatusMap, Want } from '../src/sync/model.ts';
import { DEFAULT_RULES } from '../src/sync/rules.ts';
import { mapOf } from '../src/sync/status-map.ts';
import type { Choices, Choose } from './every-choice.ts';

export const NOW = 1_000_000;
export const ABSENCE = 60_000;
export const VERSION = 7;
export const UNKNOWN_LABEL = '?';

interface Meaning {
  salesforce: string[];
  marketo: { name: string; step: number; success: boolean }[];
}
/** The first of each list is written. */
const meanings: Record<'equal' | 'many', Meaning[]> = {
  equal: [
    { salesforce: ['Invited'], marketo: [{ name: 'Invited', step: 10, success: false }] },
    { salesforce: ['Registered'], marketo: [{ name: 'Registered', step: 20, success: false }] },
    { salesforce: ['Attended'], marketo: [{ name: 'Attended', step: 20, success: true }] }
  ],
  many: [
    {
      salesforce: ['Booked', 'Confirmed'],
      marketo: [
        { name: 'Booked', step: 20, success: false },
        { name: 'Confirmed', step: 30, success: false }
      ]
    },
    { salesforce: ['Waiting'], marketo: [{ name: 'Waiting', step: 25, success: true }] }
  ]
};

export class Domain {
  readonly map: StatusMap;
  readonly labels: Record<Side, readonly Raw[]>;
  readonly wants: readonly (Want | null)[];
  private readonly meanings: Meaning[];
  private readonly classes = { salesforce: new Map<Raw, number>(), marketo: new Map<Raw, number>() };
  private readonly steps = new Map<Raw, number>();

  constructor(name: 'equal' | 'many') {
    this.meanings = meanings[name];
    for (const [index, { salesforce, marketo }] of this.meanings.entries()) {
      for (const label of salesforce) this.classes.salesforce.set(label, index);
      for (const status of marketo) {
        this.classes.marketo.set(status.name, index);
        this.steps.set(status.name, status.step);
      }
    }
    const statuses = this.meanings.flatMap(({ marketo }) => marketo);
    const rows = this.meanings.flatMap(({ salesforce, marketo }) =>
      marketo.map((status) => ({ marketo: status.name, salesforce, write: salesforce[0] ?? '' }))
    );
    this.map = mapOf(rows, statuses);
    this.labels = {
      salesforce: [null, ...this.meanings.flatMap(({ salesforce }) => salesforce), UNKNOWN_LABEL],
      marketo: [null, ...statuses.map((status) => status.name), UNKNOWN_LABEL]
    };
    const pairs = this.meanings.flatMap(({ salesforce, marketo }) =>
      salesforce.flatMap((label) => marketo.map((status) => ({ salesforce: label, marketo: status.name })))
    );
    const stale = { salesforce: UNKNOWN_LABEL, marketo: UNKNOWN_LABEL };
    const kept = [...pairs, stale].flatMap((one) => [false, true].map((rejoin) => ({ ...one, rejoin })));
    this.wants = [null, { salesforce: null, marketo: null, rejoin: false }, ...kept];
  }

  /** Which class a label is of: its number, null for no member, `?` where the map does not know it. */
  means(side: Side, raw: Raw): number | null | '?' {
    return raw === null ? null : (this.classes[side].get(raw) ?? '?');
  }

  step(raw: Raw): number {
    return this.steps.get(raw) ?? -1;
  }

  /** What is written for a class, on both sides. */
  written(meaning: number): { salesforce: string; marketo: string; step: number; success: boolean } {
    const { salesforce, marketo } = this.meanings[meaning] ?? {};
    const [label, status] = [salesforce?.[0], marketo?.[0]];
    if (label === undefined || !status) throw new Error(`No class ${meaning}`);
    return { salesforce: label, marketo: status.name, step: status.step, success: status.success };
  }

  /** Everything that a question may differ in where it is clear who the person is, but for a park, a way out and what a person left. */
  get choices(): DomainChoices {
    return {
      baseSalesforce: this.labels.salesforce,
      baseMarketo: this.labels.marketo,
      seenSalesforce: this.labels.salesforce,
      seenMarketo: this.labels.marketo,
      want: this.wants,
      looseSalesforce: [false, true],
      looseMarketo: [false, true],
      proofSalesforce: PROOFS,
      proofMarketo: PROOFS,
      knownSalesforce: ['known', 'nobody'],
      knownMarketo: ['known'],
      ...ruleChoices,
      minimumStatus: [null, ...this.labels.marketo.filter((raw) => raw !== null)]
    };
  }

  /** The same for everything that may be known of people: doubts about them come before all else. */
  get peopleChoices(): DomainChoices {
    const [first, ...others] = this.wants.filter((want) => want?.rejoin !== false);
    return {
      ...this.choices,
      want: [first ?? null, others[0] ?? null],
      knownSalesforce: KNOWN,
      knownMarketo: KNOWN,
      looseSalesforce: [false],
      looseMarketo: [false],
      direction: ['both'],
      backward: ['hold'],
      people: ['wait']
    };
  }
}

export interface DomainChoices extends Choices {
  baseSalesforce: readonly Raw[];
  baseMarketo: readonly Raw[];
  seenSalesforce: readonly Raw[];
  seenMarketo: readonly Raw[];
  want: readonly (Want | null)[];
  looseSalesforce: readonly boolean[];
  looseMarketo: readonly boolean[];
  proofSalesforce: readonly Proof[];
  proofMarketo: readonly Proof[];
  knownSalesforce: readonly Known[];
  knownMarketo: readonly Known[];
  direction: readonly Rules['direction'][];
  conflict: readonly Rules['conflict'][];
  removalOrEdit: readonly Rules['removalOrEdit'][];
  backward: readonly Rules['backward'][];
  removeInMarketo: readonly Rules['removeInMarketo'][];
  removeInSalesforce: readonly Rules['removeInSalesforce'][];
  people: readonly Rules['people'][];
  minimumStatus: readonly Raw[];
}

/** `said`: by the feed or the outbox, or a deleted row; `twice`: two reads far enough apart; `doubtful`: only what proves nothing. */
export type Proof = 'said' | 'twice' | 'doubtful';
const PROOFS: readonly Proof[] = ['said', 'twice', 'doubtful'];
const KNOWN: readonly Known[] = ['known', 'nobody', 'ambiguous', 'duplicate', 'not-chosen'];

export type RuleName =
  'direction' | 'conflict' | 'removalOrEdit' | 'backward' | 'removeInMarketo' | 'removeInSalesforce' | 'people' | 'minimumStatus';
/** Every value of every rule that the planner reads. */
export const ruleChoices: Pick<DomainChoices, RuleName> = {
  direction: ['both', 'to-marketo', 'to-salesforce'],
  conflict: ['furthest', 'salesforce', 'marketo', 'ask'],
  removalOrEdit: ['edit', 'removal'],
  backward: ['hold', 'restore', 'rejoin'],
  removeInMarketo: ['follow', 'leave'],
  removeInSalesforce: ['follow', 'leave'],
  people: ['wait', 'create', 'never'],
  minimumStatus: [null]
};

/** Rules that are chosen when they are read. */
export function lazyRules(choose: (name: RuleName) => unknown): Rules {
  const rules = { ...DEFAULT_RULES };
  for (const name of Object.keys(ruleChoices) as RuleName[]) {
    Object.defineProperty(rules, name, { get: () => choose(name), enumerable: true });
  }
  return rules;
}

function lazyPair<T>(salesforce: () => T, marketo: () => T): Record<Side, T> {
  return {
    get salesforce() {
      return salesforce();
    },
    get marketo() {
      return marketo();
    }
  };
}

/** A question whose parts are chosen when they are read. */
export function lazyQuestion(domain: Domain, choose: Choose<DomainChoices>): Question {
  const seen: Pair = lazyPair(
    () => choose('seenSalesforce'),
    () => choose('seenMarketo')
  );
  const base: Pair = lazyPair(
    () => choose('baseSalesforce'),
    () => choose('baseMarketo')
  );
  const known = lazyPair(
    () => choose('knownSalesforce'),
    () => choose('knownMarketo')
  );
  const mirror: MirrorView = {
    base,
    get want() {
      return choose('want');
    },
    get loose() {
      return looseOf(seen, { salesforce: choose('looseSalesforce'), marketo: choose('looseMarketo') });
    },
    get evidence() {
      return evidenceOf(seen, { salesforce: choose('proofSalesforce'), marketo: choose('proofMarketo') });
    },
    park: null,
    taken: null,
    left: null,
    lastSeen: { salesforce: NOW - 1_000, marketo: NOW - 1_000 }
  };
  return { mirror, seen, known, rules: lazyRules(choose), rulesVersion: VERSION, map: domain.map, now: NOW, absenceMs: ABSENCE };
}

export function looseOf(seen: Pair, shows: Record<Side, boolean>): LooseWrite[] {
  const sides = (['salesforce', 'marketo'] as const).filter((side) => shows[side]);
  return sides.map((side) => ({ side, value: seen[side], until: NOW }));
}

/** What would prove what both sides show, and what looks like it. */
export function evidenceOf(seen: Pair, proof: Record<Side, Proof>): Evidence[] {
  const evidence: Evidence[] = [];
  for (const side of ['salesforce', 'marketo'] as const) {
    const said = side === 'marketo' ? ('activity' as const) : seen[side] === null ? ('outbox-delete' as const) : ('deleted-row' as const);
    const value = seen[side];
    const other = value === null ? 'Registered' : null;
    switch (proof[side]) {
      case 'said':
        evidence.push({ side, kind: said, value, at: NOW - 1_000 });
        break;
      case 'twice':
        evidence.push({ side, kind: 'first-read', value, at: NOW - ABSENCE });
        break;
      case 'doubtful':
        // Older than the last sight, of another value, of the other side, and a first read of too short a while ago.
        evidence.push({ side, kind: said, value, at: NOW - 1_001 });
        evidence.push({ side, kind: said, value: other, at: NOW });
        evidence.push({ side: side === 'marketo' ? 'salesforce' : 'marketo', kind: 'outbox-delete', value, at: 0 });
        evidence.push({ side, kind: 'first-read', value, at: NOW - ABSENCE + 1 });
        evidence.push({ side, kind: 'first-read', value: other, at: 0 });
    }
  }
  return evidence;
}
