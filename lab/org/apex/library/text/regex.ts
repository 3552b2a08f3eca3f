/** Java's regular expressions (what Apex speaks) as JavaScript ones, in `v` mode. What has no equal is refused, by name. */
import { apexError, type ApexException } from '../../runtime/exception-value.ts';

/** Outside of and inside of brackets alike. \w, \d and \s of Java are ASCII. */
const CLASSES: Record<string, string> = {
  w: '[a-zA-Z0-9_]',
  W: '[^a-zA-Z0-9_]',
  d: '[0-9]',
  D: '[^0-9]',
  s: '[ \\t\\n\\v\\f\\r]',
  S: '[^ \\t\\n\\v\\f\\r]',
  h: '[ \\t\\u00a0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000]',
  v: '[\\n\\v\\f\\r\\u0085\\u2028\\u2029]'
};
const POSIX: Record<string, string> = {
  Lower: 'a-z',
  Upper: 'A-Z',
  ASCII: '\\x00-\\x7f',
  Alpha: 'a-zA-Z',
  Digit: '0-9',
  Alnum: 'a-zA-Z0-9',
  Punct: '!-\\/:-@\\[-`\\{-~',
  Graph: '!-~',
  Print: ' -~',
  Blank: ' \\t',
  Cntrl: '\\x00-\\x1f\\x7f',
  XDigit: '0-9a-fA-F',
  Space: ' \\t\\n\\v\\f\\r'
};
const ANCHORS: Record<string, string> = {
  A: '(?<![\\s\\S])',
  z: '(?![\\s\\S])',
  Z: '(?=\\n?(?![\\s\\S]))',
  R: '(?:\\r\\n|[\\n\\v\\f\\r\\u0085\\u2028\\u2029])',
  // A word's edge: \b of JavaScript, whose \w is that of Java.
  b: '\\b',
  B: '\\B'
};
const SYNTAX = new Set([...'^$\\.*+?()[]{}|/']);
const CLASS_SYNTAX = new Set([...'()[]{}/-|\\^&!#$%*+,.:;<=>?@`~']);

class Translation {
  flags = 'v';
  private at = 0;
  private comments = false;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  run(): string {
    let made = '';
    while (this.at < this.text.length) {
      made += this.next();
    }
    return made;
  }

  private fault(what: string): ApexException {
    return apexError('StringException', `Invalid regex: ${what} near index ${this.at}\n${this.text}`);
  }
  private refuse(what: string): ApexException {
    return this.fault(`this org does not support ${what}`);
  }
  private take(pattern: RegExp): RegExpExecArray | null {
    const sticky = new RegExp(pattern.source, 'y');
    sticky.lastIndex = this.at;
    const found = sticky.exec(this.text);
    if (found) {
      this.at += found[0].length;
    }
    return found;
  }

  private next(): string {
    if (this.comments && this.take(/\s+|#[^\n]*/)) {
      return '';
    }
    const character = this.text.charAt(this.at);
    switch (character) {
      case '\\':
        return this.escape(false);
      case '[':
        return this.characterClass();
      case '(':
        return this.group();
      case '*':
      case '+':
      case '?':
      case '{':
        return this.quantifier();
      case '}':
      case ']':
      case '/':
        this.at += 1;
        return `\\${character}`;
      case '$':
        this.at += 1;
        // Before a line break that ends the text, too.
        return this.flags.includes('m') ? '$' : (ANCHORS['Z'] as string);
      default: {
        const [one = ''] = this.text.slice(this.at, this.at + 2);
        this.at += one.length;
        return one;
      }
    }
  }

  private quantifier(): string {
    const found = this.take(/[*+?]|\{\d+(?:,\d*)?\}/);
    if (!found) {
      throw this.fault('Illegal repetition');
    }
    if (this.take(/\+/)) {
      throw this.refuse('possessive quantifiers');
    }
    return found[0] + (this.take(/\?/) ? '?' : '');
  }

  private group(): string {
    const flags = this.take(/\(\?([idmsux]*)(?:-([imsux]+))?(\)|:)/);
    if (flags) {
      return this.flagGroup(flags[1] ?? '', flags[2] ?? '', flags[3] === ':');
    }
    if (this.take(/\(\?>/)) {
      throw this.refuse('atomic groups');
    }
    const found = this.take(/\((?:\?(?:=|!|<=|<!|<[a-zA-Z][a-zA-Z0-9]*>))?/);
    if (!found || (found[0] === '(' && this.text.charAt(this.at) === '?')) {
      throw this.fault('Unknown inline modifier');
    }
    return found[0];
  }

  private flagGroup(on: string, off: string, scoped: boolean): string {
    const modifiers = (text: string): string => [...text].filter((flag) => 'ims'.includes(flag)).join('');
    if (scoped) {
      if ((on + off).includes('x')) {
        throw this.refuse('the flag x for a part of a pattern');
      }
      const spoken = `${modifiers(on)}${modifiers(off) ? `-${modifiers(off)}` : ''}`;
      return spoken === '' ? '(?:' : `(?${spoken}:`;
    }
    if (off !== '' || this.at !== this.text.indexOf(')') + 1) {
      throw this.refuse('flags that change in the middle of a pattern');
    }
    this.flags += modifiers(on);
    this.comments = on.includes('x');
    return '';
  }

  /** A backslash and what follows. */
  private escape(inClass: boolean): string {
    const quote = this.take(/\\Q([\s\S]*?)(?:\\E|$)/);
    if (quote) {
      return [...(quote[1] ?? '')].map((one) => ((inClass ? CLASS_SYNTAX : SYNTAX).has(one) ? `\\${one}` : one)).join('');
    }
    const property = this.take(/\\([pP])(?:\{(\^?)([\w=]+)\}|(\w))/);
    if (property) {
      return this.property(property[1] === 'P', property[3] ?? property[4] ?? '');
    }
    const hex = this.take(/\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|x\{([0-9a-fA-F]+)\}|0([0-3]?[0-7]{1,2}))/);
    if (hex) {
      const code = hex[4] === undefined ? Number.parseInt(hex[1] ?? hex[2] ?? hex[3] ?? '', 16) : Number.parseInt(hex[4], 8);
      return `\\u{${code.toString(16)}}`;
    }
    const found = this.take(/\\([\s\S])/);
    if (!found) {
      throw this.fault('Unexpected internal error');
    }
    return this.escaped(found[1] as string, inClass);
  }

  private escaped(one: string, inClass: boolean): string {
    if (CLASSES[one]) {
      return CLASSES[one];
    }
    if ('tnrf'.includes(one)) {
      return `\\${one}`;
    }
    if (one === 'a' || one === 'e') {
      return one === 'a' ? '\\u0007' : '\\u001b';
    }
    if (!inClass) {
      if (ANCHORS[one]) {
        return ANCHORS[one];
      }
      const name = one === 'k' ? this.take(/<(\w+)>/) : null;
      if (name) {
        return `\\k<${name[1]}>`;
      }
      if (/[1-9]/.test(one)) {
        return `\\${one}`;
      }
    }
    if (/[a-zA-Z]/.test(one)) {
      throw one === 'G' || one === 'H' || one === 'V' || one === 'X'
        ? this.refuse(`\\${one}`)
        : this.fault('Illegal/unsupported escape sequence');
    }
    return (inClass ? CLASS_SYNTAX : SYNTAX).has(one) || one === '-' ? (inClass || one !== '-' ? `\\${one}` : '-') : one;
  }

  private property(negated: boolean, name: string): string {
    const posix = POSIX[name];
    if (posix) {
      return `[${negated ? '^' : ''}${posix}]`;
    }
    const plain = name.replace(/^(Is|java)(?=[A-Z])/, '');
    const java: Record<string, string> = {
      LowerCase: 'Ll',
      UpperCase: 'Lu',
      Alphabetic: 'Alphabetic',
      Letter: 'L',
      Whitespace: 'White_Space'
    };
    const spoken = java[plain] ?? plain.replace(/^(sc|script)=/, 'Script=');
    for (const candidate of [spoken, `Script=${spoken}`]) {
      try {
        new RegExp(`\\p{${candidate}}`, 'v');
        return `\\${negated ? 'P' : 'p'}{${candidate}}`;
      } catch {
        continue;
      }
    }
    throw this.fault(`Unknown character property name {${name}}`);
  }

  /** `[a-z&&[^b]]`: unions nest, `&&` intersects, as in `v` mode, where both sides must be classes. */
  private characterClass(): string {
    this.at += 1;
    const negated = this.take(/\^/) !== null;
    const sides: string[] = [];
    let side = '';
    for (let first = true; ; first = false) {
      if (this.at >= this.text.length) {
        throw this.fault('Unclosed character class');
      }
      if (!first && this.take(/\]/)) {
        break;
      }
      if (this.take(/&&/)) {
        sides.push(side);
        side = '';
        continue;
      }
      side += this.classItem();
    }
    sides.push(side);
    const used = sides.filter((one) => one !== '');
    const body = used.length > 1 ? used.map((one) => `[${one}]`).join('&&') : (used[0] ?? '');
    return `[${negated ? '^' : ''}${body}]`;
  }

  private classItem(): string {
    const character = this.text.charAt(this.at);
    if (character === '[') {
      return this.characterClass();
    }
    if (character === '\\') {
      return this.escape(true);
    }
    const [one = ''] = this.text.slice(this.at, this.at + 2);
    this.at += one.length;
    // A hyphen between two ends is a range; elsewhere it is itself.
    if (one === '-') {
      const after = this.text.charAt(this.at);
      const before = this.text.charAt(this.at - 2);
      const range =
        after !== ']' && after !== '[' && before !== '[' && before !== '^' && !/\\[wWdDsShv]$/.test(this.text.slice(0, this.at - 1));
      return range ? '-' : '\\-';
    }
    return CLASS_SYNTAX.has(one) ? `\\${one}` : one;
  }
}

const known = new Map<string, RegExp>();

/** With the flags g and d. @throws System.StringException */
export function compileRegex(text: string): RegExp {
  let regex = known.get(text);
  if (!regex) {
    const translation = new Translation(text);
    const source = translation.run();
    try {
      regex = new RegExp(source, `gd${translation.flags}`);
    } catch (cause) {
      throw apexError('StringException', `Invalid regex: ${(cause as Error).message.replace(/^Invalid regular expression: /, '')}`);
    }
    known.set(text, regex);
  }
  return regex;
}
