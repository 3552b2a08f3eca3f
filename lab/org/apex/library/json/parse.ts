/** JSON text → tokens with positions, for JSON.deserialize* and JSONParser. Faults are worded as the platform's parser words them. */
import { apexError, type ApexException } from '../../runtime/exception-value.ts';

export type TokenKind =
  | 'START_OBJECT'
  | 'END_OBJECT'
  | 'START_ARRAY'
  | 'END_ARRAY'
  | 'FIELD_NAME'
  | 'VALUE_STRING'
  | 'VALUE_NUMBER_INT'
  | 'VALUE_NUMBER_FLOAT'
  | 'VALUE_TRUE'
  | 'VALUE_FALSE'
  | 'VALUE_NULL';

export interface Token {
  kind: TokenKind;
  /** The name, or the value as text; the brackets themselves. */
  text: string;
}

const PUNCTUATION: Record<string, TokenKind> = { '{': 'START_OBJECT', '[': 'START_ARRAY' };
const WORDS: Record<string, TokenKind> = { true: 'VALUE_TRUE', false: 'VALUE_FALSE', null: 'VALUE_NULL' };

class Scanner {
  private readonly text: string;
  private at = 0;
  private readonly tokens: Token[] = [];

  constructor(text: string) {
    this.text = text;
  }

  run(): Token[] {
    this.space();
    if (this.at >= this.text.length) {
      throw apexError('JSONException', 'No content to map to Object due to end of input');
    }
    this.value();
    this.space();
    if (this.at < this.text.length) {
      throw this.unexpected('expected the end of the text');
    }
    return this.tokens;
  }

  private where(): string {
    const before = this.text.slice(0, this.at).split('\n');
    return `[line:${before.length}, column:${(before.at(-1)?.length ?? 0) + 1}]`;
  }
  private unexpected(expected: string): ApexException {
    const character = this.text.charAt(this.at);
    const text =
      character === ''
        ? `Unexpected end-of-input: ${expected}`
        : `Unexpected character ('${character}' (code ${character.charCodeAt(0)})): ${expected}`;
    return apexError('JSONException', `${text} at ${this.where()}`);
  }
  private space(): void {
    while (' \t\r\n'.includes(this.text.charAt(this.at)) && this.at < this.text.length) {
      this.at += 1;
    }
  }
  private accept(character: string): boolean {
    this.space();
    if (this.text.charAt(this.at) !== character) {
      return false;
    }
    this.at += 1;
    return true;
  }
  private push(kind: TokenKind, text: string): void {
    this.tokens.push({ kind, text });
  }

  private value(): void {
    this.space();
    const character = this.text.charAt(this.at);
    if (character === '{') {
      return this.object();
    }
    if (character === '[') {
      return this.array();
    }
    if (character === '"') {
      return this.push('VALUE_STRING', this.string());
    }
    return this.scalar();
  }

  private scalar(): void {
    const word = /^[a-zA-Z]+/.exec(this.text.slice(this.at, this.at + 6))?.[0] ?? '';
    const kind = WORDS[word];
    if (kind) {
      this.at += word.length;
      return this.push(kind, word);
    }
    const number = /^-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/.exec(this.text.slice(this.at, this.at + 400));
    if (!number) {
      throw this.unexpected("expected a valid value (number, String, array, object, 'true', 'false' or 'null')");
    }
    this.at += number[0].length;
    return this.push(number[1] || number[2] ? 'VALUE_NUMBER_FLOAT' : 'VALUE_NUMBER_INT', number[0]);
  }

  private object(): void {
    this.push(PUNCTUATION['{'] as TokenKind, '{');
    this.at += 1;
    if (!this.accept('}')) {
      do {
        this.space();
        if (this.text.charAt(this.at) !== '"') {
          throw this.unexpected('was expecting double-quote to start field name');
        }
        this.push('FIELD_NAME', this.string());
        if (!this.accept(':')) {
          throw this.unexpected('was expecting a colon to separate field name and value');
        }
        this.value();
      } while (this.accept(','));
      if (!this.accept('}')) {
        throw this.unexpected('was expecting comma to separate OBJECT entries');
      }
    }
    this.push('END_OBJECT', '}');
  }

  private array(): void {
    this.push(PUNCTUATION['['] as TokenKind, '[');
    this.at += 1;
    if (!this.accept(']')) {
      do {
        this.value();
      } while (this.accept(','));
      if (!this.accept(']')) {
        throw this.unexpected('was expecting comma to separate ARRAY entries');
      }
    }
    this.push('END_ARRAY', ']');
  }

  private string(): string {
    const start = this.at;
    for (this.at += 1; this.at < this.text.length; this.at += 1) {
      const character = this.text.charAt(this.at);
      if (character === '\\') {
        this.at += 1;
      } else if (character === '"') {
        this.at += 1;
        return this.decoded(start);
      } else if (character < ' ') {
        throw this.unexpected('control characters within a String must be escaped');
      }
    }
    throw this.unexpected('was expecting closing quote for a string value');
  }
  private decoded(start: number): string {
    try {
      return JSON.parse(this.text.slice(start, this.at)) as string;
    } catch {
      throw apexError('JSONException', `Unrecognized character escape in a String at ${this.where()}`);
    }
  }
}

/** @throws System.JSONException */
export const tokensOf = (text: string): Token[] => new Scanner(text).run();
