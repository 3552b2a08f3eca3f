/** Secrets come from the environment, from a pipe or from a prompt that shows nothing; never from the command line, which other processes can read. */
import type { ReadStream } from 'node:tty';
import { DetailRefused } from '../tenants/details.ts';

export interface Inputs {
  environment: Record<string, string | undefined>;
  stdin: NodeJS.ReadableStream & { isTTY?: boolean };
  /** Where the prompt is written. */
  prompt: (text: string) => void;
}

/**
 * @param variable Environment variable that may hold it.
 * @throws {DetailRefused} when it is nowhere.
 */
export async function readSecret({ environment, stdin, prompt }: Inputs, variable: string, what: string): Promise<string> {
  const given = environment[variable];
  if (given !== undefined && given !== '') return given;
  const typed = stdin.isTTY ? await hidden(stdin as ReadStream, prompt, what) : await firstLine(stdin);
  if (typed === '') throw new DetailRefused(`${what} is missing. Put it into ${variable}, pipe it in, or type it when asked.`);
  return typed;
}

async function firstLine(stdin: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stdin) {
    text += String(chunk);
    if (text.includes('\n')) break;
  }
  return (text.split('\n')[0] ?? '').trim();
}

function hidden(stdin: ReadStream, prompt: (text: string) => void, what: string): Promise<string> {
  prompt(`${what}: `);
  stdin.setRawMode(true);
  stdin.resume();
  return new Promise((resolve, reject) => {
    let text = '';
    const end = (how: () => void) => {
      stdin.off('data', hear);
      stdin.setRawMode(false);
      stdin.pause();
      prompt('\n');
      how();
    };
    const hear = (chunk: Buffer) => {
      for (const key of chunk.toString('utf8')) {
        if (key === '\r' || key === '\n') return end(() => resolve(text.trim()));
        if (key === '\u0003') return end(() => reject(new DetailRefused('Nothing was changed.')));
        text = key === '\u007f' ? text.slice(0, -1) : text + key;
      }
    };
    stdin.on('data', hear);
  });
}
