/** XML read into events, with namespaces resolved. Extensible Markup Language 1.0; Namespaces in XML 1.0. Entities of a DTD are not known. */
export interface XmlName {
  local: string;
  /** As written, '' without one. */
  prefix: string;
  namespace: string | null;
}
export interface XmlAttribute extends XmlName {
  value: string;
}
export type XmlEvent =
  | { kind: 'start'; name: XmlName; attributes: XmlAttribute[]; declared: Map<string, string> }
  | { kind: 'end'; name: XmlName }
  | { kind: 'text' | 'cdata' | 'comment' | 'dtd'; text: string }
  | { kind: 'instruction'; target: string; text: string };

export interface XmlDocument {
  version: string | null;
  encoding: string | null;
  standalone: boolean;
  events: XmlEvent[];
}

/** What is no XML: where, in lines and columns from 1, and why. */
export class XmlFault extends Error {
  readonly line: number;
  readonly column: number;
  constructor(source: string, offset: number, sentence: string) {
    super(sentence);
    const before = source.slice(0, offset).split('\n');
    this.line = before.length;
    this.column = (before.at(-1) ?? '').length + 1;
  }
}

const NAME = /[\p{L}_:][\p{L}\p{N}_:.\-·]*/uy;
const NAMED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';

/** Elements that are open, with the namespaces in their scope. */
interface Open {
  written: string;
  name: XmlName;
  scope: Map<string, string>;
}

class Reader {
  private readonly source: string;
  private at = 0;
  private readonly open: Open[] = [];
  private readonly events: XmlEvent[] = [];

  constructor(source: string) {
    this.source = source;
  }

  read(): XmlDocument {
    const head = this.declaration();
    let roots = 0;
    while (this.at < this.source.length) {
      if (this.source[this.at] !== '<') {
        this.text();
      } else if (this.source.startsWith('<!--', this.at)) {
        this.events.push({ kind: 'comment', text: this.upTo('<!--', '-->') });
      } else if (this.source.startsWith('<![CDATA[', this.at)) {
        this.within('CDATA');
        this.events.push({ kind: 'cdata', text: this.upTo('<![CDATA[', ']]>') });
      } else if (this.source.startsWith('<!DOCTYPE', this.at)) {
        this.events.push({ kind: 'dtd', text: this.doctype() });
      } else if (this.source.startsWith('<?', this.at)) {
        const [, target = '', text = ''] = /^(\S+)\s*([^]*)$/.exec(this.upTo('<?', '?>')) ?? [];
        this.events.push({ kind: 'instruction', target, text });
      } else if (this.source.startsWith('</', this.at)) {
        this.endTag();
      } else {
        roots += this.open.length === 0 ? 1 : 0;
        if (roots > 1) {
          this.fail('only one root element is allowed');
        }
        this.startTag();
      }
    }
    if (this.open.length > 0) {
      this.fail(`the element ${this.open.at(-1)?.written} is not closed`);
    }
    if (roots === 0) {
      this.fail('there is no root element');
    }
    return { ...head, events: this.events };
  }

  private fail(sentence: string, offset = this.at): never {
    throw new XmlFault(this.source, offset, sentence);
  }

  private within(what: string): void {
    if (this.open.length === 0) {
      this.fail(`${what} is not allowed outside of the root element`);
    }
  }

  private declaration(): Omit<XmlDocument, 'events'> {
    if (this.source.startsWith('\uFEFF')) {
      this.at = 1;
    }
    if (!/^<\?xml\s/.test(this.source.slice(this.at, this.at + 6))) {
      return { version: null, encoding: null, standalone: false };
    }
    const text = this.upTo('<?', '?>');
    const part = (name: string): string | null => new RegExp(`\\b${name}\\s*=\\s*["']([^"']*)["']`).exec(text)?.[1] ?? null;
    return { version: part('version'), encoding: part('encoding'), standalone: part('standalone') === 'yes' };
  }

  private upTo(head: string, tail: string): string {
    const end = this.source.indexOf(tail, this.at + head.length);
    if (end < 0) {
      this.fail(`${head} is not closed by ${tail}`);
    }
    const text = this.source.slice(this.at + head.length, end);
    this.at = end + tail.length;
    return text;
  }

  private doctype(): string {
    const start = this.at;
    let depth = 0;
    for (; this.at < this.source.length; this.at += 1) {
      const char = this.source[this.at];
      depth += char === '<' || char === '[' ? 1 : char === '>' || char === ']' ? -1 : 0;
      if (depth === 0) {
        this.at += 1;
        return this.source.slice(start, this.at);
      }
    }
    return this.fail('<!DOCTYPE is not closed', start);
  }

  private text(): void {
    const end = this.source.indexOf('<', this.at);
    const raw = this.source.slice(this.at, end < 0 ? this.source.length : end);
    if (this.open.length === 0) {
      if (raw.trim() !== '') {
        this.fail('content is not allowed outside of the root element');
      }
    } else {
      this.events.push({ kind: 'text', text: this.unescaped(raw, this.at).replace(/\r\n?/g, '\n') });
    }
    this.at += raw.length;
  }

  private unescaped(raw: string, offset: number): string {
    return raw.replace(/&([^;&\s]*)(;?)/g, (whole, name: string, end: string, index: number) => {
      const code = /^#x([0-9a-f]+)$/i.exec(name)?.[1];
      const decimal = /^#(\d+)$/.exec(name)?.[1];
      const found = code ? String.fromCodePoint(parseInt(code, 16)) : decimal ? String.fromCodePoint(Number(decimal)) : NAMED[name];
      return end === '' || found === undefined ? this.fail(`the entity ${whole} is not known`, offset + index) : found;
    });
  }

  private name(): string {
    NAME.lastIndex = this.at;
    const [found] = NAME.exec(this.source) ?? [];
    if (found === undefined) {
      this.fail('a name is expected');
    }
    this.at += found.length;
    return found;
  }

  private space(): boolean {
    const start = this.at;
    while (/\s/.test(this.source[this.at] ?? '')) {
      this.at += 1;
    }
    return this.at > start;
  }

  private startTag(): void {
    this.at += 1;
    const written = this.name();
    const raw: { written: string; value: string }[] = [];
    for (;;) {
      const spaced = this.space();
      if (this.source[this.at] === '>' || this.source.startsWith('/>', this.at)) {
        break;
      }
      if (!spaced) {
        this.fail(`white space is expected in the tag of ${written}`);
      }
      raw.push(this.attribute(raw));
    }
    const declared = new Map<string, string>();
    for (const { written: name, value } of raw) {
      if (name === 'xmlns' || name.startsWith('xmlns:')) {
        declared.set(name === 'xmlns' ? '' : name.slice(6), value);
      }
    }
    const scope = new Map([...(this.open.at(-1)?.scope ?? [['xml', XML_NAMESPACE] as const]), ...declared]);
    const name = this.resolved(written, scope, true);
    const attributes = raw
      .filter((one) => !/^xmlns(:|$)/.test(one.written))
      .map((one): XmlAttribute => ({ ...this.resolved(one.written, scope, false), value: one.value }));
    this.events.push({ kind: 'start', name, attributes, declared });
    if (this.source[this.at] === '/') {
      this.at += 2;
      this.events.push({ kind: 'end', name });
      return;
    }
    this.at += 1;
    this.open.push({ written, name, scope });
  }

  private attribute(before: { written: string }[]): { written: string; value: string } {
    const written = this.name();
    if (before.some((one) => one.written === written)) {
      this.fail(`the attribute ${written} is there twice`);
    }
    this.space();
    if (this.source[this.at] !== '=') {
      this.fail(`the attribute ${written} has no value`);
    }
    this.at += 1;
    this.space();
    const quote = this.source[this.at];
    const end = quote === '"' || quote === "'" ? this.source.indexOf(quote, this.at + 1) : -1;
    if (end < 0) {
      this.fail(`the value of the attribute ${written} stands between quotes`);
    }
    const text = this.source.slice(this.at + 1, end);
    if (text.includes('<')) {
      this.fail(`the value of the attribute ${written} has a <`);
    }
    const value = this.unescaped(text, this.at + 1).replace(/[\t\n\r]/g, ' ');
    this.at = end + 1;
    return { written, value };
  }

  private endTag(): void {
    const start = this.at;
    this.at += 2;
    const written = this.name();
    this.space();
    if (this.source[this.at] !== '>') {
      this.fail('> is expected');
    }
    const last = this.open.pop();
    if (last?.written !== written) {
      this.fail(`the end tag </${written}> does not match ${last ? `<${last.written}>` : 'any start tag'}`, start);
    }
    this.at += 1;
    this.events.push({ kind: 'end', name: last.name });
  }

  private resolved(written: string, scope: Map<string, string>, isElement: boolean): XmlName {
    const colon = written.indexOf(':');
    const prefix = colon < 0 ? '' : written.slice(0, colon);
    const namespace = prefix === '' && !isElement ? null : (scope.get(prefix) ?? null);
    if (prefix !== '' && namespace === null) {
      this.fail(`the prefix ${prefix} stands for no namespace`);
    }
    return { local: written.slice(colon + 1), prefix, namespace: namespace === '' ? null : namespace };
  }
}

/** @throws {XmlFault} */
export const readXml = (source: string): XmlDocument => new Reader(source).read();

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
export const escapedText = (text: string): string => text.replace(/[&<>]/g, (char) => ESCAPES[char] ?? char);
export const escapedValue = (text: string): string => text.replace(/[&<>"]/g, (char) => ESCAPES[char] ?? char);
