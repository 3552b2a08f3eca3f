/**
 * `npm start`: the whole product on this machine, with an example to look at. Progress goes to stderr; the addresses and credentials to stdout, with
 * `--json` as one line. Ctrl-C ends everything.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './stack/child-process.ts';
import { seedExample, seedSettings } from './stack/seed.ts';
import { startStack, VIEWER, type Stack } from './stack/stack.ts';

const USAGE = `npm start [-- options]
  --keep          keep the state in .lab/ and go on with it at the next start
  --seed none     no people, campaigns or programs (default: a webinar with a few hundred people)
  --json          one line of JSON on stdout when everything is up`;

const { keep, seed, json } = options();
const folder = keep ? path.join(root, '.lab') : mkdtempSync(path.join(os.tmpdir(), 'campaign-sync-'));
const say = (text: string) => process.stderr.write(`${text}\n`);
let stack: Stack | null = null;
let ending = false;

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => void end(0));
}
process.once('exit', () => {
  if (!keep) {
    rmSync(folder, { recursive: true, force: true });
  }
});

try {
  stack = await startStack({ folder, page: true, progress: say });
  const campaignId = await prepare(stack);
  for (const part of stack.parts()) {
    void part.died.then((sentence) => {
      say(`\n${sentence}`);
      return end(1);
    });
  }
  process.stdout.write(json ? `${JSON.stringify(summary(stack))}\n` : readable(stack, campaignId));
} catch (cause) {
  if (!ending) {
    say(`\nIt did not start: ${cause instanceof Error ? cause.message : String(cause)}`);
    say(keep ? `What each part wrote is in ${folder}. Delete that folder to begin afresh.` : '');
    await end(1);
  }
}

/** @returns the campaign to look at, or null. */
async function prepare(running: Stack): Promise<string | null> {
  if (!running.resumed) {
    await seedSettings(running);
    if (seed === 'example') {
      return seedExample(running, say);
    }
  }
  const [first] = await running.salesforce.query<{ Id: string }>('SELECT Id FROM Campaign ORDER BY CreatedDate LIMIT 1');
  return first?.Id ?? null;
}

function summary({ page, salesforce, marketo, relay }: Stack) {
  const { url, orgId, username, accessToken, apiVersion } = salesforce.address;
  const { munchkinId, clientId, clientSecret } = marketo.address;
  return {
    page: { url: page?.ready['url'] },
    salesforce: { url, orgId, username, accessToken, apiVersion },
    marketo: { url: marketo.address.url, munchkinId, clientId, clientSecret },
    relay: { url: relay.url, clientId: relay.clientId, clientSecret: relay.clientSecret }
  };
}

function readable(running: Stack, campaignId: string | null): string {
  const { page, salesforce, marketo, relay } = summary(running);
  const address = campaignId === null ? page.url : `${page.url}/campaign/${campaignId}`;
  return `
  Open     ${address}
           as somebody who may only look: ${address}?as=${VIEWER}
           all programs: ${page.url}/programs   setup: ${page.url}/setup

  Salesforce   ${salesforce.url}   organisation ${salesforce.orgId}, API ${salesforce.apiVersion}
               ${salesforce.username}   access token ${salesforce.accessToken}
  Marketo      ${marketo.url}   Munchkin id ${marketo.munchkinId}
               client id ${marketo.clientId}   client secret ${marketo.clientSecret}
  Relay        ${relay.url}
               client id ${relay.clientId}   client secret ${relay.clientSecret}

  ${keep ? `State is kept in ${folder}.` : 'Nothing is kept; --keep would.'} Ctrl-C ends everything.
`;
}

async function end(code: number): Promise<void> {
  if (ending) {
    return;
  }
  ending = true;
  if (code === 0) {
    say('\nStopping …');
  }
  await stack?.stop();
  process.exit(code);
}

function options(): { keep: boolean; seed: string; json: boolean } {
  try {
    const { values } = parseArgs({
      options: {
        keep: { type: 'boolean', default: false },
        seed: { type: 'string', default: 'example' },
        json: { type: 'boolean', default: false }
      }
    });
    if (values.seed !== 'example' && values.seed !== 'none') {
      throw new Error(`--seed takes "example" or "none", not "${values.seed}".`);
    }
    return values;
  } catch (cause) {
    process.stderr.write(`${(cause as Error).message}\n\n${USAGE}\n`);
    process.exit(2);
  }
}
