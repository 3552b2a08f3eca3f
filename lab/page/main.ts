/**
 * `node lab/page/main.ts serve --org URL --marketo URL [--as USERNAME] [--port 0] [--project DIR]`, the control keys in LAB_ORG_KEY and LAB_MARKETO_KEY.
 * Prints one line of JSON when ready, `{"url"}`; progress goes to stderr.
 */
import { parseArgs } from 'node:util';
import { buildPage } from './build/build.ts';
import { startPage } from './server.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    org: { type: 'string' },
    marketo: { type: 'string' },
    as: { type: 'string', default: '' },
    port: { type: 'string', default: '0' },
    project: { type: 'string' }
  }
});

const missing = [
  ...(positionals[0] === 'serve' ? [] : ['the word serve']),
  ...(values.org ? [] : ['--org URL']),
  ...(values.marketo ? [] : ['--marketo URL']),
  ...['LAB_ORG_KEY', 'LAB_MARKETO_KEY'].filter((name) => !process.env[name])
];
if (missing.length > 0) {
  process.stderr.write(`The page cannot start without ${missing.join(', ')}.\n`);
  process.exit(2);
}

await buildPage(values.project, (text) => process.stderr.write(`${text}\n`));
const page = await startPage({
  port: Number(values.port),
  orgUrl: values.org ?? '',
  orgControlKey: process.env.LAB_ORG_KEY ?? '',
  marketoUrl: values.marketo ?? '',
  marketoControlKey: process.env.LAB_MARKETO_KEY ?? '',
  username: values.as
});
process.stdout.write(`${JSON.stringify({ url: page.url })}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void page.close().then(() => process.exit(0)));
}
