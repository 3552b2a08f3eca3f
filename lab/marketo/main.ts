/**
 * The Marketo stand-in as a process: `node lab/marketo/main.ts serve [--port 0] [--data FILE] [--record FILE] [--switches JSON] [--latency MS]`, the control
 * key in LAB_MARKETO_KEY. Prints one line of JSON when ready: `{"url", "munchkinId", "clientId", "clientSecret", "controlKey"}`.
 */
import { parseArgs } from 'node:util';
import { startMarketo } from './server.ts';

const USAGE = 'node lab/marketo/main.ts serve [--port 0] [--data FILE] [--record FILE] [--switches JSON] [--latency MS]';

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: 'string', default: '0' },
      data: { type: 'string' },
      record: { type: 'string' },
      switches: { type: 'string', default: '{}' },
      latency: { type: 'string', default: '0' }
    }
  });
  if (positionals.join(' ') !== 'serve' || !/^\d+$/.test(values.port) || !/^\d+$/.test(values.latency)) {
    throw new Error(`Usage: ${USAGE}`);
  }
  const marketo = await startMarketo({
    port: Number(values.port),
    data: values.data ?? null,
    record: values.record ?? null,
    switches: JSON.parse(values.switches) as Record<string, unknown>,
    latencyMs: Number(values.latency),
    controlKey: process.env.LAB_MARKETO_KEY ?? null
  });
  process.stdout.write(`${JSON.stringify(marketo.ready)}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void marketo.close().then(() => process.exit(0)));
  }
} catch (cause) {
  process.stderr.write(`The Marketo stand-in did not start: ${(cause as Error).message}\n`);
  process.exitCode = 1;
}
