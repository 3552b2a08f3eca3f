/** Query text → tree. SOQL and SOSL Reference v67, "SOQL SELECT Syntax". What is not supported is refused by its name. */
import type { Condition, Expression, Literal, Path, Query, Selected } from './ast.ts';
import { malformed, tokensOf, unquote, type Token } from './tokens.ts';

const UNSUPPORTED = ['DISTANCE', 'GEOLOCATION', 'CONVERTCURRENCY'];
/** Words that end the part before them. */
const CLAUSES = ['FROM', 'WHERE', 'WITH', 'GROUP', 'HAVING', 'ORDER', 'LIMIT', 'OFFSET', 'FOR', 'ALL', 'USING', 'UPDATE'];
const SPANS =
  /^(TODAY|YESTERDAY|TOMORROW|(LAST|THIS|NEXT)_(FISCAL_)?(WEEK|MONTH|QUARTER|YEAR)|(LAST|NEXT)_90_DAYS|(LAST|NEXT)_N_(FISCAL_)?(DAYS|WEEKS|MONTHS|QUARTERS|YEARS)|N_(FISCAL_)?(DAYS|WEEKS|MONTHS|QUARTERS|YEARS)_AGO)$/i;

export function parseSoql(soql: string): Query {
  const parser = new Parser(soql);
  const query = parser.query();
  parser.end();
  return query;
}

class Parser {
  private readonly soql: string;
  private readonly tokens: Token[];
  private next = 0;

  constructor(soql: string) {
    this.soql = soql;
    this.tokens = tokensOf(soql);
  }

  // ---------------------------------------------------------------- words

  private get token(): Token {
    return this.tokens[this.next] as Token;
  }
  private isWord(...words: string[]): boolean {
    return this.token.kind === 'word' && words.includes(this.token.text.toUpperCase());
  }
  private isSign(text: string): boolean {
    return this.token.kind === 'sign' && this.token.text === text;
  }
  private unexpected(token = this.token): Error {
    const known = UNSUPPORTED.find((word) => word === token.text.toUpperCase());
    const text = known
      ? `The stand-in has no ${known}.`
      : token.kind === 'end'
        ? "unexpected token: '<EOF>'"
        : `unexpected token: '${token.text}'`;
    return malformed(this.soql, token.at, text);
  }
  private word(...words: string[]): void {
    if (!this.accept(...words)) {
      throw this.unexpected();
    }
  }
  private accept(...words: string[]): boolean {
    const found = this.isWord(...words);
    this.next += found ? 1 : 0;
    return found;
  }
  private sign(text: string): void {
    if (!this.acceptSign(text)) {
      throw this.unexpected();
    }
  }
  private acceptSign(text: string): boolean {
    const found = this.isSign(text);
    this.next += found ? 1 : 0;
    return found;
  }
  private name(): Token {
    const token = this.token;
    if (token.kind !== 'word') {
      throw this.unexpected();
    }
    this.next += 1;
    return token;
  }
  end(): void {
    if (this.token.kind !== 'end') {
      throw this.unexpected();
    }
  }

  // ---------------------------------------------------------------- the query

  query(): Query {
    this.word('SELECT');
    const select = this.list(() => this.selected());
    this.word('FROM');
    const from = this.name();
    if (from.text.includes('.')) {
      throw malformed(this.soql, from.at, `The stand-in has no FROM with a path (${from.text}).`);
    }
    this.accept('AS');
    const alias = this.token.kind === 'word' && !this.isWord(...CLAUSES) ? this.name().text : null;
    if (this.isSign(',')) {
      throw this.unexpected();
    }
    const scope = this.accept('USING') ? (this.word('SCOPE'), this.scope()) : null;
    const where = this.accept('WHERE') ? this.condition() : null;
    const mode = this.accept('WITH') ? this.mode() : null;
    const { groupBy, subtotals } = this.accept('GROUP') ? (this.word('BY'), this.groups()) : { groupBy: [], subtotals: null };
    const having = this.accept('HAVING') ? this.condition() : null;
    const orderBy = this.accept('ORDER') ? (this.word('BY'), this.list(() => this.order())) : [];
    const limit = this.accept('LIMIT') ? this.literal() : null;
    const offset = this.accept('OFFSET') ? this.literal() : null;
    const forUpdate = this.forClause();
    const allRows = this.accept('ALL') ? (this.word('ROWS'), true) : false;
    const query = { select, from: { name: from.text, alias, at: from.at }, scope, where, mode, groupBy, subtotals, having, orderBy };
    if (forUpdate && orderBy.length > 0) {
      throw malformed(this.soql, this.token.at, 'FOR UPDATE cannot be combined with ORDER BY');
    }
    return { ...query, limit, offset, forUpdate, allRows };
  }

  /** `GROUP BY a, b`, `GROUP BY ROLLUP(a, b)`, `GROUP BY CUBE(a, b)`. */
  private groups(): Pick<Query, 'groupBy' | 'subtotals'> {
    const groupBy = this.list(() => this.expression());
    const [only] = groupBy;
    if (groupBy.length === 1 && only?.kind === 'call' && (only.call.name === 'ROLLUP' || only.call.name === 'CUBE')) {
      return { groupBy: only.call.args, subtotals: only.call.name };
    }
    return { groupBy, subtotals: null };
  }

  private scope(): Query['scope'] {
    const word = this.name();
    const scope = word.text.toLowerCase();
    if (scope === 'everything' || scope === 'mine') {
      return scope;
    }
    throw malformed(this.soql, word.at, `The stand-in has no USING SCOPE ${word.text}.`);
  }

  private list<T>(item: () => T): T[] {
    const items = [item()];
    while (this.acceptSign(',')) {
      items.push(item());
    }
    return items;
  }

  private forClause(): boolean {
    let update = false;
    while (this.accept('FOR')) {
      update ||= this.isWord('UPDATE');
      this.word('UPDATE', 'VIEW', 'REFERENCE');
    }
    return update;
  }

  private mode(): Query['mode'] {
    const word = this.name();
    const mode = word.text.toUpperCase();
    if (mode === 'USER_MODE' || mode === 'SYSTEM_MODE' || mode === 'SECURITY_ENFORCED') {
      return mode;
    }
    throw malformed(this.soql, word.at, `The stand-in has no WITH ${word.text}.`);
  }

  private selected(): Selected {
    if (this.acceptSign('(')) {
      const query = this.query();
      this.sign(')');
      return { kind: 'children', query };
    }
    if (this.accept('TYPEOF')) {
      return this.typeOf();
    }
    if (this.isWord('FIELDS') && this.tokens[this.next + 1]?.text === '(') {
      this.next += 2;
      const which = this.name().text.toUpperCase();
      this.sign(')');
      if (which === 'ALL' || which === 'STANDARD' || which === 'CUSTOM') {
        return { kind: 'fields', which };
      }
      throw this.unexpected();
    }
    const expression = this.expression();
    const alias = this.token.kind === 'word' && !this.isWord('FROM') ? this.name().text : null;
    return { kind: 'expression', expression, alias };
  }

  /** `TYPEOF What WHEN Account THEN Phone ELSE Id END`. */
  private typeOf(): Selected {
    const paths = () => this.list(() => this.path());
    const relation = this.path();
    const cases: { object: string; fields: Path[] }[] = [];
    while (this.accept('WHEN')) {
      const object = this.name().text;
      this.word('THEN');
      cases.push({ object, fields: paths() });
    }
    const otherwise = this.accept('ELSE') ? paths() : [];
    this.word('END');
    return { kind: 'typeof', relation, cases, otherwise };
  }
  private path(): Path {
    const token = this.name();
    return { names: token.text.split('.').map((part) => part.trim()), at: token.at };
  }

  private expression(): Expression {
    const token = this.name();
    if (!this.isSign('(')) {
      return { kind: 'path', path: { names: token.text.split('.').map((part) => part.trim()), at: token.at } };
    }
    const name = token.text.toUpperCase();
    if (UNSUPPORTED.includes(name)) {
      throw this.unexpected(token);
    }
    this.next += 1;
    const args = this.isSign(')') ? [] : this.list(() => this.expression());
    this.sign(')');
    return { kind: 'call', call: { name, args, at: token.at } };
  }

  private order(): Query['orderBy'][number] {
    const by = this.expression();
    const descending = this.accept('DESC');
    if (!descending) {
      this.accept('ASC');
    }
    let nullsLast = false;
    if (this.accept('NULLS')) {
      nullsLast = this.isWord('LAST');
      this.word('FIRST', 'LAST');
    }
    return { by, descending, nullsLast };
  }

  // ---------------------------------------------------------------- conditions

  /** AND and OR may not be mixed without brackets. */
  private condition(): Condition {
    const first = this.negation();
    const joint = this.isWord('AND') ? 'AND' : this.isWord('OR') ? 'OR' : null;
    if (joint === null) {
      return first;
    }
    const all = [first];
    while (this.accept(joint)) {
      all.push(this.negation());
    }
    if (this.isWord('AND', 'OR')) {
      throw this.unexpected();
    }
    return { kind: joint === 'AND' ? 'and' : 'or', all };
  }
  private negation(): Condition {
    if (this.accept('NOT')) {
      return { kind: 'not', inner: this.negation() };
    }
    if (this.acceptSign('(')) {
      const inner = this.condition();
      this.sign(')');
      return inner;
    }
    return this.comparison();
  }

  private comparison(): Condition {
    const left = this.expression();
    const token = this.token;
    const at = token.at;
    this.next += 1;
    const word = token.kind === 'word' ? token.text.toUpperCase() : token.text;
    switch (word) {
      case '=':
      case '!=':
      case '<':
      case '<=':
      case '>':
      case '>=':
        return { kind: 'compare', left, operator: word, right: this.literal(), at };
      case '<>':
        return { kind: 'compare', left, operator: '!=', right: this.literal(), at };
      case 'LIKE':
        return { kind: 'compare', left, operator: 'like', right: this.literal(), at };
      case 'IN':
        return { kind: 'in', left, not: false, values: this.values(), at };
      case 'NOT':
        this.word('IN');
        return { kind: 'in', left, not: true, values: this.values(), at };
      case 'INCLUDES':
      case 'EXCLUDES': {
        const values = this.values();
        if (!Array.isArray(values)) {
          throw this.unexpected(token);
        }
        return { kind: 'includes', left, not: word === 'EXCLUDES', values, at };
      }
      default:
        throw this.unexpected(token);
    }
  }

  private values(): Literal[] | Query {
    if (this.token.kind === 'bind') {
      return [this.literal()];
    }
    this.sign('(');
    const values = this.isWord('SELECT') ? this.query() : this.list(() => this.literal());
    this.sign(')');
    return values;
  }

  private literal(): Literal {
    const token = this.token;
    this.next += 1;
    switch (token.kind) {
      case 'text':
        return { kind: 'value', value: unquote(token.text), quoted: true };
      case 'number':
        return { kind: 'value', value: Number(token.text), quoted: false };
      case 'date':
        return { kind: 'date', value: token.text };
      case 'datetime':
        return { kind: 'datetime', value: new Date(token.text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')).toISOString() };
      case 'bind':
        return { kind: 'bind', name: token.text.slice(1).trim() };
      case 'word':
        return this.wordLiteral(token);
      default:
        throw this.unexpected(token);
    }
  }
  private wordLiteral(token: Token): Literal {
    switch (token.text.toUpperCase()) {
      case 'TRUE':
        return { kind: 'value', value: true, quoted: false };
      case 'FALSE':
        return { kind: 'value', value: false, quoted: false };
      case 'NULL':
        return { kind: 'value', value: null, quoted: false };
    }
    if (!SPANS.test(token.text)) {
      throw this.unexpected(token);
    }
    const name = token.text.toUpperCase();
    let count = 0;
    if (/(^|_)N_/.test(name)) {
      this.sign(':');
      const number = this.token;
      count = Number(number.text);
      if (number.kind !== 'number' || !Number.isInteger(count)) {
        throw this.unexpected(number);
      }
      this.next += 1;
    }
    return { kind: 'span', name, count };
  }
}
