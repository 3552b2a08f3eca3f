/** The OpenAPI document: made out of the routes' schemas, then completed with what they cannot say. */
import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';

interface Operation {
  security?: unknown[];
  parameters?: unknown[];
  requestBody?: unknown;
  responses?: Record<string, { description: string }>;
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown>; parameters?: Record<string, unknown> };
}

const MEANING: Record<string, string> = {
  '200': 'Done.',
  '201': 'Made.',
  '202': 'Accepted; the work is under way.',
  '400': "A fault in the request, in OAuth's own shape.",
  '401': "Wrong client id or secret, in OAuth's own shape.",
  '503': 'Not ready.',
  '4XX': 'Refused; the table in docs/contract/README.md names the codes.',
  '5XX': 'Marketo, Salesforce or the relay failed; the code says which.'
};

export function openapiOptions(version: string): FastifyDynamicSwaggerOptions {
  return {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Campaign Sync relay',
        version,
        description: 'What the relay answers to the package and to operators. docs/contract/README.md says the same in words.'
      },
      components: {
        securitySchemes: {
          clientCredentials: { type: 'oauth2', flows: { clientCredentials: { tokenUrl: '/oauth/token', scopes: {} } } }
        }
      },
      security: [{ clientCredentials: [] }]
    },
    transform: jsonSchemaTransform,
    transformObject: (made) => complete(jsonSchemaTransformObject(made) as unknown as Document) as never
  };
}

function complete(made: Document): Document {
  const document = withNeededSchemas(made);
  const { paths, components } = document;
  components.parameters = {
    Org: {
      name: 'X-Salesforce-Org',
      in: 'header',
      required: true,
      description: "The calling org's id.",
      schema: { type: 'string', pattern: '^[a-zA-Z0-9]{18}$' }
    },
    Contract: {
      name: 'X-Campaign-Sync-Contract',
      in: 'header',
      required: true,
      description: 'The version of this contract.',
      schema: { const: '1' }
    }
  };
  for (const operation of Object.values(paths).flatMap((methods) => Object.values(methods))) {
    for (const [status, response] of Object.entries(operation.responses ?? {}))
      response.description = MEANING[status] ?? response.description;
    if (operation.security?.length === 0) continue;
    operation.parameters = [
      { $ref: '#/components/parameters/Org' },
      { $ref: '#/components/parameters/Contract' },
      ...(operation.parameters ?? [])
    ];
  }
  const token = paths['/oauth/token']?.['post'];
  if (token) token.requestBody = { required: true, content: { 'application/x-www-form-urlencoded': { schema: tokenForm } } };
  return document;
}

/** Read by hand in the route, whose faults have OAuth's own shape. */
const tokenForm = {
  type: 'object',
  properties: { grant_type: { const: 'client_credentials' }, client_id: { type: 'string' }, client_secret: { type: 'string' } },
  required: ['grant_type']
};

/** Each schema is made twice, as input and as output: only those that a route refers to stay, under their plain name where that is free. */
function withNeededSchemas(made: Document): Document {
  const { schemas } = made.components;
  const needed = new Set<string>();
  const follow = (part: unknown) => {
    for (const [, name = ''] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (needed.has(name)) continue;
      needed.add(name);
      follow(schemas[name]);
    }
  };
  follow(made.paths);
  const plain = (name: string) => {
    const base = name.replace(/Input$/, '');
    return name !== base && !needed.has(base) ? base : name;
  };
  const kept = [...needed].sort().map((name) => [plain(name), schemas[name]] as const);
  const text = JSON.stringify({ ...made, components: { ...made.components, schemas: Object.fromEntries(kept) } });
  const renamed = text.replace(/"#\/components\/schemas\/([^"]+)"/g, (_all, name: string) => `"#/components/schemas/${plain(name)}"`);
  return JSON.parse(renamed) as Document;
}
