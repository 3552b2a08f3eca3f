/** Search text → what is looked for and what is given back. SOQL and SOSL Reference v67, "Salesforce Object Search Language (SOSL) Syntax". */
import { SoqlError } from '../types.ts';

export interface Returned {
  object: string;
  /** `Id, Name`; what a RETURNING without brackets gives is the id alone. */
  fields: string;
  where: string | null;
  /** ORDER BY, LIMIT and OFFSET as they stand. */
  rest: string;
}
export interface Search {
  /** The text between quotes or braces, or `:name` of a bind. */
  text: string;
  fields: 'ALL' | 'NAME' | 'EMAIL' | 'PHONE' | 'SIDEBAR';
  returning: Returned[];
  limit: number | null;
}

const malformed = (why: string) => new SoqlError('MALFORMED_SEARCH', why);

/** @throws {SoqlError} MALFORMED_SEARCH; what is not supported is named. */
export function parseSosl(sosl: string): Search {
  const head = /^\s*FIND\s+(?:'((?:[^'\\]|\\.)*)'|\{((?:[^}\\]|\\.)*)\}|(:\s*\w+))\s*/is.exec(sosl);
  if (!head) {
    throw malformed(`A search begins with FIND and the text that is looked for: ${sosl}`);
  }
  const [all, quoted, braced, bind] = head;
  let rest = sosl.slice(all.length);
  const found = /^IN\s+(ALL|NAME|EMAIL|PHONE|SIDEBAR)\s+FIELDS\s*/i.exec(rest);
  rest = rest.slice(found?.[0].length ?? 0);
  const returning: Returned[] = [];
  const given = /^RETURNING\s+/i.exec(rest);
  if (given) {
    rest = rest.slice(given[0].length);
    do {
      const { made, after } = returned(rest);
      returning.push(made);
      rest = after;
    } while (/^,/.test(rest) && (rest = rest.slice(1).trimStart()) !== '');
  }
  const withMode = /^WITH\s+(USER_MODE|SYSTEM_MODE)\s*/i.exec(rest);
  rest = rest.slice(withMode?.[0].length ?? 0);
  const limit = /^LIMIT\s+(\d+)\s*/i.exec(rest);
  rest = rest.slice(limit?.[0].length ?? 0);
  if (rest.trim() !== '') {
    throw malformed(`The stand-in does not understand this part of a search: ${rest.trim()}`);
  }
  return {
    text: bind ?? (quoted ?? braced ?? '').replace(/\\(.)/gs, '$1'),
    fields: (found?.[1]?.toUpperCase() as Search['fields'] | undefined) ?? 'ALL',
    returning,
    limit: limit ? Number(limit[1]) : null
  };
}

/** `Account(Id, Name WHERE Industry = 'Energy' ORDER BY Name LIMIT 5)`. */
function returned(text: string): { made: Returned; after: string } {
  const name = /^(\w+)\s*/.exec(text);
  if (!name) {
    throw malformed(`RETURNING takes the names of objects: ${text}`);
  }
  const object = name[1] ?? '';
  let after = text.slice(name[0].length);
  if (!after.startsWith('(')) {
    return { made: { object, fields: 'Id', where: null, rest: '' }, after };
  }
  const end = closing(after);
  const inner = after.slice(1, end);
  after = after.slice(end + 1).trimStart();
  const [, fields = '', where, rest = ''] = /^(.*?)(?:\s+WHERE\s+(.*?))?(\s+(?:ORDER\s+BY|LIMIT|OFFSET)\s.*)?$/is.exec(inner) ?? [];
  return { made: { object, fields: fields.trim(), where: where ?? null, rest: rest.trim() }, after };
}

/** Where the bracket that the text begins with is closed; quotes may hold brackets. */
function closing(text: string): number {
  let depth = 0;
  for (const match of text.matchAll(/'(?:[^'\\]|\\.)*'|[()]/g)) {
    depth += match[0] === '(' ? 1 : match[0] === ')' ? -1 : 0;
    if (depth === 0 && match[0] === ')') {
      return match.index;
    }
  }
  throw malformed(`A bracket is not closed: ${text}`);
}

/** Words that all have to be found, as they are looked for: `*` stands for any letters, `?` for one, quotes keep words together. */
export function searchTest(text: string): (value: string) => boolean {
  const groups = text.split(/\s+OR\s+/).map((group) =>
    [...group.matchAll(/"([^"]*)"|(\S+)/g)]
      .map(([, phrase, word]) => phrase ?? word ?? '')
      .filter((word) => word !== '' && word !== 'AND')
      .map((word) => {
        const source = word
          .replace(/[.+^${}()|[\]\\]/g, '\\$&')
          .replaceAll('*', '\\S*')
          .replaceAll('?', '\\S');
        return new RegExp(`(^|[^\\p{L}\\p{N}])${source}($|[^\\p{L}\\p{N}])`, 'iu');
      })
  );
  return (value) => groups.some((words) => words.length > 0 && words.every((word) => word.test(value)));
}
