/** The words of the contract as schemas: what requests must fit, and what the OpenAPI document says. */
import { z } from 'zod';
import { COUNTS } from '../engine/runs/planned.ts';
import { FORMATS } from '../export/formats.ts';
import { JOURNAL_KINDS } from '../store/port.ts';
import { ISSUE_REASONS, WAYS_OUT } from '../sync/ways-out.ts';

/** Salesforce ids are 18 characters. */
export const salesforceId = z.string().regex(/^[a-zA-Z0-9]{18}$/, 'must be a Salesforce id of 18 characters');
export const page = z.coerce.number('must be a page number').int().min(1).default(1);
/** Of requests that change something on either side. */
export const once = z.object({
  'idempotency-key': z.string('is missing: requests with the same key do the work once').min(1).max(255)
});
export const actor = z.strictObject({ userId: salesforceId }).meta({ id: 'Actor' });
export const time = z.string().meta({ format: 'date-time', description: 'ISO 8601 in UTC' });
const count = z.int().min(0);
const text = z.string();

export const refusal = z
  .object({ code: text, message: text, fix: text, details: z.record(z.string(), z.unknown()) })
  .meta({ id: 'Refusal', description: 'A stable code, what happened and why, what to do.' });
/** `4xx` and `5xx` of every route. */
export const refusals = { '4xx': refusal, '5xx': refusal };

export const accepted = z.object({ accepted: z.literal(true) }).meta({ id: 'Accepted' });

const leadDefaults = {
  lastName: text.min(1).max(80),
  company: text.min(1).max(255),
  ownerId: salesforceId.nullable(),
  assignmentRule: z.boolean(),
  allowDuplicates: z.boolean()
};
const rule = {
  direction: z.enum(['both', 'to-marketo', 'to-salesforce']),
  conflict: z.enum(['furthest', 'salesforce', 'marketo', 'ask']),
  removalOrEdit: z.enum(['edit', 'removal']),
  backward: z.enum(['hold', 'restore', 'rejoin']),
  removeInMarketo: z.enum(['follow', 'leave']),
  removeInSalesforce: z.enum(['follow', 'leave']),
  people: z.enum(['wait', 'create', 'never']),
  minimumStatus: text.nullable(),
  typeEdited: z.enum(['overwrite', 'keep', 'stop']),
  costEdited: z.enum(['overwrite', 'keep', 'stop']),
  emptyCost: z.enum(['leave', 'zero']),
  overwriteFields: z.boolean()
};
/** As asked for: a misspelt rule is refused, since its default would be taken in silence. */
export const rulesAsked = z
  .strictObject({ ...rule, leadDefaults: z.strictObject(leadDefaults).partial() })
  .partial()
  .meta({ id: 'RulesAsked', description: 'Missing members take their defaults on a new link and stay on an existing one.' });
const rules = z.object({ ...rule, leadDefaults: z.object(leadDefaults) }).meta({ id: 'Rules' });

const label = text.min(1);
export const mapRow = z
  .strictObject({ marketo: label, salesforce: z.array(label).min(1), write: label })
  .refine((row) => row.salesforce.includes(row.write), { message: 'must be one of the labels in "salesforce"', path: ['write'] })
  .meta({ id: 'MapRow', description: '`write` is one of `salesforce`.' });

const linkAsked = {
  actor,
  programId: z.int().min(1),
  rules: rulesAsked.optional(),
  map: z.array(mapRow).min(1).optional(),
  createStatuses: z.boolean().default(false),
  switchProgram: z.boolean().default(false)
};
export const previewRequest = z.strictObject(linkAsked).meta({ id: 'PreviewRequest' });
export const consent = z.strictObject({ previewId: text.min(1), digest: text.min(1) }).meta({ id: 'Consent' });
export const linkRequest = z
  .strictObject({ ...linkAsked, consent: z.union([z.literal('as-planned'), consent]) })
  .meta({ id: 'LinkRequest', description: 'With a preview’s consent rules and map may be left out: what was previewed is started.' });

export const campaignView = z
  .object({
    campaignId: text,
    state: z.enum(['unlinked', 'active', 'paused', 'ended']),
    stateReason: text.nullable(),
    program: z.object({ id: z.int(), name: text, type: text, channel: text, url: text.nullable() }).nullable(),
    rules: rules.nullable(),
    map: z.array(z.object({ marketo: text, step: z.int(), success: z.boolean(), salesforce: z.array(text), write: text })),
    statuses: z.array(
      z.object({ marketo: text, step: z.int(), success: z.boolean(), label: text, marketoCount: count, salesforceCount: count })
    ),
    counts: z.object({ inSync: count, pending: count, parked: count, failing: count, leftByRule: count, ended: count }),
    costs: z.object({
      months: z.array(z.object({ month: text, amount: z.number(), note: text.nullable() })),
      total: z.number().nullable()
    }),
    lastSyncAt: time.nullable(),
    lagSeconds: z.number().nullable(),
    lastError: text.nullable()
  })
  .meta({ id: 'CampaignView' });

const ids = { leadId: text.nullable(), contactId: text.nullable(), marketoLeadId: z.int().nullable() };
const plan = z
  .object({
    digest: text,
    ...Object.fromEntries(COUNTS.map((kind) => [kind, count])),
    mayFail: count,
    reasons: z.array(z.object({ reason: text, members: count })),
    samples: z.array(
      z.object({
        kind: z.enum(COUNTS),
        ...ids,
        name: text.nullable(),
        salesforceValue: text.nullable(),
        marketoValue: text.nullable(),
        becomes: text.nullable()
      })
    ),
    fields: z.array(z.object({ field: z.enum(['Type', 'ActualCost']), from: text.nullable(), to: text, consent: z.boolean() })),
    statuses: z.array(text),
    calls: z.object({ marketo: count, salesforce: count })
  })
  .meta({ id: 'Plan' });
export const linkAnswer = z.object({ campaign: campaignView, plan, runId: text }).meta({ id: 'LinkAnswer' });
export const previewAsked = z.object({ previewId: text }).meta({ id: 'PreviewAsked' });
export const undoAsked = z.object({ previewId: text, campaignId: text }).meta({ id: 'UndoAsked' });
export const previewView = z
  .object({
    previewId: text,
    state: z.enum(['working', 'done', 'refused']),
    progress: z.object({ phase: text, done: count, total: count.nullable() }),
    plan: plan.nullable(),
    refusal: refusal.nullable(),
    expiresAt: time
  })
  .meta({ id: 'PreviewView' });
export const runView = z
  .object({
    runId: text,
    campaignId: text,
    kind: z.enum(['first-sync', 'rules-changed', 'way-out', 'undo']),
    actor: text,
    at: time,
    plan: plan.nullable(),
    state: z.enum(['working', 'done', 'ended']),
    remaining: count,
    undoOf: text.nullable(),
    undoneBy: text.nullable()
  })
  .meta({ id: 'RunView' });
export const runList = z.object({ runs: z.array(runView), page: z.int(), more: z.boolean() }).meta({ id: 'RunList' });
export const undoRequest = z.strictObject({ actor, consent }).meta({ id: 'UndoRequest' });
export const undoStarted = z.object({ runId: text }).meta({ id: 'UndoStarted' });

const programChoice = z
  .object({
    id: z.int(),
    name: text,
    type: text,
    channel: text,
    workspace: text.nullable(),
    url: text.nullable(),
    updatedAt: time.nullable(),
    link: z.object({ campaignId: text }).nullable(),
    nativeCampaignId: text.nullable(),
    blockedBy: z.enum(['linked', 'natively-linked']).nullable()
  })
  .meta({ id: 'ProgramChoice' });
export const programList = z.object({ programs: z.array(programChoice), page: z.int(), more: z.boolean() }).meta({ id: 'ProgramList' });
export const programMade = z.object({ program: programChoice }).meta({ id: 'ProgramMade' });

export const channelList = z
  .object({
    channels: z.array(
      z.object({ name: text, programType: text, statuses: z.array(z.object({ name: text, step: z.int(), success: z.boolean() })) })
    )
  })
  .meta({ id: 'ChannelList' });
export const folderList = z
  .object({
    folders: z.array(z.object({ id: z.int(), name: text, path: text, workspace: text.nullable() })),
    page: z.int(),
    more: z.boolean()
  })
  .meta({ id: 'FolderList' });

export const programRequest = z
  .strictObject({
    actor,
    campaignId: salesforceId,
    name: text.trim().min(1).max(255),
    description: text.max(2000).nullable().default(null),
    channel: text.min(1),
    type: text.min(1).nullable().default(null),
    folderId: z.int().min(1),
    tags: z
      .array(z.strictObject({ type: text.min(1), value: text.min(1) }))
      .max(50)
      .default([])
  })
  .meta({ id: 'ProgramRequest', description: 'Without a type the channel’s is taken.' });

const day = z.iso.date('must be a date such as 2026-03-31');
/** Salesforce: Campaign.Name holds 80 characters. */
export const campaignRequest = z
  .strictObject({
    actor,
    programId: z.int().min(1),
    name: text.trim().min(1).max(80),
    ownerId: salesforceId.nullable().default(null),
    parentId: salesforceId.nullable().default(null),
    recordTypeId: salesforceId.nullable().default(null),
    startDate: day.nullable().default(null),
    endDate: day.nullable().default(null),
    isActive: z.boolean().default(true)
  })
  .refine(({ startDate, endDate }) => startDate === null || endDate === null || startDate <= endDate, {
    message: 'must not lie before startDate',
    path: ['endDate']
  })
  .meta({ id: 'CampaignRequest', description: 'Without an owner the actor is it.' });
export const campaignMade = z.object({ campaignId: text }).meta({ id: 'CampaignMade' });

const reason = z.enum(ISSUE_REASONS);
const wayOut = z.enum(WAYS_OUT);
/** Opaque: what an answer gave. */
const issueCursor = text.regex(/^\d{1,15}\.\S{1,64}$/, 'must be the cursor of an answer');
const format = z.enum(FORMATS).meta({ description: 'The whole list as a file instead of a page.' });
export const issueQuery = z.strictObject({ reason, cursor: issueCursor, format }).partial();
const candidate = z
  .strictObject({ leadId: salesforceId.nullable(), contactId: salesforceId.nullable(), marketoLeadId: z.int().nullable() })
  .refine((one) => Object.values(one).filter((id) => id !== null).length === 1, 'must name exactly one person')
  .meta({ id: 'Candidate', description: 'Exactly one of the three.' });

const issue = z
  .object({
    memberKey: text,
    leadId: text.nullable(),
    contactId: text.nullable(),
    marketoLeadId: z.int().nullable(),
    state: z.enum(['parked', 'failing']),
    reason,
    sentence: text,
    salesforceValue: text.nullable(),
    marketoValue: text.nullable(),
    since: time,
    attempts: count,
    nextTry: time.nullable(),
    candidates: z.array(candidate),
    waysOut: z.array(wayOut)
  })
  .meta({ id: 'Issue' });
export const issueList = z
  .object({ issues: z.array(issue), reasons: z.array(z.object({ reason, members: count })), cursor: text.nullable() })
  .meta({ id: 'IssueList' });

const memberState = z.enum(['in-sync', 'pending', 'parked', 'failing', 'left-by-rule', 'ended']);
export const memberQuery = z
  .strictObject({ leadId: salesforceId, contactId: salesforceId })
  .partial()
  .refine(({ leadId, contactId }) => (leadId === undefined) !== (contactId === undefined), 'must name a lead or a contact, not both');
export const memberLookUp = z
  .object({
    member: z
      .object({
        memberKey: text,
        state: memberState,
        salesforceValue: text.nullable(),
        marketoValue: text.nullable(),
        issue: issue.nullable()
      })
      .nullable()
  })
  .meta({ id: 'MemberLookUp', description: 'Null: the relay knows no such member.' });

export const membersQuery = z.strictObject({ state: memberState, cursor: text.min(1).max(64).optional() });
export const memberList = z
  .object({
    members: z.array(
      z.object({ memberKey: text, ...ids, salesforceValue: text.nullable(), marketoValue: text.nullable(), reason: text.nullable() })
    ),
    cursor: text.nullable()
  })
  .meta({ id: 'MemberList' });

export const journalPage = z
  .object({
    entries: z.array(
      z.object({
        id: z.int(),
        at: time,
        campaignId: text,
        memberKey: text.nullable(),
        leadId: text.nullable(),
        contactId: text.nullable(),
        marketoLeadId: z.int().nullable(),
        kind: z.enum(JOURNAL_KINDS),
        cause: text.nullable(),
        rule: text.nullable(),
        actor: text.nullable(),
        side: z.enum(['salesforce', 'marketo']).nullable(),
        from: text.nullable(),
        to: text.nullable(),
        outcome: text.nullable(),
        detail: text.nullable(),
        runId: text.nullable()
      })
    ),
    cursor: text.nullable()
  })
  .meta({ id: 'JournalPage' });
const moment = z.iso.datetime('must be a time in UTC, e.g. 2026-03-04T05:06:07Z').transform(Date.parse).meta({ format: 'date-time' });
export const journalQuery = z
  .strictObject({
    memberKey: text.min(1).max(64),
    leadId: salesforceId,
    contactId: salesforceId,
    marketoLeadId: z.coerce.number().int().min(1),
    kind: z.enum(JOURNAL_KINDS),
    runId: text.min(1).max(64),
    from: moment,
    until: moment,
    cursor: text.regex(/^\d{1,15}$/, 'must be the cursor of an answer'),
    format
  })
  .partial();

const KEYS = 1_000;
export const issueAction = z
  .strictObject({
    actor,
    action: wayOut,
    memberKeys: z.array(text.min(1).max(64)).min(1).max(KEYS).optional(),
    reason: reason.optional(),
    person: candidate.optional(),
    cursor: issueCursor.optional()
  })
  .refine(
    (body) => (body.memberKeys === undefined) !== (body.reason === undefined),
    'give either "memberKeys" or "reason", not both and not neither'
  )
  .refine(
    ({ action, memberKeys, person }) => (action === 'choose-person') === (person !== undefined) && (!person || memberKeys?.length === 1),
    '"choose-person" names the "person" and one member; no other action does'
  )
  .refine(({ reason: all, cursor }) => cursor === undefined || all !== undefined, '"cursor" goes on with a "reason"')
  .meta({ id: 'IssueActionRequest', description: 'Exactly one of memberKeys and reason; person with choose-person only.' });

export const issueActionAnswer = z
  .object({
    changed: count,
    refused: z.array(z.object({ memberKey: text, code: text, message: text })),
    cursor: text.nullable()
  })
  .meta({ id: 'IssueActionAnswer' });
