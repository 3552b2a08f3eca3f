/** String: escaping. Apex Reference Guide, "String Class"; the tables are those of Java, ECMAScript, XML, HTML and CSV (RFC 4180). */
import type { LibraryDeclaration } from '../define.ts';

const CONTROL: Record<string, string> = { '\b': '\\b', '\n': '\\n', '\t': '\\t', '\f': '\\f', '\r': '\\r' };
const unicode = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;

const escapeWith =
  (special: RegExp) =>
  (self: string): string =>
    self.replace(special, (one) => `\\${one}`).replace(/[^\x20-\x7e]/g, (one) => CONTROL[one] ?? unicode(one));

const NAMED: Record<string, string> = { b: '\b', n: '\n', t: '\t', f: '\f', r: '\r' };
const unescapeBackslash = (self: string): string =>
  self.replace(/\\(u+([0-9a-fA-F]{4})|[\s\S])/g, (_, one: string, code?: string) =>
    code === undefined ? (NAMED[one] ?? one) : String.fromCharCode(Number.parseInt(code, 16))
  );

const XML: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
/** ISO 8859-1 names, code 160 to 255, in order. */
const LATIN =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml'.split(
    ' '
  );
/** HTML 4 names beyond Latin-1 in common text. */
const MORE: Record<string, number> = {
  OElig: 338,
  oelig: 339,
  Scaron: 352,
  scaron: 353,
  Yuml: 376,
  fnof: 402,
  circ: 710,
  tilde: 732,
  ndash: 8211,
  mdash: 8212,
  lsquo: 8216,
  rsquo: 8217,
  sbquo: 8218,
  ldquo: 8220,
  rdquo: 8221,
  bdquo: 8222,
  dagger: 8224,
  Dagger: 8225,
  bull: 8226,
  hellip: 8230,
  permil: 8240,
  lsaquo: 8249,
  rsaquo: 8250,
  euro: 8364,
  trade: 8482
};
const latinEntries = LATIN.map((name, index): [string, string] => [name, String.fromCharCode(160 + index)]);
const moreEntries = Object.entries(MORE).map(([name, code]): [string, string] => [name, String.fromCharCode(code)]);
const basicEntries: [string, string][] = [
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"']
];

function entities(entries: [string, string][]): { escape: (self: string) => string; unescape: (self: string) => string } {
  const names = new Map(entries.map(([name, character]) => [character, name]));
  const characters = new Map(entries);
  return {
    escape: (self) => [...self].map((one) => (names.has(one) ? `&${names.get(one)};` : one)).join(''),
    unescape: (self) =>
      self.replace(/&(#\d+|#[xX][0-9a-fA-F]+|\w+);/g, (whole: string, name: string) => {
        if (!name.startsWith('#')) {
          return characters.get(name) ?? whole;
        }
        const code = /^#[xX]/.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
        return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
      })
  };
}
const xml = entities([...basicEntries, ['apos', "'"]]);
const html3 = entities([...basicEntries, ...latinEntries]);
const html4 = entities([...basicEntries, ...latinEntries, ...moreEntries]);

export const escaping: LibraryDeclaration['members'] = {
  'static String escapeSingleQuotes(String value)': (value: string | null) => value?.replace(/['\\]/g, '\\$&') ?? null,
  'String escapeCsv()': (self: string) => (/[",\r\n]/.test(self) ? `"${self.replaceAll('"', '""')}"` : self),
  'String unescapeCsv()': (self: string) =>
    /^"[\s\S]*"$/.test(self) && /[",\r\n]/.test(self.slice(1, -1)) ? self.slice(1, -1).replaceAll('""', '"') : self,
  'String escapeJava()': escapeWith(/["\\]/g),
  'String unescapeJava()': unescapeBackslash,
  'String escapeEcmaScript()': escapeWith(/["'\\/]/g),
  'String unescapeEcmaScript()': unescapeBackslash,
  'String escapeUnicode()': (self: string) => self.replace(/[\u0080-\uffff]/g, unicode),
  'String unescapeUnicode()': (self: string) =>
    self.replace(/\\u+([0-9a-fA-F]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
  'String escapeXml()': (self: string) => self.replace(/[&<>"']/g, (one) => XML[one] as string),
  'String unescapeXml()': xml.unescape,
  'String escapeHtml3()': html3.escape,
  'String unescapeHtml3()': html3.unescape,
  'String escapeHtml4()': html4.escape,
  'String unescapeHtml4()': html4.unescape
};
