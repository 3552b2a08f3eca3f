/** All members of a campaign by a job of its own, outside the limits of a query. Bulk API 2.0, query jobs. */
import { z } from 'zod';
import { OutsideError, type ListedSalesforceMember, type SalesforcePort } from '../engine/ports.ts';
import { csvRows } from '../outgoing/csv.ts';
import { API_VERSION, type Session } from './session.ts';
import { quoted } from './soql.ts';
import { garbled } from './transport.ts';

const JOBS = '/jobs/query';
const AGAIN_MS = 10_000;
/** Some 3 MB of text. */
const ROWS_A_PAGE = 50_000;

const job = z.looseObject({ id: z.string(), state: z.string(), errorMessage: z.string().nullish() });

export function createExtracts(session: Session): Pick<SalesforcePort, 'orderMembers'> {
  async function* members(id: string): AsyncGenerator<ListedSalesforceMember[]> {
    for (let locator = ''; ;) {
      const place = locator === '' ? '' : `&locator=${encodeURIComponent(locator)}`;
      const path = `${JOBS}/${id}/results?maxRecords=${ROWS_A_PAGE}${place}`;
      const { text, headers } = await session.text(path).catch(orGone);
      try {
        for await (const rows of csvRows(once(text), ['LeadId', 'ContactId', 'Status'])) yield rows.map(member);
      } catch {
        throw garbled(path, 'is no table of members');
      }
      const next = headers['sforce-locator'] ?? 'null';
      if (next === 'null') return;
      if (next === locator) throw garbled(path, 'names the page just read as the next one');
      locator = next;
    }
  }

  return {
    async orderMembers(campaignId, id) {
      if (id === null) {
        // Not ordered by anything: that would keep Salesforce from reading in parallel.
        const query = `SELECT LeadId, ContactId, Status FROM CampaignMember WHERE CampaignId = ${quoted(campaignId)}`;
        const made = await session.call('POST', `/services/data/v${API_VERSION}${JOBS}`, job, { operation: 'query', query });
        return { ready: false, job: made.id, againMs: AGAIN_MS };
      }
      const { state, errorMessage } = await session.read(`${JOBS}/${id}`, job).catch(orGone);
      if (state === 'JobComplete') return { ready: true, pages: members(id) };
      if (state === 'UploadComplete' || state === 'InProgress') return { ready: false, job: id, againMs: AGAIN_MS };
      throw new OutsideError(
        'salesforce',
        'gone',
        `job-${state}`,
        `Salesforce's extract of the campaign's members is ${state}${errorMessage ? ` (${errorMessage})` : ''}. Another one is ordered.`
      );
    }
  };
}

/** Jobs are kept for seven days; what stands for the package in other answers with this code is here a job that is no more. */
function orGone(cause: unknown): never {
  if (!(cause instanceof OutsideError) || cause.code !== 'NOT_FOUND') throw cause;
  throw new OutsideError(
    'salesforce',
    'gone',
    'NOT_FOUND',
    "Salesforce keeps the extract of the campaign's members no more. Another one is ordered."
  );
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}

function member({ LeadId = '', ContactId = '', Status = '' }: Record<string, string>): ListedSalesforceMember {
  return { leadId: LeadId === '' ? null : LeadId, contactId: ContactId === '' ? null : ContactId, status: Status };
}
