/** `/health` and `/metrics`: for those who watch the relay. No token, and nothing of any person. */
import { z } from 'zod';
import type { HttpParts } from '../parts.ts';
import type { App } from '../server.ts';

export function watchRoutes(app: App, parts: HttpParts): void {
  app.route({
    method: 'GET',
    url: '/health',
    schema: {
      tags: ['watching'],
      summary: 'Whether the relay works, and why not',
      security: [],
      response: {
        200: z.object({ status: z.literal('ok'), version: z.string() }),
        503: z.object({ status: z.literal('not-ready'), reason: z.string() })
      }
    },
    handler: async (_request, reply) => {
      const reason = await parts.notReady();
      if (reason === null) return { status: 'ok' as const, version: parts.version };
      return reply.code(503).send({ status: 'not-ready' as const, reason });
    }
  });
  app.route({
    method: 'GET',
    url: '/metrics',
    schema: { tags: ['watching'], summary: 'Metrics as Prometheus reads them', security: [], response: { 200: z.string() } },
    handler: async (_request, reply) => {
      return reply.type(parts.metrics.contentType).send(await parts.metrics.metrics());
    }
  });
}
