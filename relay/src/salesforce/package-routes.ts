/** The package's own REST resource, as docs/contract says. Lists are cut to its limits; answers must stand in the order of the request. */
import { z } from 'zod';
import type { SalesforcePort } from '../engine/ports.ts';
import type { Session } from './session.ts';
import { text, time } from './soql.ts';
import { garbled } from './transport.ts';

const ROWS_A_CALL = 200;
const LINKS_A_CALL = 10;

const entry = z.looseObject({
  op: z.enum(['insert', 'update', 'delete', 'look-again']),
  campaignId: text,
  memberId: text,
  leadId: text,
  contactId: text,
  oldStatus: text,
  newStatus: text,
  at: time
});
const outbox = z.looseObject({ rows: z.array(z.looseObject({ id: z.string(), at: time, entries: z.array(entry) })) });
const deleted = z.looseObject({ deleted: z.number() });
const person = z.looseObject({
  key: z.string(),
  outcome: z.enum(['created', 'exists', 'refused']),
  leadId: text,
  contactId: text,
  code: text,
  message: text
});
const member = z.looseObject({
  leadId: text,
  contactId: text,
  memberId: text,
  outcome: z.enum(['done', 'no-op', 'moved-on', 'refused']),
  current: text,
  code: text,
  message: text
});
const status = z.looseObject({ label: z.string(), outcome: z.enum(['exists', 'created', 'refused']), message: text });
const link = z.looseObject({ campaignId: z.string(), outcome: z.enum(['done', 'refused']), message: text });
const campaign = z.looseObject({ outcome: z.enum(['created', 'exists', 'refused']), campaignId: text, code: text, message: text });
const notice = z.looseObject({ id: z.string(), outcome: z.enum(['done', 'refused']), code: text, message: text });
const results = <T>(row: z.ZodType<T>) => z.looseObject({ results: z.array(row) });

type PackageRoutes = Pick<
  SalesforcePort,
  | 'readOutbox'
  | 'takeOutbox'
  | 'writeMembers'
  | 'createPeople'
  | 'ensureStatuses'
  | 'createCampaign'
  | 'writeLinks'
  | 'tell'
  | 'diagnostics'
>;

/** @param namespace The package's, or null when it was deployed without one. */
export function createPackageRoutes(session: Session, namespace: string | null): PackageRoutes {
  const base = `/services/apexrest/${namespace === null ? '' : `${namespace}/`}marketo-sync/v1`;

  /** @param same Whether an answer is about the record that was sent in its place. */
  async function post<S, T>(
    route: string,
    sent: readonly S[],
    body: unknown,
    row: z.ZodType<T>,
    same: (sent: S, got: T) => boolean
  ): Promise<T[]> {
    const { results: got } = await session.call('POST', `${base}/${route}`, results(row), body);
    if (got.length !== sent.length || sent.some((one, index) => !same(one, got[index] as T))) {
      throw garbled(`${base}/${route}`, `does not answer for each of ${sent.length} records in their order`);
    }
    return got;
  }

  return {
    async readOutbox(limit) {
      const { rows } = await session.call('GET', `${base}/outbox?limit=${Math.min(limit, ROWS_A_CALL)}`, outbox);
      return rows;
    },
    async takeOutbox(rowIds) {
      for (let from = 0; from < rowIds.length; from += ROWS_A_CALL) {
        await session.call('POST', `${base}/outbox/taken`, deleted, { rowIds: rowIds.slice(from, from + ROWS_A_CALL) });
      }
    },
    async writeMembers(campaignId, changes) {
      const sent = changes.map(({ leadId, contactId, expected, write }) => ({
        ...(contactId === null ? { leadId } : { contactId }),
        expected,
        write
      }));
      return post('members', changes, { campaignId, changes: sent }, member, (one, got) =>
        one.contactId === null ? got.leadId === one.leadId : got.contactId === one.contactId
      );
    },
    async createPeople(people, { assignmentRule, allowDuplicates }) {
      const body = { records: people, assignmentRule, allowDuplicates };
      return post('people', people, body, person, (one, got) => got.key === one.key);
    },
    async ensureStatuses(campaignId, statuses) {
      return post('statuses', statuses, { campaignId, statuses }, status, (one, got) => got.label === one.label);
    },
    async createCampaign(made) {
      return session.call('POST', `${base}/campaigns`, campaign, made);
    },
    async writeLinks(links) {
      const answers: { campaignId: string; outcome: 'done' | 'refused'; message: string | null }[] = [];
      for (let from = 0; from < links.length; from += LINKS_A_CALL) {
        const some = links.slice(from, from + LINKS_A_CALL);
        answers.push(...(await post('links', some, { links: some }, link, (one, got) => got.campaignId === one.campaignId)));
      }
      return answers;
    },
    async tell(notices) {
      return post('notices', notices, { notices }, notice, (one, got) => got.id === one.id);
    },
    async diagnostics() {
      return session.call('GET', `${base}/diagnostics`, z.record(z.string(), z.unknown()));
    }
  };
}
