/** The OpenAPI document with which Marketo installs a flow step: one for each of the three. */
import { titleOf, type Action } from './services.ts';

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const text = { type: 'string' };
const flag = { type: 'boolean' };
const open = { type: 'object', additionalProperties: true };
const list = (items: object) => ({ type: 'array', items });
const object = (properties: Record<string, object>, required: string[] = []) => ({
  type: 'object',
  ...(required.length > 0 ? { required } : {}),
  properties
});

/** @param base The address of the relay's flow steps, e.g. `https://relay.example.com/flow-steps`. */
export function providerDocument(action: Action, base: string, version: string): Record<string, unknown> {
  return {
    openapi: '3.0.1',
    info: {
      title: titleOf(action),
      description: `${titleOf(action)}: a flow step of Campaign Sync for Marketo.`,
      version,
      'x-providerName': 'Campaign Sync for Marketo',
      'x-schemaVersion': '1.0.0',
      'x-supportContact': 'the administrator of the relay'
    },
    servers: [{ url: `${base}/${action}` }],
    security: [{ apiKey: [] }],
    paths: {
      '/submitAsyncAction': { post: submit },
      '/getServiceDefinition': {
        get: { summary: 'What Marketo installs', responses: { 200: { description: 'The service', ...json(ref('serviceDefinition')) } } }
      },
      '/status': {
        get: { summary: 'How the service is', responses: { 200: { description: 'Its status', ...json(ref('serviceStatus')) } } }
      },
      '/getPicklist': {
        post: {
          summary: 'Choices of campaigns and of member statuses',
          requestBody: { required: true, ...json(ref('getPicklistRequest')) },
          responses: { 200: { description: 'The choices', ...json(ref('picklistObject')) } }
        }
      },
      '/providerInstructions': {
        get: { responses: { 200: { description: 'How it is set up', content: { 'text/html': { schema: text } } } } }
      },
      '/brandIcon': { get: { responses: icon } },
      '/serviceIcon': { get: { responses: icon } }
    },
    components: { schemas, securitySchemes: { apiKey: { type: 'apiKey', name: 'x-api-key', in: 'header' } } }
  };
}

const icon = { 200: { description: 'A picture', content: { 'image/*': { schema: { type: 'string', format: 'binary' } } } } };
const header = (name: string, description: string) => ({ in: 'header', name, description, schema: text, required: true });

const submit = {
  summary: 'People to be worked on; their results come by the callback',
  requestBody: { required: true, ...json(ref('async')) },
  callbacks: {
    selfServiceFlowComplete: {
      // Marketo's schema wants this key, though the body calls the address callbackUrl.
      '{$request.body#/flowComplete}': {
        post: {
          parameters: [header('x-api-key', "The gateway's key."), header('x-callback-token', 'The one-time token of the call.')],
          requestBody: json(ref('flowCallBack')),
          responses: { 404: { description: 'Not found', content: {} }, 405: { description: 'Invalid input', content: {} } }
        }
      }
    }
  },
  responses: {
    201: { description: 'Stored; it is worked on, and called back once' },
    400: { description: 'The body does not fit' },
    401: { description: 'The API key is missing or unknown' },
    403: { description: 'The key is another Marketo instance’s' },
    429: { description: 'Too many calls at once' },
    500: { description: 'The relay failed at something that it did not foresee' }
  }
};

const said = object({ name: text, filterName: text, triggerName: text, description: text });
const attribute = object({ apiName: text, dataType: text, i18n: open, hasPicklist: flag, enforcePicklistSelect: flag }, [
  'apiName',
  'i18n',
  'dataType'
]);
const field = object({ serviceAttribute: text, suggestedMarketoAttribute: text, description: open, dataType: text, required: flag }, [
  'serviceAttribute',
  'description',
  'dataType'
]);

const schemas = {
  async: object(
    {
      token: text,
      batchid: text,
      apiCallBackKey: text,
      campaignId: { type: 'integer' },
      callbackUrl: { type: 'string', format: 'uri' },
      context: object(
        { subscription: object({ munchkinId: text, prefix: text, crmSyncStatus: text }, ['munchkinId']), campaign: open, program: open },
        ['subscription']
      ),
      objectData: list(ref('objectData'))
    },
    ['campaignId', 'callbackUrl']
  ),
  objectData: object(
    { objectType: text, objectContext: ref('leadData'), flowStepContext: open, programMemberContext: open, triggeringContext: open },
    ['objectType', 'objectContext']
  ),
  leadData: { ...object({ id: { type: 'integer', format: 'int64' } }, ['id']), additionalProperties: true },
  callbackData: object(
    {
      activityData: { ...object({ success: flag, reason: text, errorCode: text }), additionalProperties: true },
      leadData: ref('leadData')
    },
    ['leadData']
  ),
  flowCallBack: object(
    { munchkinId: text, errorCode: text, errorMessage: text, defaultValues: open, objectData: list(ref('callbackData')) },
    ['munchkinId']
  ),
  serviceDefinition: object(
    {
      apiName: text,
      i18n: object({ en_US: said }),
      primaryAttribute: text,
      invocationPayloadDef: object({
        globalAttributes: list(attribute),
        flowAttributes: list(attribute),
        fields: list(field),
        headers: list(open),
        userDrivenMapping: flag,
        programContext: flag,
        campaignContext: flag,
        triggerContext: flag,
        programMemberContext: flag,
        subscriptionContext: flag,
        myTokenContext: list(text)
      }),
      callbackPayloadDef: object({ attributes: list(attribute), fields: list(field), userDrivenMapping: flag })
    },
    ['apiName', 'i18n', 'primaryAttribute', 'invocationPayloadDef', 'callbackPayloadDef']
  ),
  serviceStatus: object({ info: list(text), warnings: list(text), errors: list(text) }),
  getPicklistRequest: object({ name: text, type: { type: 'string', enum: ['flow', 'global', 'header'] }, fieldMappingContext: open }, [
    'name',
    'type'
  ]),
  picklistObject: object({ choices: list(object({ displayValue: open, submittedValue: text }, ['displayValue', 'submittedValue'])) }, [
    'choices'
  ])
};
