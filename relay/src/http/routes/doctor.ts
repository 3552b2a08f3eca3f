/** What `relay doctor` says of the caller's own tenant, for the package's setup page. */
import { z } from 'zod';
import type { HttpParts } from '../parts.ts';
import type { App } from '../server.ts';
import { refusals } from '../shapes.ts';

const check = z
  .object({ name: z.string(), verdict: z.enum(['ok', 'warning', 'problem']), sentence: z.string(), fix: z.string() })
  .meta({ id: 'Check', description: 'The fix is empty where nothing is to be done.' });

export function doctorRoutes(app: App, parts: HttpParts): void {
  app.route({
    method: 'GET',
    url: '/v1/doctor',
    schema: {
      tags: ['watching'],
      summary: 'Looks at both sides of the tenant: login, rights, Marketo, native sync, quotas',
      response: { 200: z.object({ checks: z.array(check) }), ...refusals }
    },
    handler: async (request) => ({ checks: await parts.doctor(request.tenant?.orgId ?? '') })
  });
}
