/** One REST call on its way through the resources, and what they share. */
import type { OrgMachine } from '../server/machine.ts';
import type { Rights } from '../identity/permissions.ts';
import type { IdentityParts } from '../identity/oauth.ts';
import type { OrgUser } from '../identity/users.ts';
import type { Access, DmlOptions, HttpResponse, ObjectDef } from '../types.ts';
import type { Deployments } from '../deploy/deployments.ts';
import type { TestRuns } from './tests/test-runs.ts';
import type { BulkJobs } from './bulk/job.ts';
import type { Cursors } from './cursors.ts';
import { fail, noSuchResource } from './answers.ts';

/** What outlives a call. */
export interface RestParts {
  machine: OrgMachine;
  identity: IdentityParts;
  cursors: Cursors;
  bulk: BulkJobs;
  tests: TestRuns;
  deployments: Deployments;
  /** When the org's metadata changed last: milliseconds since 1970. */
  metadataAt: number;
}

export interface RestCall {
  parts: RestParts;
  method: string;
  /** Decoded parts after `/services/data/vXX.X/`. */
  path: string[];
  query: URLSearchParams;
  headers: Record<string, string>;
  body: string;
  /** `66.0` */
  version: string;
  user: OrgUser;
  rights: Rights;
  /** A transaction of its own, or the surrounding one inside a composite call that is all or none. */
  transact<T>(work: () => T): T;
}

export type Resource = (call: RestCall) => HttpResponse;

/** The API's own rights: those of the user, with sharing. */
export const accessOf = (call: RestCall): Access => ({ userId: call.user.id, mode: 'user', sharing: true });

export const recordUrl = (call: RestCall, object: string, id: string) => `/services/data/v${call.version}/sobjects/${object}/${id}`;

/** @throws {RestError} JSON_PARSER_ERROR */
export function bodyOf(call: RestCall): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(call.body);
  } catch (cause) {
    const at = Number(/position (\d+)/.exec((cause as Error).message)?.[1] ?? 0);
    const before = call.body.slice(0, at).split('\n');
    throw fail('JSON_PARSER_ERROR', `Unexpected character at [line:${before.length}, column:${(before.at(-1) ?? '').length + 1}]`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw fail('JSON_PARSER_ERROR', 'The HTTP entity body is required to be a JSON object at [line:1, column:1]');
  }
  return value as Record<string, unknown>;
}

/** @throws {RestError} NOT_FOUND when there is none, or the user may not even read it: Salesforce tells no difference. */
export function objectNamed(call: RestCall, name: string): ObjectDef {
  const found = call.parts.machine.data.schema.find(name);
  if (!found || !call.rights.object(found.name).read) {
    throw noSuchResource();
  }
  return found;
}

/** `Sforce-Duplicate-Rule-Header` and `Sforce-Auto-Assign` as DML options. Assignment rules apply unless switched off (REST API, Assignment Rule Header). */
export function dmlOptions(call: RestCall, more: Partial<DmlOptions> = {}): DmlOptions {
  const duplicates = call.headers['sforce-duplicate-rule-header'] ?? '';
  return {
    allOrNone: true,
    useAssignmentRule: (call.headers['sforce-auto-assign'] ?? 'true').toLowerCase() !== 'false',
    allowDuplicates: /allowsave\s*=\s*true/i.test(duplicates),
    ...more
  };
}

/** Salesforce's case-safe form of a 15-character id; other texts come back as they are. */
export function longId(id: string): string {
  if (!/^[a-zA-Z0-9]{15}$/.test(id)) {
    return id;
  }
  const suffix = [0, 5, 10].map((start) => {
    const bits = [...id.slice(start, start + 5)].reduce((sum, letter, index) => sum + (letter >= 'A' && letter <= 'Z' ? 1 << index : 0), 0);
    return 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'[bits];
  });
  return id + suffix.join('');
}
