/**
 * `/flow-steps/{add|change|remove}/…`: Marketo's service provider interface for self-service flow steps, schema version 1.0.0. Marketo authenticates with the
 * tenant's key in `x-api-key`; the document by which it installs a step is for everybody, and says nothing of anybody.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { invocation } from '../../automation/flow-steps/accept.ts';
import { providerDocument } from '../../automation/flow-steps/document.ts';
import type { FlowSteps } from '../../automation/flow-steps/provider.ts';
import { ACTIONS, serviceDefinition, titleOf, type Action } from '../../automation/flow-steps/services.ts';
import { isClientSecret } from '../../secrets/client-secret.ts';
import type { TenantRow } from '../../store/port.ts';
import type { HttpParts } from '../parts.ts';
import { malformed, refused, type Refused } from '../refusals.ts';
import type { App } from '../server.ts';

/** Marketo does not say how many people come in one call; this is some 60,000. */
const MOST_BYTES = 32_000_000;
export const FLOW_STEPS = '/flow-steps/';

const pickList = z.looseObject({ name: z.string(), type: z.enum(['flow', 'global', 'header']) });
const hide = { hide: true } as const;

export function flowStepRoutes(app: App, parts: HttpParts, flowSteps: FlowSteps): void {
  for (const action of ACTIONS) {
    const at = (path: string) => `${FLOW_STEPS}${action}${path}`;
    app.get(at('/openapi.json'), { schema: hide }, async (request) =>
      providerDocument(action, baseOf(request, parts.publicUrl), parts.version)
    );
    for (const icon of ['/brandIcon', '/serviceIcon']) {
      app.get(at(icon), { schema: hide }, async (_request, reply) => reply.type('image/svg+xml').send(ICON));
    }
    const route = (
      method: 'GET' | 'POST',
      path: string,
      handler: (tenant: TenantRow, request: FastifyRequest, reply: FastifyReply) => unknown
    ) =>
      app.route({
        method,
        url: at(path),
        schema: hide,
        bodyLimit: MOST_BYTES,
        // Before the body is read: whoever has no key sends none.
        onRequest: async (request, reply) => {
          const tenant = await callerOf(request, parts);
          if ('status' in tenant) return say(reply, tenant);
          callers.set(request, tenant);
        },
        handler: async (request, reply) => handler(callers.get(request) as TenantRow, request, reply)
      });
    route('GET', '/getServiceDefinition', (tenant) => serviceDefinition(action, tenant.salesforceIdField));
    route('GET', '/status', () => ({ info: [], warnings: [], errors: [] }));
    route('GET', '/providerInstructions', (_tenant, _request, reply) => reply.type('text/html; charset=utf-8').send(instructions(action)));
    route('POST', '/getPicklist', async (tenant, request, reply) => {
      const asked = pickList.safeParse(request.body);
      const name = asked.data?.name;
      if (!asked.success || asked.data.type !== 'flow' || (name !== 'campaign' && (name !== 'status' || action === 'remove'))) {
        return say(reply, malformed('The body names no field of this step that has choices.'));
      }
      return { choices: await flowSteps.choices(tenant, name) };
    });
    route('POST', '/submitAsyncAction', async (tenant, request, reply) => {
      const given = invocation.safeParse(request.body);
      if (!given.success) {
        const [issue] = given.error.issues;
        return say(reply, malformed(`The body does not fit: ${issue?.path.join('.')}: ${issue?.message}.`));
      }
      const { munchkinId } = given.data.context.subscription;
      if (munchkinId.toUpperCase() !== tenant.munchkinId.toUpperCase()) {
        const fix = 'Enter the key of the tenant that is paired with this instance, or pair it.';
        return say(reply, refused(403, 'other-instance', `This key belongs to another Marketo instance than ${munchkinId}.`, fix));
      }
      const no = flowSteps.callbackRefusal(given.data.callbackUrl);
      if (no !== null) return say(reply, malformed(`callbackUrl: ${no}`));
      await flowSteps.accept(tenant, action, given.data);
      return reply.code(201).send({});
    });
  }
}

const callers = new WeakMap<FastifyRequest, TenantRow>();

async function callerOf({ headers }: FastifyRequest, { key, tenants }: HttpParts): Promise<TenantRow | Refused> {
  const given = headers['x-api-key'];
  const found =
    typeof given === 'string' && given !== ''
      ? (await tenants()).find(({ automation }) => automation?.flowSteps && isClientSecret(key, given, automation.flowSteps.keyHash))
      : undefined;
  if (found) return found;
  const fix =
    'Enter the key that `relay setup automation --flow-steps` printed in Admin > Service Providers; --rotate-key makes a new one.';
  return refused(401, 'invalid-key', 'The header x-api-key is missing or holds no key of this relay.', fix);
}

function say(reply: FastifyReply, { status, headers, body }: Refused): FastifyReply {
  return reply.code(status).headers(headers).send(body);
}

/** @param publicUrl What the relay is called from outside; where it is not told, what the caller calls it. */
function baseOf(request: FastifyRequest, publicUrl: string | null | undefined): string {
  return `${publicUrl ?? `${request.protocol}://${request.host}`}${FLOW_STEPS.replace(/\/$/, '')}`;
}

function instructions(action: Action): string {
  return `<!doctype html><html lang="en"><title>${titleOf(action)}</title><h1>${titleOf(action)}</h1>
<p>Enter the API key that the relay's administrator has. Map the fields Email Address, Last Name, Company Name and the field that holds
Salesforce ids; with them no call to Marketo is needed for a person. Then activate the service.</p></html>`;
}

const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#1b5f9e"/><path d="M7 12h14l-4-4m8 12H11l4 4" fill="none" stroke="#fff" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"/></svg>';
