/** String: other texts made of one. Apex Reference Guide, "String Class". */
import { given, listOf, type LibraryDeclaration } from '../define.ts';
import { replaceAllIn, replaceFirstIn, splitBy } from './replacing.ts';

const pad = (self: string, size: number, text: string, at: 'left' | 'right'): string =>
  at === 'left' ? self.padStart(size, text || ' ') : self.padEnd(size, text || ' ');

function center(self: string, size: number, text: string): string {
  const left = Math.floor((size - self.length) / 2);
  return size <= self.length ? self : pad(pad(self, self.length + left, text, 'left'), size, text, 'right');
}

/** Runs of characters of one kind; with camel case, the capital before small letters belongs to those. */
function byCharacterType(self: string, camelCase: boolean): string[] {
  const kinds = [/\p{Lu}/u, /\p{Ll}/u, /\p{Lt}/u, /\p{Lo}/u, /\p{Nd}/u, /\p{White_Space}/u, /\p{P}/u, /\p{S}/u];
  const parts: { kind: number; text: string }[] = [];
  for (const character of self) {
    const kind = kinds.findIndex((test) => test.test(character));
    const last = parts.at(-1);
    if (last?.kind === kind) {
      last.text += character;
    } else if (camelCase && kind === 1 && last?.kind === 0) {
      const capital = last.text.slice(-1);
      last.text = last.text.slice(0, -1);
      if (last.text === '') {
        parts.pop();
      }
      parts.push({ kind, text: capital + character });
    } else {
      parts.push({ kind, text: character });
    }
  }
  return parts.map((part) => part.text);
}

function swapCase(self: string): string {
  return [...self].map((one) => (one === one.toUpperCase() ? one.toLowerCase() : one.toUpperCase())).join('');
}
const tag = (locale: string): string => locale.replaceAll('_', '-');

export const changing: LibraryDeclaration['members'] = {
  'String capitalize()': (self: string) => self.slice(0, 1).toUpperCase() + self.slice(1),
  'String uncapitalize()': (self: string) => self.slice(0, 1).toLowerCase() + self.slice(1),
  'String center(Integer size)': given((self: string, size: number) => center(self, size, ' ')),
  'String center(Integer size, String padding)': given(center),
  'String leftPad(Integer length)': given((self: string, size: number) => pad(self, size, ' ', 'left')),
  'String leftPad(Integer length, String padding)': given((self: string, size: number, text: string) => pad(self, size, text, 'left')),
  'String rightPad(Integer length)': given((self: string, size: number) => pad(self, size, ' ', 'right')),
  'String rightPad(Integer length, String padding)': given((self: string, size: number, text: string) => pad(self, size, text, 'right')),
  'String deleteWhitespace()': (self: string) => self.replace(/\p{White_Space}/gu, ''),
  'String normalizeSpace()': (self: string) => self.replace(/\p{White_Space}+/gu, ' ').replace(/^ | $/g, ''),
  'String repeat(Integer count)': given((self: string, count: number) => self.repeat(Math.max(count, 0))),
  'String repeat(String separator, Integer count)': given((self: string, separator: string, count: number) =>
    new Array<string>(Math.max(count, 0)).fill(self).join(separator)
  ),
  'String replace(String target, String replacement)': given((self: string, target: string, text: string) =>
    self.replaceAll(target, () => text)
  ),
  'String replaceAll(String pattern, String replacement)': given(replaceAllIn),
  'String replaceFirst(String pattern, String replacement)': given(replaceFirstIn),
  'List<String> split(String pattern)': given((self: string, pattern: string) => listOf('String', splitBy(self, pattern, 0))),
  'List<String> split(String pattern, Integer limit)': given((self: string, pattern: string, limit: number) =>
    listOf('String', splitBy(self, pattern, limit))
  ),
  'List<String> splitByCharacterType()': (self: string) => listOf('String', byCharacterType(self, false)),
  'List<String> splitByCharacterTypeCamelCase()': (self: string) => listOf('String', byCharacterType(self, true)),
  'String reverse()': (self: string) => [...self].reverse().join(''),
  'String swapCase()': swapCase,
  'String toLowerCase()': (self: string) => self.toLowerCase(),
  'String toLowerCase(String locale)': given((self: string, locale: string) => self.toLocaleLowerCase(tag(locale))),
  'String toUpperCase()': (self: string) => self.toUpperCase(),
  'String toUpperCase(String locale)': given((self: string, locale: string) => self.toLocaleUpperCase(tag(locale))),
  // Markup only; entities stay. Apex Reference Guide: "Removes HTML markup from the current String".
  'String stripHtmlTags()': (self: string) => self.replace(/<br\s*\/?>/gi, '\n').replace(/<[^>]*>/g, '')
};
