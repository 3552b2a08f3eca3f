/**
 * Salesforce's and the package's error codes and what each means for the caller. Sources: REST API developer guide (status and error codes), docs/contract
 * (the package's own). Kinds as in `../engine/ports.ts`.
 */
import { OutsideError, type OutsideKind } from '../engine/ports.ts';

interface Entry {
  kind: OutsideKind | 'late';
  fix?: string;
}

/** `late`: after it a write may still have been carried out. */
const TABLE: Record<string, Entry> = {
  // The platform.
  INVALID_SESSION_ID: {
    kind: 'credentials',
    fix: 'The org refuses even a fresh login; check that the user is active and that session policies let the relay in.'
  },
  REQUEST_LIMIT_EXCEEDED: {
    kind: 'quota',
    fix: 'The org has used up its API calls of the last 24 hours; the sync goes on as they come back.'
  },
  SERVER_UNAVAILABLE: { kind: 'late' },
  UNABLE_TO_LOCK_ROW: { kind: 'temporary' },
  QUERY_TIMEOUT: { kind: 'temporary' },
  API_DISABLED_FOR_ORG: { kind: 'credentials', fix: 'Give the integration user the permission API Enabled.' },
  API_CURRENTLY_DISABLED: { kind: 'temporary' },
  INSUFFICIENT_ACCESS: { kind: 'refused', fix: 'Run `relay doctor`: the integration user lacks a right.' },
  INSUFFICIENT_ACCESS_OR_READONLY: { kind: 'refused', fix: 'Run `relay doctor`: the integration user lacks a right.' },
  INVALID_FIELD: { kind: 'refused', fix: 'The integration user cannot see a field that the relay reads: run `relay doctor`.' },
  INVALID_TYPE: {
    kind: 'refused',
    fix: 'The integration user cannot see an object that the relay reads; campaign members need the user checkbox Marketing User.'
  },
  // An Apex transaction that died: nothing of it was written.
  APEX_ERROR: { kind: 'refused' },
  UNKNOWN_EXCEPTION: { kind: 'late' },
  FORBIDDEN: {
    kind: 'not-approved',
    fix: 'Give the integration user access to the package: the permission set Marketo Sync Integration, and Apex REST Services.'
  },
  NOT_FOUND: {
    kind: 'not-approved',
    fix: 'The package is not installed in this org, or it has another namespace: `relay tenant set --namespace` names it.'
  },
  // The package (docs/contract).
  'no-relay-permission': { kind: 'not-approved', fix: 'Assign the permission set Marketo Sync Integration to the integration user.' },
  'switched-off': { kind: 'not-approved', fix: 'Switch campaign sync on in the Setup page of the package.' },
  'wrong-org': { kind: 'not-approved', fix: 'The org was copied or never paired: approve the pairing in the Setup page of the package.' },
  'contract-version': { kind: 'not-approved', fix: 'Update the relay or the package, so that both know one version of their contract.' },
  'unknown-campaign': { kind: 'gone' },
  'unknown-route': { kind: 'refused' },
  malformed: { kind: 'refused' },
  unexpected: { kind: 'refused' }
};

/** Which of OAuth's refusals are about what an administrator has set up. */
const LOGIN_FIXES: Record<string, string> = {
  invalid_client_id: 'Enter the consumer key of the external client app with `relay tenant set --salesforce-client-id`.',
  invalid_app_access: 'The administrator has not approved the app for this user.',
  invalid_grant:
    'Check that the app carries the certificate of `relay tenant certificate`, that the user name is right and active, that the user is pre-authorised for the app, and that the clock of this machine is right.',
  inactive_user: 'Activate the integration user.',
  inactive_org: 'The org is locked or closed.'
};

/** @param status HTTP status. @param reads Whether the call changes nothing. */
export function salesforceError(status: number, code: string, message: string, reads: boolean): OutsideError {
  const entry = entryFor(status, code, message);
  const kind = entry.kind === 'late' ? (reads ? 'temporary' : 'no-answer') : entry.kind;
  const said = message === '' ? `HTTP status ${status}` : message;
  const stopped = /[.!?]$/.test(said) ? said : `${said}.`;
  return new OutsideError('salesforce', kind, code, `Salesforce answered ${code}: ${stopped}${entry.fix ? ` ${entry.fix}` : ''}`);
}

function entryFor(status: number, code: string, message: string): Entry {
  // The same code stands for too many long calls at once, which end soon.
  if (code === 'REQUEST_LIMIT_EXCEEDED' && /concurrent/i.test(message)) return { kind: 'rate' };
  // Locks that outlast Apex's own wait surface as the message of a dead transaction.
  if ((code === 'APEX_ERROR' || code === 'unexpected') && message.includes('UNABLE_TO_LOCK_ROW')) return { kind: 'temporary' };
  const listed = TABLE[code];
  if (listed) return listed;
  if (status >= 500) return { kind: 'late' };
  if (status === 429) return { kind: 'rate' };
  return { kind: status === 401 ? 'credentials' : 'refused' };
}

export function loginError(code: string, description: string): OutsideError {
  const fix = LOGIN_FIXES[code] ?? 'Check the external client app and the integration user.';
  return new OutsideError('salesforce', 'credentials', code, `Salesforce does not log the relay in (${code}: ${description}). ${fix}`);
}
