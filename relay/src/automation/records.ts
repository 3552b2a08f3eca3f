/** The custom object that says who is a member of which Salesforce campaign now: one record per person and campaign, written anew as often as it takes. */
import { writeTime } from '../marketo/dates.ts';
import { cut } from '../marketo/cut.ts';
import type { Work } from './look-at-members.ts';
import type { AutomationSides, ObjectRow } from './ports.ts';
import { sameRecord, wantedRecord, type Shown } from './watch.ts';

interface Write {
  work: Work;
  wanted: Shown | null;
  leadId: number;
}

/** @param refused Hears of what could not be written, in a sentence. @throws {OutsideError} */
export async function writeRecords(
  { marketo }: AutomationSides,
  object: string,
  works: Work[],
  refused: (work: Work, sentence: string) => void
): Promise<void> {
  const seen = new Set<string>();
  const writes = works.flatMap((work): Write[] => {
    const { watched } = work;
    const wanted = work.isAsked ? null : wantedRecord(watched, work.campaignName);
    if (work.isAsked || sameRecord(watched.record, wanted)) return [];
    const leadId = wanted?.leadId ?? (typeof watched.record === 'object' ? watched.record?.leadId : undefined) ?? watched.marketoLeadId;
    if (leadId === null) return [];
    const key = `${leadId}:${watched.campaignId}`;
    if (seen.has(key)) {
      // Two Salesforce records for one Marketo person: one at a time, the later one stands.
      refused(work, 'Another member of this campaign is the same person in Marketo.');
      return [];
    }
    seen.add(key);
    return [{ work, wanted, leadId }];
  });
  const key = ({ work, leadId }: Write): ObjectRow => ({ leadId, campaignId: work.watched.campaignId });
  const present = writes.filter(({ wanted }) => wanted !== null);
  for (const some of cut(present)) {
    const rows = some.map((one) => ({ ...key(one), ...fields(one.wanted) }));
    settle(some, await marketo.putRecords(object, rows), refused);
  }
  for (const some of cut(writes.filter(({ wanted }) => wanted === null))) {
    settle(some, await marketo.removeRecords(object, some.map(key)), refused);
  }
}

function fields(shown: Shown | null): ObjectRow {
  if (shown === null) return {};
  const { name, status, responded, since } = shown;
  return { campaignName: name, status, responded, memberSince: since === null ? null : writeTime(new Date(since)) };
}

function settle(
  some: Write[],
  results: Awaited<ReturnType<AutomationSides['marketo']['putRecords']>>,
  refused: (work: Work, sentence: string) => void
): void {
  results.forEach(({ outcome, code, message }, index) => {
    const { work, wanted } = some[index] as Write;
    // This one was answered; an earlier one without an answer is still doubted.
    work.watched.rewriteAt = work.doubtedUntil;
    if (outcome === 'done' || (outcome === 'not-there' && wanted === null)) work.watched.record = wanted;
    else if (outcome === 'unknown-lead') {
      work.watched.record = null;
      work.watched.marketoLeadId = null;
      refused(work, 'Marketo does not know this person any more; who it is now is looked up.');
    } else refused(work, `Marketo refuses the record of this member (${code}: ${message}).`);
  });
}
