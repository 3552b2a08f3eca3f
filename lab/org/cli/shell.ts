/**
 * The shell's side on the worker: one org for all of the lines. A line that begins with SELECT is a query; other lines are Apex, run once a line ends
 * in `;` or `}` and all brackets are closed. `.exit` ends it, `.help` says this.
 */
import type { LocalOrg } from './local-org.ts';
import { runApex, runQuery, type Said } from './run-code.ts';

export const HELP = [
  'SELECT …     runs a query',
  '…;           runs Apex; several lines are one block until all brackets are closed',
  '.logs        the last debug log',
  '.exit        ends the shell'
];

export class Shell {
  private readonly org: LocalOrg;
  private pending = '';

  constructor(org: LocalOrg) {
    this.org = org;
  }

  /** Whether a block is open and waits for more lines. */
  get isOpen(): boolean {
    return this.pending !== '';
  }

  line(text: string): Said {
    const line = text.trim();
    if (this.pending === '' && line.startsWith('.')) {
      return line === '.logs'
        ? {
            good: true,
            lines: this.org.machine
              .logs()
              .slice(-20)
              .map((log) => log.text)
          }
        : { good: true, lines: HELP };
    }
    if (this.pending === '' && /^select\s/i.test(line)) {
      return runQuery(this.org, line, false);
    }
    this.pending += `${text}\n`;
    if (!isWhole(this.pending)) {
      return { good: true, lines: [] };
    }
    const code = this.pending;
    this.pending = '';
    return code.trim() === '' ? { good: true, lines: [] } : runApex(this.org, code);
  }
}

/** All brackets closed, outside of texts and comments, and an end of a statement. */
export function isWhole(code: string): boolean {
  const bare = code.replace(/'(?:[^'\\\n]|\\.)*'|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, '');
  const depth = [...bare].reduce((sum, letter) => sum + ('({['.includes(letter) ? 1 : ')}]'.includes(letter) ? -1 : 0), 0);
  return bare.trim() === '' || (depth <= 0 && /[;}]\s*$/.test(bare));
}
