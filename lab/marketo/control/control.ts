/** The lab's control surface: what a person does in Marketo's own pages, and what only a stand-in can do. Every address needs the control key. */
import { timingSafeEqual } from 'node:crypto';
import type { Answer } from '../rest/envelope.ts';
import type { Tokens } from '../rest/identity.ts';
import type { Quota } from '../rest/quota.ts';
import type { Instance, Lead, Program, Status } from '../state/instance.ts';
import type { FlowStepCaller } from '../flow-steps/control.ts';
import { FAULT_KINDS, type Fault, type Faults } from './faults.ts';
import { seed } from './seed.ts';
import { evaluate, palette } from './smart-lists.ts';

export interface ControlParts {
  instance: Instance;
  faults: Faults;
  tokens: Tokens;
  quota: Quota;
  key: string;
  latency: { ms: number };
  /** Calls since the start, by route. */
  calls: Map<string, number>;
  flowSteps: FlowStepCaller;
}
export type Body = Record<string, unknown>;
/** A wish that cannot be met, in a sentence. */
export class Unmet extends Error {}

type Action = (parts: ControlParts, body: Body, ids: number[], query: URLSearchParams) => unknown;

const ACTIONS: [string, RegExp, Action][] = [
  ['GET', /^\/lab\/switches$/, ({ instance }) => instance.switches.all()],
  ['PUT', /^\/lab\/switches$/, setSwitches],
  ['POST', /^\/lab\/clock$/, moveClock],
  ['GET', /^\/lab\/faults$/, ({ faults }) => ({ faults: faults.all() })],
  ['POST', /^\/lab\/faults$/, addFault],
  ['DELETE', /^\/lab\/faults$/, ({ faults }) => (faults.clear(), { faults: [] })],
  ['GET', /^\/lab\/calls$/, ({ calls, quota }) => ({ calls: Object.fromEntries(calls), peak: quota.peak })],
  ['PUT', /^\/lab\/quota$/, ({ quota }, body) => ({ perDay: (quota.perDay = whole(body, 'perDay')) })],
  ['PUT', /^\/lab\/latency$/, ({ latency }, body) => ({ ms: (latency.ms = whole(body, 'ms')) })],
  ['DELETE', /^\/lab\/tokens$/, ({ tokens }) => (tokens.revoke(), {})],
  ['POST', /^\/lab\/seed$/, ({ instance }, body) => seed(instance, body)],
  [
    'GET',
    /^\/lab\/programs$/,
    ({ instance }) => ({ programs: instance.programs.all().map(({ id, name, channel }) => ({ id, name, channel })) })
  ],
  ['GET', /^\/lab\/programs\/(\d+)$/, showProgram],
  ['PUT', /^\/lab\/programs\/(\d+)\/costs$/, setCosts],
  ['POST', /^\/lab\/programs\/(\d+)\/members$/, setMember],
  ['DELETE', /^\/lab\/programs\/(\d+)\/members\/(\d+)$/, removeMember],
  ['PUT', /^\/lab\/subscription$/, setSubscription],
  ['GET', /^\/lab\/palette$/, palette],
  ['POST', /^\/lab\/smart-lists$/, evaluate],
  ['GET', /^\/lab\/leads\/(\d+)\/activities$/, showActivities],
  ['GET', /^\/lab\/campaign-runs$/, ({ instance }) => ({ runs: instance.campaignRuns.all() })],
  ['DELETE', /^\/lab\/leads\/(\d+)$/, ({ instance }, _body, [id = 0]) => (instance.deleteLead(leadOf(instance, id)), {})]
];

export function isAllowed(parts: ControlParts, authorization: string): boolean {
  const given = Buffer.from(/^bearer\s+(.+)$/i.exec(authorization)?.[1] ?? '');
  const wanted = Buffer.from(parts.key);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

export function control(parts: ControlParts, method: string, url: URL, authorization: string, text: string): Answer {
  if (!isAllowed(parts, authorization)) {
    return {
      status: 401,
      body: { message: 'This address needs the control key that the stand-in printed at its start, as a bearer token.' }
    };
  }
  for (const [verb, pattern, action] of ACTIONS) {
    const match = pattern.exec(url.pathname);
    if (verb === method && match) {
      return attempt(() => action(parts, text === '' ? {} : (JSON.parse(text) as Body), match.slice(1).map(Number), url.searchParams));
    }
  }
  return { status: 404, body: { message: `The control surface has no ${method} ${url.pathname}.` } };
}

function attempt(work: () => unknown): Answer {
  try {
    return { status: 200, body: work() };
  } catch (cause) {
    if (cause instanceof Unmet || cause instanceof SyntaxError) {
      return { status: 400, body: { message: cause.message } };
    }
    throw cause;
  }
}

function whole(body: Body, name: string): number {
  const value = body[name];
  if (!Number.isInteger(value) || (value as number) < 0) {
    throw new Unmet(`"${name}" is no whole number from 0.`);
  }
  return value as number;
}
export const words = (body: Body, name: string) => (typeof body[name] === 'string' ? body[name] : null);

function setSwitches({ instance }: ControlParts, body: Body) {
  for (const [name, value] of Object.entries(body)) {
    try {
      instance.switches.set(name, value);
    } catch (cause) {
      throw new Unmet((cause as Error).message);
    }
  }
  return instance.switches.all();
}
function setSubscription({ instance }: ControlParts, body: Body) {
  if (typeof body['customObjects'] === 'boolean') {
    instance.subscription.customObjects = body['customObjects'];
  }
  if (body['activityTypes'] !== undefined) {
    instance.subscription.activityTypes = whole(body, 'activityTypes');
  }
  return instance.subscription;
}
/** A person's activity log, custom activities by the name of their type. */
function showActivities({ instance }: ControlParts, _body: Body, [id = 0]: number[]) {
  const names = new Map(instance.activityTypes.all().map((type) => [type.id, type.apiName]));
  const activities = instance.activities.all().filter(({ leadId }) => leadId === id);
  return {
    activities: activities.map(({ type, at, primaryValue, attributes }) => ({
      type: names.get(type) ?? type,
      at: new Date(at).toISOString(),
      primaryValue,
      attributes: Object.fromEntries(attributes.map(({ name, value }) => [name, value]))
    }))
  };
}
function moveClock({ instance }: ControlParts, body: Body) {
  instance.advance(whole(body, 'advanceMs'));
  return { now: new Date(instance.now()).toISOString() };
}
function addFault({ faults }: ControlParts, body: Body) {
  const kind = body['kind'] as Fault['kind'];
  if (!FAULT_KINDS.includes(kind)) {
    throw new Unmet(`A fault is {"kind": ${FAULT_KINDS.join(' | ')}, "times"?, "method"?, "path"?, "code"?, "message"?, "status"?}.`);
  }
  const number = (name: string, usual: number) => (body[name] === undefined ? usual : whole(body, name));
  const [times, code, status] = [number('times', 1), number('code', 611), number('status', 503)];
  const message = words(body, 'message') ?? 'System error';
  faults.add({ kind, times, method: words(body, 'method'), path: words(body, 'path'), code, message, status });
  return { faults: faults.all() };
}

// ---------------------------------------------------------------- what people do in Marketo

function programOf(instance: Instance, id: number): Program {
  const program = instance.programs.get(id);
  if (!program) {
    throw new Unmet(`There is no program ${id}.`);
  }
  return program;
}
function leadOf(instance: Instance, id: number): Lead {
  const lead = instance.leads.get(id);
  if (!lead) {
    throw new Unmet(`There is no person ${id}.`);
  }
  return lead;
}

function showProgram({ instance }: ControlParts, _body: Body, [id = 0]: number[], query: URLSearchParams) {
  const program = programOf(instance, id);
  const members = [...instance.membersOf(id).values()].sort((a, b) => b.updatedAt - a.updatedAt || b.leadId - a.leadId);
  const { statuses } = instance.channelOf(program);
  return {
    id,
    name: program.name,
    channel: program.channel,
    statuses: statuses.filter((status) => status.step > 0).map(({ name, step, success, hidden }) => ({ name, step, success, hidden })),
    costs: program.costs.map(({ startDate, cost }) => ({ startDate, cost })),
    total: members.length,
    members: members.slice(0, Number(query.get('limit') ?? 100)).map((member) => {
      const { firstName = null, lastName = null, email = null } = instance.leads.get(member.leadId)?.fields ?? {};
      return { leadId: member.leadId, firstName, lastName, email, status: member.status };
    })
  };
}

export function statusNamed(instance: Instance, program: Program, name: string | null): Status {
  const { statuses } = instance.channelOf(program);
  const found = statuses.find((status) => status.name === name && status.step > 0);
  if (!found) {
    throw new Unmet(
      `The channel ${program.channel} has no status ${name}. It has: ${statuses
        .slice(1)
        .map((one) => one.name)
        .join(', ')}.`
    );
  }
  return found;
}

/** A person at the program's member list: every status may be chosen, backwards too. */
function setMember({ instance }: ControlParts, body: Body, [id = 0]: number[]) {
  const program = programOf(instance, id);
  const status = statusNamed(instance, program, words(body, 'status'));
  const lead = body['leadId'] === undefined ? leadByEmail(instance, body) : leadOf(instance, whole(body, 'leadId'));
  instance.setStatus(id, lead.id, status, false);
  return { leadId: lead.id, status: status.name };
}
function leadByEmail(instance: Instance, body: Body): Lead {
  const email = words(body, 'email');
  if (email === null || !email.includes('@')) {
    throw new Unmet('Name the person by "leadId" or by "email".');
  }
  const known = instance.leads.all().find((lead) => String(lead.fields['email']).toLowerCase() === email.toLowerCase());
  const names = { firstName: words(body, 'firstName'), lastName: words(body, 'lastName'), company: words(body, 'company') };
  return known ?? instance.addLead({ email, ...names }, 'Manual entry');
}
function removeMember({ instance }: ControlParts, _body: Body, [id = 0, leadId = 0]: number[]) {
  const member = instance.membersOf(programOf(instance, id).id).get(leadId);
  if (!member) {
    throw new Unmet(`The person ${leadId} is no member of ${id}.`);
  }
  instance.remove(member, false);
  return {};
}
function setCosts({ instance }: ControlParts, body: Body, [id = 0]: number[]) {
  const program = programOf(instance, id);
  instance.programs.put(id, { ...program, costs: costsOf(body['costs']), updatedAt: instance.now() });
  return {};
}
export function costsOf(given: unknown): Program['costs'] {
  const costs = (given ?? []) as { month: string; cost: number; note?: string }[];
  return costs.map(({ month, cost, note }) => ({ startDate: `${month}-01`, cost, note: note ?? '' }));
}
