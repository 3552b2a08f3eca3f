/**
 * Serves the lab's Lightning page and passes its calls on: `/services/data` and `/lab/aura` to the org with a session of the person who looks,
 * `/marketo` to the Marketo stand-in's control surface. The browser never holds a token.
 */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { dist, importMap } from './build/build.ts';

export interface PageOptions {
  port: number;
  /** Base addresses, no slash at the end. */
  orgUrl: string;
  orgControlKey: string;
  marketoUrl: string;
  marketoControlKey: string;
  /** Who looks when the address names nobody with `?as=`. */
  username: string;
}

const root = path.resolve(import.meta.dirname, '../..');
/** Address prefix → folder. Nothing outside these folders is served. */
const FOLDERS: Record<string, string> = {
  '/dist/': dist,
  '/slds/': path.join(root, 'node_modules/@salesforce-ux/design-system/assets'),
  '/slds2/': path.join(root, 'node_modules/@salesforce-ux/design-system-2/dist')
};
const TYPES: Record<string, string> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.html': 'text/html'
};

/** `?theme=slds1`, `?dark` and `?as=<username>` choose theme and person; the rest of the page is one module. */
function indexHtml(search: URLSearchParams): string {
  const style =
    search.get('theme') === 'slds1' ? '/slds/styles/salesforce-lightning-design-system.min.css' : '/slds2/css/bundled/slds2.cosmos.css';
  return readFileSync(path.join(import.meta.dirname, 'browser/index.html'), 'utf8')
    .replace('<!--style-->', `<link rel="stylesheet" href="${style}" />`)
    .replace('<!--importmap-->', `<script type="importmap">${JSON.stringify(importMap)}</script>`)
    .replace('<!--body-class-->', search.has('dark') ? 'slds-scope slds-color-scheme--dark' : 'slds-scope');
}

async function passOn(reply: FastifyReply, url: string, request: FastifyRequest, authorization: string): Promise<void> {
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
  const answer = await fetch(url, {
    method: request.method,
    headers: { authorization, accept: 'application/json', ...(hasBody ? { 'content-type': 'application/json' } : {}) },
    ...(hasBody ? { body: (request.body as Buffer | undefined) ?? '' } : {})
  }).catch((cause: Error) => cause);
  if (answer instanceof Error) {
    const message = `${new URL(url).origin} does not answer. Is it still running?`;
    await reply.code(502).send([{ message, errorCode: 'UNREACHABLE' }]);
    return;
  }
  await reply
    .code(answer.status)
    .header('content-type', answer.headers.get('content-type') ?? 'application/json')
    .send(Buffer.from(await answer.arrayBuffer()));
}

export async function startPage(options: PageOptions): Promise<{ url: string; server: FastifyInstance; close: () => Promise<void> }> {
  const server = fastify({ logger: false });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  const sessions = new Map<string, Promise<string>>();
  const openSession = async (username: string): Promise<string> => {
    const answer = await fetch(`${options.orgUrl}/lab/session`, {
      method: 'POST',
      headers: { authorization: `Bearer ${options.orgControlKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ username })
    });
    if (!answer.ok) {
      throw new Error(`The org has no session for ${username} (${answer.status}).`);
    }
    return ((await answer.json()) as { accessToken: string }).accessToken;
  };
  const toOrg = async (request: FastifyRequest, reply: FastifyReply) => {
    const asked = request.headers.referer ? new URL(request.headers.referer).searchParams.get('as') : null;
    const username = asked ?? options.username;
    const session = sessions.get(username) ?? openSession(username);
    sessions.set(username, session);
    const token = await session.catch((error: Error) => error);
    if (token instanceof Error) {
      sessions.delete(username);
      await reply.code(502).send([{ message: token.message, errorCode: 'NO_SESSION' }]);
      return;
    }
    await passOn(reply, `${options.orgUrl}${request.url}`, request, `Bearer ${token}`);
    if (reply.statusCode === 401) {
      sessions.delete(username);
    }
  };
  server.all('/services/data/*', toOrg);
  server.post('/lab/aura', toOrg);
  server.all('/marketo/*', (request, reply) =>
    passOn(reply, `${options.marketoUrl}/lab${request.url.slice('/marketo'.length)}`, request, `Bearer ${options.marketoControlKey}`)
  );

  for (const [prefix, folder] of Object.entries(FOLDERS)) {
    server.get(`${prefix}*`, async (request, reply) => {
      const file = path.join(folder, decodeURIComponent(request.url.slice(prefix.length).split('?')[0] ?? ''));
      const content = file.startsWith(folder + path.sep) ? await readFile(file).catch(() => null) : null;
      if (content === null) {
        return reply.code(404).send('not found');
      }
      return reply.type(TYPES[path.extname(file)] ?? 'application/octet-stream').send(content);
    });
  }
  const page = (request: FastifyRequest, reply: FastifyReply) =>
    reply.type('text/html').send(indexHtml(new URL(request.url, 'http://lab').searchParams));
  server.get('/', page);
  for (const place of ['/campaign/:id', '/lead/:id', '/contact/:id', '/member/:id', '/programs', '/setup']) {
    server.get(place, page);
  }

  await server.listen({ host: '127.0.0.1', port: options.port });
  const address = server.server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : options.port}`,
    server,
    close: () => server.close()
  };
}
