/**
 * A self-service flow step as an administrator installs it: from the provider's OpenAPI document, with a key. What Marketo's service provider interface
 * (schema version 1.0.0) demands is demanded here, by name.
 */
import { Unmet } from '../control/control.ts';

export interface Attribute {
  apiName: string;
  dataType: string;
  hasPicklist?: boolean;
  enforcePicklistSelect?: boolean;
}
interface Definition {
  apiName: string;
  primaryAttribute: string;
  i18n: { en_US: { name: string; filterName: string; triggerName: string } };
  invocationPayloadDef: { flowAttributes: Attribute[]; fields: { serviceAttribute: string; suggestedMarketoAttribute?: string }[] };
  callbackPayloadDef: { attributes: Attribute[] };
}
export interface Provider {
  id: number;
  base: string;
  headers: Record<string, string>;
  definition: Definition;
  choices: Record<string, string[]>;
  /** Service attribute → Marketo field, as suggested. */
  mapping: [string, string][];
}
interface Document {
  info?: Record<string, unknown>;
  servers?: { url: string }[];
  security?: Record<string, unknown>[];
  paths?: Record<string, Record<string, { responses?: Record<string, unknown>; callbacks?: Record<string, Record<string, unknown>> }>>;
  components?: { securitySchemes?: Record<string, { type: string; name: string; in: string }> };
}

const TYPES = ['boolean', 'integer', 'date', 'datetime', 'email', 'float', 'score', 'string', 'url', 'text'];
const RESERVED = ['success', 'reason', 'errorCode'];
const NEEDED: [string, string, string[]][] = [
  ['/submitAsyncAction', 'post', ['201', '400', '401', '403', '429', '500']],
  ['/getServiceDefinition', 'get', ['200']],
  ['/status', 'get', ['200']]
];
const MOST_CHOICES = 1000;

function demand(holds: boolean, sentence: string): asserts holds {
  if (!holds) {
    throw new Unmet(`The provider cannot be installed: ${sentence}`);
  }
}

/** @param leadFields Names of the instance's lead fields: what is suggested and not there is not mapped. */
export async function install(id: number, url: string, apiKey: string, leadFields: string[]): Promise<Provider> {
  const document = (await (await fetch(url)).json()) as Document;
  const { info = {}, security = [], paths = {}, components = {} } = document;
  for (const name of ['title', 'version', 'x-providerName', 'x-schemaVersion', 'x-supportContact']) {
    demand(typeof info[name] === 'string', `info has no ${name}.`);
  }
  demand(info['x-schemaVersion'] === '1.0.0', `the schema version ${String(info['x-schemaVersion'])} is not 1.0.0.`);
  for (const [path, verb, statuses] of NEEDED) {
    const operation = paths[path]?.[verb];
    demand(operation !== undefined, `there is no ${verb} ${path}.`);
    const missing = statuses.find((status) => !(status in (operation.responses ?? {})));
    demand(missing === undefined, `${path} declares no answer ${missing}.`);
  }
  const callbacks = Object.values(paths['/submitAsyncAction']?.['post']?.callbacks ?? {});
  demand(
    callbacks.some((one) => '{$request.body#/flowComplete}' in one),
    'submitAsyncAction declares no callback {$request.body#/flowComplete}.'
  );
  // Only the first scheme counts.
  const scheme = components.securitySchemes?.[Object.keys(security[0] ?? {})[0] ?? ''];
  demand(scheme?.type === 'apiKey' && scheme.in === 'header', 'this stand-in can only send an API key in a header.');
  const base = document.servers?.[0]?.url ?? new URL('.', url).href.replace(/\/$/, '');
  const headers = { [scheme.name]: apiKey, accept: 'application/json' };
  const definition = await ask<Definition>(`${base}/getServiceDefinition`, headers);
  checkDefinition(definition);
  await ask(`${base}/status`, headers);
  const choices: Provider['choices'] = {};
  for (const { apiName, hasPicklist } of definition.invocationPayloadDef.flowAttributes) {
    if (hasPicklist) {
      choices[apiName] = await pickList(base, headers, apiName);
    }
  }
  const mapping = definition.invocationPayloadDef.fields.flatMap(
    ({ serviceAttribute, suggestedMarketoAttribute = '' }): [string, string][] =>
      leadFields.includes(suggestedMarketoAttribute) ? [[serviceAttribute, suggestedMarketoAttribute]] : []
  );
  return { id, base, headers, definition, choices, mapping };
}

async function pickList(base: string, headers: Record<string, string>, name: string): Promise<string[]> {
  const body = JSON.stringify({ name, type: 'flow', fieldMappingContext: { invocation: [], callback: [] } });
  const answer = await fetch(`${base}/getPicklist`, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body });
  demand(answer.status === 200, `getPicklist of ${name} answers ${answer.status}.`);
  const { choices = [] } = (await answer.json()) as { choices?: { displayValue?: { en_US?: string }; submittedValue?: string }[] };
  demand(
    choices.length <= MOST_CHOICES &&
      choices.every((one) => typeof one.displayValue?.en_US === 'string' && one.submittedValue !== undefined),
    `the choices of ${name} are more than ${MOST_CHOICES}, or one lacks a value.`
  );
  return choices.map((one) => String(one.submittedValue));
}

async function ask<T>(url: string, headers: Record<string, string>): Promise<T> {
  const answer = await fetch(url, { headers });
  demand(answer.status === 200, `${url} answers ${answer.status}: ${await answer.clone().text()}`);
  return (await answer.json()) as T;
}

function checkDefinition({ apiName, primaryAttribute, i18n, invocationPayloadDef, callbackPayloadDef }: Definition): void {
  const flow = invocationPayloadDef.flowAttributes;
  const back = callbackPayloadDef.attributes;
  demand(typeof apiName === 'string' && typeof i18n.en_US.name === 'string', 'the definition has no name.');
  demand(
    flow.some((one) => one.apiName === primaryAttribute),
    'the primary attribute is no flow attribute.'
  );
  const both = flow.find((one) => back.some((other) => other.apiName === one.apiName));
  demand(both === undefined, `the attribute ${both?.apiName} is both asked for and given back.`);
  const reserved = [...flow, ...back].find((one) => RESERVED.includes(one.apiName));
  demand(reserved === undefined, `the attribute name ${reserved?.apiName} is reserved.`);
  const odd = [...flow, ...back].find((one) => !TYPES.includes(one.dataType));
  demand(odd === undefined, `the attribute ${odd?.apiName} is of no type that there is.`);
  demand(!invocationPayloadDef.fields.some((one) => one.serviceAttribute === 'id'), 'the field name id is reserved.');
}
