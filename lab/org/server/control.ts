/**
 * The lab's control surface on the worker: what an administrator does in Salesforce's own Setup, and what only a stand-in can do (clock,
 * switches, logs). Every address needs the control key. The front answers faults, latency and counts itself.
 */
import { randomBytes } from 'node:crypto';
import { readPermissionSet } from '../identity/declared.ts';
import { SYSTEM } from '../identity/users.ts';
import type { HttpRequest, HttpResponse, Row } from '../types.ts';
import type { RestParts } from '../rest/call.ts';
import { holdsKey, json } from './front-control.ts';

/** A wish that cannot be met, in a sentence. */
class Unmet extends Error {}

type Body = Record<string, unknown>;
type Action = (body: Body, parts: ControlParts, query: URLSearchParams) => unknown;

export interface ControlParts extends RestParts {
  controlKey: string;
  /** Who acts when a call names nobody. */
  adminId: string;
}

export function control(request: HttpRequest, parts: ControlParts): HttpResponse | null {
  const url = new URL(request.url, 'http://org');
  if (!url.pathname.startsWith('/lab/')) {
    return null;
  }
  if (!holdsKey(request, parts.controlKey)) {
    return json(401, { message: 'This address needs the control key that the org printed at its start, as a bearer token.' });
  }
  const action = ACTIONS[`${request.method} ${url.pathname}`];
  if (!action) {
    return json(404, { message: `There is no ${request.method} ${url.pathname}. There are: ${Object.keys(ACTIONS).join(', ')}.` });
  }
  try {
    const body = request.body === '' ? {} : (JSON.parse(request.body) as Body);
    return json(200, action(body, parts, url.searchParams));
  } catch (cause) {
    if (cause instanceof Unmet || cause instanceof SyntaxError) {
      return json(400, { message: cause.message });
    }
    throw cause;
  }
}

const ACTIONS: Record<string, Action> = {
  'POST /lab/apps': registerApp,
  'POST /lab/users': ensureUser,
  'POST /lab/session': openSession,
  'DELETE /lab/sessions': endSessions,
  'POST /lab/permission-sets': deployPermissionSet,
  'GET /lab/settings': (_body, parts) => settingsOut(parts),
  'PUT /lab/settings': changeSettings,
  'GET /lab/switches': (_body, parts) => parts.machine.switches(),
  'PUT /lab/switches': changeSwitches,
  'POST /lab/convert': convertLead,
  'POST /lab/merge': merge,
  'POST /lab/clock': moveClock,
  'GET /lab/notifications': (_body, parts) => ({ notifications: parts.machine.notifications() }),
  'GET /lab/logs': (_body, parts, query) => ({ logs: parts.machine.logs().slice(-Number(query.get('last') ?? 50)) })
};

function words(body: Body, name: string): string {
  const value = body[name];
  if (typeof value !== 'string' || value === '') {
    throw new Unmet(`"${name}" is missing or no text.`);
  }
  return value;
}
const optional = (body: Body, name: string) => (body[name] === undefined || body[name] === null ? null : words(body, name));
function names(body: Body, name: string): string[] {
  const value = body[name] ?? [];
  if (!Array.isArray(value) || value.some((one) => typeof one !== 'string')) {
    throw new Unmet(`"${name}" is no list of texts.`);
  }
  return value as string[];
}

/** As an external client app made in Setup: the consumer key, with the certificate and the users allowed by policy. Again with its key: changed. */
function registerApp(body: Body, parts: ControlParts) {
  const { data } = parts.identity.state;
  const key = optional(body, 'consumerKey');
  const before = key === null ? undefined : data.apps.find((app) => app.consumerKey === key);
  const app = {
    consumerKey: key ?? `3MVG9${randomBytes(40).toString('base64url')}`,
    consumerSecret: before?.consumerSecret ?? randomBytes(32).toString('hex').toUpperCase(),
    label: optional(body, 'label') ?? before?.label ?? 'Client app',
    certificate: optional(body, 'certificate') ?? before?.certificate ?? null,
    approved: body['approved'] === undefined ? (before?.approved ?? []) : names(body, 'approved').map((name) => name.toLowerCase()),
    runAs: optional(body, 'runAs') ?? before?.runAs ?? null
  };
  data.apps = [...data.apps.filter((one) => one.consumerKey !== app.consumerKey), app];
  parts.identity.state.save();
  return { consumerKey: app.consumerKey, consumerSecret: app.consumerSecret };
}

function userOf(username: string, parts: ControlParts) {
  const user = parts.identity.users.byUsername(username);
  if (!user) {
    throw new Unmet(`There is no user ${username}. Create it with POST /lab/users.`);
  }
  return user;
}
const actor = (body: Body, parts: ControlParts) =>
  body['username'] === undefined ? parts.adminId : userOf(words(body, 'username'), parts).id;

function openSession(body: Body, parts: ControlParts) {
  const user = userOf(words(body, 'username'), parts);
  const consumerKey = optional(body, 'consumerKey');
  const session = parts.identity.sessions.open(user.id, consumerKey);
  const refreshToken = consumerKey === null ? null : parts.identity.sessions.openRefresh(user.id, consumerKey);
  return {
    accessToken: session.token,
    userId: user.id,
    instanceUrl: parts.identity.url,
    ...(refreshToken === null ? {} : { refreshToken })
  };
}

function endSessions(body: Body, parts: ControlParts) {
  return { ended: parts.identity.sessions.revokeAll(body['username'] === undefined ? null : actor(body, parts)) };
}

/** Creates the user, or changes the one that has the name; permission sets are added, never taken. */
function ensureUser(body: Body, parts: ControlParts) {
  const username = words(body, 'username');
  const { data } = parts.machine;
  const profile = words(body, 'profile');
  const sets = names(body, 'permissionSets');
  const idOf = (object: string, name: string) => {
    const id = data.query(`SELECT Id FROM ${object} WHERE Name = :name`, { name }, SYSTEM).records[0]?.fields['Id'];
    if (typeof id !== 'string') {
      throw new Unmet(`There is no ${object} ${name}.`);
    }
    return id;
  };
  const fields: Row = {
    Username: username,
    FirstName: optional(body, 'firstName'),
    LastName: words(body, 'lastName'),
    Email: optional(body, 'email') ?? username,
    Alias: username.split('@')[0]?.slice(0, 8) ?? 'user',
    ProfileId: idOf('Profile', profile),
    TimeZoneSidKey: 'UTC',
    LocaleSidKey: 'en_US',
    EmailEncodingKey: 'UTF-8',
    LanguageLocaleKey: 'en_US',
    IsActive: body['active'] !== false,
    UserPermissionsMarketingUser: body['marketingUser'] === true
  };
  const known = parts.identity.users.byUsername(username);
  const setIds = sets.map((name) => idOf('PermissionSet', name));
  return parts.machine.transact(parts.adminId, () => {
    const row = known ? { ...fields, Id: known.id } : fields;
    const id = written(data.dml(known ? 'update' : 'insert', 'User', [row], { allOrNone: true }, SYSTEM)) ?? known?.id ?? '';
    const held = data.query('SELECT PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = :id', { id }, SYSTEM).records;
    const missing = setIds.filter((set) => !held.some((one) => one.fields['PermissionSetId'] === set));
    const rows = missing.map((set): Row => ({ AssigneeId: id, PermissionSetId: set }));
    if (rows.length > 0) {
      written(data.dml('insert', 'PermissionSetAssignment', rows, { allOrNone: true }, SYSTEM));
    }
    return { id, username };
  });
}

/** The first id of results that all succeeded. */
function written(results: { success: boolean; id: string | null; errors: { statusCode: string; message: string }[] }[]): string | null {
  const failed = results.flatMap((result) => result.errors)[0];
  if (failed) {
    throw new Unmet(`${failed.statusCode}: ${failed.message}`);
  }
  return results[0]?.id ?? null;
}

/** A permission set of the org's own, deployed by the administrator beside the package's: nothing of it is dropped. */
function deployPermissionSet(body: Body, parts: ControlParts) {
  const [name, xml] = [words(body, 'name'), words(body, 'xml')];
  const grants = readPermissionSet(name, xml, `${name}.permissionset-meta.xml`);
  parts.identity.state.data.permissionSets[name] = xml;
  parts.identity.state.save();
  const id = ensurePermissionSetRow(parts, name, grants.label);
  parts.machine.transact(parts.adminId, () => parts.machine.data.keepRights(id, grants));
  return { name };
}

/** @returns the id of the row, which is made where there is none. */
export function ensurePermissionSetRow(parts: { machine: ControlParts['machine']; adminId: string }, name: string, label: string): string {
  const { data } = parts.machine;
  const found = data.query('SELECT Id FROM PermissionSet WHERE Name = :name', { name }, SYSTEM).records[0]?.fields['Id'];
  return typeof found === 'string'
    ? found
    : parts.machine.transact(
        parts.adminId,
        () => written(data.dml('insert', 'PermissionSet', [{ Name: name, Label: label }], { allOrNone: true }, SYSTEM)) ?? ''
      );
}

const settingsOut = (parts: ControlParts) => ({ ...parts.identity.state.data.settings, apiUsed: parts.identity.state.data.api.used });

function changeSettings(body: Body, parts: ControlParts) {
  const { settings, api } = parts.identity.state.data;
  for (const [name, value] of Object.entries(body)) {
    if (!['sessionSeconds', 'apiLimit', 'apiUsed'].includes(name) || !Number.isInteger(value) || (value as number) < 0) {
      throw new Unmet('The settings are "sessionSeconds", "apiLimit" and "apiUsed", whole numbers from 0.');
    }
    if (name === 'apiUsed') {
      api.used = value as number;
    } else {
      settings[name as 'apiLimit'] = value as number;
    }
  }
  parts.identity.state.save();
  return settingsOut(parts);
}

function changeSwitches(body: Body, parts: ControlParts) {
  for (const [name, value] of Object.entries(body)) {
    try {
      parts.machine.setSwitch(name, value);
    } catch (cause) {
      throw new Unmet((cause as Error).message);
    }
  }
  return parts.machine.switches();
}

/** The Convert button: as a person in the Lightning page, with that person's rights. */
function convertLead(body: Body, parts: ControlParts) {
  const userId = actor(body, parts);
  const [contactId, accountId] = [optional(body, 'contactId'), optional(body, 'accountId')];
  return parts.machine.transact(userId, () => {
    const request = {
      leadId: words(body, 'leadId'),
      convertedStatus: optional(body, 'convertedStatus') ?? 'Closed - Converted',
      doNotCreateOpportunity: true,
      ...(contactId === null ? {} : { contactId }),
      ...(accountId === null ? {} : { accountId })
    };
    const result = parts.machine.data.convertLead(request, { userId, mode: 'user', sharing: true });
    written([{ success: result.success, id: null, errors: result.errors }]);
    return { contactId: result.contactId, accountId: result.accountId };
  });
}

function merge(body: Body, parts: ControlParts) {
  const userId = actor(body, parts);
  return parts.machine.transact(userId, () => {
    const access = { userId, mode: 'user', sharing: true } as const;
    written(parts.machine.data.merge(words(body, 'object'), words(body, 'masterId'), names(body, 'loserIds'), access));
    return { masterId: words(body, 'masterId') };
  });
}

function moveClock(body: Body, parts: ControlParts) {
  const ahead = body['advanceMs'] ?? 0;
  if (!Number.isInteger(ahead) || (ahead as number) < 0) {
    throw new Unmet('"advanceMs" is no whole number from 0: the clock moves forward only.');
  }
  parts.machine.advanceClock(ahead as number);
  return { now: new Date(parts.machine.now()).toISOString() };
}
