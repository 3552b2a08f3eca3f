/** Issues as rows that can be read and acted on. Pure. */
import LOCALE from '@salesforce/i18n/locale';
import { fill, personOf, type Issue, type People, type PersonIds, type WayOut } from 'c/marketoAnswer';
import { sideWords, valueWords, wayOutWords } from 'c/marketoWords';
import { labels } from './rowLabels';

export interface WayButton {
  key: string;
  way: WayOut;
  label: string;
  /** Says for whom, to who does not see the row. */
  name: string;
  /** JSON of the candidate chosen. */
  person: string | null;
}
export interface IssueRow {
  key: string;
  person: string;
  url: string | null;
  values: string;
  sentence: string | null;
  when: string;
  buttons: WayButton[];
  historyName: string;
}

const day = new Intl.DateTimeFormat(LOCALE, { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' });
const at = (time: string) => day.format(new Date(time));

export function issueRows(issues: Issue[], people: People, canAct: boolean): IssueRow[] {
  return issues.map((issue) => {
    const person = personOf(issue, people);
    return {
      key: issue.memberKey,
      person: person.text,
      url: person.recordId && `/${person.recordId}`,
      values: `${sideWords('salesforce')}: ${valueWords(issue.salesforceValue)} · ${sideWords('marketo')}: ${valueWords(issue.marketoValue)}`,
      sentence: issue.sentence,
      when: whenOf(issue),
      buttons: canAct ? buttonsOf(issue, person.text, people) : [],
      historyName: fill(labels.historyFor, person.text)
    };
  });
}

function whenOf({ since, nextTry, attempts }: Issue): string {
  return [
    since && fill(labels.since, at(since)),
    attempts ? fill(labels.attempts, attempts) : null,
    nextTry && fill(labels.nextTry, at(nextTry))
  ]
    .filter(Boolean)
    .join(', ');
}

const chosen = ({ leadId, contactId, marketoLeadId }: PersonIds) => JSON.stringify({ leadId, contactId, marketoLeadId });

function buttonsOf(issue: Issue, name: string, people: People): WayButton[] {
  return issue.waysOut.flatMap((way): WayButton[] => {
    if (way !== 'choose-person') {
      return [{ key: way, way, label: wayOutWords(way), name: fill(labels.wayFor, wayOutWords(way), name), person: null }];
    }
    return issue.candidates
      .filter(({ hidden }) => !hidden)
      .map((candidate, index) => {
        const label = fill(labels.choose, personOf(candidate, people).text);
        return { key: `${way}${index}`, way, label, name: fill(labels.wayFor, label, name), person: chosen(candidate) };
      });
  });
}
