/** Splitting and replacing by regular expressions, with the rules of Java. */
import { apexError } from '../../runtime/exception-value.ts';
import { compileRegex } from './regex.ts';

/**
 * `limit` > 0: at most so many parts; 0: without empty parts at the end; < 0: all parts. A match of no width at the beginning gives no
 * empty part there.
 */
export function splitBy(text: string, pattern: string, limit: number): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const match of text.matchAll(compileRegex(pattern))) {
    if (limit > 0 && parts.length === limit - 1) {
      break;
    }
    const end = match.index + match[0].length;
    if (end === 0 || (match[0] === '' && match.index >= text.length)) {
      continue;
    }
    parts.push(text.slice(from, match.index));
    from = end;
  }
  parts.push(text.slice(from));
  if (limit === 0 && parts.length > 1) {
    while (parts.length > 0 && parts.at(-1) === '') {
      parts.pop();
    }
  }
  return parts;
}

/** `$1` and `${name}` stand for groups; a backslash makes the next character itself. */
export function expand(replacement: string, match: RegExpMatchArray): string {
  let made = '';
  for (let at = 0; at < replacement.length; at += 1) {
    const character = replacement.charAt(at);
    if (character === '\\') {
      at += 1;
      if (at >= replacement.length) {
        throw apexError('StringException', 'character to be escaped is missing');
      }
      made += replacement.charAt(at);
    } else if (character === '$') {
      const group = groupAt(replacement.slice(at + 1), match);
      made += group.text;
      at += group.length;
    } else {
      made += character;
    }
  }
  return made;
}

function groupAt(rest: string, match: RegExpMatchArray): { text: string; length: number } {
  const named = /^\{(\w+)\}/.exec(rest);
  if (named) {
    const name = named[1] as string;
    if (!match.groups || !(name in match.groups)) {
      throw apexError('StringException', `No group with name {${name}}`);
    }
    return { text: match.groups[name] ?? '', length: named[0].length };
  }
  const first = /^\d/.exec(rest);
  if (!first) {
    throw apexError('StringException', 'Illegal group reference');
  }
  // As many digits as still name a group.
  let digits = first[0];
  if (Number(digits) >= match.length) {
    throw apexError('StringException', `No group ${digits}`);
  }
  while (/^\d/.test(rest.slice(digits.length)) && Number(digits + rest.charAt(digits.length)) < match.length) {
    digits += rest.charAt(digits.length);
  }
  return { text: match[Number(digits)] ?? '', length: digits.length };
}

export function replaceAllIn(text: string, pattern: string, replacement: string): string {
  let made = '';
  let from = 0;
  for (const match of text.matchAll(compileRegex(pattern))) {
    made += text.slice(from, match.index) + expand(replacement, match);
    from = match.index + match[0].length;
  }
  return made + text.slice(from);
}

export function replaceFirstIn(text: string, pattern: string, replacement: string): string {
  const [match] = text.matchAll(compileRegex(pattern));
  return match ? text.slice(0, match.index) + expand(replacement, match) + text.slice(match.index + match[0].length) : text;
}
