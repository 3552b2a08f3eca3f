/** The words of a query. */
import { SoqlError } from '../types.ts';

export interface Token {
  kind: 'word' | 'text' | 'number' | 'date' | 'datetime' | 'bind' | 'sign' | 'end';
  text: string;
  at: number;
}

const PATTERNS: [Token['kind'], RegExp][] = [
  ['datetime', /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)/iy],
  ['date', /\d{4}-\d\d-\d\d/y],
  ['number', /[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/iy],
  ['word', /[A-Za-z_]\w*(?:\s*\.\s*[A-Za-z_]\w*)*/y],
  ['text', /'(?:[^'\\]|\\.)*'/sy],
  ['bind', /:\s*[A-Za-z_][\w.]*/y],
  ['sign', /<=|>=|!=|<>|[=<>(),:]/y]
];
const SPACE = /\s*/y;

export function tokensOf(soql: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    SPACE.lastIndex = at;
    SPACE.exec(soql);
    at = SPACE.lastIndex;
    if (at >= soql.length) {
      return [...tokens, { kind: 'end', text: '<EOF>', at }];
    }
    const token = tokenAt(soql, at, tokens.at(-1));
    tokens.push(token);
    at += token.text.length;
  }
}

function tokenAt(soql: string, at: number, before: Token | undefined): Token {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = at;
    const found = pattern.exec(soql);
    // `LAST_N_DAYS:7` is no bind.
    if (found && !(kind === 'bind' && before?.kind === 'word' && before.at + before.text.length === at && /_N_|^N_/i.test(before.text))) {
      return { kind, text: found[0], at };
    }
  }
  throw malformed(
    soql,
    at,
    soql[at] === "'" ? 'string literal not closed' : `line 1:${at} no viable alternative at character '${soql[at]}'`
  );
}

/** An error with the place it points to, as Salesforce writes it. */
export function errorAt(code: string, soql: string, at: number, message: string): SoqlError {
  const before = soql.slice(0, at);
  const row = before.split('\n').length;
  const column = at - (before.lastIndexOf('\n') + 1);
  const line = soql.split('\n')[row - 1] ?? '';
  const from = Math.max(0, column - 40);
  const shown = line.slice(from, column + 40);
  return new SoqlError(code, `\n${shown}\n${' '.repeat(column - from)}^\nERROR at Row:${row}:Column:${column + 1}\n${message}`);
}
export const malformed = (soql: string, at: number, message: string) => errorAt('MALFORMED_QUERY', soql, at, message);

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
export const unquote = (text: string) =>
  text
    .slice(1, -1)
    .replace(/\\(u[0-9a-fA-F]{4}|.)/gs, (_, code: string) =>
      code.length === 5 ? String.fromCharCode(Number.parseInt(code.slice(1), 16)) : (ESCAPES[code] ?? code)
    );
