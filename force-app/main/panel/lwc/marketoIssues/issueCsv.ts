/** Issues as a file for a spreadsheet: RFC 4180, with the mark by which spreadsheets know UTF-8. Pure. */
import { personOf, type Issue, type People } from 'c/marketoAnswer';
import { reasonWords, sideWords } from 'c/marketoWords';
import { labels } from './issueLabels';

/** A cell that a spreadsheet would take for a formula begins with an apostrophe. */
function cell(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function issueCsv(issues: Issue[], people: People): string {
  const header = [
    labels.person,
    labels.salesforceId,
    labels.marketoId,
    labels.state,
    labels.reason,
    labels.sentence,
    sideWords('salesforce'),
    sideWords('marketo'),
    labels.since,
    labels.attempts,
    labels.nextTry
  ];
  const rows = issues.map((one) => [
    personOf(one, people).text,
    one.contactId ?? one.leadId,
    one.marketoLeadId,
    one.state,
    reasonWords(one.reason),
    one.sentence,
    one.salesforceValue,
    one.marketoValue,
    one.since,
    one.attempts,
    one.nextTry
  ]);
  return `\ufeff${[header, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}
