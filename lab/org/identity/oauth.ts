/** `/services/oauth2/…` and `/id/…`: tokens out, and what they stand for. Errors are OAuth's own shape, as Salesforce writes them. */
import type { HttpRequest, HttpResponse } from '../types.ts';
import { checkAssertion, type OAuthError } from './assertion.ts';
import type { Credentials } from './named-credentials.ts';
import type { Sessions } from './sessions.ts';
import type { ClientApp, Session, State } from './state.ts';
import type { OrgUser, Users } from './users.ts';

export interface IdentityParts {
  orgId: string;
  /** The org's own address, no slash at the end. */
  url: string;
  state: State;
  sessions: Sessions;
  users: Users;
  credentials: Credentials;
}

const SCOPE = 'api refresh_token';
const NOT_APPROVED: OAuthError = { error: 'invalid_grant', error_description: "user hasn't approved this consumer" };

const json = (status: number, body: unknown): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json;charset=UTF-8', 'cache-control': 'no-store' },
  body: JSON.stringify(body)
});
const refuse = (error: string, error_description: string, status = 400) => json(status, { error, error_description });

/** Null when the address is not one of OAuth's. */
export function oauth(request: HttpRequest, parts: IdentityParts): HttpResponse | null {
  const path = request.url.split('?')[0] ?? '';
  switch (path) {
    case '/services/oauth2/token':
      return request.method === 'POST' ? token(request, parts) : refuse('invalid_request', 'must use HTTP POST');
    case '/services/oauth2/introspect':
      return introspect(request, parts);
    case '/services/oauth2/revoke':
      return parts.sessions.revoke(formOf(request).get('token') ?? '')
        ? { status: 200, headers: {}, body: '' }
        : refuse('unsupported_token_type', 'this token type is not supported');
    case '/secur/frontdoor.jsp':
      return frontDoor(request, parts);
    case '/services/oauth2/singleaccess':
      return singleAccess(request, parts);
    case '/services/oauth2/userinfo':
      return identity(request, parts);
    default:
      return path.startsWith('/id/') ? identity(request, parts) : null;
  }
}

/** The form's fields; those in the address count too. */
function formOf(request: HttpRequest): URLSearchParams {
  const form = new URLSearchParams(request.body);
  new URLSearchParams(request.url.split('?')[1] ?? '').forEach((value, name) => form.append(name, value));
  return form;
}

function token(request: HttpRequest, parts: IdentityParts): HttpResponse {
  const form = formOf(request);
  switch (form.get('grant_type')) {
    case 'urn:ietf:params:oauth:grant-type:jwt-bearer':
      return bearer(form.get('assertion') ?? '', parts);
    case 'client_credentials':
      return clientCredentials(request, form, parts);
    case 'refresh_token':
      return refresh(request, form, parts);
    default:
      return refuse('unsupported_grant_type', 'grant type not supported');
  }
}

function bearer(assertion: string, parts: IdentityParts): HttpResponse {
  const checked = checkAssertion(assertion, (key) => parts.state.data.apps.find((app) => app.consumerKey === key), parts.url, Date.now());
  if ('error' in checked) {
    return json(400, checked);
  }
  const user = parts.users.byUsername(checked.username);
  if (!user || !checked.app.approved.includes(user.username.toLowerCase())) {
    return json(400, NOT_APPROVED);
  }
  return granted(user, checked.app, parts, {});
}

function clientCredentials(request: HttpRequest, form: URLSearchParams, parts: IdentityParts): HttpResponse {
  const app = clientOf(request, form, parts);
  if (!app) {
    return refuse('invalid_client', 'invalid client credentials');
  }
  const user = app.runAs === null ? null : parts.users.byUsername(app.runAs);
  return user ? granted(user, app, parts, {}) : refuse('invalid_grant', 'no client credentials user enabled');
}

function refresh(request: HttpRequest, form: URLSearchParams, parts: IdentityParts): HttpResponse {
  const stored = parts.state.data.refreshTokens.find((one) => one.token === form.get('refresh_token'));
  const app = parts.state.data.apps.find((one) => one.consumerKey === (form.get('client_id') ?? basicOf(request)[0]));
  if (!app) {
    return refuse('invalid_client_id', 'client identifier invalid');
  }
  const secret = form.get('client_secret') ?? basicOf(request)[1];
  if (secret !== undefined && secret !== app.consumerSecret) {
    return refuse('invalid_client', 'invalid client credentials');
  }
  const user = stored?.consumerKey === app.consumerKey ? parts.users.byId(stored.userId) : null;
  return user ? granted(user, app, parts, {}) : refuse('invalid_grant', 'expired access/refresh token');
}

function granted(user: OrgUser, app: ClientApp, parts: IdentityParts, more: Record<string, string>): HttpResponse {
  if (!user.active) {
    return refuse('invalid_grant', 'inactive user');
  }
  const session = parts.sessions.open(user.id, app.consumerKey);
  return json(200, {
    access_token: session.token,
    scope: SCOPE,
    instance_url: parts.url,
    id: `${parts.url}/id/${parts.orgId}/${user.id}`,
    token_type: 'Bearer',
    issued_at: String(session.issuedAt),
    ...more
  });
}

function basicOf(request: HttpRequest): [string | undefined, string | undefined] {
  const encoded = /^basic\s+(.+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
  const text = encoded === undefined ? '' : Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? [undefined, undefined] : [decodeURIComponent(text.slice(0, colon)), decodeURIComponent(text.slice(colon + 1))];
}

function clientOf(request: HttpRequest, form: URLSearchParams, parts: IdentityParts): ClientApp | undefined {
  const [id, secret] = basicOf(request);
  const [key, given] = [form.get('client_id') ?? id, form.get('client_secret') ?? secret];
  return parts.state.data.apps.find((app) => app.consumerKey === key && app.consumerSecret === given);
}

function introspect(request: HttpRequest, parts: IdentityParts): HttpResponse {
  const form = formOf(request);
  const app = clientOf(request, form, parts);
  if (!app) {
    return refuse('invalid_client', 'invalid client credentials', 401);
  }
  const session = parts.sessions.find(form.get('token') ?? '');
  const user = session && session.consumerKey === app.consumerKey ? parts.users.byId(session.userId) : null;
  if (!session || !user) {
    return json(200, { active: false });
  }
  const seconds = (milliseconds: number) => Math.floor(milliseconds / 1000);
  return json(200, {
    active: true,
    scope: SCOPE,
    client_id: app.consumerKey,
    username: user.username,
    sub: `${parts.url}/id/${parts.orgId}/${user.id}`,
    token_type: 'access_token',
    exp: seconds(parts.sessions.endOf(session)),
    iat: seconds(session.issuedAt),
    nbf: seconds(session.issuedAt)
  });
}

/** A link that opens the org in a browser without signing in: what `sf org open` prints. The link names a session of its own. */
function singleAccess(request: HttpRequest, parts: IdentityParts): HttpResponse {
  const session = sessionOf(request, parts.sessions);
  if (!session) {
    return { status: 403, headers: { 'content-type': 'text/html;charset=UTF-8' }, body: 'Bad_OAuth_Token' };
  }
  const target = formOf(request).get('redirect_uri');
  const link = new URL('/secur/frontdoor.jsp', parts.url);
  link.searchParams.set('otp', parts.sessions.open(session.userId, session.consumerKey).token);
  if (target !== null) {
    link.searchParams.set('startURL', target);
  }
  return json(200, { frontdoor_uri: link.href });
}

/** The org has no pages of its own; the Lightning page of the lab is served elsewhere. */
function frontDoor(request: HttpRequest, parts: IdentityParts): HttpResponse {
  const form = formOf(request);
  const session = parts.sessions.use(form.get('otp') ?? form.get('sid') ?? '');
  const user = session && parts.users.byId(session.userId);
  const text = user
    ? `Signed in as ${user.username}. This org stand-in has no pages of its own.`
    : 'The link has been used up or is not valid.';
  return { status: user ? 200 : 401, headers: { 'content-type': 'text/plain;charset=UTF-8' }, body: text };
}

/** The session of a request's bearer token. */
export function sessionOf(request: HttpRequest, sessions: Sessions): Session | null {
  const given = /^(?:bearer|oauth)\s+(\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
  return given === undefined ? null : sessions.use(given);
}

function identity(request: HttpRequest, parts: IdentityParts): HttpResponse {
  const session = sessionOf(request, parts.sessions);
  const user = session && parts.users.byId(session.userId);
  if (!user) {
    return { status: 403, headers: { 'content-type': 'text/html;charset=UTF-8' }, body: 'Bad_OAuth_Token' };
  }
  const id = `${parts.url}/id/${parts.orgId}/${user.id}`;
  return json(200, {
    sub: id,
    id,
    user_id: user.id,
    organization_id: parts.orgId,
    preferred_username: user.username,
    username: user.username,
    nickname: user.username.split('@')[0],
    name: user.name,
    display_name: user.name,
    email: user.email,
    active: user.active,
    user_type: 'STANDARD',
    urls: {
      rest: `${parts.url}/services/data/v{version}/`,
      sobjects: `${parts.url}/services/data/v{version}/sobjects/`,
      query: `${parts.url}/services/data/v{version}/query/`,
      custom_domain: parts.url
    }
  });
}
