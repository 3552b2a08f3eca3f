/** The journal in sentences. Pure. */
import { fill, personOf, type JournalEntry, type People, type WayOut } from 'c/marketoAnswer';
import { reasonWords, sideWords, valueWords, wayOutWords } from 'c/marketoWords';
import { labels } from './historyLabels';

export interface JournalLine {
  key: number;
  at: Date;
  what: string;
  /** Why, by whom, and how it ended. */
  about: string;
  person: string | null;
  isBad: boolean;
}

const CAUSES: Record<string, string> = {
  outbox: labels.outbox,
  activity: labels.activity,
  sweep: labels.sweep,
  button: labels.button,
  merge: labels.merge
};
const OUTCOMES: Record<string, string> = {
  done: labels.done,
  created: labels.done,
  exists: labels.noOp,
  refused: labels.refused,
  failed: labels.failed,
  unknown: labels.unknown,
  'no-op': labels.noOp,
  'moved-on': labels.movedOn
};
/** Rules of the planner that are no reason of an issue; what stands here in no word is shown by its own name. */
const RULES: Record<string, string> = {
  agree: labels.agree,
  salesforce: labels.ruleSalesforce,
  marketo: labels.ruleMarketo,
  resume: labels.resume,
  'read-back': labels.readBack,
  evidence: labels.evidence,
  undo: labels.undo
};
const BAD = ['refused', 'failed'];

/** @param withPerson Whom an entry is about: of a link's history, not of a member's. */
export function journalLines(entries: JournalEntry[], people: People, withPerson: boolean): JournalLine[] {
  return entries.map((entry) => ({
    key: entry.id,
    at: new Date(entry.at),
    what: whatOf(entry),
    about: aboutOf(entry, people),
    person: withPerson && entry.memberKey !== null ? personOf(entry, people).text : null,
    isBad: BAD.includes(entry.outcome ?? '')
  }));
}

function whatOf({ kind, side, from, to, rule, detail }: JournalEntry): string {
  switch (kind) {
    case 'write':
      return fill(labels.write, side ? sideWords(side) : '', valueWords(from), valueWords(to));
    case 'decision': {
      const decided = fill(labels.decision, RULES[rule ?? ''] ?? reasonWords(rule ?? ''));
      // Salesforce's value and Marketo's, with a bar between.
      const [salesforce, marketo] = (to ?? '').split(' | ');
      return marketo === undefined ? decided : `${decided}. ${fill(labels.decisionValues, salesforce ?? '', marketo)}`;
    }
    case 'way-out':
      return fill(labels.wayOut, wayOutWords((rule ?? '') as WayOut));
    case 'people':
      return fill(labels.person, sideWords(side ?? 'salesforce'));
    case 'field':
      return fill(labels.field, detail ?? '', from ?? labels.empty, to ?? labels.empty);
    default:
      return detail ?? reasonWords(kind);
  }
}

function aboutOf({ kind, cause, actor, outcome, detail }: JournalEntry, people: People): string {
  const isWrite = kind === 'write' || kind === 'people' || kind === 'field';
  const why = cause ? fill(labels.because, CAUSES[cause] ?? cause) : null;
  const who = actor ? fill(labels.by, people[actor]?.name ?? labels.somebody) : null;
  const ended = isWrite ? (outcome === null ? labels.open : (OUTCOMES[outcome] ?? outcome)) : null;
  // What went well needs no more words.
  const said = kind !== 'field' && BAD.includes(outcome ?? '') ? detail : null;
  return [ended, said, why, who].filter(Boolean).join(', ');
}
