/** The relay's HTTP surface, as docs/contract says. */
import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import formbody from '@fastify/formbody';
import swagger from '@fastify/swagger';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { FastifyBaseLogger, RawReplyDefaultExpression, RawRequestDefaultExpression, RawServerDefault } from 'fastify';
import type { Operations } from '../engine/operations.ts';
import { createAccessTokens, type AccessTokens } from './access-token.ts';
import { admit, guard, pathOf } from './guard.ts';
import { openapiOptions } from './openapi.ts';
import type { HttpParts } from './parts.ts';
import { malformed, refusalOf, refusalOfClient, refused } from './refusals.ts';
import { flowStepRoutes } from './routes/flow-steps.ts';
import { campaignRoutes } from './routes/campaigns.ts';
import { doctorRoutes } from './routes/doctor.ts';
import { issueRoutes } from './routes/issues.ts';
import { oauthRoutes } from './routes/oauth.ts';
import { programRoutes } from './routes/programs.ts';
import { runRoutes } from './routes/runs.ts';
import { watchRoutes } from './routes/watch.ts';

export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;
/** The operations of the tenant that the request was admitted for. */
export type TenantOperations = (request: FastifyRequest) => Promise<Operations>;

const MOST_BYTES = 1_000_000;

export async function createServer(parts: HttpParts): Promise<App> {
  const tokens = createAccessTokens(parts.key, parts.now ?? Date.now);
  const app: App = fastify({
    bodyLimit: MOST_BYTES,
    // A client that sends half a request does not hold its connection for ever.
    requestTimeout: 30_000,
    genReqId: () => randomUUID(),
    clientErrorHandler: answerNoRequest,
    routerOptions: { ignoreTrailingSlash: false },
    // Addresses that cannot even be decoded: who calls is decided before that, too.
    frameworkErrors: (error, request, reply) => {
      void answerBadAddress(error, request, reply, parts, tokens);
    }
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  readJson(app);
  app.addHook('onRequest', async (request, reply) => void reply.header('x-request-id', request.id));
  guard(app, parts, tokens);
  observe(app, parts);
  app.setErrorHandler((error, request, reply) => {
    const answer = refusalOf(error);
    if (answer.unexpected)
      parts.log.error(
        { request: request.id, tenant: request.tenant?.orgId, route: request.routeOptions.url, error: stackOf(error) },
        'A request failed unexpectedly'
      );
    return reply.code(answer.status).headers(answer.headers).send(answer.body);
  });
  app.setNotFoundHandler((request, reply) => {
    const answer = refused(404, 'not-found', `There is no ${request.method} ${pathOf(request.url)}.`, 'See docs/contract for the routes.');
    return reply.code(404).send(answer.body);
  });
  await app.register(formbody, { bodyLimit: MOST_BYTES });
  await app.register(swagger, openapiOptions(parts.version));
  await app.register(async (scope) => {
    const typed = scope as unknown as App;
    const operations: TenantOperations = (request) => parts.operations(request.tenant?.id ?? '');
    oauthRoutes(typed, parts, tokens);
    watchRoutes(typed, parts);
    doctorRoutes(typed, parts);
    programRoutes(typed, operations);
    campaignRoutes(typed, operations);
    issueRoutes(typed, operations, parts.log);
    runRoutes(typed, operations);
    if (parts.flowSteps) flowStepRoutes(typed, parts, parts.flowSteps);
  });
  return app;
}

async function answerBadAddress(
  error: Error,
  request: FastifyRequest,
  reply: FastifyReply,
  parts: HttpParts,
  tokens: AccessTokens
): Promise<void> {
  const no = await admit(request, parts, tokens).catch(refusalOf);
  const { status, headers, body } = no ?? malformed(`The address cannot be read (${error.message.slice(0, 200)}).`);
  void reply
    .code(status)
    .headers({ ...headers, 'x-request-id': request.id })
    .type('application/json')
    .send(body);
}

/** As Fastify has it: nothing is written to a connection that is gone. */
function answerNoRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const { status, body } = refusalOfClient(error);
  const text = JSON.stringify(body);
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\nConnection: close`;
  socket.end(`${head}\r\n\r\n${text}`);
}

/** An empty body is no body: what a route needs, its schema says. */
function readJson(app: App): void {
  const standard = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else void standard(request, body as string, done);
  });
}

/** One line a request: route and ids, never an address with a search in it. */
function observe(app: App, parts: HttpParts): void {
  app.addHook('onResponse', (request, reply, done) => {
    const fields = {
      request: request.id,
      tenant: request.tenant?.orgId ?? null,
      method: request.method,
      route: request.routeOptions.url ?? null,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime)
    };
    parts.log.debug(fields, 'A request was answered');
    done();
  });
}

const stackOf = (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error));
