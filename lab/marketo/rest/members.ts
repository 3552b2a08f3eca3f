/** Program members. Marketo REST, "Program Members". */
import { NOT_IN_PROGRAM, type Instance, type Membership, type Program, type Status } from '../state/instance.ts';
import { ApiError, inputOf, list, need, only, pageOf, result, skipped, time, type Answer, type Call, type Entry } from './envelope.ts';
import { leadOut, fieldsAsked } from './leads.ts';

export const MEMBER_FIELDS = [
  ...['acquiredBy', 'attendanceLikelihood', 'createdAt', 'isExhausted', 'leadId', 'membershipDate', 'nurtureCadence', 'program'],
  ...['programId', 'reachedSuccess', 'reachedSuccessDate', 'registrationLikelihood', 'statusName', 'statusReason', 'trackName'],
  ...['updatedAt', 'waitlistPriority', 'registrationCode', 'webinarUrl']
];
const USUAL = ['acquiredBy', 'leadId', 'membershipDate', 'programId', 'reachedSuccess'];
const TYPES: Record<string, string> = {
  acquiredBy: 'boolean',
  isExhausted: 'boolean',
  reachedSuccess: 'boolean',
  leadId: 'integer',
  programId: 'integer',
  attendanceLikelihood: 'integer',
  registrationLikelihood: 'integer',
  waitlistPriority: 'integer',
  createdAt: 'datetime',
  membershipDate: 'datetime',
  reachedSuccessDate: 'datetime',
  updatedAt: 'datetime'
};

export function describeMembers(call: Call): Answer {
  only(call);
  const at = '2024-01-10T09:00:00Z';
  return result([
    {
      name: 'API Program Membership',
      description: 'Map for API program membership fields',
      createdAt: at,
      updatedAt: at,
      dedupeFields: ['leadId', 'programId'],
      searchableFields: [['leadId'], ['reachedSuccess'], ['statusName']],
      fields: MEMBER_FIELDS.map((name) => ({
        name,
        displayName: name,
        dataType: TYPES[name] ?? 'string',
        updateable: ['registrationCode', 'webinarUrl'].includes(name),
        crmManaged: false
      }))
    }
  ]);
}

export function readMembers(call: Call, instance: Instance, programId: number): Answer {
  only(call, 'filterType', 'filterValues', 'fields', 'batchSize', 'nextPageToken');
  const program = programOf(instance, programId);
  const [filter, values] = [need(call, 'filterType'), list(need(call, 'filterValues'))];
  if (values.length > 300) {
    throw new ApiError(1003, 'Number of filter values exceeds the limit of 300');
  }
  const fits = FILTERS[filter];
  if (!fits) {
    throw new ApiError(1035, `Unsupported filter type for target: ${filter}`);
  }
  const wanted = list(call.query.get('fields'));
  const unknown = wanted.find((name) => !MEMBER_FIELDS.includes(name));
  if (unknown !== undefined) {
    throw new ApiError(1006, `Field '${unknown}' not found`);
  }
  const found = [...instance.membersOf(program.id).values()].filter((one) => values.includes(fits(one)));
  const { rows, more } = pageOf(call, found);
  const out = rows.map((one, seq) => {
    const full = memberOut(one, program);
    const names = wanted.length > 0 ? wanted : USUAL;
    return { seq, leadId: one.leadId, ...Object.fromEntries(names.map((name) => [name, full[name] ?? null])) };
  });
  return result(out, more);
}

const FILTERS: Record<string, (one: Membership) => string> = {
  leadId: (one) => String(one.leadId),
  statusName: (one) => one.status,
  reachedSuccess: (one) => String(one.reachedSuccess)
};

export function memberOut(one: Membership, program: Program): Entry {
  return {
    acquiredBy: false,
    createdAt: time(one.membershipDate),
    isExhausted: false,
    leadId: one.leadId,
    membershipDate: time(one.membershipDate),
    program: program.name,
    programId: program.id,
    reachedSuccess: one.reachedSuccess,
    reachedSuccessDate: one.reachedSuccess ? time(one.updatedAt) : null,
    statusName: one.status,
    updatedAt: time(one.updatedAt)
  };
}

/** Every member with lead fields. */
export function listMembers(call: Call, instance: Instance, programId: number): Answer {
  only(call, 'fields', 'batchSize', 'nextPageToken');
  const program = programOf(instance, programId);
  const fields = fieldsAsked(call);
  const { rows, more } = pageOf(call, [...instance.membersOf(program.id).values()]);
  const out = rows.flatMap((one) => {
    const lead = instance.leads.get(one.leadId);
    const membership = {
      id: one.id,
      progressionStatus: one.status,
      progressionStatusType: one.status,
      isExhausted: false,
      acquiredBy: false,
      reachedSuccess: one.reachedSuccess,
      membershipDate: time(one.membershipDate),
      updatedAt: time(one.updatedAt)
    };
    return lead ? [{ ...leadOut(lead, fields), membership }] : [];
  });
  const token = more['nextPageToken'];
  return result(out, token === undefined ? {} : { nextPageToken: token });
}

export function setStatus(call: Call, instance: Instance, programId: number): Answer {
  only(call);
  const program = programOf(instance, programId);
  const input = inputOf(call);
  const name = (call.body as { statusName?: unknown }).statusName;
  if (typeof name !== 'string' || name === '') {
    throw new ApiError(1003, 'Status not specified');
  }
  const status = targetStatus(instance, program, name);
  if (status === null && instance.switches.get('unknownStatusLevel') === 'response') {
    throw new ApiError(1025, 'Program status not found');
  }
  refuseUnknownLeads(instance, input);
  return result(
    input.map((entry, seq) => ({
      seq,
      ...(status === null ? skipped(1025, 'Program status not found') : oneStatus(instance, program, status, entry))
    }))
  );
}

function targetStatus(instance: Instance, program: Program, name: string): Status | null {
  const fold = (text: string) => (instance.switches.get('statusLabels') === 'exactly' ? text : text.toLowerCase());
  const found = instance.channelOf(program).statuses.find((status) => fold(status.name) === fold(name));
  const refused = found?.name === NOT_IN_PROGRAM || (found?.hidden && instance.switches.get('hiddenStatusAsTarget') === 'refused');
  return found && !refused ? found : null;
}

function oneStatus(instance: Instance, program: Program, status: Status, entry: Entry): Entry {
  const lead = instance.leads.get(Number(entry['leadId']));
  if (!lead) {
    return skipped(1004, 'Lead not found');
  }
  const before = instance.membersOf(program.id).get(lead.id);
  const step = before ? (instance.statusOf(program.id, before.status)?.step ?? 0) : -1;
  const same = before?.status === status.name;
  const sameStep = before !== undefined && step === status.step && instance.switches.get('sameStepMove') === 'skipped';
  if (before && (same || step > status.step || sameStep)) {
    if (instance.switches.get('skippedTouchesUpdatedAt')) {
      instance.touch(before);
    }
    return skipped(1037, 'Lead skipped because it is already in or past this status');
  }
  return { status: instance.setStatus(program.id, lead.id, status, true), leadId: lead.id };
}

export function removeMembers(call: Call, instance: Instance, programId: number): Answer {
  only(call);
  const program = programOf(instance, programId);
  const input = inputOf(call);
  refuseUnknownLeads(instance, input);
  return result(
    input.map((entry, seq) => {
      const leadId = Number(entry['leadId']);
      if (!instance.leads.get(leadId)) {
        return { seq, ...skipped(1004, 'Lead not found') };
      }
      const member = instance.membersOf(program.id).get(leadId);
      if (!member) {
        return { seq, ...skipped(1037, 'Lead not in program') };
      }
      instance.remove(member, true);
      return { seq, status: 'deleted', leadId };
    })
  );
}

function refuseUnknownLeads(instance: Instance, input: Entry[]): void {
  const unknown = input.some((entry) => !instance.leads.get(Number(entry['leadId'])));
  if (unknown && instance.switches.get('unknownLeadLevel') === 'response') {
    throw new ApiError(1004, 'Lead not found');
  }
}

export function programOf(instance: Instance, id: number): Program {
  const program = instance.programs.get(id);
  if (!program) {
    throw new ApiError(1013, `Program '${id}' not found`);
  }
  return program;
}
