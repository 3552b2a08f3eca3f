/** The command line of the org stand-in: flags in, a running org and one line of JSON out. */
import { parseArgs } from 'node:util';
import { startFront, type Front } from './front.ts';
import { StartRefused } from './service.ts';

export const USAGE =
  'node lab/org/main.ts serve [--project DIR | --empty] [--port 0] [--data DIR] [--latency MS] [--switch NAME=VALUE]... [--api-limit N] [--page-origin URL]';

const FLAGS = {
  project: { type: 'string', default: '.' },
  port: { type: 'string', default: '0' },
  data: { type: 'string' },
  latency: { type: 'string', default: '0' },
  switch: { type: 'string', multiple: true, default: [] as string[] },
  'api-limit': { type: 'string' },
  'page-origin': { type: 'string' },
  /** An org that nothing is deployed to yet. */
  empty: { type: 'boolean', default: false }
} as const;

/**
 * @param module what the worker opens.
 * @throws {StartRefused} with a sentence for each thing that is wrong.
 */
export async function serve(args: string[], module: string): Promise<Front> {
  const { values, positionals } = parse(args);
  if (positionals.length !== 1 || positionals[0] !== 'serve') {
    throw new StartRefused([`Usage: ${USAGE}`]);
  }
  const limit = values['api-limit'];
  return startFront({
    port: whole('--port', values.port),
    latencyMs: whole('--latency', values.latency),
    pageOrigin: values['page-origin'] ?? null,
    module,
    serviceOptions: {
      project: values.empty ? null : values.project,
      data: values.data ?? null,
      apiLimit: limit === undefined ? null : whole('--api-limit', limit),
      switches: Object.fromEntries(values.switch.map(switchOf))
    }
  });
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, allowPositionals: true, options: FLAGS });
  } catch (cause) {
    throw new StartRefused([(cause as Error).message, `Usage: ${USAGE}`]);
  }
}

function whole(flag: string, text: string): number {
  if (!/^\d+$/.test(text)) {
    throw new StartRefused([`${flag} takes a whole number, not ${text}.`]);
  }
  return Number(text);
}

/** `name=value`; a value that reads as JSON is that (true, 3), any other is text. @throws {StartRefused} */
export function switchOf(text: string): [string, unknown] {
  const [, name, value] = /^(\w+)=(.*)$/.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw new StartRefused([`--switch takes NAME=VALUE, not ${text}.`]);
  }
  try {
    return [name, JSON.parse(value)];
  } catch {
    return [name, value];
  }
}

/** The line that scripts read. */
export function readyLine(front: Front): string {
  return JSON.stringify({ url: front.url, ...front.about, controlKey: front.controlKey });
}
