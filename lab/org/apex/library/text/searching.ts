/** String: finding and comparing. Apex Reference Guide, "String Class". */
import { equalStrings } from '../../runtime/equality.ts';
import { apexError } from '../../runtime/exception-value.ts';
import { given, listOf, type LibraryDeclaration } from '../define.ts';

const lower = (text: string): string => text.toLowerCase();

/** The code point at a position; out of bounds is a StringException. */
function codeAt(self: string, index: number): number {
  const code = index < 0 ? undefined : self.codePointAt(index);
  if (code === undefined) {
    throw apexError('StringException', `String index out of range: ${index}`);
  }
  return code;
}

function codesBetween(self: string, start: number, end: number): number {
  if (start < 0 || end > self.length || start > end) {
    throw apexError('StringException', `String index out of range: ${start < 0 ? start : end}`);
  }
  return [...self.slice(start, end)].length;
}

/** The index that is `by` code points away from `index`. */
function offset(self: string, index: number, by: number): number {
  const units = by >= 0 ? [...self.slice(index)].slice(0, by).join('').length : -[...self.slice(0, index)].slice(by).join('').length;
  return index + units;
}

/** Only ever negative, zero or positive: the difference of the first characters that differ, else of the lengths. */
function compareTo(self: string, other: string): number {
  const size = Math.min(self.length, other.length);
  for (let at = 0; at < size; at += 1) {
    const difference = self.charCodeAt(at) - other.charCodeAt(at);
    if (difference !== 0) {
      return difference;
    }
  }
  return self.length - other.length;
}

const countMatches = (self: string, part: string): number => (part === '' ? 0 : self.split(part).length - 1);

function firstOf(self: string, characters: string | null, wanted: boolean): number {
  if (!characters) {
    return -1;
  }
  return [...self].findIndex((character) => characters.includes(character) === wanted);
}

function indexOfDifference(self: string, other: string | null): number {
  if (other === null || self === other) {
    return other === null ? 0 : -1;
  }
  let at = 0;
  while (at < self.length && self[at] === other[at]) {
    at += 1;
  }
  return at;
}

function levenshtein(self: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let at = 0; at < self.length; at += 1) {
    const next = [at + 1];
    for (let to = 0; to < other.length; to += 1) {
      const replace = (row[to] as number) + (self[at] === other[to] ? 0 : 1);
      next.push(Math.min(replace, (row[to + 1] as number) + 1, (next[to] as number) + 1));
    }
    row = next;
  }
  return row[other.length] as number;
}

function javaHash(text: string): number {
  let hash = 0;
  for (let at = 0; at < text.length; at += 1) {
    hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  }
  return hash;
}

function lastIndexOf(self: string, part: string | null, end: number): number {
  return part === null || end < 0 ? -1 : self.lastIndexOf(part, end);
}
const character = (code: number): string => String.fromCodePoint(code);

export const searching: LibraryDeclaration['members'] = {
  'Integer charAt(Integer index)': given(codeAt),
  'Integer codePointAt(Integer index)': given(codeAt),
  'Integer codePointBefore(Integer index)': given((self: string, index: number) =>
    codeAt(self, index - (/[\uDC00-\uDFFF]/.test(self.charAt(index - 1)) ? 2 : 1))
  ),
  'Integer codePointCount(Integer beginIndex, Integer endIndex)': given(codesBetween),
  'Integer offsetByCodePoints(Integer index, Integer codePointOffset)': given(offset),
  'List<Integer> getChars()': (self: string) =>
    listOf(
      'Integer',
      [...self].map((one) => one.codePointAt(0))
    ),
  'Integer compareTo(String other)': given(compareTo),
  'Boolean contains(String part)': given((self: string, part: string) => self.includes(part)),
  'Boolean containsIgnoreCase(String part)': given((self: string, part: string) => lower(self).includes(lower(part))),
  'Boolean containsAny(String characters)': (self: string, characters: string | null) => firstOf(self, characters, true) >= 0,
  'Boolean containsNone(String characters)': (self: string, characters: string | null) => firstOf(self, characters, true) < 0,
  'Boolean containsOnly(String characters)': (self: string, characters: string | null) =>
    characters !== null && [...self].every((one) => characters.includes(one)),
  'Integer countMatches(String part)': given(countMatches),
  'Boolean startsWith(String prefix)': given((self: string, prefix: string) => self.startsWith(prefix)),
  'Boolean startsWithIgnoreCase(String prefix)': given((self: string, prefix: string) => lower(self).startsWith(lower(prefix))),
  'Boolean endsWith(String suffix)': given((self: string, suffix: string) => self.endsWith(suffix)),
  'Boolean endsWithIgnoreCase(String suffix)': given((self: string, suffix: string) => lower(self).endsWith(lower(suffix))),
  'Boolean equals(Object other)': (self: string, other: unknown) => self === other,
  'Boolean equalsIgnoreCase(String other)': (self: string, other: string | null) => equalStrings(self, other),
  'Integer hashCode()': javaHash,
  'Integer indexOf(String part)': given((self: string, part: string) => self.indexOf(part)),
  'Integer indexOf(String part, Integer index)': given((self: string, part: string, index: number) => self.indexOf(part, index)),
  'Integer indexOfAny(String characters)': (self: string, characters: string | null) => firstOf(self, characters, true),
  'Integer indexOfAnyBut(String characters)': (self: string, characters: string | null) => firstOf(self, characters, false),
  'Integer indexOfChar(Integer code)': given((self: string, code: number) => self.indexOf(character(code))),
  'Integer indexOfChar(Integer code, Integer index)': given((self: string, code: number, index: number) =>
    self.indexOf(character(code), index)
  ),
  'Integer indexOfDifference(String other)': indexOfDifference,
  'Integer indexOfIgnoreCase(String part)': given((self: string, part: string) => lower(self).indexOf(lower(part))),
  'Integer indexOfIgnoreCase(String part, Integer index)': given((self: string, part: string, index: number) =>
    lower(self).indexOf(lower(part), index)
  ),
  'Integer lastIndexOf(String part)': given((self: string, part: string) => self.lastIndexOf(part)),
  'Integer lastIndexOf(String part, Integer end)': given(lastIndexOf),
  'Integer lastIndexOfChar(Integer code)': given((self: string, code: number) => self.lastIndexOf(character(code))),
  'Integer lastIndexOfChar(Integer code, Integer end)': given((self: string, code: number, end: number) =>
    lastIndexOf(self, character(code), end)
  ),
  'Integer lastIndexOfIgnoreCase(String part)': given((self: string, part: string) => lower(self).lastIndexOf(lower(part))),
  'Integer lastIndexOfIgnoreCase(String part, Integer end)': given((self: string, part: string, end: number) =>
    lastIndexOf(lower(self), lower(part), end)
  ),
  'Integer getLevenshteinDistance(String other)': given(levenshtein),
  'Integer getLevenshteinDistance(String other, Integer threshold)': given((self: string, other: string, threshold: number) => {
    const distance = levenshtein(self, other);
    return distance > threshold ? -1 : distance;
  }),
  'String difference(String other)': given((self: string, other: string) => {
    const at = indexOfDifference(self, other);
    return at < 0 ? '' : other.slice(at);
  }),
  'Integer length()': (self: string) => self.length
};
