/**
 * Connect REST resources of named credentials, as an administrator's script uses them after installing a package:
 * `named-credentials/credential` stores a principal's secret, `named-credentials/named-credential-setup/{name}` changes the address.
 * Shapes: Connect REST API developer guide, Credential Input and Named Credential Input.
 */
import type { ExternalCredential, NamedCredential } from '../identity/named-credentials.ts';
import type { StoredCredential } from '../identity/state.ts';
import type { HttpResponse } from '../types.ts';
import { fail, json, methodNotAllowed, nothing, noSuchResource } from './answers.ts';
import { bodyOf, type RestCall } from './call.ts';

export function namedCredentials(call: RestCall): HttpResponse {
  const manages = ['ManageNamedCredentials', 'CustomizeApplication', 'ModifyAllData'].some((name) => call.rights.userPermission(name));
  if (!manages) {
    throw fail('INSUFFICIENT_ACCESS', "You don't have access to named credentials. Ask your administrator for Manage Named Credentials.");
  }
  const [, resource, name] = call.path;
  switch (resource) {
    case 'credential':
      return credential(call);
    case 'external-credentials':
      return external(call, name);
    case 'named-credential-setup':
      return setup(call, name);
    default:
      throw noSuchResource();
  }
}

function external(call: RestCall, name: string | undefined): HttpResponse {
  const all = call.parts.identity.credentials.external();
  if (name === undefined) {
    return json(200, { externalCredentials: all.map((one) => externalOut(call, one)) });
  }
  const one = found(all, name);
  if (call.method === 'PUT') {
    return changeExternal(call, one);
  }
  if (call.method !== 'GET') {
    throw methodNotAllowed(call.method, ['GET', 'PUT']);
  }
  return json(200, externalOut(call, one));
}

/** Only the token address can be changed here; what else a body holds must stand already. */
function changeExternal(call: RestCall, one: ExternalCredential): HttpResponse {
  const parameters = bodyOf(call)['parameters'];
  const given = Array.isArray(parameters) ? (parameters as { parameterType?: unknown; parameterValue?: unknown }[]) : [];
  const [address, ...others] = given;
  const url = address?.parameterValue;
  if (address?.parameterType !== 'AuthProviderUrl' || others.length > 0 || typeof url !== 'string' || !/^https?:\/\/\S+$/.test(url)) {
    throw fail(
      'INVALID_INPUT',
      'Of an external credential the stand-in changes the token address alone: one parameter of type AuthProviderUrl.'
    );
  }
  call.parts.identity.credentials.setTokenUrl(one.developerName, url);
  return json(200, externalOut(call, { ...one, tokenUrl: url }));
}

function found<T extends { developerName: string }>(all: T[], name: string): T {
  const one = all.find((item) => item.developerName.toLowerCase() === name.toLowerCase());
  if (!one) {
    throw fail('NOT_FOUND', `There is no credential named ${name}.`);
  }
  return one;
}

function externalOut(call: RestCall, one: ExternalCredential): Record<string, unknown> {
  return {
    developerName: one.developerName,
    masterLabel: one.label,
    authenticationProtocol: one.protocol,
    authenticationProtocolVariant: one.variant,
    parameters:
      one.tokenUrl === null ? [] : [{ parameterName: 'AuthProviderUrl', parameterType: 'AuthProviderUrl', parameterValue: one.tokenUrl }],
    principals: one.principals.map((principalName) => ({
      principalName,
      principalType: 'NamedPrincipal',
      authenticationStatus: call.parts.identity.credentials.stored(one.developerName, principalName) ? 'Configured' : 'NotConfigured'
    }))
  };
}

function credential(call: RestCall): HttpResponse {
  const named = call.method === 'GET' || call.method === 'DELETE' ? Object.fromEntries(call.query) : bodyOf(call);
  const of = found(call.parts.identity.credentials.external(), String(named['externalCredential'] ?? ''));
  const principal = of.principals.find((one) => one === named['principalName']);
  if (named['principalType'] !== 'NamedPrincipal' || principal === undefined) {
    throw fail(
      'INVALID_INPUT',
      `${of.developerName} has no NamedPrincipal ${String(named['principalName'])}. It has: ${of.principals.join(', ') || 'none'}.`
    );
  }
  const stored = call.parts.identity.credentials.stored(of.developerName, principal);
  switch (call.method) {
    case 'GET':
      return json(200, credentialOut(of, principal, stored));
    case 'POST':
      if (stored) {
        throw fail('INVALID_INPUT', `The credential of ${of.developerName} and ${principal} exists. Replace it with PUT.`);
      }
      return json(201, credentialOut(of, principal, store(call, of, principal, named)));
    case 'PUT':
      if (!stored) {
        throw fail('NOT_FOUND', `The credential of ${of.developerName} and ${principal} does not exist. Create it with POST.`);
      }
      return json(200, credentialOut(of, principal, store(call, of, principal, named)));
    case 'DELETE':
      call.parts.identity.credentials.forget(of.developerName, principal);
      return nothing();
    default:
      throw methodNotAllowed(call.method, ['DELETE', 'GET', 'POST', 'PUT']);
  }
}

/** Salesforce's list of values for OAuth client credentials; Custom takes any name. */
const OAUTH_VALUES = ['clientId', 'clientSecret'];

function store(call: RestCall, of: ExternalCredential, principal: string, body: Record<string, unknown>): StoredCredential {
  if (body['authenticationProtocol'] !== of.protocol) {
    throw fail('INVALID_INPUT', `The authentication protocol of ${of.developerName} is ${of.protocol}.`);
  }
  const variant = body['authenticationProtocolVariant'];
  if (variant !== undefined && variant !== of.variant) {
    throw fail('INVALID_INPUT', `The authentication protocol variant of ${of.developerName} is ${of.variant}.`);
  }
  const given = Object.entries((body['credentials'] ?? {}) as Record<string, { value?: unknown; encrypted?: unknown }>);
  const names = given.map(([name]) => name);
  const wrong =
    of.protocol === 'OAuth' && (OAUTH_VALUES.some((name) => !names.includes(name)) || names.some((name) => !OAUTH_VALUES.includes(name)));
  if (wrong || given.length === 0 || given.some(([, one]) => typeof one?.value !== 'string')) {
    throw fail(
      'INVALID_INPUT',
      `"credentials" needs ${of.protocol === 'OAuth' ? OAUTH_VALUES.join(' and ') : 'values'}, each {"value", "encrypted"}.`
    );
  }
  const values = Object.fromEntries(given.map(([name, one]) => [name, { value: String(one.value), encrypted: one.encrypted === true }]));
  return call.parts.identity.credentials.store(of.developerName, principal, values);
}

/** Secrets never come back. */
function credentialOut(of: ExternalCredential, principalName: string, stored: StoredCredential | null): Record<string, unknown> {
  const values = Object.entries(stored?.values ?? {}).map(([name, one]) => [
    name,
    one.encrypted ? { encrypted: true } : { encrypted: false, value: one.value }
  ]);
  return {
    externalCredential: of.developerName,
    principalName,
    principalType: 'NamedPrincipal',
    authenticationProtocol: of.protocol,
    authenticationProtocolVariant: of.variant,
    authenticationStatus: stored ? 'Configured' : 'NotConfigured',
    credentials: Object.fromEntries(values) as unknown
  };
}

function setup(call: RestCall, name: string | undefined): HttpResponse {
  const all = call.parts.identity.credentials.named();
  if (name === undefined) {
    return json(200, { namedCredentials: all.map(namedOut) });
  }
  const one = found(all, name);
  if (call.method === 'GET') {
    return json(200, namedOut(one));
  }
  if (call.method !== 'PUT') {
    throw methodNotAllowed(call.method, ['GET', 'PUT']);
  }
  const url = bodyOf(call)['calloutUrl'];
  if (typeof url !== 'string' || !/^https?:\/\/\S+$/.test(url)) {
    throw fail('INVALID_INPUT', 'calloutUrl must be an http or https address.');
  }
  call.parts.identity.credentials.setUrl(one.developerName, url);
  return json(200, namedOut({ ...one, url }));
}

function namedOut(one: NamedCredential): Record<string, unknown> {
  return {
    developerName: one.developerName,
    masterLabel: one.label,
    type: 'SecuredEndpoint',
    calloutUrl: one.url,
    calloutStatus: one.enabled ? 'Enabled' : 'Disabled',
    calloutOptions: {
      allowMergeFieldsInBody: one.mergeFieldsInBody,
      allowMergeFieldsInHeader: one.mergeFieldsInHeader,
      generateAuthorizationHeader: one.generateAuthorization
    },
    externalCredentials: one.externalCredential === null ? [] : [{ developerName: one.externalCredential }]
  };
}
