/**
 * The org stand-in as a process. `serve` prints one line of JSON when it is ready, `{"url", "orgId", "username", "accessToken", "apiVersion",
 * "controlKey"}`; what keeps it from starting (Apex that does not compile: `file:line:column message`) goes to stderr, a line each, with
 * exit code 1.
 */
import { readyLine, serve } from './server/command.ts';
import type { Front } from './server/front.ts';
import { StartRefused } from './server/service.ts';

const refuse = (error: unknown): never => {
  const lines = error instanceof StartRefused ? error.lines : [error instanceof Error ? (error.stack ?? error.message) : String(error)];
  process.stderr.write(`${lines.join('\n')}\n`);
  process.exit(1);
};

const front: Front = await serve(process.argv.slice(2), new URL('./server/open-org.ts', import.meta.url).href).catch(refuse);
process.stdout.write(`${readyLine(front)}\n`);
front.failed.catch(refuse);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void front.close().then(() => process.exit(0));
  });
}
