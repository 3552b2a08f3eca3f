/** String: parts of a text. Apex Reference Guide, "String Class". Positions count UTF-16 units, from 0. */
import { apexError, type ApexException } from '../../runtime/exception-value.ts';
import { given, type LibraryDeclaration } from '../define.ts';

const outOfBounds = (text: string): ApexException => apexError('StringException', text);

function substring(self: string, start: number, end: number): string {
  if (start < 0) {
    throw outOfBounds(`Starting position out of bounds: ${start}`);
  }
  if (end > self.length || end < start) {
    throw outOfBounds(`Ending position out of bounds: ${end}`);
  }
  return self.slice(start, end);
}

function from(self: string, start: number): string {
  if (start < 0 || start > self.length) {
    throw outOfBounds(`Starting position out of bounds: ${start}`);
  }
  return self.slice(start);
}

function between(self: string, open: string | null, close: string | null): string | null {
  if (open === null || close === null) {
    return null;
  }
  const start = self.indexOf(open);
  const end = start < 0 ? -1 : self.indexOf(close, start + open.length);
  return end < 0 ? null : self.slice(start + open.length, end);
}

/** An empty separator gives the empty text after it, and the whole before it, as the platform documents. */
function after(self: string, separator: string | null, at: (text: string, part: string) => number): string {
  const found = separator === null || separator === '' ? -1 : at(self, separator);
  return found < 0 ? '' : self.slice(found + (separator as string).length);
}
function before(self: string, separator: string | null, at: (text: string, part: string) => number): string {
  const found = separator === null || separator === '' ? -1 : at(self, separator);
  return found < 0 ? (separator === '' && at === first ? '' : self) : self.slice(0, found);
}
const first = (text: string, part: string): number => text.indexOf(part);
const last = (text: string, part: string): number => text.lastIndexOf(part);

function abbreviate(self: string, width: number, offset: number): string {
  if (width < 4) {
    throw apexError('IllegalArgumentException', 'Minimum abbreviation width is 4');
  }
  if (self.length <= width) {
    return self;
  }
  const at = Math.min(Math.max(offset, 0), self.length);
  const start = self.length - at < width - 3 ? self.length - (width - 3) : at;
  if (start <= 4) {
    return `${self.slice(0, width - 3)}...`;
  }
  if (width < 7) {
    throw apexError('IllegalArgumentException', 'Minimum abbreviation width with offset is 7');
  }
  return start + width - 3 < self.length
    ? `...${abbreviate(self.slice(start), width - 3, 0)}`
    : `...${self.slice(self.length - (width - 3))}`;
}

const lower = (text: string): string => text.toLowerCase();

/** What is left without `part` at the beginning (or the end). Null takes nothing away. */
const withoutStart = (self: string, part: string | null, fold: (text: string) => string): string =>
  part !== null && fold(self).startsWith(fold(part)) ? self.slice(part.length) : self;
const withoutEnd = (self: string, part: string | null, fold: (text: string) => string): string =>
  part !== null && fold(self).endsWith(fold(part)) ? self.slice(0, self.length - part.length) : self;
const asIs = (text: string): string => text;

export const cutting: LibraryDeclaration['members'] = {
  'String abbreviate(Integer maxWidth)': given((self: string, width: number) => abbreviate(self, width, 0)),
  'String abbreviate(Integer maxWidth, Integer offset)': given(abbreviate),
  'String left(Integer length)': given((self: string, length: number) => self.slice(0, Math.max(length, 0))),
  'String right(Integer length)': given((self: string, length: number) => (length <= 0 ? '' : self.slice(-length))),
  'String mid(Integer startIndex, Integer length)': given((self: string, start: number, length: number) =>
    start > self.length || length < 0 ? '' : self.slice(Math.max(start, 0), Math.max(start, 0) + length)
  ),
  'String remove(String part)': (self: string, part: string | null) => (part ? self.replaceAll(part, '') : self),
  'String removeStart(String part)': (self: string, part: string | null) => withoutStart(self, part, asIs),
  'String removeStartIgnoreCase(String part)': (self: string, part: string | null) => withoutStart(self, part, lower),
  'String removeEnd(String part)': (self: string, part: string | null) => withoutEnd(self, part, asIs),
  'String removeEndIgnoreCase(String part)': (self: string, part: string | null) => withoutEnd(self, part, lower),
  'String substring(Integer startIndex)': given(from),
  'String substring(Integer startIndex, Integer endIndex)': given(substring),
  'String substringAfter(String separator)': (self: string, separator: string | null) =>
    separator === '' ? self : after(self, separator, first),
  'String substringAfterLast(String separator)': (self: string, separator: string | null) => after(self, separator, last),
  'String substringBefore(String separator)': (self: string, separator: string | null) => before(self, separator, first),
  'String substringBeforeLast(String separator)': (self: string, separator: string | null) => before(self, separator, last),
  'String substringBetween(String tag)': (self: string, tag: string | null) => between(self, tag, tag),
  'String substringBetween(String open, String close)': between,
  'String trim()': trim
};

/** As Java trims: everything up to the space, nothing beyond ASCII. */
export function trim(self: string): string {
  let start = 0;
  let end = self.length;
  while (start < end && self.charCodeAt(start) <= 32) {
    start += 1;
  }
  while (end > start && self.charCodeAt(end - 1) <= 32) {
    end -= 1;
  }
  return self.slice(start, end);
}
